import CLibEdit
import Lessons
import Notebooks
import Rendering

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a command works with: the session, wired to the files, the clock and the streams.
struct Workplace {
  let session: Session
  let output: TextOutput
  let bar: ProgressBar

  /// Wires a session for a command's options.
  init(_ options: GlobalOptions, _ settings: Settings) {
    let store: any ProgressStore =
      Paths.progress.map { FileProgressStore(path: $0) } ?? TransientProgressStore()
    session = Session(
      settings: settings, surroundings: .ofThisProcess, progressStore: store)
    if let folder = options.lessons { session.course = LessonFolder.course(at: folder) }
    let theme = settings.hasLightBackground ? Theme.light : Theme.dark
    output = TextOutput(
      outputTheme: options.isColored(STDOUT_FILENO, setting: settings.color) ? theme : nil,
      errorTheme: options.isColored(STDERR_FILENO, setting: settings.color) ? theme : nil)
    session.window = Self.window
    let bar = ProgressBar(
      isDumb: options.isDumb, isPlain: settings.plain, isASCII: settings.ascii)
    session.onProgress = { bar.show($0, loss: $1) }
    self.bar = bar
  }

  /// The window's size; 80 columns by 24 where there is none.
  static var window: (columns: Int, lines: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Writes a text, in place of a progress bar that may stand there.
  func write(_ text: StyledText, isError: Bool) {
    bar.clear()
    output.write(text, isError: isError)
  }

  /// Submits a piece of a script and writes what it shows.
  func submit(_ text: String) -> Status {
    session.submit(text) { write($0, isError: $1) }
  }
}

extension Surroundings {
  /// The files, the clock and the signals of this process.
  static let ofThisProcess = Surroundings(
    readFile: { FileSystem.read($0, limit: $1) },
    writeFile: { FileSystem.write($0, $1) },
    now: {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    },
    seed: UInt64.random(in: .min ... .max),
    isCancelled: { edit_is_interrupted() },
    edit: { TextEditor.edit($0) },
    open: { TextEditor.show($0) },
    listFolder: { FileSystem.list($0) })
}
