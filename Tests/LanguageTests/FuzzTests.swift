import Foundation
import Language
import Syntax
import Tensors
import TestSupport
import Testing

/// Programs that nobody would write: every one ends in values or in diagnostics.
///
/// `LOSSBOOK_FUZZ=1000` multiplies the number of programs; a failure names its seed.
@Suite struct FuzzTests {
  static let factor =
    ProcessInfo.processInfo.environment["LOSSBOOK_FUZZ"].flatMap(UInt64.init) ?? 1

  @Test func programsByTheGrammarEndInValuesOrDiagnostics() {
    for seed in 0..<(40 * Self.factor) {
      var program = RandomProgram(seed: seed)
      let lines =
        ["x = [1, 2, 3]", "X = [[1, 2], [3, 4]]"] + (0..<12).map { _ in program.statement() }
      let problem = onLargeStack { Self.problem(in: lines) }
      #expect(problem == nil, "seed \(seed): \(lines.joined(separator: "\n"))")
    }
  }

  @Test func whatOnceEndedTheProcessOrNeverEndedIsAnswered() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Hostile")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(
        String.init)
      #expect(onLargeStack { Self.problem(in: lines) } == nil, "\(file.lastPathComponent)")
    }
  }

  @Test func marksOfErrorsLieInTheirText() {
    for seed in 0..<(500 * Self.factor) {
      var program = RandomProgram(seed: seed)
      let text = String(decoding: program.bytes(), as: UTF8.self)
      let length = text.utf8.count
      for diagnostic in Parser.parse(SourceText(text)).diagnostics {
        guard let range = diagnostic.range else { continue }
        #expect(
          range.lower >= 0 && range.lower <= range.upper && range.upper <= length, "seed \(seed)")
      }
    }
  }

  @Test func functionsCalledTwiceAtEachOfManyLevelsAreElaboratedOnce() {
    let notebook = Notebook("f0(x) = x")
    for level in 1...60 {
      notebook.run("f\(level)(x) = f\(level - 1)(x) + f\(level - 1)(x)")
    }
    #expect(notebook.elements("f60(1)") == [1_152_921_504_606_846_976])
  }

  @Test func aNewNameThatAFormulaAlreadyUsesMayCloseACircle() {
    let notebook = Notebook("a = b + 1")
    #expect(notebook.code("b = 2*a") == .cycle)
    #expect(notebook.run("b = 2").failure == nil)
  }

  /// What is wrong with how a program ran, apart from its own errors.
  ///
  /// The user stops it after so many questions whether to go on: what runs too long is not wrong,
  /// what does not ask is.
  static func problem(in lines: [String]) -> String? {
    let interpreter = Interpreter(seed: 1)
    interpreter.options.memory = 1 << 24
    for (number, line) in lines.enumerated() {
      let asked = QuestionCounter()
      interpreter.isCancelled = { asked.next() > 20_000 }
      var failures = 0
      let succeeded = interpreter.run(SourceText(line), cell: number + 1) { event in
        if case .failure(let diagnostic) = event, !diagnostic.message.isEmpty { failures += 1 }
      }
      if succeeded != (failures == 0) { return line }
    }
    return nil
  }
}
