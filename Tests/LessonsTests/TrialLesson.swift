import Language
import Lessons

/// A small lesson that passes its test, for tests to play and to spoil.
enum TrialLesson {
  static let text = """
    ---
    format: 1
    title: Trial
    summary: A trial of everything.
    minutes: 5
    needs:
    teaches: mean, sum
    ---

    Welcome to `$(p - y)^2$`.

    ## Numbers

    The claim is `mean([1, 3]) → 2`.

    ```loss
    y = [1, 2, 3]
    mean(y)
    ```

    ```ask
    kind: value
    prompt: What is the sum of y?
    answer: sum(y)
    hint: Add them.
    hint: There are three.
    hint: Type sum(y).
    wrong: mean(y) -> That is the mean. #mean
    wrong: 5 -> One is missing. #missing
    explain: It is `sum(y) → 6`.
    ```

    ## Guess

    ```loss expect
    2 + 2
    ```

    ```output
    4
    ```

    ```ask
    kind: value
    predict: yes
    prompt: Guess the square of 12.
    answer: 12^2
    hint: More than 100.
    explain: It is 144.
    ```

    ## Choose

    ```ask
    kind: choice
    prompt: Which is even?
    - Three -> It is odd.
    + Four -> Twice two.
    - Five -> It is odd, too.
    ```

    ## Choose several

    ```ask
    kind: many
    prompt: Which are odd?
    + Three -> One more than two.
    - Four -> It is even.
    + Five -> One more than four.
    ```

    ## Slope

    ```ask
    kind: formula
    prompt: What is the slope of a*x^2 by x?
    answer: 2*a*x
    of: a*x^2
    wrt: x
    domain: x in (-3, 3), a in (-3, 3)
    hint: A square brings down a 2.
    hint: Twice a times x.
    explain: It is `$2*a*x$`.
    ```

    ## Reach it

    ```loss setup
    w = 0
    ```

    ```try
    goal: Bring w above 1.
    until: w > 1
    answer: w := 2
    hint: Use the assignment.
    hint: Type w := and a number above 1.
    explain: Any number above 1 will do.
    ```

    """

  /// The course of one lesson's text.
  static func course(_ text: String = text) -> Course {
    Course(files: [("t.md", "01-trial.md", text)])
  }

  /// What is wrong with a lesson's text, a line each.
  static func problems(in text: String) -> [String] {
    CourseTest(course(text)) { Interpreter() }.run().problems.map { CourseTest.line($0) }
  }

  /// A player at the beginning of a lesson's text.
  static func player(_ text: String = text, store: any ProgressStore) throws -> LessonPlayer {
    let course = course(text)
    guard let lesson = course.lessons.first else { throw Missing() }
    return LessonPlayer(lesson, course: course.lessons, store: store) { Interpreter() }
  }

  struct Missing: Error {}
}
