import Execution
import Graphs
import Syntax
import Tensors

/// What is known of a node before anything is evaluated: numbers for sizes, axes and options.
extension Elaborator {
  private static let staticDepth = 64

  /// The number a node is, where it is one whatever the data.
  ///
  /// A leaf that holds a number counts where a size is wanted: what was elaborated is then undone
  /// when the leaf is assigned.
  func staticNumber(_ id: NodeID, readingLeaves: Bool = true, depth: Int = 0) -> Double? {
    guard depth < Self.staticDepth else { return nil }
    let node = graph[id]
    let operand = { (index: Int) -> Double? in
      self.staticNumber(node.operands[index], readingLeaves: readingLeaves, depth: depth + 1)
    }
    switch node.primitive {
    case .constant(let tensor): return tensor.shape.rank == 0 ? tensor.scalarValue : nil
    case .size(let axes):
      let dimensions = graph.shape(of: node.operands[0]).dimensions
      var product = 1
      for axis in axes {
        guard let size = dimensions[axis].size else { return nil }
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        product = next
      }
      return Double(product)
    case .leaf(let leaf):
      guard readingLeaves, leaf.shape.rank == 0, let value = environment.bindings[leaf] else {
        return nil
      }
      noteSizeRead(from: leaf)
      return value.scalarValue
    case .reference: return operand(0)
    case .unary(let function):
      guard let x = operand(0) else { return nil }
      switch function {
      case .negate: return -x
      case .floor: return x.rounded(.down)
      case .ceil: return x.rounded(.up)
      case .round: return x.rounded(.toNearestOrEven)
      case .not: return x == 0 ? 1 : 0
      default: return nil
      }
    case .binary(let function):
      guard let x = operand(0), let y = operand(1) else { return nil }
      switch function {
      case .add: return x + y
      case .subtract: return x - y
      case .multiply: return x * y
      case .divide: return x / y
      case .maximum: return max(x, y)
      case .minimum: return min(x, y)
      case .and: return x != 0 && y != 0 ? 1 : 0
      case .or: return x != 0 || y != 0 ? 1 : 0
      default: return nil
      }
    default: return nil
    }
  }

  /// The integer a value is, where it is one whatever the data.
  func staticInteger(_ value: Value) -> Int? {
    guard case .node(let id) = value, let number = staticNumber(id) else { return nil }
    return Int(exactly: number)
  }

  /// The dimension a node is: a number, or the size of an axis that has a name.
  func dimension(of id: NodeID) -> Dimension? {
    var id = id
    while case .reference = graph[id].primitive { id = graph[id].operands[0] }
    if case .size(let axes) = graph[id].primitive {
      let dimensions = graph.shape(of: graph[id].operands[0]).dimensions
      let named = axes.map { dimensions[$0] }.filter { $0 != .fixed(1) }
      if named.count == 1, let only = named.first { return only }
    }
    return staticNumber(id).flatMap { Int(exactly: $0) }.map(Dimension.fixed)
  }

  /// The dimensions a value gives, `3` or `(3, n)`.
  func dimensions(
    of value: Value, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> [Dimension] {
    switch value {
    case .list(let items):
      var dimensions: [Dimension] = []
      for item in items {
        dimensions += try self.dimensions(of: item, at: range, in: scope)
      }
      return dimensions
    case .node(let id):
      if case .constant(let tensor) = graph[id].primitive, tensor.shape.rank == 1 {
        var dimensions: [Dimension] = []
        for element in tensor.elements {
          dimensions.append(.fixed(try size(element, at: range, in: scope)))
        }
        return dimensions
      }
      if let dimension = dimension(of: id) {
        if case .fixed(let size) = dimension, size < -1 {
          throw failure(.shape, "a size cannot be negative, and \(size) is", at: range, in: scope)
        }
        return [dimension]
      }
      if let number = staticNumber(id) { return [.fixed(try size(number, at: range, in: scope))] }
      throw failure(
        .argument, "a size must be known before anything is computed", at: range, in: scope,
        hint: "use a number, or the size of something: `shape(x)[0]`")
    case .string, .boolean, .none, .function, .module, .type, .columns:
      throw failure(
        .type, "a size must be an integer, not \(value.description)", at: range, in: scope)
    }
  }

  private func size(
    _ number: Double, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Int {
    guard let size = Int(exactly: number) else {
      guard number.rounded() == number else {
        throw failure(.argument, "a size must be an integer", at: range, in: scope)
      }
      throw failure(
        .limit, "a tensor of that size has more elements than can be counted", at: range,
        in: scope)
    }
    return size
  }

  /// The axis that a number counts, from the end where it is negative.
  func axis(
    _ number: Int, of rank: Int, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Int {
    guard number >= -rank, number < rank else {
      throw failure(
        .argument,
        rank == 0
          ? "a scalar has no axes"
          : "there is no axis \(number): a tensor of rank \(rank) has axes 0 to \(rank - 1)",
        at: range, in: scope)
    }
    return number < 0 ? number + rank : number
  }
}
