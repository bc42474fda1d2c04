import Graphs
import Syntax

/// The formulas that the lines of a derivation are made of.
enum StepFormulas {
  /// The formula `grad(f, x)` and its kin, as typed.
  static func call(
    _ name: String, _ f: NodeID, _ x: NodeID, _ context: CalculusContext, order: Int = 1,
    shape: SymbolicShape? = nil
  ) -> Formula {
    let function = SurfaceFormula.formula(of: f, in: context)
    let variable = SurfaceFormula.formula(of: x, in: context)
    return Formula(
      definitions: function.definitions,
      body: Build.call(
        name, [function.body, variable.body],
        keywords: order == 1 ? [] : [("n", Build.number(order))]),
      shape: shape ?? context.graph.shape(of: x))
  }

  /// A formula with the definitions of the names in it before it, as they were given to nodes.
  ///
  /// The definitions use one another, so they are looked through from the last to the first.
  static func defined(
    _ formula: Formula, in context: CalculusContext, opened: Set<NodeID> = []
  ) -> Formula {
    guard !context.aliases.isEmpty else { return formula }
    var words = words(in: formula.ascii)
    var definitions: [Formula.Definition] = []
    for (node, name) in context.aliases.sorted(by: { $0.key > $1.key }) where words.contains(name) {
      var aliases = context.aliases
      aliases[node] = nil
      let value = SurfaceFormula.formula(of: node, in: context, aliases: aliases, opened: opened)
      let own = value.definitions + [Formula.Definition(name: name, value: value.body)]
      definitions = own + definitions
      words.formUnion(self.words(in: value.ascii))
    }
    var result = formula
    result.definitions = definitions + formula.definitions
    return result
  }

  /// The words of a source text, among which are its names.
  private static func words(in source: String) -> Set<String> {
    Set(
      source.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
  }
}
