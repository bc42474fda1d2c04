#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An axis of a picture: from numbers to a share of its length, and the round numbers along it.
struct PlotScale: Hashable {
  /// The number at the beginning.
  let lower: Double
  /// The number at the end, which is larger.
  let upper: Double
  /// Whether equal ratios take equal room.
  let isLogarithmic: Bool

  /// Where every axis ends at the latest: its length is a number, and ten times as much.
  private static let limit = 1e306

  /// Makes an axis; an empty or impossible range becomes one around it.
  init(_ lower: Double, _ upper: Double, isLogarithmic: Bool = false) {
    var low = lower.isFinite ? min(max(lower, -Self.limit), Self.limit) : 0
    var high = upper.isFinite ? min(max(upper, -Self.limit), Self.limit) : low + 1
    if low > high { swap(&low, &high) }
    if isLogarithmic, high > 0 {
      if low <= 0 { low = high * 1e-6 }
      if low == high {
        low /= 10
        high *= 10
      }
      self.isLogarithmic = low > 0
    } else {
      let least = max(low.magnitude, high.magnitude) * 1e-12
      if high - low <= least {
        let room = max(low.magnitude * 0.1, 0.5)
        low -= room
        high += room
      }
      self.isLogarithmic = false
    }
    self.lower = low
    self.upper = high
  }

  /// Returns where a number stands: 0 at the beginning, 1 at the end; nan where it has no place.
  func position(of value: Double) -> Double {
    if isLogarithmic {
      guard value > 0 else { return .nan }
      return (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
    }
    // Halves, so that a range as wide as the numbers themselves does not overflow.
    return (value / 2 - lower / 2) / (upper / 2 - lower / 2)
  }

  /// Returns the number at a position.
  func value(at position: Double) -> Double {
    if isLogarithmic {
      return pow(10, log10(lower) + position * (log10(upper) - log10(lower)))
    }
    return lower * (1 - position) + upper * position
  }

  /// Returns round numbers along the axis, about as many as asked for: 1, 2 or 5 times powers of 10.
  func ticks(about count: Int) -> [Double] {
    let count = max(2, count)
    if isLogarithmic, upper / lower >= 10 { return decades(atMost: count) }
    let raw = (upper / 2 - lower / 2) / Double(count) * 2
    guard raw > 0, raw.isFinite else { return [lower, upper] }
    let power = pow(10, floor(log10(raw)))
    guard power > 0 else { return [lower, upper] }
    let ratio = raw / power
    let step = (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10) * power
    let first = (lower / step - 1e-9).rounded(.up)
    let last = (upper / step + 1e-9).rounded(.down)
    guard first.isFinite, last.isFinite, last - first < 1000, last >= first else {
      return [lower, upper]
    }
    // A multiple of the step, never a running sum, which would not be round; + 0 makes −0 zero.
    return stride(from: first, through: last, by: 1).map { index in
      let value = step >= 1 ? index * step : index / (1 / step).rounded()
      return (power >= 1e-9 ? value : index * step) + 0
    }
  }

  /// Returns ticks written in one scale.
  func tickLabels(about count: Int) -> [(value: Double, text: String)] {
    let values = ticks(about: count)
    let texts = isLogarithmic ? Self.logarithmic(values) : NumberText(digits: 6).texts(of: values)
    return Array(zip(values, texts)).map { ($0.0, $0.1) }
  }

  /// Numbers in equal ratios: with their exponents, where some have many zeros.
  private static func logarithmic(_ values: [Double]) -> [String] {
    guard values.contains(where: { $0 >= 1e5 || $0 <= 1e-4 }) else {
      return values.map { NumberText(digits: 4).text(of: $0) }
    }
    return values.map { DecimalDigits($0).rounded(toSignificant: 4).scientific() }
  }

  private func decades(atMost count: Int) -> [Double] {
    let first = Int(log10(lower).rounded(.up))
    let last = Int(log10(upper).rounded(.down))
    guard first <= last else { return [lower, upper] }
    let step = max(1, (last - first + count) / count)
    return stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
  }
}
