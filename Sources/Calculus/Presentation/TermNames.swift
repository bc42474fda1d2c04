import Graphs

/// Short names of terms in the language, for the conditions a result is printed with.
enum TermNames {
  /// Returns a symbol's name, a number, or the text of a small term.
  static func text(of id: TermID, in store: TermStore) -> String {
    switch store.kind(id) {
    case .symbol(let leaf): leaf.name
    case .named(_, let name): name
    case .number(let number):
      number.isInteger ? String(number.numerator) : String(number.value)
    default: "the bound"
    }
  }
}
