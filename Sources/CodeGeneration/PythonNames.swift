/// Gives out names that Python accepts and that nothing else in the module has.
struct PythonNames {
  private var taken: Set<String>

  /// Makes names that avoid Python's keywords, the builtins and modules that code uses, and more.
  init(avoiding more: Set<String> = []) {
    taken = PythonNames.reserved.union(more)
  }

  /// The words that cannot be names, and the names that generated code relies on.
  static let reserved: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield", "match", "case", "type",
    "np", "torch", "F", "jax", "jnp", "tf", "math", "scipy",
    "float", "int", "bool", "abs", "max", "min", "sum", "range", "len", "slice", "print", "list",
    "tuple", "check", "main", "rng", "device", "dtype", "seed",
  ]

  /// Returns a free name as near to a name of the language as Python allows, and takes it.
  mutating func take(_ name: String) -> String {
    let base = PythonNames.identifier(name)
    var candidate = base == "lambda" ? "lam" : taken.contains(base) ? base + "_" : base
    var count = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(base)_\(count)"
      count += 1
    }
    return candidate
  }

  /// Spells a name in letters, digits and underscores: `p̂` is `p_hat`, `w₁` is `w_1`, `δ` is
  /// `delta`.
  static func identifier(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      if let spelling = greek[scalar] ?? marks[scalar] {
        result += spelling
      } else if scalar.value >= 0x2080 && scalar.value <= 0x2089 {
        if result.last?.isNumber != true { result += "_" }
        result += String(scalar.value - 0x2080)
      } else if scalar.properties.isXIDContinue {
        result.unicodeScalars.append(scalar)
      } else {
        result += "_"
      }
    }
    guard let first = result.unicodeScalars.first else { return "x" }
    return first.properties.isXIDStart || first == "_" ? result : "x" + result
  }

  private static let marks: [Unicode.Scalar: String] = [
    "\u{302}": "_hat", "\u{304}": "_bar", "\u{303}": "_tilde", "\u{307}": "_dot",
  ]

  private static let greek: [Unicode.Scalar: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lam", "μ": "mu",
    "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
  ]
}
