internal import Syntax

/// Other spellings of an answer, which must be accepted as the answer itself is.
enum Rewriting {
  /// Returns spellings that mean the same: brackets, changed order, doubled signs.
  static func variants(of answer: String, kind: Question.Kind) -> [String] {
    switch kind {
    case .value, .formula:
      guard case .success(let expression) = Source.expression(answer) else { return [] }
      return ["(\(answer))", "-(-(\(answer)))", "0 + \(answer)", "1 * (\(answer))"]
        + turned(expression).map { Unparser.text(of: $0) }
    case .tensor:
      return ["(\(answer))", "0 + \(answer)"]
    case .shape:
      let sizes = AnswerChecker.shape(answer) ?? []
      return sizes.isEmpty
        ? [] : ["[" + sizes.map(String.init).joined(separator: ", ") + "]"]
    case .order:
      return [answer.split { "<> ".contains($0) }.joined(separator: ", ")]
    case .sign, .choice, .many, .text, .state:
      return []
    }
  }

  /// The expression with its outermost sum or product the other way round, and its first
  /// operand's likewise.
  private static func turned(_ expression: Expression) -> [Expression] {
    guard case .binary(let sign, let left, let right) = expression.kind else { return [] }
    var result: [Expression] = []
    switch sign {
    case .add, .multiply:
      result.append(Expression(.binary(sign, right, left)))
    case .subtract:
      let negated = Expression(.unary(.negate, right))
      result.append(Expression(.binary(.add, negated, left)))
    case .divide:
      let one = Expression(.number(1))
      result.append(
        Expression(.binary(.multiply, Expression(.binary(.divide, one, right)), left)))
    case .power, .matmul, .and, .or: break
    }
    result += turned(left).map { Expression(.binary(sign, $0, right)) }
    return result
  }
}
