import Graphs
import Syntax
import Tensors

extension Builtin {
  /// The functions that losses are written with; they serve users' own losses as well.
  static let forPrelude: [Builtin] = [
    Builtin(
      "reduce(l, weights=none, reduction=\"mean\")", .prelude,
      "The loss of each element, weighted and reduced: \"mean\" is Σwl/Σw, \"sum\" Σwl, \"none\" wl.",
      example: "reduce([1, 2, 3], none, \"mean\")"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.reduced())
    },
    Builtin(
      "same_shape(a, b)", .prelude, "Whether two tensors have one shape.",
      example: "same_shape([1], [2])"
    ) {
      (arguments) throws(Diagnostic) in
      let a = arguments.shape(try arguments.node("a"))
      return .boolean(a == arguments.shape(try arguments.node("b")))
    },
    Builtin("is_none(x)", .prelude, "Whether an option was left out.", example: "is_none(none)") {
      (arguments) throws(Diagnostic) in
      if case .none = try arguments.value("x") { return .boolean(true) }
      return .boolean(false)
    },
    Builtin(
      "require(condition, code=\"argument\", message=\"a requirement does not hold\", hint=none)",
      .prelude, "A statement of a block: an error of that code unless the condition holds.",
      example: "f(x) = { require(x > 0, \"domain\", \"x must be positive\"); log(x) }"
    ) { (arguments) throws(Diagnostic) in
      throw arguments.misplaced
    },
    Builtin(
      "warn(condition, code=\"convention\", message=\"\", shown=none)", .prelude,
      "A statement of a block: a note where the condition holds, a value at {} of its message.",
      example: "f(x) = { warn(x < 0, \"domain\", \"x is negative\"); x^2 }"
    ) { (arguments) throws(Diagnostic) in
      throw arguments.misplaced
    },
  ]
}

extension Arguments {
  fileprivate var misplaced: Diagnostic {
    fail(
      .argument, "`\(call.builtin.name)` is a statement of a function's block",
      hint: "`f(x) = { \(call.builtin.name)(x > 0, …); log(x) }`")
  }

  /// The weighted reduction of the textbook losses.
  fileprivate func reduced() throws(Diagnostic) -> NodeID {
    let loss = try node("l")
    let reduction = try string("reduction", among: ["mean", "sum", "none"])
    let everything = Array(0..<shape(loss).rank)
    let total = { (id: NodeID) throws(Diagnostic) in
      try add(.reduce(.sum, axes: Array(0..<shape(id).rank), keepDimensions: false), id)
    }
    if isWithoutWeights(try value("weights")) {
      switch reduction {
      case "sum": return try total(loss)
      case "none": return loss
      default: return try mean(loss, axes: everything, keeping: false)
      }
    }
    let weights = try weights(for: loss)
    let weighted = try binary(.weigh, weights, loss)
    switch reduction {
    case "sum": return try total(weighted)
    case "none": return weighted
    default: break
    }
    let spread =
      shape(weights) == shape(weighted)
      ? weights : try add(.broadcast(shape(weighted)), weights)
    let weight = try total(spread)
    let context = Guard.Context(
      function: "reduce", operands: ["weights"], parameters: ["weights"], texts: [])
    elaborator.require(
      Requirement(
        check: .guarded(Guards.totalWeight, [weight], context),
        range: scope.callSite?.range ?? call.range, source: scope.callSite?.source ?? scope.source))
    return try binary(.divide, try total(weighted), weight)
  }

  private func isWithoutWeights(_ value: Value) -> Bool {
    switch value {
    case .none: return true
    case .node(let id):
      guard case .constant(let tensor) = graph[id].primitive else { return false }
      return tensor.shape.rank == 0 && tensor.scalarValue == 1
    case .string, .boolean, .list, .function, .module, .type, .columns: return false
    }
  }

  /// The weights in a shape that broadcasts against the loss: scalar, of its shape, or one a row.
  private func weights(for loss: NodeID) throws(Diagnostic) -> NodeID {
    let weights = try node("weights")
    let wanted = shape(loss)
    let given = shape(weights)
    if given.rank == 0 || given == wanted { return weights }
    if given.rank == 1, wanted.rank > 1, given.dimensions[0] == wanted.dimensions[0] {
      let column =
        given.dimensions + Array(repeating: Dimension.fixed(1), count: wanted.rank - 1)
      return try add(.reshape(SymbolicShape(column)), weights)
    }
    let isColumn =
      given.rank == wanted.rank && given.dimensions.first == wanted.dimensions.first
      && given.dimensions.dropFirst().allSatisfy { $0 == .fixed(1) }
    if isColumn { return weights }
    throw fail(
      .shape, "weights of shape \(given.text) do not fit losses of shape \(wanted.text)",
      at: "weights", hint: "give one number, one a row, or one for each loss")
  }
}
