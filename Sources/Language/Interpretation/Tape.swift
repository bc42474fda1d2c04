import Execution
import Graphs
import Syntax
import Tensors

/// An evaluation as rows: each operation on earlier rows, its value, and the slope of the result.
struct Tape {
  /// The rows, operands first.
  let rows: [TapeRow]

  /// Makes the rows of a trace; leaves and definitions go by their names, the rest by `t1`, `t2`, ….
  init(graph: Graph, trace: Trace, adjoints: [NodeID: Tensor]) {
    var names: [NodeID: String] = [:]
    var taken: Set<String> = []
    for id in trace.order {
      switch graph[id].primitive {
      case .leaf(let leaf):
        names[id] = leaf.name
        taken.insert(leaf.name)
      case .reference(let name):
        // The body goes by the name; its reference is no operation of its own.
        if let body = graph[id].operands.first, names[body] == nil {
          names[body] = name
          taken.insert(name)
        }
        names[id] = name
      default: break
      }
    }
    var count = 0
    var rows: [TapeRow] = []
    for id in trace.order {
      let node = graph[id]
      if case .constant = node.primitive { continue }
      if case .reference = node.primitive, let body = node.operands.first, names[body] == names[id]
      {
        continue
      }
      if names[id] == nil {
        repeat { count += 1 } while taken.contains("t\(count)")
        names[id] = "t\(count)"
      }
      guard let value = trace.values[id] else { continue }
      let known = names
      let operation: String
      if case .leaf = node.primitive {
        operation = "data"
      } else {
        operation = Unparser.text(
          of: NodeText.expression(of: id, in: graph) { known[$0] })
      }
      var adjoint = adjoints[id]
      if adjoint == nil, let reference = Self.reference(to: id, in: graph, trace) {
        adjoint = adjoints[reference]
      }
      rows.append(
        TapeRow(name: names[id] ?? "", operation: operation, value: value, adjoint: adjoint))
    }
    self.rows = rows
  }

  private static func reference(to body: NodeID, in graph: Graph, _ trace: Trace) -> NodeID? {
    trace.order.first { id in
      guard case .reference = graph[id].primitive else { return false }
      return graph[id].operands.first == body
    }
  }
}
