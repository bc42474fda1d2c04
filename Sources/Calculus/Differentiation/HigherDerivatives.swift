public import Graphs
import Tensors

extension SymbolicDerivative {
  /// Returns the derivative of a scalar or elementwise function, of any order.
  ///
  /// - Throws: ``CalculusError/shape(_:hint:)`` where an element of `f` depends on several of `x`.
  public static func derivative(
    of f: NodeID, withRespectTo x: NodeID, order: Int = 1, in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    let graph = context.graph
    guard order >= 0, order <= 64 else {
      throw .limit("the order of a derivative is between 0 and 64, and this is \(order)")
    }
    let (shape, own) = (graph.shape(of: f), graph.shape(of: x))
    guard own.rank == 0 || (shape == own && isElementwise(f, in: x, graph)) else {
      throw .shape(
        "diff is of what works element by element, and this takes shape \(own.text) to \(shape.text)",
        hint: shape.rank == 0 ? "use grad(f, x)" : "use jacobian(f, x)")
    }
    let computation = Computation(context: context, variable: x)
    return try computation.derivative(of: f, order: order)
  }

  /// Returns the derivative of every element by every element, of shape `f.shape + x.shape`.
  ///
  /// Beyond a matrix the formula is the differential along unit tensors; the differential itself,
  /// which is easier to read, comes with it.
  public static func jacobian(
    of f: NodeID, withRespectTo x: NodeID, in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    if context.graph.shape(of: f).rank == 0 {
      return try gradient(of: f, withRespectTo: x, in: context)
    }
    let computation = Computation(context: context, variable: x)
    let term = computation.simplifier.simplify(computation.translation.term(of: f))
    return try computation.jacobian(
      of: term, shape: context.graph.shape(of: f), depends: computation.depends(f))
  }

  /// Returns the second derivatives of a scalar function, of shape `x.shape + x.shape`.
  ///
  /// - Throws: ``CalculusError/shape(_:hint:)`` where the function is not scalar.
  public static func hessian(
    of f: NodeID, withRespectTo x: NodeID, in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    let graph = context.graph
    let shape = graph.shape(of: f)
    guard shape.rank == 0 else {
      throw .shape(
        "a Hessian is of a scalar, and this has shape \(shape.text)",
        hint: "take mean(…) or sum(…) of it")
    }
    let computation = Computation(context: context, variable: x)
    var sweep = ReverseSweep(
      graph: graph, translation: computation.translation, variable: x,
      simplifier: computation.simplifier)
    let gradient = sweep.adjoint(of: f) ?? computation.store.zero
    return try computation.jacobian(
      of: gradient, shape: graph.shape(of: x), depends: computation.depends(f))
  }

  /// Whether every node between the variable and the function works element by element.
  private static func isElementwise(_ f: NodeID, in x: NodeID, _ graph: Graph) -> Bool {
    var dependent: Set<NodeID> = [x]
    for id in graph.topologicalOrder(of: [f]) where id != x {
      let node = graph[id]
      guard node.operands.contains(where: dependent.contains) else { continue }
      dependent.insert(id)
      switch node.primitive {
      case .unary, .binary, .select, .clip, .reference, .cast, .derivative, .stopGradient: continue
      case .size: dependent.remove(id)
      default: return false
      }
    }
    return true
  }
}

extension Computation {
  func derivative(of f: NodeID, order: Int) throws(CalculusError) -> Derivative {
    let graph = context.graph
    var term = translation.term(of: f)
    let symbol = translation.term(of: variable)
    for _ in 0..<order {
      let sweep = ForwardSweep(
        store: store, variable: symbol, direction: store.one, simplifier: simplifier)
      term = simplifier.simplify(sweep.tangent(of: term))
    }
    return try derivative(
      expandedWhereShorter(term), shape: graph.shape(of: f), depends: depends(f))
  }

  /// Whether a function has the variable anywhere in it.
  func depends(_ f: NodeID) -> Bool {
    context.graph.topologicalOrder(of: [f]).contains(variable)
  }

  /// The Jacobian of a term that stands for a whole shape.
  func jacobian(
    of term: TermID, shape: SymbolicShape, depends: Bool
  ) throws(CalculusError) -> Derivative {
    let own = context.graph.shape(of: variable)
    let symbol = translation.term(of: variable)
    let full = SymbolicShape(shape.dimensions + own.dimensions)
    let name = "d" + (variableName(symbol) ?? "x")
    let leaf = Leaf(id: .min, name: name, shape: own)
    let direction = own.rank == 0 ? store.one : store.make(.symbol(leaf), [], own)
    let sweep = ForwardSweep(
      store: store, variable: symbol, direction: direction, simplifier: simplifier)
    let raw = sweep.tangent(of: term)
    let differential = simplifier.simplify(raw)
    if own.rank == 0 || differential == store.zero {
      return try derivative(differential, shape: full, depends: depends)
    }
    if own.rank == 1, shape.rank <= 1, let columns = own.dimensions.first {
      let map = LinearMap(store: store, direction: direction, columns: columns)
      // Multiplied out, each summand is linear in one way that can be read.
      for form in [differential, simplifier.expanded(differential), linearised(raw, direction)] {
        guard let matrix = map.matrix(form, rows: shape) else { continue }
        let whole = repeatedRows(matrix, form, shape, columns)
        return try derivative(
          expandedWhereShorter(simplifier.simplify(whole)), shape: full, depends: true)
      }
    }
    return try beyondMatrices(differential, direction, shape: shape, own: own)
  }

  /// The differential of a vector with everything that does not hold the direction kept together.
  private func linearised(_ id: TermID, _ direction: TermID) -> TermID {
    simplifier.expanded(id)
  }

  /// A matrix of a differential that was a scalar standing for a vector.
  private func repeatedRows(
    _ matrix: TermID, _ form: TermID, _ shape: SymbolicShape, _ columns: Dimension
  ) -> TermID {
    guard shape.rank == 1, store.shape(form).rank == 0, let rows = shape.dimensions.first else {
      return matrix
    }
    let ones = store.broadcast(store.one, to: SymbolicShape([rows]))
    return store.outer(ones, store.broadcast(matrix, to: SymbolicShape([columns])))
  }

  private func variableName(_ symbol: TermID) -> String? {
    switch store.kind(symbol) {
    case .symbol(let leaf): return leaf.name
    case .named(_, let name): return name
    default: return nil
    }
  }

  /// A derivative of any rank: the differential along all unit directions at once.
  private func beyondMatrices(
    _ differential: TermID, _ direction: TermID, shape: SymbolicShape, own: SymbolicShape
  ) throws(CalculusError) -> Derivative {
    if let count = own.concrete?.count, count > 1024 {
      throw .limit(
        "a derivative beyond a matrix is by at most 1024 numbers, and these are \(count)")
    }
    let units = UnitDirections(store: store, direction: direction, own: own)
    guard let whole = units.derivative(differential, shape: shape) else {
      try context.interruption.check()
      throw .limit("this has no derivative beyond a matrix in closed form")
    }
    let full = SymbolicShape(shape.dimensions + own.dimensions)
    var result = try derivative(
      expandedWhereShorter(simplifier.simplify(whole)), shape: full, depends: true)
    result.differential = presented(differential, shape: shape)
    return result
  }
}

/// Building nodes again with one node in place of another.
enum GraphSubstitution {
  /// Returns a root with a node replaced by another of the same shape.
  ///
  /// - Complexity: O(nodes of the root).
  static func replace(
    _ old: NodeID, by new: NodeID, in root: NodeID, of graph: Graph
  ) throws(ShapeError) -> NodeID {
    var changed: [NodeID: NodeID] = [old: new]
    for id in graph.topologicalOrder(of: [root]) where id != old {
      let node = graph[id]
      guard node.operands.contains(where: { changed[$0] != nil }) else { continue }
      changed[id] = try graph.add(
        node.primitive, operands: node.operands.map { changed[$0] ?? $0 })
    }
    return changed[root] ?? root
  }
}
