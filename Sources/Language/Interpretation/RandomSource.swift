#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The random numbers of a session: SplitMix64, repeatable after `seed(n)`.
///
/// Source: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number generators*, 2014.
struct RandomSource {
  private var state: UInt64
  private var spare: Double?

  /// Starts at a seed.
  init(seed: UInt64) {
    state = seed
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A uniform number from [0, 1), one of 2^53.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A normal number of mean 0 and variance 1, by the polar method of Box and Muller.
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// An integer from 0 up to, not including, a bound above 0; each equally often.
  mutating func integer(below bound: UInt64) -> UInt64 {
    // The first numbers are too many by this, and are drawn again.
    let excess = (0 &- bound) % bound
    while true {
      let (high, low) = next().multipliedFullWidth(by: bound)
      if low >= excess { return high }
    }
  }
}
