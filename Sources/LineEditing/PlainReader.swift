import CLibEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads lines from a standard input that is no terminal: no prompt, no editing.
///
/// libedit would read such input a byte at a time, and drop what the locale does not know.
public final class PlainReader: LineReader {
  private var bytes: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// Makes a reader of standard input.
  public init() {}

  /// Returns the next line, whatever bytes it has: those that are no UTF-8 become U+FFFD.
  public func readLine(prompt: Prompt, draft: String) -> LineInput {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return .line(String(decoding: bytes[start..<end], as: UTF8.self))
      }
      searched = bytes.count - start
      bytes.removeFirst(start)
      start = 0
      guard !isAtEnd else {
        guard !bytes.isEmpty else { return .endOfInput }
        defer { bytes = [] }
        return .line(String(decoding: bytes, as: UTF8.self))
      }
      if let signal = fill() { return signal }
    }
  }

  /// Reads some more; returns what stopped it, if a signal did.
  private func fill() -> LineInput? {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count]
        return nil
      }
      let wasInterrupted = count < 0 && errno == EINTR
      if edit_termination_signal() != 0 {
        return .terminated(signal: edit_termination_signal())
      }
      if edit_is_interrupted() {
        edit_forget_interrupt()
        return .interrupted
      }
      guard wasInterrupted else {
        isAtEnd = true
        return nil
      }
    }
  }
}
