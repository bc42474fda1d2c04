import Syntax

extension Session {
  /// `:code library expr`.
  func generateCode(_ arguments: String) -> Status {
    fail(.argument, "no code can be written yet")
  }
}
