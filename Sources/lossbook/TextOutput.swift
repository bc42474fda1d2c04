import CLibEdit
import Rendering

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes results to standard output and errors to standard error, with colours or without.
struct TextOutput {
  /// The colours of standard output; nil for none.
  var outputTheme: Theme?
  /// The colours of standard error; nil for none.
  var errorTheme: Theme?

  /// Writes a text and a line break.
  func write(_ text: StyledText, isError: Bool) {
    if isError {
      Self.flush()
      Self.writeAll((errorTheme.map(text.ansi) ?? text.plain) + "\n", to: STDERR_FILENO)
    } else {
      edit_print((outputTheme.map(text.ansi) ?? text.plain) + "\n")
    }
  }

  /// Writes a line of text that is for a program to read.
  static func write(line: String) {
    edit_print(line + "\n")
  }

  /// Says what is wrong outside of any cell.
  static func complain(_ text: String) {
    flush()
    writeAll("lossbook: \(StyledText(text).plain)\n", to: STDERR_FILENO)
  }

  /// Writes out what waits.
  static func flush() {
    fflush(nil)
  }

  private static func writeAll(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
