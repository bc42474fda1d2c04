#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A thread beside the one that works.
///
/// It is started with the signals blocked, so that the thread that works gets them.
struct BackgroundThread {
  private let thread: pthread_t

  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Starts a thread; nil where the machine allows no other one.
  init?(_ body: @escaping @Sendable () -> Void) {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let work = Unmanaged.passRetained(Work(body))
    #if canImport(Darwin)
      var created: pthread_t?
      let result = pthread_create(
        &created, nil,
        { argument in
          Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
          return nil
        }, work.toOpaque())
      guard result == 0, let created else {
        work.release()
        return nil
      }
    #else
      var created = pthread_t()
      let result = pthread_create(
        &created, nil,
        { argument in
          if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
          return nil
        }, work.toOpaque())
      guard result == 0 else {
        work.release()
        return nil
      }
    #endif
    thread = created
  }

  /// Waits until the thread has ended.
  func join() {
    pthread_join(thread, nil)
  }
}
