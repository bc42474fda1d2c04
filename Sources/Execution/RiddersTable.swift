internal import Graphs

/// The derivative of a function of one number from its values near a point.
struct RiddersTable {
  /// The point.
  let center: Double
  /// Where the function may be asked.
  let domain: Interval

  /// The factor between one step and the next.
  private static let ratio = 1.6
  /// The number of steps of a table.
  private static let rows = 10

  /// Which side of the point is asked.
  private enum Side { case both, above, below }

  /// Returns the derivative and an estimate of its error; nan where no values are finite.
  func derivative(
    _ function: (Double) throws(ExecutionError) -> Double
  ) throws(ExecutionError) -> (value: Double, error: Double) {
    guard center.isFinite else { return (.nan, .infinity) }
    let here = try function(center)
    let scale = max(abs(center), 1)
    var best = (value: Double.nan, error: Double.infinity)
    // A wide first step suits a function that varies on the scale of its argument; where that does
    // not end in a small error, the function varies faster, or its domain ends close by.
    for first in [0.1, 0.01, 1e-3, 1e-5] {
      let step = first * scale
      guard let side = try side(step: step, here: here, function) else { continue }
      let found = try table(side, first: room(step, side), here: here, function)
      if found.error < best.error || best.value.isNaN { best = found }
      if best.error <= 1e-11 * abs(best.value) { break }
    }
    return best
  }

  /// The largest step, no longer than asked, that stays inside the domain.
  private func room(_ step: Double, _ side: Side) -> Double {
    let above = reach(domain.upper - center, isClosed: domain.upperClosed)
    let below = reach(center - domain.lower, isClosed: domain.lowerClosed)
    switch side {
    case .both: return min(step, above, below)
    case .above: return min(step, above)
    case .below: return min(step, below)
    }
  }

  private func reach(_ distance: Double, isClosed: Bool) -> Double {
    isClosed ? distance : distance * 0.5
  }

  /// The sides on which the function has finite values, or nothing where on none.
  private func side(
    step: Double, here: Double, _ function: (Double) throws(ExecutionError) -> Double
  ) throws(ExecutionError) -> Side? {
    // Less room than this leaves no digits in a difference.
    let least = 1e-9 * max(abs(center), 1e-9)
    let both = room(step, .both)
    if both > least {
      let above = try function(center + both)
      let below = try function(center - both)
      if above.isFinite, below.isFinite { return .both }
      // The end of an undeclared domain may lie within the step: smaller ones will tell.
      if step > 1e-4 * max(abs(center), 1) { return nil }
      guard here.isFinite else { return nil }
      return above.isFinite ? .above : below.isFinite ? .below : nil
    }
    guard here.isFinite else { return nil }
    for side in [Side.above, .below] {
      let step = room(step, side)
      guard step > least else { continue }
      if try function(side == .above ? center + step : center - step).isFinite { return side }
    }
    return nil
  }

  /// Ridders' table from a first step.
  private func table(
    _ side: Side, first: Double, here: Double,
    _ function: (Double) throws(ExecutionError) -> Double
  ) throws(ExecutionError) -> (value: Double, error: Double) {
    var previous: [Double] = []
    var best = (value: Double.nan, error: Double.infinity)
    var step = first
    for row in 0..<Self.rows {
      var current = [try quotient(side, step: step, here: here, function)]
      // Central differences have even powers of the step only, one-sided ones all.
      let base = side == .both ? Self.ratio * Self.ratio : Self.ratio
      var factor = base
      for column in 0..<row {
        let (finer, coarser) = (current[column], previous[column])
        let value = (finer * factor - coarser) / (factor - 1)
        factor *= base
        let error = max(abs(value - finer), abs(value - coarser))
        if error <= best.error { best = (value, error) }
        current.append(value)
      }
      if row > 0, let last = current.last, let before = previous.last,
        abs(last - before) >= 2 * best.error
      {
        break
      }
      previous = current
      step /= Self.ratio
    }
    // Two entries may agree by chance: no difference is better than its rounding.
    let rounding = 0x1p-53 * (abs(here) + abs(center * best.value)) / max(first, 1e-300)
    return (best.value, max(best.error, rounding))
  }

  private func quotient(
    _ side: Side, step: Double, here: Double,
    _ function: (Double) throws(ExecutionError) -> Double
  ) throws(ExecutionError) -> Double {
    let (above, below) = (center + step, center - step)
    // Divided by the distance of the points there are, not of those that were meant.
    switch side {
    case .both: return (try function(above) - function(below)) / (above - below)
    case .above: return (try function(above) - here) / (above - center)
    case .below: return (here - (try function(below))) / (center - below)
    }
  }
}
