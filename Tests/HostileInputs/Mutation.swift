public import TestSupport

/// Changes to bytes that keep most of their form: what a reader does not expect, near what it does.
public enum Mutation {
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", ",", ":", "=", "\"", "'", "```", "---\n", "\n", "\n\n", "0", "-1",
    "1e999", "9223372036854775808", "nan", "\u{0}", "\u{1B}[2J", "\u{202E}", "\\u", "$$", "|",
    "## ",
    "```answer\n", "check(", "hessian(", "repeat 3 {", "\r\n", "\u{FEFF}",
  ]

  /// Returns the bytes with one to eight changes.
  public static func mutated(
    _ bytes: [UInt8], with others: [[UInt8]], using random: inout SeededGenerator
  ) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0...result.count, using: &random)
      let end = min(result.count, place + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: result.removeSubrange(place..<end)
      case 1: result.insert(contentsOf: result[place..<end], at: place)
      case 2: result.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 3:
        result.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
      case 4:
        if place < result.count { result[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
      default:
        guard let other = others.randomElement(using: &random), !other.isEmpty else { continue }
        let from = Int.random(in: 0..<other.count, using: &random)
        let part = other[from..<min(other.count, from + 40)]
        result.insert(contentsOf: part, at: place)
      }
      if result.count > 20_000 { result = Array(result.prefix(20_000)) }
    }
    return result
  }
}
