/// The lesson that `lessons new` writes: short, complete, and passing its test.
public enum LessonTemplate {
  /// Writes a new lesson.
  ///
  /// - Parameter title: its title; a line break in it becomes a space.
  /// - Returns: the text of its file.
  public static func text(title: String) -> String {
    let title = title.split(whereSeparator: \.isNewline).joined(separator: " ")
    return """
      ---
      format: 1
      title: \(title)
      summary: One sentence on what the learner can do afterwards.
      minutes: 5
      needs:
      teaches: mean
      ---

      A sentence or two on why this is worth knowing.

      ## A small number first

      Prose is at most 45 words a step. A claim such as `mean([1, 3]) → 2` is computed again by the
      test, and a formula such as `$(p - y)^2$` is set as one.

      ```loss
      y = [1, 2, 3]
      mean(y)
      ```

      ```ask
      kind: value
      predict: yes
      prompt: What is the mean of [2, 4, 6]?
      answer: 4
      hint: Compare it with the one above.
      hint: Every number is twice as large.
      hint: Twice 2.
      wrong: 12 -> That is the sum; divide it by how many there are. #sum
      explain: `mean([2, 4, 6]) → 4`: twice the numbers, twice the mean.
      ```

      ## Then a formula

      ```ask
      kind: formula
      prompt: Write half of a, for any a.
      answer: a/2
      domain: a in (-5, 5)
      hint: Divide.
      wrong: 2*a -> That is twice a. #inverse
      explain: Any form will do: a/2, 0.5*a.
      ```

      ## Then one's own

      ```loss setup
      w = 0
      ```

      ```try
      goal: Bind w to something above 1.
      until: w > 1
      answer: w := 2
      hint: Type w := and a number.
      explain: The goal was any number above 1.
      ```

      """
  }
}
