import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program on a terminal of its own, with a screen that can be read.
///
/// Nothing here is timed: a test waits for a text to appear, as long as a slow machine may take.
final class PseudoTerminal {
  /// What went wrong with the terminal itself.
  struct Failure: Error {
    let message: String
  }

  /// `POSIX_SPAWN_SETSID`, which the C library shows only to GNU programs.
  #if canImport(Glibc)
    private static let startsSession: Int16 = 0x80
  #else
    private static let startsSession: Int16 = 0x400
  #endif

  private let terminal: Int32
  let process: pid_t
  private(set) var screen: VirtualScreen
  private var undecoded: [UInt8] = []
  /// A folder for the history and other files of the program, shared by the runs of a test.
  let home: TemporaryFolder

  init(
    _ arguments: [String] = ["--no-config"], of program: String = Program.path, columns: Int = 80,
    rows: Int = 24,
    home: TemporaryFolder? = nil, environment: [String: String] = [:]
  ) throws {
    let home = try home ?? TemporaryFolder()
    self.home = home
    screen = VirtualScreen(columns: columns, rows: rows)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var other: Int32 = -1
    var terminal: Int32 = -1
    var name = [CChar](repeating: 0, count: 1_024)
    guard openpty(&terminal, &other, &name, nil, &size) == 0 else {
      throw Failure(message: "no pseudo-terminal: \(errno)")
    }
    self.terminal = terminal
    // The process opens it by its name, which makes it the one that sends its signals.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    posix_spawn_file_actions_addclose(&actions, terminal)
    posix_spawn_file_actions_addclose(&actions, other)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    // What runs the tests may ignore signals of the terminal; a shell passes that on.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Self.startsSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    let variables = Program.environment(home: home, adding: environment)
    var process: pid_t = 0
    let result = Program.withCStrings([program] + arguments) { argv in
      Program.withCStrings(variables) { envp in
        posix_spawn(&process, program, &actions, &attributes, argv, envp)
      }
    }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    close(other)
    guard result == 0 else { throw Failure(message: "cannot start the program: \(result)") }
    self.process = process
  }

  deinit {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    close(terminal)
  }

  /// Types keys.
  func type(_ keys: String) {
    var bytes = Array(keys.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, min($0.count, 512)) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
      // A pty holds little; what is not read by anyone would block both sides.
      read(forMilliseconds: 1)
    }
  }

  /// Sends a signal, unless told the one by which the system asks programs to end.
  func sendSignal(_ signal: Int32 = SIGTERM) {
    kill(process, signal)
  }

  /// Changes the size of the window, as a person who drags its corner.
  func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    screen.resize(columns: columns, rows: rows)
  }

  /// Waits until the screen meets a condition, and returns its text.
  @discardableResult
  func wait(
    seconds: Int = 180, _ location: SourceLocation = #_sourceLocation,
    until condition: (VirtualScreen) -> Bool
  ) throws -> String {
    // By the clock and not by the number of reads: a program that writes a byte at a time is read
    // a byte at a time.
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if condition(screen) { return screen.text }
      guard read(forMilliseconds: 50) else { break }
    }
    if condition(screen) { return screen.text }
    Issue.record("never seen; the screen is:\n\(screen.text)", sourceLocation: location)
    throw Failure(message: "never seen")
  }

  /// Waits for a text anywhere on the screen.
  @discardableResult
  func wait(
    for text: String, seconds: Int = 180, _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    try wait(seconds: seconds, location) { $0.text.contains(text) }
  }

  /// Waits for the cursor's row to be a text: a prompt, and what is typed after it.
  @discardableResult
  func wait(
    forRow text: String, seconds: Int = 180, _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    try wait(seconds: seconds, location) { $0.cursorLine == text }
  }

  /// Waits for the process to end, and returns its exit code, or minus the signal that ended it.
  func waitForExit(seconds: Int = 180) throws -> Int32 {
    var status: Int32 = 0
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      read(forMilliseconds: 50)
      if waitpid(process, &status, WNOHANG) == process {
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
      }
    }
    throw Failure(message: "the program did not end; the screen is:\n\(screen.text)")
  }

  /// Whether the terminal shows what is typed and cuts it into lines, as it was found.
  var isCooked: Bool {
    var mode = termios()
    guard tcgetattr(terminal, &mode) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return mode.c_lflag & wanted == wanted
  }

  /// Reads what comes within a time; false when the other side is closed.
  @discardableResult
  private func read(forMilliseconds time: Int32) -> Bool {
    var input = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, time) > 0 else { return true }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(terminal, &chunk, chunk.count)
    guard count > 0 else {
      usleep(UInt32(time) * 1_000)
      return false
    }
    undecoded += chunk[..<count]
    // A character cut in two waits for its second half.
    var end = undecoded.count
    for back in 1...min(3, end) {
      let byte = undecoded[end - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      if length > back { end -= back }
      break
    }
    screen.write(String(decoding: undecoded[..<end], as: UTF8.self))
    undecoded.removeFirst(end)
    return true
  }
}
