import Calculus
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct InterruptionTests {
  /// Every kind of request, each stopped after none, few and many questions.
  @Test(arguments: [0, 1, 10, 100])
  func workThatIsStoppedThrowsAndHandsNothingOut(questions: Int) {
    let goOn = onLargeStack { Request.allCases.filter { !$0.isGivenUp(after: questions) } }
    #expect(goOn.isEmpty)
  }

  @Test func workThatIsNotStoppedComesToItsEnd() throws {
    let finished = try onLargeStack { () -> Result<Bool, any Error> in
      Result {
        let deep = try Deep(until: .never)
        return try SymbolicDerivative.gradient(
          of: deep.f, withRespectTo: deep.x, in: deep.context
        ).dependsOnVariable
      }
    }.get()
    #expect(finished)
  }
}

/// A function thirty levels deep.
private struct Deep {
  let f: NodeID
  let x: NodeID
  let context: CalculusContext

  init(until cancellation: Cancellation) throws {
    let builder = GraphBuilder()
    try builder.run("var x")
    var body = "x"
    for _ in 0..<30 { body = "(exp(sin(\(body))*x) + x)" }
    f = try #require(try builder.run(body))
    x = try #require(try builder.run("x"))
    context = CalculusContext(graph: builder.graph, facts: builder.facts, until: cancellation)
  }
}

/// The kinds of work that there are.
private enum Request: CaseIterable, Sendable {
  case gradient, hessian, derivation, simplification, equivalence, kinks, domain

  func run(_ deep: Deep) throws(CalculusError) {
    let (f, x, context) = (deep.f, deep.x, deep.context)
    switch self {
    case .gradient: _ = try SymbolicDerivative.gradient(of: f, withRespectTo: x, in: context)
    case .hessian: _ = try SymbolicDerivative.hessian(of: f, withRespectTo: x, in: context)
    case .derivation:
      _ = try SymbolicDerivative.derivation(.gradient, of: f, withRespectTo: x, in: context)
    case .simplification: _ = try Simplification.simplify(f, in: context)
    case .equivalence: _ = try Equivalence.compare(f, x, in: context)
    case .kinks: _ = try Kinks.find(of: f, withRespectTo: x, in: context)
    case .domain: _ = try DomainConditions.of(f, in: context)
    }
  }

  /// Whether it is given up with the error for that when it is stopped after some questions.
  func isGivenUp(after questions: Int) -> Bool {
    let asked = QuestionCounter()
    guard let deep = try? Deep(until: Cancellation { asked.next() > questions }) else {
      return false
    }
    do throws(CalculusError) {
      try run(deep)
      return false
    } catch {
      return error == .interrupted
    }
  }
}
