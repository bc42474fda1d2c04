import Language
import Rendering
import Syntax

/// From the text of a line to the text of its answer, warm, without a terminal.
enum Prompt {
  private static let lines = [
    "1 + 1", "log_loss(y, p)", "grad(log_loss(y, p), p)", "mean((p - y)^2)", "check(L, w)",
    "w := w - 0.01 * grad(L, w)",
  ]

  static func measure() {
    let interpreter = Interpreter()
    let renderer = Renderer(options: RenderOptions())
    interpreter.perform("y = [1, 0, 1]; p = [0.9, 0.2, 0.7]; w := [0.1, 0.2, 0.3]")
    interpreter.perform("L = log_loss(y, sigmoid(w))")
    for line in lines {
      var count = 0
      let seconds = Timing.seconds {
        interpreter.run(SourceText(line), cell: 1) { event in
          count += renderer.render(event, cell: 1).plain.utf8.count
        }
      }
      Figure.show("line `\(line)`", 1, seconds)
    }
  }
}
