import Foundation

/// Runs something on a thread with the stack that the program gives itself: deep recursion that the
/// language bounds is no overflow there, and would be on a test's own thread.
public func onLargeStack<Result>(_ body: @escaping () -> Result) -> Result {
  // The caller waits until the thread is done: no two ever hold what is handed over.
  nonisolated(unsafe) let body = body
  nonisolated(unsafe) var result: Result?
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    result = body()
    done.signal()
  }
  thread.stackSize = 1 << 29
  thread.start()
  done.wait()
  // The thread says that it is done only behind the result.
  guard let result else { preconditionFailure("the thread was done without a result") }
  return result
}
