import Testing

@Test func noFileIsLongerThan400Lines() throws {
  for folder in ["Sources", "Tests"] {
    for file in try SourceTree.swiftFiles(below: folder) {
      // The last line's newline makes one empty piece more.
      #expect(file.lines.count <= 401, "\(file.path)")
    }
  }
}

/// A switch over the primitives that has a `default:` would let a new one through without its rule.
@Test func noSwitchOverThePrimitivesHasADefault() throws {
  let primitives = try primitiveNames()
  #expect(primitives.count > 30)
  var switches = 0
  for file in try SourceTree.swiftFiles(below: "Sources") {
    for block in switchBlocks(file.lines) {
      let named = block.cases.filter { primitives.contains($0) }
      guard named.count * 2 > primitives.count else { continue }
      switches += 1
      #expect(!block.hasDefault, "\(file.path):\(block.line)")
    }
  }
  #expect(switches > 0)
}

/// The names of the cases of `Primitive`.
private func primitiveNames() throws -> Set<String> {
  let file = try SourceTree.swiftFiles(below: "Sources/Graphs").first {
    $0.path.hasSuffix("/Primitive.swift")
  }
  // Below the first enum of the file are those of its payloads.
  let own = (file?.lines ?? []).prefix { $0 != "}" }
  let declared = own.filter { $0.hasPrefix("  case ") }.flatMap { line in
    line.dropFirst(7).split(separator: ",").map { part in
      String(part.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber })
    }
  }
  return Set(declared.filter { !$0.isEmpty })
}

private struct SwitchBlock {
  var line: Int
  var indentation: Int
  var cases: Set<String> = []
  var hasDefault = false
}

/// The switches of a file with the names in their own cases, found by indentation, which the
/// formatter keeps.
private func switchBlocks(_ lines: [String]) -> [SwitchBlock] {
  var open: [SwitchBlock] = []
  var closed: [SwitchBlock] = []
  for (number, line) in lines.enumerated() {
    let indentation = line.prefix { $0 == " " }.count
    let text = line.dropFirst(indentation)
    if let last = open.last, text == "}" || text.hasPrefix("})"), indentation == last.indentation {
      closed.append(open.removeLast())
    }
    if text.hasSuffix("{"), text.hasPrefix("switch ") || text.contains(" switch ") {
      open.append(SwitchBlock(line: number + 1, indentation: indentation))
    }
    guard let last = open.last, indentation >= last.indentation else { continue }
    if indentation == last.indentation, text.hasPrefix("default:") {
      open[open.count - 1].hasDefault = true
    }
    let isCase = indentation == last.indentation && text.hasPrefix("case ")
    let goesOn = indentation == last.indentation + 2 && text.hasPrefix(".")
    guard isCase || goesOn else { continue }
    for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "." })
    where word.hasPrefix(".") {
      open[open.count - 1].cases.insert(String(word.dropFirst()))
    }
  }
  return closed
}

/// A clock that is set back moves no deadline and no progress: only the dates of a kernel's messages
/// come from the wall.
@Test func onlyTheKernelAsksForTheTimeOfDay() throws {
  let askers = try SourceTree.swiftFiles(below: "Sources").filter { file in
    file.lines.contains { line in
      ["CLOCK_REALTIME", "Date()", "gettimeofday", "time(nil)"].contains { line.contains($0) }
    }
  }
  #expect(askers.map(\.path) == ["Sources/lossbook/JupyterCommand.swift"])
}
