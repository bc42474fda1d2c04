import Language

/// Loops of gradient descent, written as a user writes them.
enum Training {
  static func measure() {
    let logistic = Interpreter()
    logistic.perform("seed(1); X = randn(1000, 20); u = randn(20); y = X @ u + randn(1000) > 0")
    logistic.perform("w := zeros(20); L = log_loss_logits(y, X @ w)")
    logistic.perform("repeat 10 { w := w - 0.1 * grad(L, w) }")
    Figure.show(
      "logistic regression, 1000 x 20, 1000 steps", 1000,
      Timing.once { logistic.perform("repeat 1000 { w := w - 0.1 * grad(L, w) }") })

    let network = Interpreter()
    network.perform("seed(1); X = [[0, 0], [0, 1], [1, 0], [1, 1]]; y = [0, 1, 1, 0]")
    network.perform("U := randn(2, 4); c := zeros(4); v := randn(4); b := 0")
    network.perform("L = log_loss_logits(y, tanh(X @ U + c) @ v + b)")
    let step =
      "U, c, v, b := U - 0.5 * grad(L, U), c - 0.5 * grad(L, c), "
      + "v - 0.5 * grad(L, v), b - 0.5 * grad(L, b)"
    network.perform("repeat 10 { \(step) }")
    Figure.show(
      "XOR network, 1000 steps", 1000,
      Timing.once { network.perform("repeat 1000 { \(step) }") })
  }
}
