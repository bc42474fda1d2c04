import Graphs
import Syntax
import Tensors

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
    guard arguments.count == 2 else { return fail() }
    let before = [Subscript](repeating: .range(start: nil, stop: nil, step: nil), count: axis)
    return Build.index(
      expression(arguments[0]), before + [.element(expression(arguments[1]))])
  }

  /// `one_hot(k, n)' @ g`: adds each row where it was taken from.
  func untaken(_ arguments: [TermID], _ axis: Int, _ shape: SymbolicShape) -> Expression {
    guard arguments.count == 2, shape.dimensions.indices.contains(axis) else { return fail() }
    let labels = store.shape(arguments[1])
    var hot = Build.call("one_hot", [expression(arguments[1]), dimension(shape.dimensions[axis])])
    var part = expression(arguments[0])
    if labels.rank == 0 {
      guard shape.rank > 1 else { return Build.binary(.multiply, part, hot) }
      if shape.rank == 2, axis == 0 { return Build.call("outer", [hot, part]) }
      if shape.rank == 2 { return Build.call("outer", [part, hot]) }
      for place in (axis + 1)..<max(axis + 1, shape.rank) {
        hot = Build.call("expand_dims", [hot, Build.number(place - axis)])
      }
      return Build.binary(.multiply, Build.call("expand_dims", [part, Build.number(axis)]), hot)
    }
    let own = store.shape(arguments[0]).dimensions
    if labels.rank > 1 {
      // Indices of several axes become one axis.
      guard let count = labels.concrete?.count, own.count >= axis + labels.rank else {
        return fail()
      }
      let flat = own[..<axis] + [.fixed(count)] + own[(axis + labels.rank)...]
      part = Build.call("reshape", [part] + flat.map(dimension))
      hot = Build.call("reshape", [hot, Build.number(count), dimension(shape.dimensions[axis])])
    }
    if axis == shape.rank - 1 { return Build.binary(.matmul, part, hot) }
    if axis == shape.rank - 2 { return Build.binary(.matmul, Build.transpose(hot), part) }
    var order = Array(0..<shape.rank)
    order.swapAt(axis, shape.rank - 1)
    let turn = Expression(.list(order.map { Build.number($0) }))
    let turned = Build.binary(.matmul, Build.call("transpose", [part, turn]), hot)
    return Build.call("transpose", [turned, turn])
  }

  /// Zeros around a part: `concat(zeros(2), g)`, `g*one_hot(0, 3)`.
  func embedded(_ part: TermID, _ items: [SliceItem], _ shape: SymbolicShape) -> Expression {
    if items.count == 1, shape.rank == 1, case .index(let index) = items[0] {
      let hot = Build.call("one_hot", [Build.number(index), dimension(shape.dimensions[0])])
      let (negative, body) = signedProduct(.one, part)
      let scaled = part == store.one ? hot : Build.binary(.multiply, body, hot)
      return negative ? negated(scaled) : scaled
    }
    if let outer = embeddedByOuter(part, items, shape) { return outer }
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

  /// A row, a column or an entry of a matrix: `outer(one_hot(1, 4), g)`.
  private func embeddedByOuter(
    _ part: TermID, _ items: [SliceItem], _ shape: SymbolicShape
  ) -> Expression? {
    guard shape.rank == 2, (1...2).contains(items.count) else { return nil }
    func hot(_ index: Int, _ axis: Int) -> Expression {
      Build.call("one_hot", [Build.number(index), dimension(shape.dimensions[axis])])
    }
    switch (items[0], items.count == 2 ? items[1] : .all) {
    case (.index(let row), .index(let column)):
      let entry = Build.call("outer", [hot(row, 0), hot(column, 1)])
      return part == store.one ? entry : Build.binary(.multiply, expression(part), entry)
    case (.index(let row), .all):
      return Build.call(
        "outer", [hot(row, 0), complete(part, to: SymbolicShape([shape.dimensions[1]]))])
    case (.all, .index(let column)):
      return Build.call(
        "outer", [complete(part, to: SymbolicShape([shape.dimensions[0]])), hot(column, 1)])
    default: return nil
    }
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

  /// Each entry of g to where its value came from, or there from where it went.
  func permuted(_ arguments: [TermID], _ axis: Int, isSorting: Bool) -> Expression {
    guard arguments.count == 2 else { return fail() }
    if let matrix = permutation(arguments, isSorting) { return matrix }
    let rank = store.shape(arguments[1]).rank
    let source = expression(arguments[1])
    let sorted = Build.call(
      "sort", [source], keywords: axis == rank - 1 ? [] : [("axis", Build.number(axis))])
    func along(_ body: Expression, _ place: Int) -> Expression {
      // Axes in front of a vector are there without being said.
      rank == 1 && place == 0 ? body : Build.call("expand_dims", [body, Build.number(place)])
    }
    let (row, column) = isSorting ? (source, sorted) : (sorted, source)
    let matches = Build.compare(.equal, along(column, axis + 1), along(row, axis))
    let chosen = Build.call(
      "where", [matches, along(expression(arguments[0]), axis), Build.number(0)])
    return Build.call("sum", [chosen], keywords: [("axis", Build.number(axis + 1))])
  }

  /// The rows of the identity in another order: `where(expand_dims(sort(x), 1) == x, 1, 0)`.
  private func permutation(_ arguments: [TermID], _ isSorting: Bool) -> Expression? {
    guard case .identity = store.kind(arguments[0]),
      case .broadcast = store.kind(arguments[1]), let column = store.arguments(arguments[1]).first,
      case .expand = store.kind(column), let x = store.arguments(column).first,
      store.shape(x).rank == 1
    else { return nil }
    let source = expression(x)
    let sorted = Build.call("sort", [source])
    let (rows, columns) = isSorting ? (sorted, source) : (source, sorted)
    let matches = Build.compare(
      .equal, Build.call("expand_dims", [rows, Build.number(1)]), columns)
    return Build.call("where", [matches, Build.number(1), Build.number(0)])
  }
}
