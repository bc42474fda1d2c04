public import Graphs
public import Tensors

/// What a computation of the calculus works in: a graph, what is known of its leaves, and names.
public struct CalculusContext {
  /// The graph that holds the functions, and that receives the closed forms.
  public var graph: Graph
  /// What is known of the leaves.
  public var facts: Facts
  /// The names in scope, which a formula must not take for parts it names.
  public var reservedNames: Set<String>
  /// Names given to nodes for the occasion, as if they were definitions.
  var aliases: [NodeID: String] = [:]
  /// Whether nodes are made to be read, as the functions of a derivation are.
  var isForReading = false
  /// Whether what is computed in it is still wanted.
  let interruption: Interruption

  /// Makes a context, in which work goes on until it is done or cancelled.
  public init(
    graph: Graph, facts: Facts = Facts(), reservedNames: Set<String> = [],
    until cancellation: Cancellation = .never
  ) {
    interruption = Interruption(cancellation)
    self.graph = graph
    self.facts = facts
    self.reservedNames = reservedNames
  }
}

/// Why a symbolic result cannot be given.
public enum CalculusError: Error, Hashable, Sendable {
  /// The shapes do not suit the operation: a sentence, and what would mend it.
  case shape(String, hint: String?)
  /// A limit was passed: a sentence.
  case limit(String)
  /// The computation was told to stop.
  case interrupted
}

/// A derivative: as a formula to read, and as nodes of the graph to evaluate.
public struct Derivative: Sendable {
  /// The textbook form, where there is one.
  public var formula: Formula?
  /// The closed form in the graph, in exactly the shape of the derivative.
  public var node: NodeID
  /// The differential `dF` in terms of `dx`, of a derivative beyond a matrix.
  public var differential: Formula?
  /// The derivation, where it was asked for.
  public var steps: [DerivationStep]
  /// What the result takes for granted, such as `d > 0`.
  public var assumptions: [String]
  /// Whether the function depends on the variable at all.
  public var dependsOnVariable: Bool

  /// Makes a derivative.
  public init(
    formula: Formula?, node: NodeID, steps: [DerivationStep] = [], assumptions: [String] = [],
    dependsOnVariable: Bool = true
  ) {
    self.formula = formula
    self.node = node
    self.steps = steps
    self.assumptions = assumptions
    self.dependsOnVariable = dependsOnVariable
  }
}
