import Graphs
import Syntax
import Tensors

/// The spelling of each kind of term.
extension Presenter {
  /// The expression of a term in its own shape.
  func expression(_ id: TermID) -> Expression {
    if let name = names[id] { return Build.name(name) }
    if store.isInterrupted { return fail() }
    let arguments = store.arguments(id)
    func argument(_ place: Int) -> Expression {
      arguments.indices.contains(place) ? expression(arguments[place]) : fail()
    }
    switch store.kind(id) {
    case .number(let number): return self.number(number)
    case .pi: return Build.name("pi")
    case .tensor(let tensor): return literal(tensor)
    case .symbol(let leaf): return Build.name(leaf.name)
    case .named(_, let name): return Build.name(name)
    case .shared: return argument(0)
    case .size(let dimension): return size(of: dimension)
    case .sum(let coefficients):
      return sum(zip(coefficients, arguments).map(Summand.init), written: id)
    case .product(let coefficient, let exponents):
      return product(coefficient, zip(arguments, exponents).map(Factor.init), written: id)
    case .power: return Build.binary(.power, argument(0), argument(1))
    case .function(let function): return call(function, arguments.first ?? store.zero)
    case .compare(let comparison): return compare(comparison, arguments)
    case .logic(let operation):
      return Build.binary(operation == .and ? .and : .or, argument(0), argument(1))
    case .modulo: return Build.call("mod", [argument(0), argument(1)])
    case .select: return choice(arguments)
    case .maximum: return Build.call("max", [argument(0), argument(1)])
    case .minimum: return Build.call("min", [argument(0), argument(1)])
    case .clip: return Build.call("clip", [argument(0), argument(1), argument(2)])
    case .reduce(let reduction, let axes, let keep):
      return reduce(reduction, arguments.first ?? store.zero, axes, keep)
    case .softmax(let axis):
      return along("softmax", arguments.first ?? store.zero, axis)
    case .cumulativeSum(let axis, let reversed):
      return cumulativeSum(arguments.first ?? store.zero, axis, reversed)
    case .sort(let axis): return along("sort", arguments.first ?? store.zero, axis)
    case .unsort(let axis): return permuted(arguments, axis, isSorting: false)
    case .reorder(let axis): return permuted(arguments, axis, isSorting: true)
    case .oneHot(let classes): return Build.call("one_hot", [argument(0), dimension(classes)])
    case .take(let axis): return taken(arguments, axis)
    case .untake(let axis, let shape): return untaken(arguments, axis, shape)
    case .slice(let items): return Build.index(argument(0), items.map(subscripted))
    case .embed(let items, let shape): return embedded(arguments.first ?? store.zero, items, shape)
    case .reshape(let shape):
      return Build.call("reshape", [argument(0)] + shape.dimensions.map(dimension))
    case .permute(let order): return permuted(argument(0), order)
    case .broadcast(let shape): return complete(arguments.first ?? store.zero, to: shape)
    case .concatenate(let axis):
      let parts = arguments.map(expression)
      return Build.call("concat", parts, keywords: axis == 0 ? [] : [("axis", Build.number(axis))])
    case .expand(let places): return expanded(argument(0), places, rank: store.shape(id).rank)
    case .squeeze(let places):
      guard let inner = arguments.first else { return fail() }
      let rank = store.shape(inner).rank
      let axes = places.map { rank - $0 }.sorted()
      return Build.call("squeeze", [argument(0)], keywords: [("axis", self.axes(axes))])
    case .matmul: return chain(arguments)
    case .outer: return Build.call("outer", [argument(0), argument(1)])
    case .diagonal, .diagonalPart: return Build.call("diag", [argument(0)])
    case .trace: return Build.call("trace", [argument(0)])
    case .determinant: return Build.call("det", [argument(0)])
    case .logDeterminant: return Build.call("logdet", [argument(0)])
    case .inverse: return Build.call("inv", [argument(0)])
    case .solve: return Build.call("solve", [argument(0), argument(1)])
    case .identity(let size): return Build.call("eye", [dimension(size)])
    case .iota(let count): return Build.call("arange", [Build.number(0), dimension(count)])
    case .stop: return Build.call("stop_gradient", [argument(0)])
    case .cast: return argument(0)
    }
  }

  /// A number, as a fraction where it is one.
  func number(_ number: Number) -> Expression {
    guard number.isExact, number.denominator != 1 else { return Build.number(number.value) }
    if number < .zero { return Build.negate(self.number(-number)) }
    if store.writtenDecimals.contains(number) { return Build.number(number.value) }
    if let decimal = number.shortDecimal {
      let value = Build.number(decimal.value)
      return decimal.isBelow ? Build.binary(.divide, Build.number(1), value) : value
    }
    return Build.binary(
      .divide, Build.number(number.numerator), Build.number(number.denominator))
  }

  private func literal(_ tensor: Tensor) -> Expression {
    func rows(_ shape: ArraySlice<Int>, _ elements: ArraySlice<Double>) -> Expression {
      guard let count = shape.first else { return Build.number(elements.first ?? 0) }
      guard count > 0 else { return Expression(.list([])) }
      let stride = elements.count / count
      return Expression(
        .list(
          (0..<count).map { row in
            let start = elements.startIndex + row * stride
            return rows(shape.dropFirst(), elements[start..<(start + stride)])
          }))
    }
    return rows(tensor.shape.dimensions[...], tensor.elements[...])
  }

  private func call(_ function: UnaryFunction, _ argument: TermID) -> Expression {
    if function == .not { return Expression(.unary(.not, expression(argument))) }
    if case .polygamma(let order) = function {
      return Build.call("polygamma", [Build.number(order), expression(argument)])
    }
    if function == .geluTanh {
      return Build.call(
        "gelu", [expression(argument)],
        keywords: [("approximate", Expression(.string("tanh")))])
    }
    // The sign inside an even function is free: |p - y| beside p - y.
    if FunctionValues.even.contains(function), let other = flipped(argument),
      signScore(other) < signScore(argument)
    {
      return Build.call(FunctionNames.name(of: function), [expression(other)])
    }
    return Build.call(FunctionNames.name(of: function), [expression(argument)])
  }

  private func compare(_ comparison: BinaryFunction, _ arguments: [TermID]) -> Expression {
    guard arguments.count == 2 else { return fail() }
    let (left, right) = (expression(arguments[0]), expression(arguments[1]))
    // A number stands on the right: `x > 0`, not `0 < x`.
    let isNumber = arguments.map { store.number($0) != nil }
    let isMoving = arguments.map { moves($0) }
    let turns: Bool
    if isNumber[0] || isNumber[1] {
      turns = isNumber[0]
    } else if isMoving[0] != isMoving[1] {
      // What is differentiated by stands on the left.
      turns = isMoving[1]
    } else {
      turns = key(arguments[0]) > key(arguments[1])
    }
    switch comparison {
    case .less:
      return turns ? Build.compare(.greater, right, left) : Build.compare(.less, left, right)
    case .lessOrEqual:
      return turns
        ? Build.compare(.greaterOrEqual, right, left) : Build.compare(.lessOrEqual, left, right)
    case .greater: return Build.compare(.greater, left, right)
    case .greaterOrEqual: return Build.compare(.greaterOrEqual, left, right)
    case .equal:
      return turns ? Build.compare(.equal, right, left) : Build.compare(.equal, left, right)
    case .notEqual:
      return turns ? Build.compare(.notEqual, right, left) : Build.compare(.notEqual, left, right)
    default: return fail()
    }
  }

  private func choice(_ arguments: [TermID]) -> Expression {
    guard arguments.count == 3 else { return fail() }
    var (condition, a, b) = (arguments[0], arguments[1], arguments[2])
    // What is chosen stands first, nothing second.
    if a == store.zero, let opposite = store.complement(condition) {
      (condition, a, b) = (opposite, b, a)
    }
    let (conditions, value) = b == store.zero ? nested(condition, a) : ([condition], a)
    let all = conditions.map(expression)
    let whole = all.dropFirst().reduce(all[0]) { Build.binary(.and, $0, $1) }
    return Build.call("where", [whole, expression(value), expression(b)])
  }

  /// The conditions that all have to hold in `where(c, where(d, a, 0), 0)`, and `a`.
  private func nested(_ condition: TermID, _ value: TermID) -> ([TermID], TermID) {
    guard names[value] == nil, case .select = store.kind(value) else { return ([condition], value) }
    let parts = store.arguments(value)
    if parts[2] == store.zero {
      let (inner, innermost) = nested(parts[0], parts[1])
      return ([condition] + inner, innermost)
    }
    guard parts[1] == store.zero, let opposite = store.complement(parts[0]) else {
      return ([condition], value)
    }
    let (inner, innermost) = nested(opposite, parts[2])
    return ([condition] + inner, innermost)
  }

  /// One axis as a number, several as a list.
  func axes(_ axes: [Int]) -> Expression {
    if axes.count == 1, let axis = axes.first { return Build.number(axis) }
    return Expression(.list(axes.map { Build.number($0) }))
  }

  private func along(_ name: String, _ argument: TermID, _ axis: Int) -> Expression {
    let isLast = axis == store.shape(argument).rank - 1
    return Build.call(
      name, [expression(argument)], keywords: isLast ? [] : [("axis", Build.number(axis))])
  }

  /// A reduction by its name, or as `mean`; axes and `keepdims` where they are not the default.
  func reduce(
    _ reduction: Reduction, _ argument: TermID, _ axes: [Int], _ keep: Bool, mean: Bool = false
  ) -> Expression {
    if reduction == .sum, !mean, let picked = gathered(argument, axes, keep) { return picked }
    if reduction == .sum, !mean, let product = dotProduct(argument, axes, keep) { return product }
    let name = mean ? "mean" : FunctionNames.name(of: reduction)
    return reductionCall(name, expression(argument), axes, keep, rank: store.shape(argument).rank)
  }

  private func reductionCall(
    _ name: String, _ body: Expression, _ axes: [Int], _ keep: Bool, rank: Int
  ) -> Expression {
    var keywords: [(String, Expression)] = []
    if axes.count < rank { keywords.append(("axis", self.axes(axes))) }
    if keep { keywords.append(("keepdims", Build.yes)) }
    return Build.call(name, [body], keywords: keywords)
  }

  /// `gather(z, k)` for `Σ one_hot(k)·z` along the last axis.
  private func gathered(_ argument: TermID, _ axes: [Int], _ keep: Bool) -> Expression? {
    let shape = store.shape(argument)
    guard axes == [shape.rank - 1], case .product(.one, let exponents) = store.kind(argument)
    else { return nil }
    let all = zip(store.arguments(argument), exponents).map(Factor.init)
    guard
      let place = all.firstIndex(where: { factor in
        if case .oneHot = store.kind(factor.base) { return factor.exponent == .one }
        return false
      }), let labels = store.arguments(all[place].base).first
    else { return nil }
    var rest = all
    rest.remove(at: place)
    let body = store.product(.one, rest)
    guard store.shape(body) == shape, store.shape(labels).rank == shape.rank - 1 else { return nil }
    let picked = Build.call("gather", [expression(body), expression(labels)])
    return keep ? expanded(picked, [1], rank: shape.rank) : picked
  }

  private func dotProduct(_ argument: TermID, _ axes: [Int], _ keep: Bool) -> Expression? {
    guard prefersDot, !keep, axes == [0], store.shape(argument).rank == 1,
      case .product(.one, let exponents) = store.kind(argument), exponents.count == 2,
      exponents.allSatisfy({ $0 == .one })
    else { return nil }
    let parts = ordered(store.arguments(argument), of: argument, by: { $0 })
    guard parts.allSatisfy({ store.shape($0) == store.shape(argument) }) else { return nil }
    return quadratic(parts[0], parts[1]) ?? quadratic(parts[1], parts[0])
      ?? Build.call("dot", parts.map(expression))
  }

  /// `dot(u, A @ v)`, of which `dot(A' @ u, v)` is the same less readable.
  private func quadratic(_ chain: TermID, _ other: TermID) -> Expression? {
    guard names[chain] == nil, case .matmul = store.kind(chain) else { return nil }
    let parts = store.arguments(chain)
    let turned = parts.dropLast().compactMap { part -> TermID? in
      guard names[part] == nil, case .permute([1, 0]) = store.kind(part) else { return nil }
      return store.arguments(part).first
    }
    guard let last = parts.last, turned.count == parts.count - 1 else {
      return Build.call("dot", [expression(other), expression(chain)])
    }
    let factors = turned.reversed().map(expression) + [expression(other)]
    return Build.call("dot", [expression(last), product(of: factors)])
  }

  func expanded(_ body: Expression, _ places: [Int], rank: Int) -> Expression {
    // Axes are added from the left, each where it will stand in the end.
    places.map { rank - $0 }.sorted().reduce(body) { body, axis in
      Build.call("expand_dims", [body, Build.number(axis)])
    }
  }

  private func permuted(_ body: Expression, _ order: [Int]) -> Expression {
    var last = Array(order.indices)
    if last.count >= 2 {
      last.swapAt(last.count - 1, last.count - 2)
      if order == last { return Build.transpose(body) }
    }
    return Build.call("transpose", [body, Expression(.list(order.map { Build.number($0) }))])
  }

  /// A chain of matrix products; where every part is a transpose, one transpose does for all.
  private func chain(_ parts: [TermID]) -> Expression {
    func turned(_ id: TermID) -> TermID? {
      if case .permute([1, 0]) = store.kind(id) { return store.arguments(id).first }
      return nil
    }
    let inner = parts.compactMap(turned)
    if inner.count == parts.count, parts.count >= 2 {
      return Build.transpose(product(of: inner.reversed().map(expression)))
    }
    return product(of: parts.map(expression))
  }

  private func product(of parts: [Expression]) -> Expression {
    guard let first = parts.first else { return fail() }
    return parts.dropFirst().reduce(first) { Build.binary(.matmul, $0, $1) }
  }
}

/// The names of functions and reductions in the language.
enum FunctionNames {
  static func name(of function: UnaryFunction) -> String {
    switch function {
    case .logSigmoid: "log_sigmoid"
    case .logCosh: "log_cosh_of"
    case .geluTanh: "gelu"
    case .polygamma: "polygamma"
    case .negate: "neg"
    default: String(describing: function)
    }
  }

  static func name(of reduction: Reduction) -> String {
    switch reduction {
    case .logSumExp: "logsumexp"
    case .product: "prod"
    default: String(describing: reduction)
    }
  }
}
