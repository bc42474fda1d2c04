import Execution
import Graphs
import Syntax
import Tensors

/// Calls that run when their line runs and leave data behind: random numbers, `value`, files.
extension Interpreter {
  /// Runs such calls in some expressions; what they gave stands there by hidden names.
  func runningOnce(
    _ expressions: [Expression], _ context: StatementContext
  ) throws(Diagnostic) -> Ready {
    var ready = Ready(expressions: [], captured: context.captured)
    for expression in expressions {
      guard FreeNames.of(expression).functions.contains(where: { runsOnce($0) != nil }) else {
        ready.expressions.append(expression)
        continue
      }
      var captured = ready.captured
      let changed = try expression.replacing { (part) throws(Diagnostic) in
        guard case .call(let callee, let arguments) = part.kind, let path = callee.dottedPath,
          let builtin = runsOnce(path)
        else { return nil }
        var scope = context.scope
        scope.captured = captured
        let inner = try arguments.map { (argument) throws(Diagnostic) in
          try runningOnce(in: argument, context, captured: &captured, notes: &ready.notes)
        }
        scope.captured = captured
        let call = Call(
          builtin: builtin, arguments: inner, range: part.range, nameRange: callee.range,
          scope: scope, elaborator: makeElaborator())
        var names: [Expression] = []
        for entry in try entries(for: call, context, notes: &ready.notes) {
          let hidden = "\(builtin.name)#\(cache.makeIdentity())"
          captured[hidden] = entry
          names.append(Expression(.name(hidden), at: part.range))
        }
        return names.count == 1 ? names[0] : Expression(.tuple(names), at: part.range)
      }
      ready.captured = captured
      ready.expressions.append(changed)
    }
    return ready
  }

  /// Runs such calls inside an argument of one, as in `value(randn(3))`.
  private func runningOnce(
    in argument: Argument, _ context: StatementContext,
    captured: inout [String: Environment.Entry], notes: inout [Note]
  ) throws(Diagnostic) -> Argument {
    var inner = context
    inner.captured = captured
    let ready = try runningOnce([argument.value], inner)
    captured = ready.captured
    notes += ready.notes
    var argument = argument
    argument.value = ready.expressions[0]
    return argument
  }

  /// The built-in function of a name, if calls of it run once.
  private func runsOnce(_ path: String) -> Builtin? {
    let root = String(path.prefix { $0 != "." })
    if case .function? = store.environment[root] { return nil }
    var name = path
    if path.contains("."), store.environment[root] == nil,
      case .function(let plain)? = LibraryNames.meaning(of: LibraryNames.canonical(path))
    {
      name = plain
    }
    guard let builtin = Builtin.table[name], builtin.isRunOnce else { return nil }
    return builtin
  }

  /// What a call that runs once leaves behind; a derivative by several names several values.
  private func entries(
    for call: Call, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> [Environment.Entry] {
    let match = try call.builtin.parameters.match(
      call.arguments, at: call.range, in: call.scope, failing: call.elaborator.failure)
    let arguments = Arguments(call: call, match: match)
    let tensors: [Tensor]
    switch call.builtin.name {
    case "value":
      let item = try call.elaborator.elaborate(arguments.expression("x"), in: call.scope)
      let node = try call.elaborator.node(of: item.value, at: call.range, in: call.scope)
      tensors = [try evaluate(node, item.requirements, at: call.range, context, notes: &notes)]
    case "csv": return [.columns(try readColumns(arguments, context, notes: &notes))]
    case "npz": return [.columns(try readArchive(arguments, context, notes: &notes))]
    case "npy": tensors = [try readArray(arguments, notes: &notes)]
    case "autodiff": tensors = try reverseGradients(arguments, context, notes: &notes)
    case "numgrad":
      tensors = try numericGradients(arguments, context, notes: &notes).map(\.gradient)
    default: tensors = [try draw(arguments)]
    }
    return tensors.map { tensor in
      let name = "\(call.builtin.name)_\(cache.makeIdentity())"
      let leaf = Leaf(id: cache.makeIdentity(), name: name, shape: SymbolicShape(tensor.shape))
      store.environment.bindings[leaf] = tensor
      return .leaf(
        Variable(leaf: leaf, declared: nil, source: context.source, range: call.range))
    }
  }

  // MARK: Random numbers

  /// Draws what a call asks for.
  private func draw(_ arguments: Arguments) throws(Diagnostic) -> Tensor {
    if !isSeeded { hasDrawnUnseeded = true }
    var low = 0
    var span: UInt64 = 1
    var dimensions: [Dimension]
    switch arguments.call.builtin.name {
    case "randint":
      low = try arguments.integer("low")
      let high = try arguments.integer("high")
      guard low < high else {
        throw arguments.fail(.argument, "there is no integer from \(low) up to \(high)")
      }
      span = UInt64(bitPattern: Int64(high &- low))
      dimensions = try arguments.restDimensions()
    case "permutation": return try permutation(arguments)
    default: dimensions = try arguments.restDimensions()
    }
    guard let shape = SymbolicShape(dimensions).concrete else {
      throw arguments.fail(.shape, "a draw needs sizes that are numbers and not negative")
    }
    let (bytes, overflow) = shape.count.multipliedReportingOverflow(by: 8)
    guard !overflow, bytes <= options.memory else {
      throw arguments.fail(
        .limit, "a tensor of shape \(shape.text) is larger than `:set memory` allows")
    }
    var elements: [Double] = []
    elements.reserveCapacity(shape.count)
    for index in 0..<shape.count {
      if index % 65_536 == 0, isCancelled() { throw Diagnostic(.interrupt, "interrupted") }
      switch arguments.call.builtin.name {
      case "randint": elements.append(Double(low) + Double(random.integer(below: span)))
      case "randn": elements.append(random.normal())
      default: elements.append(random.uniform())
      }
    }
    return converted(Tensor(shape, elements) ?? Tensor(0))
  }

  private func permutation(_ arguments: Arguments) throws(Diagnostic) -> Tensor {
    let count = try arguments.integer("n")
    guard count >= 0, count <= options.memory / 8 else {
      throw arguments.fail(.argument, "a permutation has 0 or more numbers", at: "n")
    }
    var elements = (0..<count).map(Double.init)
    for index in elements.indices.dropFirst().reversed() {
      elements.swapAt(index, Int(random.integer(below: UInt64(index + 1))))
    }
    return Tensor(vector: elements)
  }

  /// Sets where random numbers go on.
  func reseed(_ arguments: Arguments) throws(Diagnostic) {
    reseed(UInt64(bitPattern: Int64(try arguments.integer("n"))))
  }

  /// Sets where random numbers go on.
  public func reseed(_ seed: UInt64) {
    random = RandomSource(seed: seed)
    isSeeded = true
  }
}
