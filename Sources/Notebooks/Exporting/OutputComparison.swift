/// Compares what a notebook says its cells show with what they show now: a notebook is a test.
///
/// Numbers may differ by a unit of the last digit written, or by a part in 10⁹; all else is equal
/// but for spaces, since columns shift when a digit does.
public enum OutputComparison {
  /// Whether two outputs say the same.
  public static func isSame(_ expected: String, _ actual: String) -> Bool {
    let left = tokens(of: expected)
    let right = tokens(of: actual)
    return left.count == right.count && zip(left, right).allSatisfy(isSameToken)
  }

  /// Returns the lines of two outputs that differ: `- ` those expected, `+ ` those there are now.
  public static func difference(_ expected: String, _ actual: String) -> [String] {
    let left = expected.split(separator: "\n").map(String.init)
    let right = actual.split(separator: "\n").map(String.init)
    let start = zip(left, right).prefix { isSame($0, $1) }.count
    let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed())
      .prefix { isSame($0, $1) }.count
    return left[start..<(left.count - end)].map { "- " + $0 }
      + right[start..<(right.count - end)].map { "+ " + $0 }
  }

  private enum Token {
    case number(Double, unit: Double)
    case other(Substring)
  }

  private static func isSameToken(_ left: Token, _ right: Token) -> Bool {
    switch (left, right) {
    case (.number(let a, let unit), .number(let b, _)):
      // Half a unit more, since neither number is exactly what it is written as.
      return a == b
        || (a - b).magnitude <= max(1.5 * unit, max(a.magnitude, b.magnitude) * 1e-9)
    case (.other(let a), .other(let b)): return a == b || isRule(a) && isRule(b)
    case (.number, .other), (.other, .number): return false
    }
  }

  /// Whether a token is a line of a table, as long as its column is wide.
  private static func isRule(_ token: Substring) -> Bool {
    token.allSatisfy { $0 == "─" } || token.count > 1 && token.allSatisfy { $0 == "-" }
  }

  /// Returns the numbers of a text, and the other characters between spaces and numbers.
  private static func tokens(of text: String) -> [Token] {
    var result: [Token] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first.isASCII, first.isNumber {
        result.append(number(at: &rest))
      } else {
        let run = rest.prefix { !$0.isWhitespace && !($0.isASCII && $0.isNumber) }
        result.append(.other(run))
        rest = rest[run.endIndex...]
      }
    }
    return result
  }

  /// Takes a number without a sign, which is compared as the character it is.
  private static func number(at rest: inout Substring) -> Token {
    let isDigit = { (character: Character) in character.isASCII && character.isNumber }
    var text = rest.prefix(while: isDigit)
    var decimals = 0
    let afterWhole = rest[text.endIndex...]
    if afterWhole.first == ".", afterWhole.dropFirst().first.map(isDigit) == true {
      let digits = afterWhole.dropFirst().prefix(while: isDigit)
      decimals = digits.count
      text = rest[..<digits.endIndex]
    }
    var exponent = 0
    let tail = rest[text.endIndex...]
    if tail.first == "e" {
      let sign = tail.dropFirst().prefix { $0 == "-" || $0 == "+" }.prefix(1)
      let digits = tail[sign.endIndex...].prefix(while: isDigit)
      if !digits.isEmpty {
        exponent = Int(String(sign) + digits) ?? 0
        text = rest[..<digits.endIndex]
      }
    }
    defer { rest = rest[text.endIndex...] }
    guard let value = Double(text) else { return .other(text) }
    // A whole number is exact; one with a point is rounded in its last digit.
    let unit = decimals == 0 && exponent == 0 ? 0 : Double("1e\(exponent - decimals)") ?? 0
    return .number(value, unit: unit)
  }
}
