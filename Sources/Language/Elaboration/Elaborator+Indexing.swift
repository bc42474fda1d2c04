import Graphs
import Syntax
import Tensors

/// Subscripts.
extension Elaborator {
  /// A subscript after it is looked at: known now, or entries at integers that are data.
  private enum Item {
    case fixed(SliceItem)
    case entries(NodeID)
  }

  /// Returns a part of something.
  func value(
    of base: Expression, _ subscripts: [Subscript], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    if case .name("Out") = base.kind, !scope.isPrelude, environment["Out"] == nil {
      return try shown(subscripts, at: range, in: scope)
    }
    let value = try value(of: base, in: scope)
    switch value {
    case .list(let items): return try item(of: items, subscripts, at: range, in: scope)
    case .columns(let table):
      return try columns(of: table, subscripts, at: range, in: scope)
    case .node, .boolean: break
    case .string, .none, .function, .module, .type:
      throw failure(
        .type, "\(value.description) has no elements", at: base.range, in: scope)
    }
    let node = try node(of: value, at: base.range, in: scope)
    return .node(
      try part(of: node, subscripts, called: text(of: base, in: scope), at: range, in: scope))
  }

  /// The part of a tensor that subscripts name.
  func part(
    of node: NodeID, _ subscripts: [Subscript], called name: String, at range: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> NodeID {
    let shape = graph.shape(of: node)
    guard subscripts.count <= shape.rank else {
      throw failure(
        .index,
        shape.rank == 0
          ? "\(name) is a number and has no elements"
          : "\(subscripts.count) subscripts for a tensor of shape \(shape.text)",
        at: range, in: scope)
    }
    var items: [Item] = []
    for (axis, item) in subscripts.enumerated() {
      items.append(
        try self.item(item, of: shape.dimensions[axis], axis: axis, at: range, in: scope))
    }
    return try part(of: node, items, at: range, in: scope)
  }

  /// What `Out[4]` showed.
  private func shown(
    _ subscripts: [Subscript], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    guard subscripts.count == 1, case .element(let expression) = subscripts[0],
      let cell = staticInteger(try value(of: expression, in: scope))
    else {
      throw failure(.index, "`Out` is indexed by the number of a cell", at: range, in: scope)
    }
    guard let result = store.results[cell] else {
      throw failure(
        .index, "Out[\(cell)] shows no value, or is forgotten", at: range, in: scope,
        hint: "the last \(EnvironmentStore.resultLimit) are kept")
    }
    return try value(of: result, at: range, in: scope)
  }

  private func part(
    of node: NodeID, _ items: [Item], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> NodeID {
    var fixed: [SliceItem] = []
    for item in items {
      switch item {
      case .fixed(let slice): fixed.append(slice)
      case .entries: fixed.append(.all)
      }
    }
    var result = node
    if fixed.contains(where: { $0 != .all }) {
      fixed += Array(
        repeating: .all, count: max(0, graph.shape(of: node).rank - fixed.count))
      result = try add(.slice(fixed), [node], at: range, in: scope)
    }
    // The last axis first, so that the positions of those before it still hold.
    for (position, item) in items.enumerated().reversed() {
      guard case .entries(let indices) = item else { continue }
      let dropped = items[..<position].count { entry in
        if case .fixed(.index) = entry { true } else { false }
      }
      result = try add(.take(axis: position - dropped), [result, indices], at: range, in: scope)
    }
    return result
  }

  private func item(
    _ item: Subscript, of dimension: Dimension, axis: Int, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Item {
    switch item {
    case .element(let expression):
      let value = try value(of: expression, in: scope)
      if case .string(let text) = value {
        throw failure(
          .index, "only data from a file have columns by name, such as \"\(text)\"",
          at: expression.range, in: scope)
      }
      let index = try node(of: value, at: expression.range, in: scope)
      if isCondition(index) {
        throw failure(
          .index, "a tensor cannot be indexed by a condition", at: expression.range, in: scope,
          hint: "use `where(condition, a, b)`, or a product with the condition")
      }
      guard let number = staticNumber(index, readingLeaves: false) else {
        return .entries(index)
      }
      guard let position = Int(exactly: number) else {
        throw failure(
          .index, "a subscript must be an integer", at: expression.range, in: scope)
      }
      return .fixed(
        .index(try self.position(position, in: dimension, axis: axis, at: expression.range, scope)))
    case .range(let start, let stop, let step):
      return .fixed(try span(start, stop, step, of: dimension, at: range, in: scope))
    }
  }

  private func isCondition(_ id: NodeID) -> Bool {
    switch graph[id].primitive {
    case .binary(let function):
      switch function {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: true
      default: false
      }
    case .unary(.not): true
    case .constant(let tensor): tensor.type == .bool
    default: false
    }
  }

  private func position(
    _ index: Int, in dimension: Dimension, axis: Int, at range: SourceRange, _ scope: Scope
  ) throws(Diagnostic) -> Int {
    guard let size = dimension.size else {
      guard index >= 0 else {
        throw failure(
          .index, "\(index) counts from the end of an axis of unknown size \(dimension.text)",
          at: range, in: scope)
      }
      return index
    }
    guard index >= -size, index < size else {
      throw failure(
        .index, "there is no element \(index): axis \(axis) has \(size)", at: range, in: scope,
        hint: size == 0 ? nil : "elements are counted from 0 to \(size - 1), or from -1 backwards")
    }
    return index < 0 ? index + size : index
  }

  /// Reads `start:stop:step` as Python does.
  private func span(
    _ start: Expression?, _ stop: Expression?, _ step: Expression?, of dimension: Dimension,
    at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> SliceItem {
    let first = try bound(start, in: scope)
    let last = try bound(stop, in: scope)
    let stride = try bound(step, in: scope) ?? 1
    guard stride != 0 else {
      throw failure(.index, "the step of a range cannot be 0", at: step?.range ?? range, in: scope)
    }
    if first == nil || first == 0, last == nil, stride == 1 { return .all }
    guard let size = dimension.size else {
      let start = first ?? 0
      if start >= 0, let last, last > start, stride > 0 {
        return .range(start: start, count: (last - start - 1) / stride + 1, step: stride)
      }
      throw failure(
        .index, "the range needs the size of the axis, which is \(dimension.text)", at: range,
        in: scope)
    }
    let clamp = { (value: Int, lowest: Int, highest: Int) in
      min(max(value < 0 ? (value < -size ? lowest : value + size) : value, lowest), highest)
    }
    if stride > 0 {
      let from = clamp(first ?? 0, 0, size)
      let to = clamp(last ?? size, 0, size)
      let count = to > from ? (to - from - 1) / stride + 1 : 0
      return .range(start: from, count: count, step: stride)
    }
    guard stride > Int.min else {
      throw failure(.index, "that step is too large", at: range, in: scope)
    }
    let from = first.map { clamp($0, -1, size - 1) } ?? size - 1
    let to = last.map { clamp($0, -1, size - 1) } ?? -1
    let count = from > to ? (from - to - 1) / -stride + 1 : 0
    return .range(start: max(0, from), count: count, step: stride)
  }

  private func bound(
    _ expression: Expression?, in scope: Scope
  ) throws(Diagnostic) -> Int? {
    guard let expression else { return nil }
    let value = try value(of: expression, in: scope)
    if case .none = value { return nil }
    guard let integer = staticInteger(value) else {
      throw failure(
        .index, "the ends of a range must be integers known before anything is computed",
        at: expression.range, in: scope)
    }
    return integer
  }

  private func item(
    of items: [Value], _ subscripts: [Subscript], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    guard subscripts.count == 1, let only = subscripts.first else {
      throw failure(.index, "a list has one axis", at: range, in: scope)
    }
    switch only {
    case .element(let expression):
      guard let index = staticInteger(try value(of: expression, in: scope)) else {
        throw failure(
          .index, "a subscript of a list must be an integer", at: expression.range, in: scope)
      }
      let place = try position(
        index, in: .fixed(items.count), axis: 0, at: expression.range, scope)
      return items[place]
    case .range(let start, let stop, let step):
      let slice = try span(start, stop, step, of: .fixed(items.count), at: range, in: scope)
      guard case .range(let first, let count, let stride) = slice else { return .list(items) }
      return .list((0..<count).map { items[first + $0 * stride] })
    }
  }
}
