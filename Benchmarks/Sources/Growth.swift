import Language

/// How time grows: a chain of definitions, the cells of a session, a product of many factors.
enum Growth {
  static func measure() {
    for count in [100, 1000, 10_000] {
      let interpreter = Interpreter()
      interpreter.perform("x0 = 1.5")
      let cells = (1...count).map { "x\($0) = x\($0 - 1) + 1" }
      Figure.show(
        "chain of definitions, made and read", count,
        Timing.once {
          for cell in cells { interpreter.perform(cell) }
          interpreter.perform("x\(count)")
        })
    }
    for count in [1000, 10_000, 100_000] {
      let interpreter = Interpreter()
      Figure.show(
        "cells of a session, each an assignment", count,
        Timing.once { for cell in 1...count { interpreter.perform("w := \(cell) + 1") } })
    }
    for count in [25, 50, 100, 200] {
      let interpreter = Interpreter()
      interpreter.perform("var x")
      let product = (1...count).map { "(x + \($0))" }.joined(separator: "*")
      Figure.show(
        "derivative of a product of factors", count,
        Timing.once { interpreter.perform("diff(\(product), x)") })
    }
  }
}
