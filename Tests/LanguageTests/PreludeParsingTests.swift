import Foundation
import Syntax
import Testing

/// The files of the prelude, read from the sources.
private func preludeFiles() throws -> [(name: String, text: String)] {
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

@Test func everyFunctionOfThePreludeIsDocumented() throws {
  for file in try preludeFiles() {
    for statement in Parser.parse(SourceText(file.text, name: file.name)).statements {
      guard case .function(let name, _, _) = statement.kind else { continue }
      #expect(statement.documentation?.isEmpty == false, "\(file.name): \(name.text)")
    }
  }
}
