import Language
import Rendering
import Syntax
import Tensors

/// Work that is always the same, whose instructions `Benchmarks/budget` counts.
enum Workload: String, CaseIterable {
  case losses, training, network, prompt, derivatives

  func perform() {
    // Counts do not depend on how work is shared; one thread keeps them free of waiting.
    VectorKernel.threads = 1
    switch self {
    case .losses:
      let interpreter = Interpreter()
      interpreter.perform("seed(1); z := randn(10); y = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]")
      interpreter.perform("L = log_loss_logits(y, z); descend(L, z, steps=2000, rate=0.1)")
    case .training:
      let interpreter = Interpreter()
      interpreter.perform("seed(1); X = randn(1000, 20); y = X @ randn(20) > 0; w := zeros(20)")
      interpreter.perform("L = log_loss_logits(y, X @ w)")
      interpreter.perform("repeat 100 { w := w - 0.1 * grad(L, w) }")
    case .network:
      let interpreter = Interpreter()
      interpreter.perform("seed(1); X = [[0, 0], [0, 1], [1, 0], [1, 1]]; y = [0, 1, 1, 0]")
      interpreter.perform("U := randn(2, 4); v := randn(4)")
      interpreter.perform("L = log_loss_logits(y, tanh(X @ U) @ v)")
      interpreter.perform("repeat 200 { U, v := U - 0.5 * grad(L, U), v - 0.5 * grad(L, v) }")
    case .prompt:
      let interpreter = Interpreter()
      let renderer = Renderer(options: RenderOptions())
      interpreter.perform("y = [1, 0, 1]; p = [0.9, 0.2, 0.7]")
      for _ in 0..<50 {
        for line in ["1 + 1", "log_loss(y, p)", "grad(log_loss(y, p), p)", "mean((p - y)^2)"] {
          interpreter.run(SourceText(line), cell: 1) { event in
            _ = renderer.render(event, cell: 1).plain
          }
        }
      }
    case .derivatives:
      for identity in Derivatives.identities {
        let interpreter = Interpreter()
        interpreter.perform("var x")
        interpreter.perform("diff(\(identity), x)")
      }
    }
  }
}
