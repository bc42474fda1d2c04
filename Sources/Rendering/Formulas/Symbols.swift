/// The spellings of names and functions in mathematics.
enum Symbols {
  /// The Greek letters a name may spell, with their LaTeX commands where they have one.
  static let greek: [String: (letter: String, latex: String)] = {
    let small = [
      ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"),
      ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("iota", "ι"), ("kappa", "κ"),
      ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("pi", "π"), ("rho", "ρ"),
      ("sigma", "σ"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("chi", "χ"),
      ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"),
      ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"),
      ("Omega", "Ω"),
    ]
    return Dictionary(uniqueKeysWithValues: small.map { ($0.0, ($0.1, "\\" + $0.0)) })
  }()

  /// The LaTeX commands of Greek letters written as such.
  static let latexOfLetter: [Character: String] = {
    var result: [Character: String] = [
      "ϵ": "\\epsilon", "ϑ": "\\vartheta", "ο": "o", "∞": "\\infty",
    ]
    for entry in greek.values {
      if let letter = entry.letter.first { result[letter] = entry.latex }
    }
    result["ε"] = "\\varepsilon"
    result["φ"] = "\\varphi"
    return result
  }()

  /// Functions that mathematics writes another way than the language.
  static let functionNames: [String: String] = [
    "sigmoid": "σ", "lgamma": "ln Γ", "digamma": "ψ", "maximum": "max", "minimum": "min",
    "log2": "log₂", "log10": "log₁₀", "acos": "arccos", "asin": "arcsin", "atan": "arctan",
  ]

  /// Functions that LaTeX has a command for.
  static let latexFunctions: [String: String] = [
    "log": "\\log", "exp": "\\exp", "sin": "\\sin", "cos": "\\cos", "tan": "\\tan",
    "sinh": "\\sinh", "cosh": "\\cosh", "tanh": "\\tanh", "acos": "\\arccos",
    "asin": "\\arcsin", "atan": "\\arctan", "max": "\\max", "min": "\\min",
    "maximum": "\\max", "minimum": "\\min", "det": "\\det", "sigmoid": "\\sigma",
    "log2": "\\log_{2}", "log10": "\\log_{10}", "lgamma": "\\ln\\Gamma", "digamma": "\\psi",
    "σ": "\\sigma",
  ]

  /// Characters with a raised form.
  static let superscripts: [Character: Character] = [
    "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
    "9": "⁹", "-": "⁻", "n": "ⁿ", "i": "ⁱ", "k": "ᵏ", "m": "ᵐ", "T": "ᵀ",
  ]

  /// Characters with a lowered form, back to what they mean.
  static let subscriptMeanings: [Character: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₙ": "n", "ₘ": "m",
  ]

  /// Comparisons as mathematics writes them.
  static let comparisons: [String: String] = ["<=": "≤", ">=": "≥", "==": "=", "!=": "≠"]
}
