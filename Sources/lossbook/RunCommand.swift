import ArgumentParser
import CLibEdit
import Notebooks

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

  @Option(name: .customLong("export"), help: "Write cells and results: .md, .html, .ipynb or .tex.")
  var exportPath: String?

  @Flag(help: "Go on after an error.")
  var keepGoing = false

  @Argument(help: "The file.")
  var file: String

  /// Checks that the export has a form, so that nothing is run in vain.
  func validate() throws {
    guard let exportPath, !Session.canExport(as: exportPath) else { return }
    throw ValidationError("--export wants a name that ends in .md, .html, .ipynb or .tex")
  }

  /// Runs it.
  func run() throws {
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
    if hasFailed { throw ExitCode(1) }
  }
}
