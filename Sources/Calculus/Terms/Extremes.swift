import Graphs

/// Where a largest or smallest element is attained, and how often.
extension TermStore {
  /// The elements equal to the extreme along axes, and among how many its slope is shared.
  ///
  /// Elements in general position attain it once, and a textbook leaves the 1 out. What occurs more
  /// than once by its form, as in `max(concat(x, x))`, is counted.
  func shares(
    _ reduction: Reduction, of id: TermID, logical: SymbolicShape, axes: [Int]
  ) -> (touches: TermID, count: TermID) {
    let extreme = reduce(reduction, id, logical: logical, axes: axes, keep: true)
    let touches = compare(.equal, id, extreme)
    let offset = logical.rank - shape(id).rank
    let constant = axes.filter { axis in
      axis < offset || shape(id).dimensions[axis - offset] == .one
    }
    guard mayRepeat(id) else { return (touches, size(logical, axes: constant)) }
    let each = select(touches, one, zero)
    return (touches, reduce(.sum, each, logical: logical, axes: axes, keep: true))
  }

  /// Whether a term may have elements that are equal whatever its symbols are.
  private func mayRepeat(_ root: TermID) -> Bool {
    reachable(from: [root]).contains { id in
      switch kind(id) {
      case .concatenate, .take, .untake, .embed, .outer, .expand, .unsort: return true
      case .diagonal, .identity: return true
      case .matmul: return Set(arguments(id).map(untransposed)).count < arguments(id).count
      default: return false
      }
    }
  }

  private func untransposed(_ id: TermID) -> TermID {
    if case .permute = kind(id), let inner = arguments(id).first { return inner }
    return id
  }
}
