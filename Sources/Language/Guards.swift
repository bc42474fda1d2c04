import Graphs
import Tensors

/// The guards of the prelude, by name: what the textbook losses ask of their arguments.
///
/// The body of a loss asks for one by a statement, `check_probability(p, "log_loss_logits")`, whose
/// text names the function to use instead. Functions under a library's name ask for none of these
/// but where the library itself refuses.
public enum Guards {
  /// Every guard that the prelude may call.
  public static let table: [String: Guard] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The guards, those on shapes first.
  public static let all: [Guard] =
    GuardShape.allCases.map { check in
      Guard(name: check.rawValue, operandCount: 2, summary: check.demand) { graph, ids, context in
        check.finding(ids.map(graph.shape(of:)), context)
      }
    } + [
      Guard(
        name: "check_logits", operandCount: 1, severity: .warning,
        summary: "logits are not what a sigmoid or a softmax gave",
        inspect: { graph, ids, context in context.provenanceFinding(in: graph, ids.first) },
        evaluate: onValue { $1.logitsFinding($0) }),
      Guard(
        name: "check_probability", operandCount: 1, summary: "probabilities lie within [0, 1]",
        evaluate: onValue { $1.probabilityFinding($0) }),
      Guard(
        name: "check_distribution", operandCount: 2,
        summary: "rows of probabilities lie within [0, 1] and, the second operand, add up to 1",
        evaluate: { values, context in
          values.first.flatMap {
            context.distributionFinding($0, sums: values.dropFirst().first)
          }
        }),
      Guard(
        name: "check_class", operandCount: 2,
        summary: "labels are integers from 0 up to the number of classes, the last axis of logits",
        evaluate: { values, context in
          values.first.flatMap { context.classFinding($0, logits: values.dropFirst().first) }
        }),
      Guard(
        name: "check_binary", operandCount: 2,
        summary: "binary targets lie within [0, 1]; the second operand are the predictions",
        evaluate: { values, context in
          values.first.flatMap { context.binaryFinding($0, values.dropFirst().first) }
        }),
      Guard(
        name: "check_sign", operandCount: 2,
        summary: "labels are -1 or 1; the second operand are the scores",
        evaluate: { values, context in
          values.first.flatMap { context.signFinding($0, values.dropFirst().first) }
        }),
      Guard(
        name: "check_targets", operandCount: 1, severity: .warning,
        summary: "rows of targets, of which the operand are the sums, add up to 1",
        evaluate: onValue { $1.targetsFinding($0) }),
      Guard(
        name: "check_order", operandCount: 2,
        summary: "targets come first, predictions second",
        evaluate: { values, context in
          values.first.flatMap { context.orderFinding($0, predictions: values.dropFirst().first) }
        }),
      Guard(
        name: "check_positive", operandCount: 1, summary: "a scale such as delta is above 0",
        evaluate: onValue { $1.positiveFinding($0) }),
      Guard(
        name: "check_fraction", operandCount: 1,
        summary: "a fraction such as tau lies within [0, 1]",
        evaluate: onValue { $1.fractionFinding($0) }),
      Guard(
        name: "check_nonnegative", operandCount: 1, summary: "counts and rates are not below 0",
        evaluate: onValue { $1.nonnegativeFinding($0) }),
      totalWeight,
    ]

  /// The check that `reduce` makes of the sum of the weights.
  static let totalWeight = Guard(
    name: "check_weights", operandCount: 1, summary: "the weights do not add up to 0",
    evaluate: onValue { $1.totalWeightFinding($0) })

  /// The guard that a user means by a name, with or without `check_`.
  public static func named(_ name: String) -> Guard? { table[name] ?? table["check_" + name] }

  /// A check of the first operand's value.
  private static func onValue(
    _ check: @escaping @Sendable (Tensor, Guard.Context) -> Guard.Finding?
  ) -> @Sendable ([Tensor], Guard.Context) -> Guard.Finding? {
    { values, context in values.first.flatMap { check($0, context) } }
  }
}

extension Guard {
  /// The numbers that the guard lets through, where they are an interval.
  var interval: Interval? {
    switch name {
    case "check_probability", "check_binary", "check_fraction", "check_distribution":
      Interval(0, 1, lowerClosed: true, upperClosed: true)
    case "check_positive": .positive
    case "check_nonnegative": Interval(0, .infinity, lowerClosed: true)
    default: nil
    }
  }
}
