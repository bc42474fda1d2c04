import Foundation

/// What a thread hands back; it is read only after the thread has said that it is done.
private final class Box<Result>: @unchecked Sendable {
  var result: Result?
}

/// Runs something on a thread with the stack that the program gives itself: deep recursion that the
/// language bounds is no overflow there, and would be on a test's own thread.
public func onLargeStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
  let box = Box<Result>()
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    box.result = body()
    done.signal()
  }
  thread.stackSize = 1 << 29
  thread.start()
  done.wait()
  guard let result = box.result else { preconditionFailure("the thread was done without a result") }
  return result
}
