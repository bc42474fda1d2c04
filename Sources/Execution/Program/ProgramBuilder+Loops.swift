internal import Graphs
internal import Tensors

// Operations of loops: element by element, and the sum of all elements.
extension ProgramBuilder {
  /// Adds an operation to a loop, unless it is there already, and says where its result is: where it
  /// is told to be, or in a block of the loop.
  ///
  /// The columns are those gone along; those of the result, if they are others, are its width.
  @discardableResult
  mutating func compute(
    _ kernel: VectorKernel, _ operands: [LoopOperand], columns: Int, in loop: LoopKey,
    into result: LoopOperand? = nil, width: Int? = nil
  ) -> LoopOperand {
    let computation = Computation(kernel: kernel, operands: operands, columns: columns)
    if result == nil, let known = loops[loop]?.known[computation] { return known }
    let target = result ?? blockOperand(width ?? columns, in: loop)
    append(
      .init(.kernel(kernel), operands, into: target, columns: columns, width: width ?? 1), to: loop)
    loops[loop]?.known[computation] = target
    return target
  }

  mutating func append(_ operation: LoopOperation, to loop: LoopKey) {
    loops[loop, default: LoopDraft()].operations.append(operation)
  }

  /// A block for a value of so many columns.
  mutating func blockOperand(_ columns: Int, in loop: LoopKey) -> LoopOperand {
    LoopOperand(block(columns, in: loop, count: loop.rows * columns), columns: columns)
  }

  /// A value as an operation of a loop uses it: side by side in the block where it has columns, and
  /// as it lies in memory where it is a number.
  mutating func operand(_ key: ProgramKey, _ form: RowForm, in loop: LoopKey) -> LoopOperand? {
    let stored = layout.resolved(key)
    guard let location = locations[stored] else { return nil }
    let isNumber = location.count == 1 && form.rows * form.columns != 1
    if isNumber { return .shared(location) }
    let here = LoopOperand(location, columns: form.columns)
    if form.columns == 1 || location.space == .block { return here }
    if let loaded = loops[loop]?.loaded[stored] { return loaded }
    let loaded = blockOperand(form.columns, in: loop)
    append(.init(.kernel(.loadColumns), [here], into: loaded, columns: form.columns), to: loop)
    loops[loop]?.loaded[stored] = loaded
    return loaded
  }

  /// Has a loop make a value, and puts it where it belongs.
  mutating func make(
    _ key: ProgramKey, _ shape: Shape, _ form: RowForm, in loop: LoopKey,
    _ body: (inout ProgramBuilder, LoopOperand) -> Void
  ) {
    phases[key] = loop.phase
    joined[key] = loop
    let place = place(key, shape, form, in: loop)
    guard place.columns > 1, place.location.space != .block else { return body(&self, place) }
    let block = blockOperand(place.columns, in: loop)
    body(&self, block)
    append(
      .init(.kernel(.storeColumns), [block], into: place, columns: place.columns), to: loop)
    loops[loop]?.loaded[key] = block
  }

  mutating func emitElementwise(_ key: ProgramKey, _ operands: [ProgramKey]) -> Bool {
    guard let shape = layout.values[key]?.shape else { return false }
    let form = form(of: shape)
    let loop = LoopKey(phase: phase(after: operands, rows: form.rows), rows: form.rows)
    var x: [LoopOperand] = []
    for operand in operands {
      guard let place = self.operand(operand, form, in: loop) else { return false }
      x.append(place)
    }
    make(key, shape, form, in: loop) { builder, result in
      builder.elementwise(key, x, into: result, in: loop)
    }
    return true
  }

  /// The sum of all elements of a value.
  mutating func emitSum(of operand: ProgramKey, _ key: ProgramKey, into result: Location) -> Bool {
    guard let shape = layout.values[operand]?.shape else { return false }
    let form = form(of: shape)
    let loop = LoopKey(phase: phase(after: [operand], rows: form.rows), rows: form.rows)
    guard let x = self.operand(operand, form, in: loop) else { return false }
    phases[key] = loop.phase
    joined[key] = loop
    summed.insert(key)
    append(.init(.kernel(.sum), [x], into: .shared(result), columns: form.columns), to: loop)
    return true
  }

  private mutating func elementwise(
    _ key: ProgramKey, _ x: [LoopOperand], into result: LoopOperand, in loop: LoopKey
  ) {
    let columns = result.columns
    if key.inForm, let form = StableForm(of: key.id, in: layout.graph) {
      stable(form, x, into: result, in: loop)
      return
    }
    switch layout.graph[key.id].primitive {
    case .unary(let function): unary(function, x[0], into: result, in: loop)
    case .binary(.power) where exponent(of: key) == 2:
      compute(.square, [x[0]], columns: columns, in: loop, into: result)
    case .binary(let function):
      if let (kernel, isSwapped) = function.kernel {
        compute(
          kernel, isSwapped ? [x[1], x[0]] : x, columns: columns, in: loop, into: result)
      } else {
        append(.init(.combine(function.function), x, into: result, columns: columns), to: loop)
      }
    case .select: compute(.select, x, columns: columns, in: loop, into: result)
    case .clip:
      let middle = compute(.maximum, [x[0], x[1]], columns: columns, in: loop)
      compute(.minimum, [middle, x[2]], columns: columns, in: loop, into: result)
    case .cast:
      append(.init(.map { $0 == 0 ? 0 : 1 }, x, into: result, columns: columns), to: loop)
    default: break
    }
  }

  /// The exponent of a power, where it is the same constant for all elements.
  private mutating func exponent(of key: ProgramKey) -> Double? {
    guard let operand = layout.operands(of: key).last,
      case .constant(let tensor) = layout.graph[layout.resolved(operand).id].primitive
    else { return nil }
    return tensor.elements.count == 1 ? tensor.elements.first : nil
  }

  /// A function of one number; those made of the same exponential share it.
  private mutating func unary(
    _ function: UnaryFunction, _ x: LoopOperand, into result: LoopOperand, in loop: LoopKey
  ) {
    let columns = result.columns
    switch function {
    case .sigmoid:
      let decay = decay(of: x, columns, in: loop)
      compute(.sigmoid, [x, decay], columns: columns, in: loop, into: result)
    case .softplus: softplus(x, into: result, in: loop)
    case .logSigmoid:
      let negated = compute(.negate, [x], columns: columns, in: loop)
      let middle = blockOperand(columns, in: loop)
      softplus(negated, into: middle, in: loop)
      compute(.negate, [middle], columns: columns, in: loop, into: result)
    default:
      if let kernel = function.kernel {
        compute(kernel, [x], columns: columns, in: loop, into: result)
      } else {
        append(.init(.map(function.function), [x], into: result, columns: columns), to: loop)
      }
    }
  }

  private mutating func softplus(
    _ x: LoopOperand, into result: LoopOperand, in loop: LoopKey
  ) {
    let decay = decay(of: x, result.columns, in: loop)
    let log = compute(.log1pOfUnit, [decay], columns: result.columns, in: loop)
    compute(.softplus, [x, decay, log], columns: result.columns, in: loop, into: result)
  }

  /// `exp(-|x|)`, which x and -x have in common.
  private mutating func decay(
    of x: LoopOperand, _ columns: Int, in loop: LoopKey
  ) -> LoopOperand {
    let negation = loops[loop]?.operations.first {
      guard case .kernel(.negate) = $0.action else { return false }
      return $0.result == x
    }
    return compute(.decay, [negation?.operands.first ?? x], columns: columns, in: loop)
  }

  private mutating func stable(
    _ form: StableForm, _ x: [LoopOperand], into result: LoopOperand, in loop: LoopKey
  ) {
    let columns = result.columns
    let sign: Double
    switch form.kind {
    case .sigmoidDifference(let given), .exponentialDifference(let given), .versine(let given),
      .rootExcess(let given), .unary(_, let given):
      sign = given
    case .squaredSech, .softmaxDifference, .softmaxExcess, .logSoftmax, .negativeLogLikelihood:
      sign = 1
    }
    let target = sign < 0 ? blockOperand(columns, in: loop) : result
    switch form.kind {
    case .sigmoidDifference:
      let decay = decay(of: x[0], columns, in: loop)
      compute(
        .sigmoidDifference, [x[0], decay, x[1]], columns: columns, in: loop, into: target)
    case .squaredSech: compute(.squaredSech, [x[0]], columns: columns, in: loop, into: target)
    case .exponentialDifference:
      let function = StableMath.exponentialDifference
      append(.init(.combine(function), x, into: target, columns: columns), to: loop)
    case .versine:
      append(.init(.map(StableMath.versine), x, into: target, columns: columns), to: loop)
    case .rootExcess:
      append(.init(.map(StableMath.rootExcess), x, into: target, columns: columns), to: loop)
    case .unary(let function, _): unary(function, x[0], into: target, in: loop)
    case .softmaxDifference, .softmaxExcess, .logSoftmax, .negativeLogLikelihood: break
    }
    if sign < 0 { compute(.negate, [target], columns: columns, in: loop, into: result) }
  }
}
