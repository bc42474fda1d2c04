import Execution
import Graphs
import Tensors

/// A line through a point of the domain, along which one element of a leaf or a name moves.
struct RootLine {
  let graph: Graph
  /// What moves.
  let x: NodeID
  let point: [Leaf: Tensor]
  let element: Int
  private let start: Tensor
  private let interruption: Interruption

  /// Makes the line through a point; nothing where the variable has no such element.
  init?(
    graph: Graph, moving x: NodeID, element: Int, at point: [Leaf: Tensor],
    until interruption: Interruption
  ) {
    self.graph = graph
    self.interruption = interruption
    self.x = x
    self.point = point
    guard let start = Self.value(x, in: graph, at: point, x, nil, interruption),
      !start.elements.isEmpty
    else { return nil }
    self.start = start
    self.element = element % start.elements.count
  }

  /// The value of a node where the element has another value.
  func value(_ node: NodeID, at t: Double) -> Tensor? {
    var elements = start.elements
    elements[element] = t
    guard let moved = Tensor(start.shape, elements) else { return nil }
    return Self.value(node, in: graph, at: point, x, moved, interruption)
  }

  /// The elements of some nodes where the element has another value; none where one has no value.
  func values(_ nodes: [NodeID], at t: Double) -> [[Double]]? {
    guard !interruption.isRaised else { return nil }
    guard case .leaf(let leaf) = graph[x].primitive else {
      let values = nodes.compactMap { value($0, at: t)?.elements }
      return values.count == nodes.count ? values : nil
    }
    var elements = start.elements
    elements[element] = t
    var bindings = Bindings()
    for (other, value) in point { bindings[other] = value }
    bindings[leaf] = Tensor(start.shape, elements)
    // One evaluator for all: what they share is computed once.
    var evaluator = Evaluator(
      graph: graph, bindings: bindings, limits: Limits(isCancelled: interruption.isCancelled))
    var result: [[Double]] = []
    for node in nodes {
      guard let value = try? evaluator.value(of: node) else { return nil }
      result.append(value.elements)
    }
    return result
  }

  /// The value of a node with other values for the whole variable.
  func value(_ node: NodeID, moved elements: [Double]) -> Tensor? {
    Tensor(start.shape, elements).flatMap {
      Self.value(node, in: graph, at: point, x, $0, interruption)
    }
  }

  /// The elements of the variable where the line begins.
  var elements: [Double] { start.elements }

  private static func value(
    _ node: NodeID, in graph: Graph, at point: [Leaf: Tensor], _ x: NodeID, _ variable: Tensor?,
    _ interruption: Interruption
  ) -> Tensor? {
    guard !interruption.isRaised else { return nil }
    var bindings = Bindings()
    for (leaf, value) in point { bindings[leaf] = value }
    var node = node
    if let variable {
      if case .leaf(let leaf) = graph[x].primitive {
        bindings[leaf] = variable
      } else if let replaced = try? GraphSubstitution.replace(
        x, by: graph.constant(variable), in: node, of: graph)
      {
        node = replaced
      }
    }
    var evaluator = Evaluator(
      graph: graph, bindings: bindings, limits: Limits(isCancelled: interruption.isCancelled))
    return try? evaluator.value(of: node)
  }

  // MARK: - Places

  /// Places to look between: close together near zero, and farther apart far out.
  private static let grid: [Double] = {
    var places = (0...48).map { -6.03 + 0.25 * Double($0) }
    var far = 7.3
    while far < 20_000 {
      places.append(far)
      places.append(-far)
      far *= 1.7
    }
    return places.sorted()
  }()

  /// Where some roots change sign, or touch zero, in order; where a step changes, for a step.
  ///
  /// - Complexity: O(steps of the grid) evaluations, and some dozens for each place.
  func places(of roots: [KinkRoot], atMost limit: Int = 12) -> [Double] {
    let grid = Self.grid
    let nodes = roots.map(\.root)
    let rows = grid.map { values(nodes, at: $0) }
    var places: [Double] = []
    for (number, root) in roots.enumerated() {
      let values = rows.map { $0?[number] ?? [] }
      let found = brackets(of: root, grid, values, atMost: limit)
      places += found.map { exact($0, root) }
    }
    return places.sorted().reduce(into: []) { result, place in
      let isNew = result.last.map { (place - $0).magnitude > 1e-7 } ?? true
      if isNew { result.append(place) }
    }
  }

  /// The places of one root, from its values on the grid.
  private func brackets(
    of root: KinkRoot, _ grid: [Double], _ rows: [[Double]], atMost limit: Int
  ) -> [Double] {
    var found: [Double] = []
    for step in grid.indices.dropFirst() where found.count < limit {
      let (before, after) = (rows[step - 1], rows[step])
      guard before.count == after.count else { continue }
      for entry in before.indices where found.count < limit {
        if root.isStep {
          guard before[entry] != after[entry] else { continue }
          found.append(bisected(root, entry, grid[step - 1], grid[step]))
        } else if before[entry] * after[entry] < 0 || after[entry] == 0 {
          found.append(bisected(root, entry, grid[step - 1], grid[step]))
        } else if step + 1 < grid.count, rows[step + 1].count == after.count {
          found += touching(
            root, entry, (grid[step - 1], grid[step], grid[step + 1]),
            (before[entry], after[entry], rows[step + 1][entry]))
        }
      }
    }
    return found
  }

  /// The entry of a root at a place.
  private func entry(_ root: KinkRoot, _ entry: Int, _ t: Double) -> Double {
    guard let elements = value(root.root, at: t)?.elements, elements.indices.contains(entry) else {
      return .nan
    }
    return elements[entry]
  }

  private func bisected(
    _ root: KinkRoot, _ entry: Int, _ from: Double, _ to: Double
  ) -> Double {
    var (low, high) = (from, to)
    let first = self.entry(root, entry, low)
    for _ in 0..<60 {
      let middle = low + (high - low) / 2
      let inside = self.entry(root, entry, middle)
      if root.isStep ? inside == first : inside * first > 0 {
        low = middle
      } else {
        high = middle
      }
    }
    return low + (high - low) / 2
  }

  /// Between three places, the middle one nearest to zero: two crossings, or one touch.
  private func touching(
    _ root: KinkRoot, _ entry: Int, _ t: (Double, Double, Double), _ v: (Double, Double, Double)
  ) -> [Double] {
    guard v.0 * v.1 > 0, v.1 * v.2 > 0, v.1.magnitude <= v.0.magnitude,
      v.1.magnitude <= v.2.magnitude, v.0 != v.1 || v.1 != v.2
    else { return [] }
    var (low, high) = (t.0, t.2)
    let sign: Double = v.1 < 0 ? -1 : 1
    for _ in 0..<60 {
      let third = (high - low) / 3
      if sign * self.entry(root, entry, low + third) < sign * self.entry(root, entry, high - third)
      {
        high -= third
      } else {
        low += third
      }
    }
    let place = exact(low + (high - low) / 2, root)
    let least = self.entry(root, entry, place) * sign
    if least < 0 {
      return [bisected(root, entry, t.0, place), bisected(root, entry, place, t.2)]
    }
    return least <= 1e-12 * max(v.0.magnitude, v.2.magnitude) ? [place] : []
  }

  /// A place as the short decimal it is within rounding, where the root is zero there.
  private func exact(_ place: Double, _ root: KinkRoot) -> Double {
    let short = (place * 1e6).rounded() / 1e6
    guard (short - place).magnitude < 1e-6 else { return place }
    if root.isStep { return (short - place).magnitude < 1e-12 ? short : place }
    let isZero = value(root.root, at: short)?.elements.contains { $0 == 0 } ?? false
    return isZero ? short : place
  }
}
