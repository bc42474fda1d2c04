import Graphs
import Syntax

/// Parts of tensors and their adjoints.
extension Presenter {
  func subscripted(_ item: SliceItem) -> Subscript {
    switch item {
    case .index(let index): return .element(Build.number(index))
    case .all: return .range(start: nil, stop: nil, step: nil)
    case .range(let start, let count, let step):
      let stop = start + count * step
      return .range(
        start: Build.number(start), stop: stop < 0 ? nil : Build.number(stop),
        step: step == 1 ? nil : Build.number(step))
    }
  }

  func taken(_ arguments: [TermID], _ axis: Int) -> Expression {
    guard arguments.count == 2, axis == 0 else { return fail() }
    return Build.index(
      expression(arguments[0]), [.element(expression(arguments[1]))])
  }

  /// `one_hot(k, n)' @ g`: adds each row where it was taken from.
  func untaken(_ arguments: [TermID], _ axis: Int, _ shape: SymbolicShape) -> Expression {
    guard arguments.count == 2, axis == 0, let count = shape.dimensions.first else { return fail() }
    let hot = Build.call("one_hot", [expression(arguments[1]), dimension(count)])
    switch store.shape(arguments[1]).rank {
    case 0:
      let value = expression(arguments[0])
      return shape.rank == 1
        ? Build.binary(.multiply, value, hot) : Build.call("outer", [hot, value])
    case 1 where shape.rank <= 2:
      return Build.binary(.matmul, Build.transpose(hot), expression(arguments[0]))
    default: return fail()
    }
  }

  /// Zeros around a part: `concat(zeros(2), g)`, `g*one_hot(0, 3)`.
  func embedded(_ part: TermID, _ items: [SliceItem], _ shape: SymbolicShape) -> Expression {
    if items.count == 1, shape.rank == 1, case .index(let index) = items[0] {
      let hot = Build.call("one_hot", [Build.number(index), dimension(shape.dimensions[0])])
      let (negative, body) = signedProduct(.one, part)
      let scaled = part == store.one ? hot : Build.binary(.multiply, body, hot)
      return negative ? negated(scaled) : scaled
    }
    var current = store.shape(part).dimensions
    var body = expression(part)
    // Axes that were dropped come back with size 1, then each axis is filled up with zeros.
    for (axis, item) in items.enumerated() {
      if case .index = item {
        body = Build.call("expand_dims", [body, Build.number(axis)])
        current.insert(.one, at: min(axis, current.count))
      }
    }
    for (axis, item) in items.enumerated() where current.indices.contains(axis) {
      let start: Int
      let count: Int
      switch item {
      case .all: continue
      case .index(let index): (start, count) = (index, 1)
      case .range(let first, let length, let step):
        guard step == 1 else {
          // A selection with steps is a product with rows of the identity.
          let places = (0..<max(0, length)).map { Build.number(first + $0 * step) }
          let hot = Build.call(
            "one_hot", [Expression(.list(places)), dimension(shape.dimensions[axis])])
          if axis == current.count - 1 {
            body = Build.binary(.matmul, body, hot)
          } else if axis == 0, current.count == 2 {
            body = Build.binary(.matmul, Build.transpose(hot), body)
          } else {
            return fail()
          }
          current[axis] = shape.dimensions[axis]
          continue
        }
        (start, count) = (first, length)
      }
      guard let size = shape.dimensions[axis].size else { return fail() }
      func zeros(_ length: Int) -> Expression {
        var dimensions = current
        dimensions[axis] = .fixed(length)
        return Build.call("zeros", dimensions.map(dimension))
      }
      var parts = [body]
      if start > 0 { parts.insert(zeros(start), at: 0) }
      if size - start - count > 0 { parts.append(zeros(size - start - count)) }
      if parts.count > 1 {
        body = Build.call(
          "concat", parts, keywords: axis == 0 ? [] : [("axis", Build.number(axis))])
      }
      current[axis] = shape.dimensions[axis]
    }
    return body
  }

  /// A running sum from the end is the total less the running sum before.
  func cumulativeSum(_ argument: TermID, _ axis: Int, _ reversed: Bool) -> Expression {
    let rank = store.shape(argument).rank
    let keywords = axis == rank - 1 ? [] : [("axis", Build.number(axis))]
    let body = expression(argument)
    let running = Build.call("cumsum", [body], keywords: keywords)
    guard reversed else { return running }
    var options: [(String, Expression)] = []
    if rank > 1 {
      options = [("axis", Build.number(axis)), ("keepdims", Build.yes)]
    }
    let total = Build.call("sum", [body], keywords: options)
    return Build.binary(.add, Build.binary(.subtract, total, running), body)
  }

  /// Each entry of g to where its value came from.
  func unsorted(_ arguments: [TermID]) -> Expression {
    guard arguments.count == 2, store.shape(arguments[1]).rank == 1 else { return fail() }
    let source = expression(arguments[1])
    let matches = Build.compare(
      .equal, Build.call("expand_dims", [source, Build.number(1)]), Build.call("sort", [source]))
    return Build.call(
      "sum", [Build.call("where", [matches, expression(arguments[0]), Build.number(0)])],
      keywords: [("axis", Build.number(1))])
  }
}
