import ArgumentParser
import CLibEdit
import Notebooks
import Rendering

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `lossbook run`: a script or a notebook, from beginning to end.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a script (.loss) or a notebook (.md); - is standard input.")

  @OptionGroup var options: GlobalOptions

  @Option(
    name: .customLong("export"),
    help: "Write cells and results: .md, .html, .ipynb or .tex; or .svg.")
  var exportPath: String?

  @Flag(help: "Show what is exported in the desktop's program for it.")
  var open = false

  @Flag(help: "Go on after an error.")
  var keepGoing = false

  @Flag(help: "Compare what a notebook's cells show with the outputs written in it.")
  var check = false

  @Argument(help: "The file; with --check, any number of notebooks.", completion: .file())
  var files: [String]

  /// Checks that the export has a form, so that nothing is run in vain.
  func validate() throws {
    guard files.count == 1 || check else { throw ValidationError("run takes one file") }
    guard !open || exportPath != nil else { throw ValidationError("--open wants --export") }
    guard let exportPath, !Session.canExport(as: exportPath) else { return }
    throw ValidationError("--export wants a name that ends in .md, .html, .ipynb, .tex or .svg")
  }

  /// Checks notebooks, each in a session of its own.
  private func checkNotebooks() throws {
    var hasFailed = false
    for file in files {
      guard case .success(let bytes) = FileSystem.read(file) else {
        TextOutput.complain("\(file): cannot be read")
        throw ExitCode(1)
      }
      let session = Workplace(options, options.settings()).session
      let differences = session.check(
        notebook: String(decoding: bytes, as: UTF8.self), name: file)
      for difference in differences {
        TextOutput.write(line: "\(file):\(difference.line): shows something else now")
        for line in difference.lines { TextOutput.write(line: "  " + StyledText(line).plain) }
      }
      hasFailed = hasFailed || !differences.isEmpty
      if differences.isEmpty { TextOutput.write(line: "\(file): holds") }
    }
    TextOutput.flush()
    if hasFailed { throw ExitCode(1) }
  }

  /// Runs it.
  func run() throws {
    guard !check, let file = files.first else { return try checkNotebooks() }
    let workplace = Workplace(options, options.settings())
    workplace.session.showsPrompts = false
    let isInput = file == "-"
    let name = isInput ? "standard input" : file
    let content = isInput ? FileSystem.read(from: STDIN_FILENO) : FileSystem.read(file)
    guard case .success(let bytes) = content else {
      if case .failure(let failure) = content { TextOutput.complain("\(name): \(failure.message)") }
      throw ExitCode(1)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    var hasFailed = false
    for cell in ScriptFile.cells(of: text, path: file) {
      let status = workplace.session.run(cell, name: name) { workplace.write($0, isError: $1) }
      switch status {
      case .done: continue
      case .interrupted: throw ExitCode(130)
      case .quit: break
      case .failed where cell.isSaidToFail: continue
      case .failed: hasFailed = true
      }
      guard keepGoing, status == .failed else { break }
    }
    let notebook = file.hasSuffix(".md") ? text : nil
    if let exportPath, let exported = workplace.session.exported(as: exportPath, from: notebook),
      let failure = FileSystem.write(exportPath, exported)
    {
      TextOutput.complain("\(exportPath): \(failure.message)")
      throw ExitCode(1)
    }
    if open, let exportPath, let failure = TextEditor.show(exportPath) {
      TextOutput.complain("\(exportPath): \(failure.message)")
      throw ExitCode(1)
    }
    if hasFailed { throw ExitCode(1) }
  }
}
