/// The lines along which a field on a grid has one value (marching squares).
enum ContourLines {
  /// A piece of a line, in shares of the axes.
  struct Segment: Hashable {
    let x0: Double
    let y0: Double
    let x1: Double
    let y1: Double
  }

  /// Returns the pieces of the line of one level; cells with a value that is not finite have none.
  ///
  /// - Complexity: O(cells).
  static func segments(of field: [[Double]], level: Double) -> [Segment] {
    guard let columns = field.map(\.count).min(), columns > 1, field.count > 1 else { return [] }
    var result: [Segment] = []
    let across = Double(columns - 1)
    let up = Double(field.count - 1)
    for row in 0..<(field.count - 1) {
      for column in 0..<(columns - 1) {
        let corners = [
          field[row][column], field[row][column + 1], field[row + 1][column + 1],
          field[row + 1][column],
        ]
        guard corners.allSatisfy(\.isFinite) else { continue }
        let places = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        var crossings: [(x: Double, y: Double)] = []
        for side in 0..<4 {
          let next = (side + 1) % 4
          let a = corners[side] - level
          let b = corners[next] - level
          guard (a < 0) != (b < 0) else { continue }
          let share = a / (a - b)
          let x = places[side].0 + share * (places[next].0 - places[side].0)
          let y = places[side].1 + share * (places[next].1 - places[side].1)
          crossings.append(((Double(column) + x) / across, (Double(row) + y) / up))
        }
        if crossings.count == 4 {
          // A saddle: the value in the middle says which corners belong together.
          let isHigh = corners.reduce(0, +) / 4 >= level
          if isHigh == (corners[0] >= level) { crossings.append(crossings.removeFirst()) }
        }
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          let (a, b) = (crossings[pair], crossings[pair + 1])
          result.append(Segment(x0: a.x, y0: a.y, x1: b.x, y1: b.y))
        }
      }
    }
    return result
  }

  /// A line of equal height: its number, its pieces, and where the number stands.
  struct Line {
    let label: String
    let segments: [Segment]
    let place: (x: Double, y: Double)
  }

  /// Returns the lines of round levels, each with its number where it is apart from the others'.
  static func lines(of field: [[Double]], count: Int) -> [Line] {
    let levels = levels(of: field, count: count)
    let labels = NumberText(digits: 4).texts(of: levels)
    var places: [(x: Double, y: Double)] = []
    return zip(levels, labels).compactMap { level, label in
      let segments = segments(of: field, level: level)
      guard let place = place(on: segments, apartFrom: places) else { return nil }
      places.append(place)
      return Line(label: label, segments: segments, place: place)
    }
  }

  /// A place on a line that is far from some places and from the rim: the best of some dozens.
  private static func place(
    on segments: [Segment], apartFrom others: [(x: Double, y: Double)]
  ) -> (x: Double, y: Double)? {
    let step = max(1, segments.count / 48)
    let candidates = stride(from: 0, to: segments.count, by: step).map {
      (x: segments[$0].x0, y: segments[$0].y0)
    }
    let room = { (place: (x: Double, y: Double)) -> Double in
      let rim = 4 * min(place.x, 1 - place.x, place.y, 1 - place.y)
      // Numbers are wider than they are high.
      let nearest = others.map { other in
        max((place.x - other.x).magnitude, 1.5 * (place.y - other.y).magnitude)
      }.min()
      return min(0.25, rim, nearest ?? 1)
    }
    return candidates.max { room($0) < room($1) }
  }

  /// Returns round levels between the lowest and the highest value.
  static func levels(of field: [[Double]], count: Int) -> [Double] {
    let values = field.flatMap { $0.filter(\.isFinite) }.sorted()
    guard let low = values.first, let high = values.last, low < high else { return [] }
    // A field that rises steeply at its rim has its levels where most of it lies.
    let upper = values[values.count - 1 - values.count / 20]
    let scale = PlotScale(low, upper > low ? upper : high)
    return scale.ticks(about: count).filter { $0 > low && $0 < high }
  }
}
