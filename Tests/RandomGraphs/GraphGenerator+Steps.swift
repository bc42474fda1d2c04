import Graphs
import Tensors

/// One step of each kind.
extension GraphGenerator {
  /// Adds a step drawn from all kinds, with what it needs; false where it does not fit.
  mutating func drawStep() -> Bool {
    switch below(30) {
    case 0...5: drawUnary()
    case 6...11: drawBinary()
    case 12: drawChoice()
    case 13...15: drawReduction()
    case 16, 17: drawAlongAxis()
    case 18...20: drawShape()
    case 21: drawSlice()
    case 22, 23: drawIndexing()
    case 24, 25: drawProduct()
    case 26, 27: drawSquare()
    case 28: drawSource()
    default: drawPassage()
    }
  }

  private mutating func drawUnary() -> Bool {
    let function = pick(UnaryFunction.drawn)
    var x = operand()
    switch function {
    case .sqrt, .log, .log2, .log10, .lgamma, .digamma, .polygamma, .reciprocal:
      x = positive(x)
    case .asin, .acos, .tan:
      if value(x).contains(where: { abs($0) > 0.95 }) {
        apply(.unary(.tanh), [x])
        x = last
      }
    case .log1p:
      if value(x).contains(where: { $0 < -0.9 }) { x = positive(x) }
    case .negate, .abs, .sign, .square, .exp, .expm1, .sin, .cos, .atan, .sinh, .cosh, .tanh,
      .logCosh, .erf, .erfc, .sigmoid, .logSigmoid, .softplus, .relu, .gelu, .geluTanh, .softsign,
      .floor, .ceil, .round, .isnan, .isfinite, .not:
      break
    }
    return apply(.unary(function), [x])
  }

  /// A step whose values are above zero, made of another.
  private mutating func positive(_ x: Int) -> Int {
    if value(x).allSatisfy({ $0 > 0.05 }) { return x }
    switch below(4) {
    case 0: apply(.unary(.exp), [x])
    case 1: apply(.unary(.softplus), [x])
    case 2: apply(.unary(.sigmoid), [x])
    default:
      apply(.unary(.square), [x])
      let square = last
      add(.constant(Tensor(pick([1, 0.5, 2]))))
      apply(.binary(.add), [square, last])
    }
    return last
  }

  private mutating func drawBinary() -> Bool {
    // Arithmetic is what most formulas are made of.
    let function =
      chance(2)
      ? pick([BinaryFunction.add, .subtract, .multiply, .divide, .power])
      : pick(BinaryFunction.allCases)
    var x = operand()
    var y = chance(4) ? literal() : operand()
    switch function {
    case .divide, .xdivy, .modulo:
      if !chance(4) { y = positive(y) }
    case .xlogy, .xlog1py: y = positive(y)
    case .power:
      if chance(2) {
        add(.constant(Tensor(pick([2, 3, -1, 0.5, -2, 1.5]))))
        y = last
      }
      // Powers of 0 have logarithms of 0 in their formulas.
      if !isSpecial || !chance(4) { x = positive(x) }
    case .add, .subtract, .multiply, .maximum, .minimum, .weigh, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .equal, .notEqual, .and, .or:
      break
    }
    return apply(.binary(function), function != .power && chance(3) ? [y, x] : [x, y])
  }

  private mutating func literal() -> Int {
    add(.constant(Tensor(pick([1, 2, -1, 0.5, 3, -0.25, 0, 10]))))
    return last
  }

  private mutating func drawChoice() -> Bool {
    if chance(2) {
      let condition = operand()
      guard apply(.binary(pick([.less, .greater, .lessOrEqual])), [condition, operand()]) else {
        return false
      }
      return apply(.select, [last, operand(), chance(3) ? literal() : operand()])
    }
    add(.constant(Tensor(-0.7)))
    let low = last
    add(.constant(Tensor(0.8)))
    let high = last
    return apply(.clip, [operand(), chance(4) ? operand() : low, chance(4) ? operand() : high])
  }

  private mutating func drawReduction() -> Bool {
    let x = operand()
    let rank = sizes(x).count
    let reduction = pick([
      Reduction.sum, .sum, .product, .max, .min, .logSumExp, .norm, .any, .all, .argmax, .argmin,
    ])
    var axes = Array(0..<rank)
    if rank > 0, chance(2) { axes = [below(rank)] }
    if rank == 3, chance(3) { axes.removeAll { $0 == 1 } }
    return apply(.reduce(reduction, axes: axes, keepDimensions: chance(2)), [x])
  }

  private mutating func drawAlongAxis() -> Bool {
    let x = operand()
    let axis = below(sizes(x).count)
    return apply(
      pick([
        .softmax(axis: axis), .logSoftmax(axis: axis), .cumulativeSum(axis: axis),
        .sort(axis: axis),
      ]), [x])
  }

  private mutating func drawShape() -> Bool {
    let x = operand()
    let sizes = sizes(x)
    switch below(4) {
    case 0:
      let count = sizes.reduce(1, *)
      let targets = [
        [count], sizes.reversed(), sizes + [1], [1] + sizes, [count, 1], [2, count / 2],
      ]
      return apply(.reshape(shape(pick(targets))), [x])
    case 1:
      var order = Array(sizes.indices)
      order.shuffle(using: &random)
      return apply(.transpose(order), [x])
    case 2:
      let targets = [[2] + sizes, sizes.map { $0 == 1 ? 3 : $0 }, [1] + sizes]
      return apply(.broadcast(shape(pick(targets))), [x])
    default:
      let axis = below(sizes.count)
      return apply(.concatenate(axis: axis), chance(3) ? [x, operand(), x] : [x, operand()])
    }
  }

  func shape(_ sizes: [Int]) -> SymbolicShape { SymbolicShape(sizes.map(Dimension.fixed)) }

  private mutating func drawSlice() -> Bool {
    let x = operand()
    let sizes = sizes(x)
    guard !sizes.isEmpty else { return false }
    let items = (0...below(sizes.count)).map { axis -> SliceItem in
      let size = sizes[axis]
      guard size > 0 else { return .all }
      switch below(4) {
      case 0: return .all
      case 1: return .index(below(size))
      case 2:
        let start = below(size)
        return .range(start: start, count: 1 + below(size - start), step: 1)
      default:
        let start = below(size)
        let step = pick([-1, -2, 2])
        let room = step < 0 ? start / -step : (size - 1 - start) / step
        return .range(start: start, count: 1 + below(room + 1), step: step)
      }
    }
    return apply(.slice(items), [x])
  }

  /// Labels as a leaf or as a literal.
  private mutating func addLabels(_ dimensions: [Int], below classes: Int) -> Int {
    let shape = Shape(dimensions) ?? .scalar
    let elements = (0..<shape.count).map { _ in Double(below(classes)) }
    let labels = Tensor(shape, elements) ?? Tensor(0)
    add(chance(2) ? .labels(labels) : .constant(labels))
    return last
  }

  private mutating func drawIndexing() -> Bool {
    let x = operand()
    let sizes = sizes(x)
    switch below(3) {
    case 0:
      guard let classes = sizes.last else { return false }
      return apply(.gather, [x, addLabels(Array(sizes.dropLast()), below: classes)])
    case 1:
      guard !sizes.isEmpty else { return false }
      let axis = below(sizes.count)
      let labels = addLabels(pick([[2], [3], [], [2, 2]]), below: sizes[axis])
      return apply(.take(axis: axis), [x, labels])
    default:
      let labels = addLabels(Array(sizes.dropLast()), below: 3)
      guard apply(.oneHot(classes: .fixed(3)), [labels]) else { return false }
      return apply(.binary(.multiply), [last, x])
    }
  }

  private mutating func drawProduct() -> Bool {
    if chance(4) {
      guard let x = operand(rank: 1), let y = operand(rank: 1) else { return false }
      return apply(.outer, [x, y])
    }
    let (x, y) = (operand(), operand())
    if apply(.matmul, [x, y]) { return true }
    let rank = sizes(y).count
    guard rank >= 2 else { return false }
    var order = Array(0..<rank)
    order.swapAt(rank - 1, rank - 2)
    guard apply(.transpose(order), [y]) else { return false }
    return apply(.matmul, [x, last])
  }

  private mutating func drawSquare() -> Bool {
    if chance(4), let x = operand(rank: 1) { return apply(.diagonal, [x]) }
    guard var a = operand(rank: 2) else { return false }
    let sizes = sizes(a)
    if sizes[0] != sizes[1] {
      apply(.transpose([1, 0]), [a])
      apply(.matmul, [a, last])
      a = last
    }
    let size = min(sizes[0], self.sizes(a)[0])
    let primitive = pick([
      Primitive.trace, .diagonalPart, .determinant, .logDeterminant, .inverse, .solve, .solve,
    ])
    switch primitive {
    case .logDeterminant, .inverse, .solve:
      // Far from singular, so that the digits are there to be compared.
      apply(.identity(.fixed(size)), [])
      let identity = last
      add(.constant(Tensor(6)))
      apply(.binary(.multiply), [last, identity])
      guard apply(.binary(.add), [a, last]) else { return false }
      a = last
    default: break
    }
    guard case .solve = primitive else { return apply(primitive, [a]) }
    guard let right = operand(rank: 1 + below(2)) else { return false }
    return apply(.solve, [a, right])
  }

  private mutating func drawSource() -> Bool {
    let x = operand()
    let sizes = sizes(x)
    switch below(3) {
    case 0:
      guard let size = sizes.last else { return false }
      return apply(.iota(.fixed(size)), []) && apply(.binary(pick([.add, .multiply])), [x, last])
    case 1:
      guard !sizes.isEmpty else { return false }
      let axes = chance(2) ? Array(sizes.indices) : [below(sizes.count)]
      return apply(.size(axes: axes), [x])
        && apply(.binary(pick([.divide, .multiply])), [x, last])
    default:
      guard let size = sizes.last else { return false }
      return apply(.identity(.fixed(size)), [])
        && apply(.binary(pick([.add, .multiply])), [x, last])
    }
  }

  private mutating func drawPassage() -> Bool {
    let x = operand()
    switch below(4) {
    case 0: return apply(.stopGradient, [x])
    case 1: return apply(.cast(.float64), [x])
    case 2: return add(.name(x))
    default:
      var f = x
      let rank = sizes(x).count
      if rank > 0 {
        apply(.reduce(.sum, axes: Array(0..<rank), keepDimensions: false), [x])
        f = last
      }
      let variables = plan.steps.indices.filter {
        if case .variable = plan.steps[$0] { true } else { false }
      }
      return add(.gradient(of: f, by: pick(variables)))
    }
  }
}
