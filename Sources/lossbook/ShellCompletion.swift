import ArgumentParser
import Lessons
import Notebooks

/// What the shells' completions ask the program for.
extension CompletionKind {
  /// The names and numbers of the lessons.
  static let lessons = CompletionKind.custom { _, _, _ in Course.embedded.lessons.map(\.id) }

  /// Every name that is documented.
  static let names = CompletionKind.custom { _, _, _ in Reference(Session()).names }
}
