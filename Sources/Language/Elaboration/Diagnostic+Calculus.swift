import Calculus
import Syntax

extension Diagnostic {
  /// What the calculus could not do, in the user's terms.
  init(_ error: CalculusError, at range: SourceRange) {
    switch error {
    case .shape(let message, let hint): self.init(.shape, message, at: range, hint: hint)
    case .limit(let message): self.init(.limit, message, at: range)
    case .interrupted: self.init(.interrupt, "interrupted", at: range)
    }
  }
}
