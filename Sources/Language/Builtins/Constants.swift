/// The numbers that have a name; a definition of one's own wins.
enum Constants {
  /// The numbers by name.
  static let table: [String: Double] = [
    "pi": Double.pi, "π": Double.pi, "e": 2.718281828459045, "inf": .infinity, "∞": .infinity,
    "nan": .nan, "Infinity": .infinity, "NaN": .nan,
  ]
}

/// Signs of mathematics that are read as functions unless they are bound.
enum UnicodeNames {
  /// The plain name of each.
  static let table: [String: String] = [
    "σ": "sigmoid", "Σ": "sum", "∑": "sum", "Π": "prod", "∏": "prod", "√": "sqrt",
    "Γ": "exp_lgamma", "ψ": "digamma", "⋅": "dot",
  ]
}
