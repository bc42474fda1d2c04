public import Calculus
import Syntax

/// Writes formulas as LaTeX that needs only `amsmath`.
public enum LaTeX {
  /// Returns the formula's body, without delimiters.
  public static func body(of formula: Formula) -> String {
    source(NotationBuilder(formula).notation(of: formula.body))
  }

  /// Returns the formula with its shared parts and the values of its sizes, without delimiters.
  ///
  /// ```
  /// \frac{q - y}{n} \quad\text{where } q = \sigma\left(z\right), \; n = 3
  /// ```
  public static func source(of formula: Formula) -> String {
    let builder = NotationBuilder(formula)
    var beside = formula.definitions.map {
      "\(name($0.name)) = \(source(builder.notation(of: $0.value)))"
    }
    beside += formula.sizes.compactMap { size in size.value.map { "\(name(size.letter)) = \($0)" } }
    let body = source(builder.notation(of: formula.body))
    guard !beside.isEmpty else { return body }
    return body + " \\quad\\text{where } " + beside.joined(separator: ", \\; ")
  }

  /// Returns a notation as LaTeX.
  static func source(_ notation: Notation) -> String {
    switch notation {
    case .number(let text): return text
    case .symbol(let name): return self.name(name)
    case .text(let text): return "\\text{\(escaped(text))}"
    case .sum(let terms):
      return joinedTerms(terms.map { ($0.isNegative, operand($0.value, tighterThan: .sum)) })
    case .product(let factors, let sign): return product(factors, sign)
    case .fraction(let numerator, let denominator):
      return "\\frac{\(source(numerator))}{\(source(denominator))}"
    case .power(let base, let exponent):
      return "\(powerBase(base))^{\(source(exponent))}"
    case .root(let body): return "\\sqrt{\(source(body))}"
    case .relation(let first, let links):
      return links.reduce(operand(first, tighterThan: .relation)) {
        "\($0) \(comparison($1.sign)) \(operand($1.value, tighterThan: .relation))"
      }
    case .logical(let word, let operands):
      return operands.map { operand($0, tighterThan: .logical) }
        .joined(separator: " \\;\\text{\(word)}\\; ")
    case .not(let body): return "\\text{not } " + operand(body, tighterThan: .not)
    case .call(let name, let arguments):
      let list = arguments.map(source).joined(separator: ", ")
      return "\(function(name))\\left(\(list)\\right)"
    case .labelled(let label, let value):
      return "\\mathrm{\(escaped(label))} = \(source(value))"
    case .large(let sign, let body, let below):
      let sub = below.isEmpty ? "" : "_{\(below.map(source).joined(separator: ", "))}"
      return (sign == .sum ? "\\sum" : "\\prod") + sub + " " + operand(body, tighterThan: .sum)
    case .fenced(let fence, let body):
      let (open, close) = delimiters(fence)
      return "\\left\(open)\(source(body))\\right\(close)"
    case .matrix(let rows):
      let lines = rows.map { $0.map(source).joined(separator: " & ") }
      return "\\begin{bmatrix}\(lines.joined(separator: " \\\\ "))\\end{bmatrix}"
    case .list(let items):
      return "\\left[\(items.map(source).joined(separator: ", "))\\right]"
    case .piecewise(let cases, let otherwise):
      let lines = cases.map { "\(source($0.value)) & \\text{if } \(source($0.condition))" }
      return
        "\\begin{cases}"
        + (lines + ["\(source(otherwise)) & \\text{otherwise}"]).joined(separator: " \\\\ ")
        + "\\end{cases}"
    case .transposed(let base): return "\(powerBase(base))^{\\mathsf{T}}"
    case .indexed(let base, let subscripts):
      return "\(powerBase(base))_{\(subscripts.map(source).joined(separator: ", "))}"
    }
  }

  /// Returns a variable's name: Greek letters as commands, digits and words behind `_` lowered.
  static func name(_ name: String) -> String {
    if let greek = Symbols.greek[name] { return greek.latex }
    if name.contains(".") { return "\\mathrm{\(escaped(name))}" }
    for (suffix, accent) in [("_hat", "\\hat"), ("_bar", "\\bar"), ("_tilde", "\\tilde")]
    where name.hasSuffix(suffix) && name.count > suffix.count {
      return "\(accent){\(self.name(String(name.dropLast(suffix.count))))}"
    }
    if let split = name.firstIndex(of: "_"), split != name.startIndex,
      name.index(after: split) != name.endIndex
    {
      let sub = String(name[name.index(after: split)...])
      let isSimple = sub.count == 1 || Int(sub) != nil || Symbols.greek[sub] != nil
      let lowered = isSimple ? self.name(sub) : "\\mathrm{\(escaped(sub))}"
      return "\(self.name(String(name[..<split])))_{\(lowered)}"
    }
    let tail = name.reversed().prefix { Symbols.subscriptMeanings[$0] != nil || $0.isNumber }
    if !tail.isEmpty, tail.count < name.count {
      let digits = String(tail.reversed().map { Symbols.subscriptMeanings[$0] ?? $0 })
      return "\(self.name(String(name.dropLast(tail.count))))_{\(digits)}"
    }
    guard name.count > 1 else { return name.first.map(letter) ?? "" }
    let isPlain = name.unicodeScalars.allSatisfy { $0.isASCII }
    return isPlain ? "\\mathit{\(escaped(name))}" : "\\text{\(escaped(name))}"
  }

  /// Returns text with every character that LaTeX reads as a command escaped.
  public static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\textbackslash{}"
      case "{", "}", "_", "%", "#", "&", "$": result += "\\\(character)"
      case "^": result += "\\textasciicircum{}"
      case "~": result += "\\textasciitilde{}"
      default: result.append(character)
      }
    }
  }

  private static func letter(_ character: Character) -> String {
    if let command = Symbols.latexOfLetter[character] { return command }
    let marks: [Unicode.Scalar: String] = [
      "\u{302}": "\\hat", "\u{304}": "\\bar", "\u{303}": "\\tilde", "\u{307}": "\\dot",
    ]
    // A precomposed letter such as ŷ holds no mark of its own.
    let composed: [Character: String] = ["ŷ": "\\hat{y}", "â": "\\hat{a}", "ȳ": "\\bar{y}"]
    if let known = composed[character] { return known }
    let scalars = Array(character.unicodeScalars)
    if scalars.count == 2, let accent = marks[scalars[1]] {
      return "\(accent){\(letter(Character(scalars[0])))}"
    }
    if character.isASCII { return escaped(String(character)) }
    return "\\text{\(character)}"
  }

  private static func joinedTerms(_ terms: [(isNegative: Bool, text: String)]) -> String {
    terms.enumerated().reduce(into: "") { result, item in
      let (index, term) = item
      if index == 0 {
        result = (term.isNegative ? "-" : "") + term.text
      } else {
        result += (term.isNegative ? " - " : " + ") + term.text
      }
    }
  }

  private static func product(_ factors: [Notation], _ sign: Notation.ProductSign) -> String {
    factors.enumerated().reduce(into: "") { result, item in
      let (index, factor) = item
      if index > 0 {
        let gap = FormulaText.separator(
          between: factors[index - 1], and: factor, sign, inLine: false)
        result += gap == " ⊙ " ? " \\odot " : gap == " · " ? " \\cdot " : " \\, "
      }
      let isEnclosed = factor.isEnclosed(inProduct: sign, isLast: index == factors.count - 1)
      result += isEnclosed ? parenthesized(factor) : source(factor)
    }
  }

  private static func powerBase(_ base: Notation) -> String {
    switch base {
    case .power, .transposed, .indexed: "{\(parenthesizedUnlessIndexed(base))}"
    case .number, .symbol, .fenced, .matrix, .list, .text: "{\(source(base))}"
    case .call: "{\(source(base))}"
    default: parenthesized(base)
    }
  }

  private static func parenthesizedUnlessIndexed(_ base: Notation) -> String {
    if case .indexed = base { return source(base) }
    return parenthesized(base)
  }

  private static func operand(_ notation: Notation, tighterThan outer: Notation.Precedence)
    -> String
  {
    notation.precedence > outer ? source(notation) : parenthesized(notation)
  }

  private static func parenthesized(_ notation: Notation) -> String {
    "\\left(\(source(notation))\\right)"
  }

  private static func function(_ name: String) -> String {
    if name.isEmpty { return "" }
    return Symbols.latexFunctions[name] ?? "\\operatorname{\(escaped(name))}"
  }

  private static func comparison(_ sign: String) -> String {
    ["≤": "\\le", "≥": "\\ge", "≠": "\\ne"][sign] ?? sign
  }

  private static func delimiters(_ fence: Notation.Fence) -> (String, String) {
    switch fence {
    case .parentheses: ("(", ")")
    case .bars: ("|", "|")
    case .doubleBars: ("\\|", "\\|")
    case .floor: ("\\lfloor ", "\\rfloor ")
    case .ceiling: ("\\lceil ", "\\rceil ")
    }
  }
}
