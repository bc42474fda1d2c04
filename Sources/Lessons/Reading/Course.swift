internal import CEmbedded
public import Syntax

/// Lessons that belong together, in order.
public struct Course: Sendable {
  /// The lessons, by number and then by id.
  public let lessons: [Lesson]
  /// What was wrong with the form of their files.
  public let problems: [Diagnostic]

  /// Reads the lessons of files.
  ///
  /// - Parameter files: what diagnostics call each file, its name without folders, and its text.
  public init(files: [(path: String, name: String, text: String)]) {
    var lessons: [Lesson] = []
    var problems: [Diagnostic] = []
    for file in files {
      let source = SourceText(file.text, name: file.path)
      let (lesson, found) = LessonParser.parse(source, fileName: file.name)
      if let lesson { lessons.append(lesson) }
      problems += found
    }
    self.lessons = lessons.sorted { ($0.number, $0.id) < ($1.number, $1.id) }
    self.problems = problems
  }

  /// The course that is part of the program.
  public static let embedded = Course(
    files: (0..<embedded_lesson_count).map { index in
      let file = embedded_lessons()[index]
      let name = String(cString: file.name)
      let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.count)
      return ("Lessons/\(name)", name, String(decoding: bytes, as: UTF8.self))
    })

  /// Returns a lesson by its id, its number, or the beginning of its id where that is enough.
  public func lesson(named name: String) -> Lesson? {
    let wanted = name.lowercased()
    if let exact = lessons.first(where: { $0.id == wanted }) { return exact }
    if let number = Int(wanted) { return lessons.first { $0.number == number } }
    let candidates = lessons.filter { $0.id.hasPrefix(wanted) }
    return candidates.count == 1 ? candidates[0] : nil
  }

  /// Returns the ids nearest to a name that no lesson has.
  public func suggestions(for name: String) -> [String] {
    Suggestion.nearest(to: name.lowercased(), among: lessons.map(\.id))
  }

  /// The lesson to go on with: the first that is not finished.
  public func current(for progress: Progress) -> Lesson? {
    lessons.first { progress.stepsLeft(in: $0) > 0 } ?? lessons.first
  }
}

extension Progress {
  /// How many steps of a lesson are neither done nor skipped.
  public func stepsLeft(in lesson: Lesson) -> Int {
    lesson.steps.count { entry(of: $0, in: lesson) == nil }
  }
}
