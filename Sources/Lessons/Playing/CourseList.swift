public import Rendering

/// The list of lessons with how far a learner is in each.
public struct CourseList {
  private let course: Course
  private let progress: Progress

  /// Makes the list of a course for a learner.
  public init(_ course: Course, progress: Progress) {
    self.course = course
    self.progress = progress
  }

  private static let barWidth = 10

  /// Returns the list: number, bar, title, minutes, and the lesson to go on with.
  ///
  /// ```
  ///    8  ████░░░░░░   5/13  Log loss                            12 min
  /// ```
  public func text(options: RenderOptions) -> StyledText {
    let current = course.current(for: progress)
    let titleWidth = course.lessons.map { DisplayWidth.of($0.title) }.max() ?? 0
    var lines = course.lessons.map { lesson in
      let total = lesson.steps.count
      let done = total - progress.stepsLeft(in: lesson)
      var line = StyledText(lesson.id == current?.id ? "> " : "  ", .strong)
      line.append("\(padded(lesson.number, to: 2))  ", .faint)
      line.append(options.isPlain ? "" : bar(done, of: total, options) + "  ", .symbol)
      line.append("\(padded(done, to: 2))/\(padded(total, to: 2))  ", .number)
      line.append(StyledText(lesson.title, done == total ? .faint : .name).padded(to: titleWidth))
      line.append("  \(padded(lesson.minutes, to: 3)) min", .faint)
      return line
    }
    if let current {
      lines.append(StyledText())
      let verb = progress.positions[current.id] == nil ? "begins" : "goes on with"
      lines.append(
        ProseText(options: options).line(
          "`:learn` \(verb) \(current.title); `:learn 8` is one by number."))
    }
    return lines.joined(separator: "\n")
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func bar(_ done: Int, of total: Int, _ options: RenderOptions) -> String {
    let filled = total == 0 ? 0 : done * Self.barWidth / total
    let marks = options.isASCII ? ("#", ".") : ("█", "░")
    return String(repeating: marks.0, count: filled)
      + String(repeating: marks.1, count: Self.barWidth - filled)
  }
}
