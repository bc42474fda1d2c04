import Language
import Lessons
import LineEditing
import Notebooks
import Syntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whatever reads what a person, a lesson or another program wrote: none may trap or hang.
public enum Reader: UInt8, CaseIterable, Sendable {
  case statements = 97
  case table, array, lesson, notebook, history, progress, settings, transcript, archive

  /// Gives bytes to the reader that the first one names; others are statements.
  public static func read(_ input: [UInt8]) {
    guard let first = input.first else { return }
    guard let reader = Reader(rawValue: first) else { return Reader.statements.read(input) }
    reader.read(Array(input.dropFirst()))
  }

  /// Reads bytes to the end, or to an error.
  public func read(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .statements: run(text)
    case .table: run("csv(\"file\")", file: bytes)
    case .array: run("npy(\"file\")", file: bytes)
    case .archive: run("npz(\"file\")", file: bytes)
    case .lesson:
      let parsed = LessonParser.parse(SourceText(text, name: "lesson.md"), fileName: "lesson.md")
      for problem in parsed.problems { precondition(!problem.message.isEmpty) }
    case .notebook: load("notebook.md", bytes)
    case .history: history(bytes)
    case .progress:
      guard let progress = try? Progress(text: text) else { return }
      let again = try? Progress(text: progress.text)
      precondition(again?.text == progress.text, "progress reads back")
    case .settings:
      var settings = Settings()
      _ = settings.read(file: text)
    case .transcript: load("script.loss", bytes)
    }
  }

  /// Statements in a session that a patient user stops in the end.
  private func run(_ text: String, file: [UInt8] = []) {
    let interpreter = Interpreter(seed: 1)
    interpreter.options.memory = 1 << 24
    let patience = Patience()
    interpreter.isCancelled = { patience.isOver() }
    interpreter.readFile = { (_, _) throws(Diagnostic) in file }
    interpreter.run(SourceText(text), cell: 1) { event in
      if case .failure(let diagnostic) = event { precondition(!diagnostic.message.isEmpty) }
    }
  }

  private func load(_ name: String, _ bytes: [UInt8]) {
    let patience = Patience()
    var settings = Settings()
    settings.memory = 1 << 24
    let session = Session(
      settings: settings,
      surroundings: Surroundings(
        readFile: { _, _ in .success(bytes) }, writeFile: { _, _ in nil },
        isCancelled: { patience.isOver() }))
    _ = session.submit(":load \(name)")
  }

  private func history(_ bytes: [UInt8]) {
    let path = "/tmp/lossbook-history-\(getpid())"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { return }
    _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    _ = History(path: path).entries
    unlink(path)
  }
}

/// A user who stops what takes more than half a second of the processor.
private final class Patience: Sendable {
  // In millionths, whatever the system: POSIX fixes them.
  private let start = clock()

  func isOver() -> Bool { clock() - start > 500_000 }
}

/// What libFuzzer's C entry calls with each input.
@_cdecl("lossbook_read_hostile_input")
public func readHostileInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
  Reader.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
}
