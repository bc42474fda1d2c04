import Foundation
import Syntax
import Testing

/// The files of the prelude, read from the sources.
func preludeFiles() throws -> [(name: String, text: String)] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/Language/Prelude").standardizedFileURL
  return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == "loss" }
    .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
}

@Test func everyFileOfThePreludeParses() throws {
  for file in try preludeFiles() {
    let source = SourceText(file.text, name: file.name)
    let result = Parser.parse(source)
    for diagnostic in result.diagnostics {
      let line = diagnostic.range.map { source.location(of: $0.lower).line } ?? 0
      Issue.record("\(file.name):\(line): \(diagnostic.message)")
    }
    #expect(!result.statements.isEmpty, "\(file.name)")
  }
}

/// A function as the prelude's text gives it.
struct PreludeFunction {
  /// The file it is in.
  let file: String
  /// Its name, with its module.
  let name: String
  /// Its parameters' names.
  let parameters: [String]
  /// Its docstring, empty where there is none.
  let documentation: String
}

/// The functions of the prelude, from the sources.
func preludeFunctions() throws -> [PreludeFunction] {
  try preludeFiles().flatMap { file in
    Parser.parse(SourceText(file.text, name: file.name)).statements.compactMap { statement in
      guard case .function(let name, let parameters, _) = statement.kind else { return nil }
      return PreludeFunction(
        file: file.name, name: name.text, parameters: parameters.map(\.name.text),
        documentation: statement.documentation ?? "")
    }
  }
}

@Test func everyFunctionOfThePreludeIsDocumented() throws {
  for function in try preludeFunctions() {
    #expect(!function.documentation.isEmpty, "\(function.file): \(function.name)")
  }
}
