import Language
import Syntax

/// Derivative and simplification of scalar identities, each in a session that has not seen it.
enum Derivatives {
  /// The list that `Benchmarks/run` gives SymPy too.
  static let identities = [
    "x^3 - 2*x + 7", "1/x", "exp(-3*x)", "sin(x)*cos(x)", "tanh(x)", "1/(1 + exp(-x))",
    "log(1 + exp(x))", "exp(x)/(1 + exp(x))", "log(cosh(x))", "sqrt(1 + x^2) - 1", "sin(x)/x",
    "log(log(x))", "x^x", "log(x^2)", "x^(1/3)", "x^2*sin(x)", "log(x/(1 - x))",
    "x*asin(x) + sqrt(1 - x^2)", "lgamma(x)", "(x^2 + 1)/(x^2 - 1)",
  ]

  static func measure() {
    let interpreter = Interpreter()
    for identity in identities {
      // A derivative is remembered by its nodes; a reset forgets it, so that each call makes it anew.
      let seconds = Timing.seconds(rounds: 3) {
        interpreter.reset()
        interpreter.perform("var x")
        interpreter.perform("diff(\(identity), x)")
      }
      Figure.show("derivative of \(identity)", 1, seconds)
    }
  }
}
