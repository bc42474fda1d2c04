import Graphs

/// How the adjoint of a node passes to its operands: one rule for every primitive.
extension ReverseSweep {
  mutating func pull(_ g: TermID, through id: NodeID) {
    let node = graph[id]
    let operands = node.operands
    guard let x = operands.first else { return }
    let value = translation.term(of: id)
    let xTerm = translation.term(of: x)
    let xShape = graph.shape(of: x)
    let shape = node.shape
    if pull(g, throughRecognised: id) || pull(g, throughLongProduct: id, value: value) { return }
    switch node.primitive {
    case .leaf, .constant, .iota, .identity: break
    // Steps and sizes have slope zero by name; `stopGradient` by definition.
    case .size, .oneHot, .stopGradient: break
    case .reference, .cast, .derivative: send(x, g, from: xShape)
    case .unary(let function):
      let slope = FunctionSlopes.slope(of: function, at: xTerm, value: value, in: store)
      send(x, store.multiply(g, slope), from: shape)
    case .binary(let function):
      guard operands.count == 2 else { return }
      pull(g, through: function, x, operands[1], value: value, shape: shape)
    case .select:
      guard operands.count == 3 else { return }
      send(operands[1], store.select(xTerm, g, store.zero), from: shape)
      send(operands[2], store.select(xTerm, store.zero, g), from: shape)
    case .clip:
      guard operands.count == 3 else { return }
      let (low, high) = (translation.term(of: operands[1]), translation.term(of: operands[2]))
      let regions = store.clipRegions(xTerm, low, high)
      send(x, store.select(regions.inside, g, store.zero), from: shape)
      send(operands[1], store.select(regions.below, g, store.zero), from: shape)
      send(operands[2], store.select(regions.above, g, store.zero), from: shape)
    case .reduce(let reduction, let axes, let keep):
      let wide = keep ? g : store.expand(g, axes.map { xShape.rank - $0 })
      let wideValue = keep ? value : store.expand(value, axes.map { xShape.rank - $0 })
      pull(wide, through: reduction, axes, x, xTerm, value: wideValue)
    case .softmax(let axis):
      let weighted = store.multiply(g, value)
      let total = store.reduce(.sum, weighted, logical: shape, axes: [axis], keep: true)
      send(x, store.multiply(value, store.subtract(g, total)), from: shape)
    case .logSoftmax(let axis):
      let softmax = store.softmax(xTerm, logical: xShape, axis: axis)
      let total = store.reduce(.sum, g, logical: shape, axes: [axis], keep: true)
      send(x, store.subtract(g, store.multiply(softmax, total)), from: shape)
    case .cumulativeSum(let axis):
      let whole = store.broadcast(g, to: shape)
      send(x, store.linear(.cumulativeSum(axis: axis, reversed: true), whole, shape), from: shape)
    case .sort(let axis):
      let whole = store.broadcast(g, to: shape)
      let source = store.broadcast(xTerm, to: xShape)
      send(x, store.make(.unsort(axis: axis), [whole, source], shape), from: shape)
    case .reshape: send(x, store.reshape(g, from: shape, to: xShape), from: xShape)
    case .transpose(let order):
      var inverse = order
      for (axis, source) in order.enumerated() where inverse.indices.contains(source) {
        inverse[source] = axis
      }
      send(x, store.permute(g, from: shape, inverse), from: xShape)
    case .broadcast: send(x, g, from: shape)
    case .concatenate(let axis): pull(g, throughConcatenation: operands, axis, shape)
    case .slice(let items):
      let whole = store.broadcast(g, to: shape)
      send(x, store.linear(.embed(items, xShape), whole, xShape), from: xShape)
    case .take(let axis):
      guard operands.count == 2 else { return }
      let indices = store.broadcast(
        translation.term(of: operands[1]), to: graph.shape(of: operands[1]))
      let whole = store.broadcast(g, to: shape)
      send(x, store.make(.untake(axis: axis, xShape), [whole, indices], xShape), from: xShape)
    case .gather:
      guard operands.count == 2, let classes = xShape.dimensions.last else { return }
      let hot = store.oneHot(
        translation.term(of: operands[1]), classes, logical: graph.shape(of: operands[1]))
      send(x, store.multiply(store.expand(g, [1]), hot), from: xShape)
    case .diagonal:
      send(x, store.diagonalPart(store.broadcast(g, to: shape), shape: xShape), from: xShape)
    case .diagonalPart:
      send(x, store.diagonal(g, shape: xShape), from: xShape)
    case .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse, .solve:
      pull(g, throughMatrix: id, value: value)
    }
  }

  private mutating func pull(
    _ g: TermID, through function: BinaryFunction, _ a: NodeID, _ b: NodeID, value: TermID,
    shape: SymbolicShape
  ) {
    let (x, y) = (translation.term(of: a), translation.term(of: b))
    switch function {
    case .add:
      send(a, g, from: shape)
      send(b, g, from: shape)
    case .subtract:
      send(a, g, from: shape)
      send(b, store.negate(g), from: shape)
    case .multiply, .weigh:
      send(a, store.multiply(g, y), from: shape)
      send(b, store.multiply(g, x), from: shape)
    case .divide, .xdivy:
      send(a, store.divide(g, y), from: shape)
      send(b, store.product(.minusOne, [Factor(g), Factor(x), Factor(y, Number(-2))]), from: shape)
    case .power:
      if let exponent = store.number(y) {
        let slope = store.product(exponent, [Factor(g), Factor(x, exponent - .one)])
        send(a, slope, from: shape)
      } else {
        send(a, store.multiply([g, y, value, store.power(x, .minusOne)]), from: shape)
        send(b, store.multiply([g, value, store.function(.log, x)]), from: shape)
      }
    case .maximum, .minimum:
      let first = store.compare(function == .maximum ? .greaterOrEqual : .lessOrEqual, x, y)
      send(a, store.select(first, g, store.zero), from: shape)
      send(b, store.select(first, store.zero, g), from: shape)
    case .modulo:
      send(a, g, from: shape)
      let whole = store.function(.floor, store.divide(x, y))
      send(b, store.negate(store.multiply(g, whole)), from: shape)
    case .xlogy:
      send(a, store.multiply(g, store.function(.log, y)), from: shape)
      send(b, store.multiply(g, store.divide(x, y)), from: shape)
    case .xlog1py:
      send(a, store.multiply(g, store.function(.log1p, y)), from: shape)
      send(b, store.multiply(g, store.divide(x, store.add([store.one, y]))), from: shape)
    // Comparisons are steps: their slope is zero wherever it exists.
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: break
    }
  }

  private mutating func pull(
    _ g: TermID, through reduction: Reduction, _ axes: [Int], _ x: NodeID, _ xTerm: TermID,
    value: TermID
  ) {
    let shape = graph.shape(of: x)
    switch reduction {
    case .sum: send(x, g, from: shape)
    case .product: send(x, store.multiply([g, value, store.power(xTerm, .minusOne)]), from: shape)
    case .max, .min:
      let shares = store.shares(reduction, of: xTerm, logical: shape, axes: axes)
      send(x, store.select(shares.touches, store.divide(g, shares.count), store.zero), from: shape)
    case .logSumExp:
      let weights: TermID
      if axes.count == 1 {
        weights = store.softmax(xTerm, logical: shape, axis: axes[0])
      } else {
        weights = store.function(.exp, store.subtract(xTerm, value))
      }
      send(x, store.multiply(g, weights), from: shape)
    case .norm: send(x, store.multiply([g, xTerm, store.power(value, .minusOne)]), from: shape)
    case .any, .all, .argmax, .argmin: break
    }
  }

  private mutating func pull(
    _ g: TermID, throughConcatenation operands: [NodeID], _ axis: Int, _ shape: SymbolicShape
  ) {
    let own = operands.map { graph.shape(of: $0) }
    for (place, operand) in operands.enumerated() where needed.contains(operand) {
      send(operand, store.portion(place, of: own, axis, g, whole: shape), from: own[place])
    }
  }
}
