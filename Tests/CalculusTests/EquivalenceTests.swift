import Calculus
import Foundation
import Graphs
import Testing

/// One row of the fixtures: a reference, an answer, and whether they are the same function.
struct AnswerRow: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let declare: [String]
  let reference: String
  let answer: String
  let verdict: String
  let accept: [String]?

  var testDescription: String { id }

  static let all: [AnswerRow] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/answers.jsonl")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(AnswerRow.self, from: Data($0.utf8))
    }
  }()
}

@Suite struct EquivalenceTests {
  @Test func theFixturesAreThere() {
    #expect(AnswerRow.all.count == 67)
  }

  @Test(arguments: AnswerRow.all)
  func theVerdictIsTheReferences(row: AnswerRow) throws {
    let verdict = try compare(row.declare, row.reference, row.answer)
    let right = [row.verdict] + (row.accept ?? [])
    #expect(right.contains(verdict.outcome.rawValue), "\(verdict.how)")
  }

  @Test(arguments: [
    ("2*(p - y)/5", "2*(y - p)/5", "sign"), ("2*(p - y)/5", "(p - y)/5", "factor-half"),
    ("(p - y)/5", "p - y", "factor-n"), ("-1/p", "-1/(p*log(10))", "log-base"),
    ("(p - y)/(p*(1 - p))", "(y - p)/(y*(1 - y))", "swapped"),
  ])
  func aSlipIsNamed(reference: String, answer: String, diagnosis: String) throws {
    let verdict = try compare(["var p[5]", "var y[5]"], reference, answer)
    #expect(verdict.outcome == .different)
    #expect(verdict.diagnosis == diagnosis)
  }

  @Test(arguments: [
    ("x^x*(log(x) + 1)", "x^x*log(x)", "one-term"),
    ("sin(x) + x*cos(x)", "x*cos(x)", "one-term"),
    ("3*x^2 + 2*x", "3*x^2 + 2*x + 1", "extra-term"), ("x^2 + 2*x", "x^2 + 3*x", "wrong-term"),
    ("2*x*y", "x^2", "other-variable"), ("sin(x)", "x - x^3/6 + x^5/120", "near"),
    ("abs(x)", "sqrt(x^2 + 0.000001)", "near"), ("exp(-x^2)", "exp(-x^2) + 0.000000001", "near"),
  ])
  func aSlipInOneTermIsNamed(reference: String, answer: String, diagnosis: String) throws {
    let verdict = try compare(["var x", "var y"], reference, answer)
    #expect(verdict.outcome == .different)
    #expect(verdict.diagnosis == diagnosis)
  }

  @Test(arguments: [
    ("sign(p - y)/4", "(p - y)/4", "other-loss"),
    ("clip(p - y, -1, 1)/4", "clip(p - y, 0, 1)/4", "wrong-term"),
    ("where(abs(p) <= 1, p, sign(p))", "where(abs(p) <= 1, p, 1)", "wrong-term"),
  ])
  func anotherLossOrBranchIsNamed(reference: String, answer: String, diagnosis: String) throws {
    let verdict = try compare(["var p[4]", "var y[4]"], reference, answer)
    #expect(verdict.outcome == .different)
    #expect(verdict.diagnosis == diagnosis)
  }

  @Test func aDifferentAnswerComesWithAPoint() throws {
    let verdict = try compare(["var x"], "x^2", "x^3")
    let witness = try #require(verdict.witness)
    #expect(witness.left != witness.right)
    #expect(witness.point.map(\.leaf.name) == ["x"])
  }

  private func compare(
    _ declarations: [String], _ reference: String, _ answer: String
  ) throws -> EquivalenceVerdict {
    let builder = GraphBuilder()
    for declaration in declarations { try builder.run(declaration) }
    let left = try #require(try builder.run(reference))
    let right = try #require(try builder.run(answer))
    return try Equivalence.compare(
      left, right, in: CalculusContext(graph: builder.graph, facts: builder.facts))
  }
}
