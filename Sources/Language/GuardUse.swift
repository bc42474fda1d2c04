public import Graphs
public import Syntax
public import Tensors

/// A guard asked for by the body of a loss in one particular call.
///
/// Elaboration collects these; each evaluation then tests them once on the values at the point,
/// never on probes of numeric differentiation and never on a branch that was not taken.
public struct GuardUse: Hashable, Sendable {
  /// Which check.
  public var kind: GuardKind
  /// What is checked; the meaning of each place is the kind's.
  public var operands: [NodeID]
  /// The names of the operands in the body, the words of the messages.
  public var names: [String]
  /// The function to use instead, where the body names one.
  public var advice: String?
  /// The loss whose body asks.
  public var function: String
  /// Where the call, or the argument, stands in the user's source.
  public var range: SourceRange?

  /// Makes a use of a guard.
  public init(
    _ kind: GuardKind, operands: [NodeID], names: [String], advice: String? = nil,
    function: String, range: SourceRange? = nil
  ) {
    self.kind = kind
    self.operands = operands
    self.names = names
    self.advice = advice
    self.function = function
    self.range = range
  }

  /// Tests the guard on the values of its operands; nothing is found on right use.
  ///
  /// - Complexity: O(number of elements).
  public func finding(_ values: [Tensor]) -> GuardFinding? {
    guard let value = values.first, value.shape.count > 0 else { return nil }
    switch kind {
    case .probability: return probabilityFinding(value)
    case .distribution: return distributionFinding(value)
    case .logits: return logitsFinding(value)
    case .classLabel: return classFinding(value, logits: values.dropFirst().first)
    case .binaryTarget: return binaryFinding(value)
    case .signLabel: return signFinding(value)
    case .argumentOrder: return orderFinding(value, predictions: values.dropFirst().first)
    case .positive: return positiveFinding(value)
    case .fraction: return fractionFinding(value)
    case .nonnegative: return nonnegativeFinding(value)
    case .totalWeight: return weightFinding(value)
    }
  }

  /// The name of an operand in messages.
  func name(_ position: Int = 0) -> String {
    position < names.count ? names[position] : "the argument"
  }

  /// Makes what the guard has to say.
  func found(_ message: String, hint: String?) -> GuardFinding {
    GuardFinding(kind: kind, message: message, hint: hint, range: range)
  }
}

/// What a guard found wrong.
public struct GuardFinding: Hashable, Sendable {
  /// Which guard.
  public var kind: GuardKind
  /// One line that names the element and its value.
  public var message: String
  /// What mends it.
  public var hint: String?
  /// Where the call stands.
  public var range: SourceRange?

  /// The diagnostic of a guard that is an error, or nothing where it only warns.
  public var diagnostic: Diagnostic? {
    switch kind.rule.severity {
    case .error(let code): Diagnostic(code, message, at: range, hint: hint)
    case .warning: nil
    }
  }

  /// The finding as a note, its code `guard-` and the guard's name.
  public var note: Note {
    Note("guard-\(kind.rawValue)", hint.map { "\(message): \($0)" } ?? message)
  }
}
