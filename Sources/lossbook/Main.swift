import ArgumentParser
import CLibEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@main
enum Main {
  static func main() {
    Worker.start()
  }
}

/// Runs the program on a thread whose stack is large enough for the deepest tree that the parser
/// lets through.
enum Worker {
  /// Tried in turn: a machine may allow no thread that large.
  private static let stackSizes = [1 << 30, 1 << 28, 1 << 26]

  /// Does what the command line asks for, and does not return.
  static func start() {
    edit_use_utf8()
    edit_install_signals()
    // A reader that goes away (`lossbook … | head`) ends the program without a word.
    signal(SIGPIPE, SIG_DFL)
    // A file that may not grow is a failure to write, which is said, and not the end of the session;
    // a handler, unlike ignoring, does not pass on to a pager or an editor.
    signal(SIGXFSZ) { _ in }
    // The thread that works is to get the signals: a wait of its own is what they end.
    edit_block_signals()
    for size in stackSizes {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      guard pthread_attr_setstacksize(&attributes, size) == 0 else { continue }
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      let result = pthread_create(&thread, &attributes, { _ in Worker.work() }, nil)
      guard result == 0 else { continue }
      #if canImport(Darwin)
        if let thread { pthread_join(thread, nil) }
      #else
        pthread_join(thread, nil)
      #endif
      exit(0)
    }
    _ = work()
  }

  /// Does what the command line asks for, and ends the process.
  private static func work() -> UnsafeMutableRawPointer? {
    edit_unblock_signals()
    do {
      let arguments = ArgumentOrder.expressionsLast(Array(CommandLine.arguments.dropFirst()))
      var command = try Lossbook.parseAsRoot(arguments)
      try command.run()
      endBySignal()
      exit(0)
    } catch {
      endBySignal()
      Lossbook.exit(withError: error)
    }
  }

  /// Writes out what waits; if a signal asked the program to end, it ends by that signal.
  private static func endBySignal() {
    TextOutput.flush()
    if edit_termination_signal() != 0 { edit_die_by(edit_termination_signal()) }
  }
}
