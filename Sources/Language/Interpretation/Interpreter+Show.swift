import Calculus
import Graphs
import Syntax
import Tensors

/// Expressions that stand alone: what they show.
extension Interpreter {
  /// Shows an expression: its value, or its formula where names are unbound.
  func show(_ expression: Expression, _ context: StatementContext) throws(Diagnostic) {
    if let text = try recalled(expression) {
      emit(Output(.text(text), source: context.text), context)
      return
    }
    let ready = try runningOnce([expression], context)
    let expression = ready.expressions[0]
    if let outputs = try analysis(expression, ready, context) {
      for output in outputs { emit(output, context) }
      return
    }
    let elaboration = try elaborate(ready, context)
    let item = elaboration.items[0]
    var notes = elaboration.notes
    switch item.value {
    case .string(let text): emit(Output(.text(text), source: context.text, notes: notes), context)
    case .none: emit(Output(.text("none"), source: context.text, notes: notes), context)
    case .module(let path):
      emit(Output(.text("\(path) is a module"), source: context.text, notes: notes), context)
    case .type(let type):
      emit(Output(.text(type.rawValue), source: context.text, notes: notes), context)
    case .columns(let table):
      emit(Output(.text(table.summary), source: context.text, notes: notes), context)
    case .function(let callable):
      emit(Output(.text(callable.signature), source: context.text, notes: notes), context)
    case .list(let items) where items.contains(where: { !$0.isData }):
      let text = items.map(\.description).joined(separator: ", ")
      emit(Output(.text("(\(text))"), source: context.text, notes: notes), context)
    case .list(let items) where expression.isTuple:
      for item in items {
        let node = try elaboration.elaborator.node(
          of: item, at: expression.range, in: context.scope)
        let value = try evaluate(
          node, elaboration.items[0].requirements, at: expression.range, context, notes: &notes)
        emit(Output(.value(value), source: context.text, notes: notes), context)
        notes = []
      }
    case .node, .boolean, .list:
      let node = try elaboration.elaborator.node(
        of: item.value, at: expression.range, in: context.scope)
      let free = unbound(below: node)
      guard free.isEmpty else {
        try showFormula(
          of: node, free: free.map(\.name), notes, expression, elaboration.elaborator, context)
        return
      }
      let value = try evaluate(
        node, item.requirements, at: expression.range, context, notes: &notes)
      emit(Output(.value(value), source: context.text, notes: notes), context)
    }
  }

  /// Shows what an output holds, and keeps it as the cell's result.
  func emit(_ output: Output, _ context: StatementContext) {
    guard !context.isInLoop else { return }
    switch output.content {
    case .value(let tensor), .derivative(_, value: let tensor?):
      store.keep(.value(tensor), ofCell: context.cell)
    case .formula(let formula), .derivative(let formula?, value: nil):
      if formula.definitions.isEmpty { store.keep(.formula(formula.body), ofCell: context.cell) }
    case .derivative(nil, value: nil), .check, .equivalence, .steps, .tape, .table, .kinks,
      .domain, .plot, .text:
      break
    }
    guard !context.statement.isQuiet else { return }
    context.emit(.output(output))
  }

  /// The source that `In[4]` asks for.
  private func recalled(_ expression: Expression) throws(Diagnostic) -> String? {
    guard case .index(let base, let subscripts) = expression.kind,
      case .name("In") = base.kind, store.environment["In"] == nil,
      case .element(let item)? = subscripts.first, let number = item.literalNumber,
      let cell = Int(exactly: number)
    else { return nil }
    guard let source = store.inputs[cell] else {
      throw Diagnostic(.index, "there is no In[\(cell)]", at: expression.range)
    }
    return source
  }
}

extension Expression {
  /// Whether several results are asked for.
  fileprivate var isTuple: Bool {
    if case .tuple = kind { return true }
    return false
  }
}

extension Value {
  /// Whether it can be a tensor.
  var isData: Bool {
    switch self {
    case .node, .boolean: true
    case .list(let items): items.allSatisfy(\.isData)
    case .string, .none, .function, .module, .type, .columns: false
    }
  }
}
