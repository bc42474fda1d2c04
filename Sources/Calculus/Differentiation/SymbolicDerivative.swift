public import Graphs

/// Symbolic derivatives of the functions in a graph: a formula to read and nodes to evaluate.
public enum SymbolicDerivative {
  /// Returns the gradient of a scalar function by a leaf, an intermediate or an indexed name.
  ///
  /// The result has the shape of `x`. One sweep from the function to the variable, each adjoint
  /// simplified on the way; the formula keeps the names of definitions.
  ///
  /// - Throws: ``CalculusError/shape(_:hint:)`` where the function is not scalar.
  /// - Complexity: O(nodes between the function and the variable).
  public static func gradient(
    of f: NodeID, withRespectTo x: NodeID, in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    let shape = context.graph.shape(of: f)
    guard shape.rank == 0 || shape.dimensions.allSatisfy({ $0 == .one }) else {
      throw .shape(
        "a gradient is of a scalar, and this has shape \(shape.text)",
        hint: "take mean(…) or sum(…) of it, or use jacobian(f, x)")
    }
    let computation = Computation(context: context, variable: variable(x, in: context.graph))
    return try computation.gradient(of: f, by: x)
  }

  /// The leaf or definition that an indexed name is a part of, else the node itself.
  private static func variable(_ x: NodeID, in graph: Graph) -> NodeID {
    if case .slice = graph[x].primitive, let whole = graph[x].operands.first { return whole }
    return x
  }
}

/// One computation of the calculus: its store of terms, and what reads and writes them.
struct Computation {
  let context: CalculusContext
  let store: TermStore
  let translation: Translation
  let simplifier: Simplifier
  let variable: NodeID

  init(context: CalculusContext, variable: NodeID) {
    self.context = context
    self.variable = variable
    store = TermStore(facts: context.facts, interruption: context.interruption)
    translation = Translation(
      graph: context.graph, store: store, variable: variable, aliases: context.aliases)
    simplifier = Simplifier(store: store)
  }

  func gradient(of f: NodeID, by x: NodeID) throws(CalculusError) -> Derivative {
    let graph = context.graph
    var sweep = ReverseSweep(
      graph: graph, translation: translation, variable: variable, simplifier: simplifier)
    let adjoint = sweep.adjoint(of: f)
    let shape = graph.shape(of: variable)
    var term = adjoint.map(expandedWhereShorter) ?? store.zero
    var result = shape
    if x != variable, case .slice(let items) = graph[x].primitive {
      result = graph.shape(of: x)
      term = simplifier.simplify(store.slice(term, from: shape, items, to: result))
    }
    return try derivative(term, shape: result, depends: adjoint != nil)
  }

  /// Looks names up where that makes the whole shorter.
  func expandedWhereShorter(_ term: TermID) -> TermID {
    var best = unwrapped(term)
    for id in store.reachable(from: [term]).reversed() where !store.isInterrupted {
      guard case .named(let node, _) = store.kind(id), node != variable,
        let body = store.expansion(of: id), store.cost(body) < 60, store.cost(best) < 200
      else { continue }
      let candidate = simplifier.simplify(
        Substitution.replace(in: best, store: store) { $0 == id ? body : nil })
      // A name is worth something: what it stands for has to be shorter by more than a little.
      if store.cost(candidate) < 0.9 * store.cost(best) { best = candidate }
    }
    return withNumericSizes(withPartsKept(best))
  }

  /// Reads known sizes as numbers where they meet numbers the user wrote.
  private func withNumericSizes(_ term: TermID) -> TermID {
    guard store.cost(term) < 200 else { return term }
    let store = store
    let candidate = simplifier.simplify(
      Substitution.replace(in: term, store: store) { id in
        guard case .size(let dimension) = store.kind(id), let size = dimension.size else {
          return nil
        }
        return store.constant(size)
      })
    return 1.3 * store.cost(candidate) + 1 < store.cost(term) ? candidate : term
  }

  /// Puts parts that were kept whole, and occur once, back where they stand.
  func unwrapped(_ term: TermID) -> TermID {
    let store = store
    var current = term
    // Parts may hold parts: each round opens one layer.
    for _ in 0..<64 where !store.isInterrupted {
      var uses: [TermID: Int] = [:]
      for id in store.reachable(from: [current]) {
        for argument in store.arguments(id) { uses[argument, default: 0] += 1 }
      }
      let next = Substitution.replace(in: current, store: store) { id in
        guard case .shared = store.kind(id), let body = store.expansion(of: id),
          uses[id] == 1 || (uses[id] == nil && id == current)
            || (store.cost(body) <= 6 && uses[id] != nil)
        else { return nil }
        return body
      }
      if next == current { break }
      current = next
    }
    return current
  }

  /// The formula and the nodes of a term that stands for a whole shape.
  func derivative(_ term: TermID, shape: SymbolicShape, depends: Bool) throws(CalculusError)
    -> Derivative
  {
    let formula = presented(term, shape: shape)
    try context.interruption.check()
    let node: NodeID
    do {
      node = try lowered(term, shape: shape)
    } catch {
      try context.interruption.check()
      throw .shape(error.message, hint: error.hint)
    }
    return Derivative(
      formula: formula, node: node, assumptions: store.assumptions, dependsOnVariable: depends)
  }

  func presented(_ term: TermID, shape: SymbolicShape) -> Formula? {
    let term = withSigmoidsTurned(term)
    let presenter = Presenter(
      store: store, rank: translation.rank, reserved: context.reservedNames,
      variable: translation.term(of: variable))
    return presenter.formula(of: term, shape: shape)
  }

  func lowered(_ term: TermID, shape: SymbolicShape) throws(ShapeError) -> NodeID {
    let symbols = translation.rank.sorted { $0.value < $1.value }.map(\.key)
    var lowering = Lowering(
      graph: context.graph, store: store, symbols: symbols, isAsWritten: context.isForReading)
    return try lowering.node(of: term, shape: shape)
  }
}
