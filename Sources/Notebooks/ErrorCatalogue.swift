import Syntax

/// A page of `:explain`: what a code of error means, a case of it, and the same case mended.
struct ErrorExplanation: Sendable {
  let code: Diagnostic.Code
  /// What it means.
  let meaning: String
  /// Lines of which the last fails so; empty where no line can.
  let example: String
  /// The same lines mended.
  let mended: String

  /// Returns the page of a code.
  static func of(_ code: Diagnostic.Code) -> ErrorExplanation {
    switch code {
    case .syntax:
      ErrorExplanation(
        code: code,
        meaning:
          "The text is not of the language: a bracket is missing, or two things stand side by side with nothing between them. The caret is where reading stopped.",
        example: "mean([1, 2)", mended: "mean([1, 2])")
    case .name:
      ErrorExplanation(
        code: code,
        meaning:
          "Nothing has that name. Bind it with =, declare a symbol with var, or mind the spelling. In a derivative a name never bound is a symbol and no error.",
        example: "hubber(1, 2)", mended: "huber(1, 2)")
    case .shape:
      ErrorExplanation(
        code: code,
        meaning:
          "The shapes do not fit the operation. Shapes broadcast from the right: two sizes fit where they are equal or one of them is 1.",
        example: "[1, 2, 3] + [1, 2]", mended: "[1, 2, 3] + [1, 2, 0]")
    case .argument:
      ErrorExplanation(
        code: code,
        meaning:
          "A function was given too many or too few arguments, a keyword that it does not have, or a value that an option cannot take.",
        example: "huber(1, 2, dleta=2)", mended: "huber(1, 2, delta=2)")
    case .type:
      ErrorExplanation(
        code: code,
        meaning:
          "A thing of another kind was wanted: a number and not a string, an expression and not a function.",
        example: "1 + \"one\"", mended: "1 + 1")
    case .domain:
      ErrorExplanation(
        code: code,
        meaning:
          "A value lies outside of where the function is defined or means something: a probability below 0 or above 1, a width of 0.",
        example: "log_loss([1, 0], [0.9, 1.2])", mended: "log_loss([1, 0], [0.9, 0.2])")
    case .label:
      ErrorExplanation(
        code: code,
        meaning: "A class label is not an integer, or there is no such class. Labels count from 0.",
        example: "sparse_softmax_cross_entropy([3], [[2, 1, 0.1]])",
        mended: "sparse_softmax_cross_entropy([2], [[2, 1, 0.1]])")
    case .index:
      ErrorExplanation(
        code: code,
        meaning:
          "A subscript is beyond the end, or there are more subscripts than dimensions. Subscripts count from 0; -1 is the last.",
        example: "a = [1, 2, 3]\na[3]", mended: "a = [1, 2, 3]\na[2]")
    case .cycle:
      ErrorExplanation(
        code: code,
        meaning:
          "A definition would depend on itself. Take a value now with := to break the circle.",
        example: "a = b + 1\nb = a + 1", mended: "b := 1\na = b + 1\nb := a + 1")
    case .limit:
      ErrorExplanation(
        code: code,
        meaning:
          "The result would take more memory than is allowed (:set memory), or the text is nested too deep.",
        example: "zeros(1000000, 1000000)", mended: "zeros(10, 10)")
    case .file:
      ErrorExplanation(
        code: code,
        meaning:
          "A file could not be read or written. Paths are taken from the folder in which the program was started.",
        example: "csv(\"no-such-file.csv\")", mended: "")
    case .interrupt:
      ErrorExplanation(
        code: code,
        meaning:
          "Ctrl-C stopped the evaluation. What the statement had begun is undone; the passes of a repeat that were finished stay.",
        example: "", mended: "")
    }
  }
}
