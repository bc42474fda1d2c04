public import Syntax

/// The checks that the textbook losses make of their arguments' values: a closed set.
///
/// The body of a loss asks for one by a statement, `check_probability(p, "log_loss_logits")`; what
/// each is called, what it may do and which code it reports is the one table below.
public enum GuardKind: String, CaseIterable, Hashable, Sendable {
  /// Every element is a probability, within [0, 1].
  case probability
  /// Every row is a probability distribution: within [0, 1], and adds up to 1.
  case distribution
  /// What stands where logits are wanted is not already a probability.
  case logits
  /// Every element is a class: an integer from 0 up to the number of classes.
  case classLabel = "class-label"
  /// Every element is a binary target, within [0, 1].
  case binaryTarget = "binary-target"
  /// Every element is −1 or 1.
  case signLabel = "sign-label"
  /// Targets come before predictions.
  case argumentOrder = "argument-order"
  /// A parameter is above zero.
  case positive
  /// A parameter is within [0, 1].
  case fraction
  /// No element is below zero.
  case nonnegative
  /// The weights do not add up to zero.
  case totalWeight = "total-weight"

  /// What a guard does when it fires.
  public enum Severity: Hashable, Sendable {
    /// The evaluation fails with a diagnostic of this code.
    case error(Diagnostic.Code)
    /// The result carries a note.
    case warning
  }

  /// One row of the table of guards.
  public struct Rule: Sendable {
    /// The name of the statement in the body of a loss.
    public let function: String
    /// What happens when it fires.
    public let severity: Severity
    /// What it asks for, in one line, for the reference.
    public let summary: String
  }

  /// The guard's row in the table.
  public var rule: Rule {
    switch self {
    case .probability:
      Rule(
        function: "check_probability", severity: .error(.domain),
        summary: "probabilities lie within [0, 1]")
    case .distribution:
      Rule(
        function: "check_distribution", severity: .error(.domain),
        summary: "rows of probabilities lie within [0, 1] and add up to 1")
    case .logits:
      Rule(
        function: "check_logits", severity: .warning,
        summary: "logits are not what a sigmoid or a softmax gave")
    case .classLabel:
      Rule(
        function: "check_class", severity: .error(.label),
        summary: "labels are integers from 0 up to the number of classes")
    case .binaryTarget:
      Rule(
        function: "check_binary", severity: .error(.label),
        summary: "binary targets lie within [0, 1]")
    case .signLabel:
      Rule(
        function: "check_sign", severity: .error(.label),
        summary: "labels are -1 or 1")
    case .argumentOrder:
      Rule(
        function: "check_order", severity: .error(.argument),
        summary: "targets come first, predictions second")
    case .positive:
      Rule(
        function: "check_positive", severity: .error(.domain),
        summary: "a scale such as delta is above 0")
    case .fraction:
      Rule(
        function: "check_fraction", severity: .error(.domain),
        summary: "a fraction such as tau lies within [0, 1]")
    case .nonnegative:
      Rule(
        function: "check_nonnegative", severity: .error(.domain),
        summary: "counts and rates are not below 0")
    case .totalWeight:
      Rule(
        function: "check_weights", severity: .error(.domain),
        summary: "weights do not add up to 0")
    }
  }

  /// Finds a guard by the name of its statement, `check_probability`.
  public init?(function: String) {
    guard let kind = GuardKind.allCases.first(where: { $0.rule.function == function }) else {
      return nil
    }
    self = kind
  }
}
