import Execution
import Graphs
import Syntax
import Tensors

/// `descend`: gradient descent on leaves.
extension Interpreter {
  /// How many times a descent says how far it is.
  private static var progressSteps: Int { 200 }

  /// Descends, sets the parameters, and returns the loss at the start and after each step.
  ///
  /// Stopped, it keeps the steps that were finished.
  func descend(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Tensor {
    let elaborator = arguments.elaborator
    let expression = arguments.expression("L")
    let names = try parameters(arguments)
    let steps = try arguments.integer("steps")
    guard steps >= 0, steps <= 100_000_000 else {
      throw arguments.fail(.argument, "`steps` is an integer from 0 to 100 million", at: "steps")
    }
    let item = try elaborator.elaborate(expression, in: arguments.scope)
    let loss = try elaborator.node(of: item.value, at: expression.range, in: arguments.scope)
    var notes: [Note] = []
    _ = try evaluate(loss, item.requirements, at: expression.range, context, notes: &notes)
    var gradients: [NodeID] = []
    for name in names {
      let variable = cache.graph.leaf(name.variable.leaf)
      gradients.append(try elaborator.gradient(of: loss, by: variable, arguments))
    }
    var descent = Descent(
      method: try method(arguments), rate: try arguments.number("rate"),
      momentum: try arguments.number("momentum"),
      decay: arguments.isGiven("decay") ? try arguments.number("decay") : nil)
    var values = names.compactMap { store.environment.bindings[$0.variable.leaf] }
    var history: [Double] = []
    history.reserveCapacity(min(steps, 1_000_000) + 1)
    var failure: Diagnostic?
    var bindings = store.environment.bindings
    let stride = max(1, steps / Self.progressSteps)
    let programs = ProgramCache()
    for step in 0...steps {
      do throws(ExecutionError) {
        var evaluator = Evaluator(
          graph: cache.graph, bindings: bindings, limits: limits, programs: programs)
        try evaluator.prepare(step < steps ? [loss] + gradients : [loss])
        history.append(try evaluator.value(of: loss).elements.first ?? .nan)
        guard step < steps else { break }
        var slopes: [Tensor] = []
        for gradient in gradients { slopes.append(try evaluator.value(of: gradient)) }
        values = descent.step(values, along: slopes)
        for (name, value) in zip(names, values) { bindings[name.variable.leaf] = value }
      } catch {
        failure = diagnostic(for: error, at: arguments.call.range, context)
        break
      }
      if !context.isInLoop, steps >= Self.progressSteps / 2, (step + 1) % stride == 0 {
        context.emit(.progress(Double(step + 1) / Double(steps), loss: history.last))
      }
    }
    commit(zip(names, values).map { ($0.name.text, $0.variable, $1) })
    if let failure {
      guard failure.code == .interrupt else { throw failure }
      throw Diagnostic(
        .interrupt, "interrupted after \(max(0, history.count - 1)) of \(steps) steps",
        at: arguments.call.range, hint: "the steps before stand", source: context.source)
    }
    if let last = history.last, !last.isFinite, !context.isInLoop {
      let first = history.firstIndex { !$0.isFinite } ?? 0
      context.emit(
        .note(
          Note("nonfinite", "the loss stopped being finite at step \(first); try a smaller `rate`"))
      )
    }
    return Tensor(vector: history)
  }

  private func parameters(
    _ arguments: Arguments
  ) throws(Diagnostic) -> [(name: Name, variable: Variable)] {
    var parameters: [(name: Name, variable: Variable)] = []
    for expression in arguments.rest {
      guard case .name(let name) = expression.kind,
        case .leaf(let variable) = store.environment[name],
        store.environment.bindings[variable.leaf] != nil
      else {
        throw arguments.elaborator.failure(
          .argument,
          "`\(arguments.elaborator.text(of: expression, in: arguments.scope))` is no parameter with a value",
          at: expression.range, in: arguments.scope,
          hint: "give it one first: `w := zeros(3)`; what is defined by a formula cannot be set")
      }
      parameters.append((Name(name, at: expression.range), variable))
    }
    guard !parameters.isEmpty else {
      throw arguments.fail(
        .argument, "`descend` is not told what to change", hint: "`descend(L, w, b, rate=0.1)`")
    }
    return parameters
  }

  private func method(_ arguments: Arguments) throws(Diagnostic) -> Descent.Method {
    let names = Descent.Method.allCases.map(\.rawValue)
    return Descent.Method(rawValue: try arguments.string("method", among: names)) ?? .sgd
  }
}

/// The rules by which parameters follow their gradients.
struct Descent {
  /// The rules by name.
  enum Method: String, CaseIterable {
    case sgd, momentum, nesterov, rmsprop, adam
  }

  let method: Method
  let rate: Double
  let momentum: Double
  /// How slowly running means of squares forget; each rule has its own usual value.
  let decay: Double?
  private var velocities: [[Double]] = []
  private var squares: [[Double]] = []
  private var count = 0

  /// Makes a descent that has not begun.
  init(method: Method, rate: Double, momentum: Double, decay: Double?) {
    self.method = method
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
  }

  /// Returns the parameters after one step.
  ///
  /// ```
  /// sgd       w − r g
  /// momentum  v = m v + g            w − r v
  /// nesterov  v = m v + g            w − r (g + m v)
  /// rmsprop   s = d s + (1 − d) g²   w − r g / (√s + ε)
  /// adam      v = m v + (1 − m) g, s as above, both divided by 1 − mᵏ, 1 − dᵏ: w − r v / (√s + ε)
  /// ```
  mutating func step(_ values: [Tensor], along slopes: [Tensor]) -> [Tensor] {
    if velocities.isEmpty {
      velocities = values.map { [Double](repeating: 0, count: $0.elements.count) }
      squares = velocities
    }
    count += 1
    return zip(values, slopes).enumerated().map { index, pair in
      let (value, slope) = pair
      var elements = value.elements
      for place in elements.indices where place < slope.elements.count {
        elements[place] -= rate * direction(slope.elements[place], index, place)
      }
      return Tensor(value.shape, elements, type: value.type) ?? value
    }
  }

  private mutating func direction(_ slope: Double, _ index: Int, _ place: Int) -> Double {
    let epsilon = 1e-8
    switch method {
    case .sgd: return slope
    case .momentum:
      velocities[index][place] = momentum * velocities[index][place] + slope
      return velocities[index][place]
    case .nesterov:
      velocities[index][place] = momentum * velocities[index][place] + slope
      return slope + momentum * velocities[index][place]
    case .rmsprop:
      let decay = decay ?? 0.9
      squares[index][place] = decay * squares[index][place] + (1 - decay) * slope * slope
      return slope / (squares[index][place].squareRoot() + epsilon)
    case .adam:
      let decay = decay ?? 0.999
      velocities[index][place] = momentum * velocities[index][place] + (1 - momentum) * slope
      squares[index][place] = decay * squares[index][place] + (1 - decay) * slope * slope
      let mean = velocities[index][place] / (1 - Self.power(momentum, count))
      let square = squares[index][place] / (1 - Self.power(decay, count))
      return mean / (square.squareRoot() + epsilon)
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var (square, rest) = (base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
