import Graphs
import Syntax

/// The checks that the losses make of their arguments' shapes, decided when a call is elaborated.
///
/// Libraries broadcast (n, 1) against (n) to (n, n) without a word; here it is an error that names
/// both shapes and the way out. Asked for by a statement: `check_shapes(y, p)`.
enum GuardShape: String, CaseIterable, Hashable, Sendable {
  /// Equal shapes, or one side a scalar.
  case shapes = "check_shapes"
  /// Equal shapes, a scalar none: one row of targets for each row of predictions.
  case rows = "check_rows"
  /// One class for each row: the shape of the logits without its last axis.
  case classes = "check_classes"
  /// Equal shapes, where a library asks for them.
  case equal = "check_equal_shapes"
  /// Weights as TensorFlow 1 takes them: a scalar, or of the same rank, each dimension 1 or equal.
  case weights = "check_tf_weights"

  /// Tests the shapes of two operands; nothing is found on right use.
  func finding(_ shapes: [SymbolicShape], _ context: Guard.Context) -> Guard.Finding? {
    guard let first = shapes.first, let second = shapes.dropFirst().first else { return nil }
    let names = (context.name(0), context.name(1))
    switch self {
    case .shapes:
      if first.rank == 0 || second.rank == 0 || first.agrees(with: second) { return nil }
    case .rows:
      if first.agrees(with: second) { return nil }
    case .classes:
      if second.rank > 0, first.agrees(with: SymbolicShape(second.dimensions.dropLast())) {
        return nil
      }
    case .equal:
      if first.agrees(with: second) { return nil }
    case .weights:
      if first.rank == 0 || first.broadcastsInPlace(to: second) { return nil }
    }
    let places = clash(first, second, names).map { ": \($0)" } ?? ", but \(demand)"
    return Guard.Finding(
      .shape, "\(names.0) is \(first.text), \(names.1) is \(second.text)\(places)",
      hint: hint(first, second, names: names, advice: context.advice))
  }

  /// What the check asks for.
  var demand: String {
    switch self {
    case .shapes: "they must be equal, or one of them a scalar"
    case .rows: "they must be equal"
    case .classes: "there must be one class for each row"
    case .equal: "they must be equal"
    case .weights: "weights are a scalar, or of the same rank, each dimension 1 or equal"
    }
  }

  /// The first dimension that differs, where the ranks are equal.
  private func clash(
    _ first: SymbolicShape, _ second: SymbolicShape, _ names: (String, String)
  ) -> String? {
    guard first.rank == second.rank,
      let axis = first.dimensions.indices.first(where: {
        first.dimensions[$0] != second.dimensions[$0]
      })
    else { return nil }
    return "dimension \(axis) is \(first.dimensions[axis].text) in \(names.0) "
      + "and \(second.dimensions[axis].text) in \(names.1)"
  }

  private func hint(
    _ first: SymbolicShape, _ second: SymbolicShape, names: (String, String), advice: String?
  ) -> String? {
    if let column = [(first, names.0), (second, names.1)].first(where: {
      $0.0.rank >= 1 && $0.0.dimensions.last == .fixed(1)
    }), first.rank != second.rank {
      return "`squeeze(\(column.1), axis=-1)` drops the last axis of \(column.1)"
    }
    switch self {
    case .shapes, .equal, .weights: return nil
    case .rows:
      guard first.rank + 1 == second.rank, let advice else { return nil }
      return "for class indices use `\(advice)`"
    case .classes:
      // Logits where the classes belong, and the classes after them.
      if first.rank > 0, second.agrees(with: SymbolicShape(first.dimensions.dropLast())) {
        return "the classes come first, then a row of logits for each of them"
      }
      guard first.agrees(with: second), let advice else { return nil }
      return "for one-hot rows or probabilities use `\(advice)`"
    }
  }
}

extension SymbolicShape {
  /// Whether the shapes can be equal: a dimension known by name only may be any size.
  func agrees(with other: SymbolicShape) -> Bool {
    rank == other.rank
      && zip(dimensions, other.dimensions).allSatisfy { mine, theirs in
        guard let mine = mine.size, let theirs = theirs.size else { return true }
        return mine == theirs
      }
  }

  /// Whether every dimension is 1 or that of another shape of the same rank.
  func broadcastsInPlace(to other: SymbolicShape) -> Bool {
    rank == other.rank
      && zip(dimensions, other.dimensions).allSatisfy { mine, theirs in
        guard let mine = mine.size, let theirs = theirs.size else { return true }
        return mine == theirs || mine == 1
      }
  }
}
