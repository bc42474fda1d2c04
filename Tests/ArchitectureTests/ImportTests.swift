import Testing

/// What each target may import, besides the C library: the whole table, so that a new arrow between
/// targets is a line of a diff here.
private let allowedImports: [String: Set<String>] = [
  "Tensors": ["CVectorMath"],
  "Syntax": [],
  "Graphs": ["Tensors"],
  "Execution": ["Graphs", "Tensors"],
  "Calculus": ["Execution", "Graphs", "Syntax", "Tensors"],
  "DataFiles": ["CZlib", "Tensors"],
  "Language": [
    "Calculus", "CEmbedded", "DataFiles", "Execution", "Graphs", "Syntax", "Tensors",
  ],
  "CodeGeneration": ["Graphs", "Tensors"],
  "Rendering": ["Calculus", "Execution", "Graphs", "Language", "Syntax", "Tensors"],
  "Lessons": [
    "CCommonMark", "CEmbedded", "Calculus", "Execution", "Graphs", "Language", "Rendering",
    "Syntax", "Tensors",
  ],
  "Notebooks": [
    "Calculus", "CodeGeneration", "Execution", "Graphs", "Language", "Lessons", "Rendering",
    "Syntax", "Tensors",
  ],
  "JupyterKernel": ["CZeroMQ", "Crypto", "Language", "Notebooks", "Rendering", "Syntax"],
  "LineEditing": ["CLibEdit"],
  "lossbook": [
    "ArgumentParser", "CEmbedded", "CLibEdit", "CodeGeneration", "DataFiles", "JupyterKernel",
    "Language", "Lessons", "LineEditing", "Notebooks", "Rendering", "Syntax",
  ],
]

/// The targets in C, which have no Swift file.
private let targetsInC: Set<String> = [
  "CCommonMark", "CEmbedded", "CLibEdit", "CVectorMath", "CZeroMQ", "CZlib",
]

private let systemModules: Set<String> = ["Glibc", "Darwin", "Synchronization"]

@Test func everyTargetHasARowInTheTable() throws {
  let targets = try SourceTree.targets().filter { !targetsInC.contains($0) }
  #expect(Set(targets) == Set(allowedImports.keys))
}

@Test func everyImportIsInTheTable() throws {
  for (target, allowed) in allowedImports.sorted(by: { $0.key < $1.key }) {
    for file in try SourceTree.swiftFiles(below: "Sources/\(target)") {
      for (number, line) in file.lines.enumerated() {
        guard let module = importedModule(line) else { continue }
        #expect(
          allowed.contains(module) || systemModules.contains(module),
          "\(file.path):\(number + 1) imports \(module)")
      }
    }
  }
}

/// Foundation decides the start-up time, and reaches everything; the program is made without it.
@Test func noSourceImportsFoundation() throws {
  let files = try SourceTree.swiftFiles(below: "Sources")
  #expect(files.count > 50)
  for file in files {
    let importsIt = file.lines.contains { importedModule($0)?.hasPrefix("Foundation") == true }
    #expect(!importsIt, "\(file.path)")
  }
}

/// Returns the module that a line imports: `public import struct Tensors.Shape` is `Tensors`.
private func importedModule(_ line: String) -> String? {
  var words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
  if let first = words.first, ["public", "internal", "package", "private"].contains(first) {
    words.removeFirst()
  }
  guard words.first == "import", words.count > 1 else { return nil }
  let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "typealias"]
  let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
  return name.split(separator: ".").first.map(String.init)
}
