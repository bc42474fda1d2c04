import Graphs
import Syntax
import Tensors

/// The spelling of single operations, as typed.
extension SurfaceFormula {
  func unary(_ function: UnaryFunction, _ operand: Expression) -> Expression {
    switch function {
    case .negate: Build.negate(operand)
    case .not: Expression(.unary(.not, operand))
    case .square: Build.binary(.power, operand, Build.number(2))
    case .reciprocal: Build.binary(.divide, Build.number(1), operand)
    // `log_cosh` is the name of a loss.
    case .logCosh: Build.call("log", [Build.call("cosh", [operand])])
    case .polygamma(let order): Build.call("polygamma", [Build.number(order), operand])
    case .geluTanh:
      Build.call("gelu", [operand], keywords: [("approximate", Expression(.string("tanh")))])
    default: Build.call(FunctionNames.name(of: function), [operand])
    }
  }

  func binary(_ function: BinaryFunction, _ parts: [Expression]) -> Expression {
    guard parts.count == 2 else { return Build.number(0) }
    let (a, b) = (parts[0], parts[1])
    switch function {
    case .add: return Build.binary(.add, a, b)
    case .subtract: return Build.binary(.subtract, a, b)
    case .multiply, .weigh: return Build.binary(.multiply, a, b)
    case .divide, .xdivy: return Build.binary(.divide, a, b)
    case .power: return Build.binary(.power, a, b)
    case .maximum: return Build.call("max", parts)
    case .minimum: return Build.call("min", parts)
    case .modulo: return Build.call("mod", parts)
    // A term with no weight has no say; on paper that goes without saying.
    case .xlogy: return Build.binary(.multiply, a, Build.call("log", [b]))
    case .xlog1py:
      return Build.binary(
        .multiply, a, Build.call("log", [Build.binary(.add, Build.number(1), b)]))
    case .less: return Build.compare(.less, a, b)
    case .lessOrEqual: return Build.compare(.lessOrEqual, a, b)
    case .greater: return Build.compare(.greater, a, b)
    case .greaterOrEqual: return Build.compare(.greaterOrEqual, a, b)
    case .equal: return Build.compare(.equal, a, b)
    case .notEqual: return Build.compare(.notEqual, a, b)
    case .and: return Build.binary(.and, a, b)
    case .or: return Build.binary(.or, a, b)
    }
  }

  /// `mean(x)` for a sum over its size.
  func mean(_ node: Node) -> Expression? {
    guard case .binary(.divide) = node.primitive, node.operands.count == 2,
      case .reduce(.sum, let axes, let keep) = graph[node.operands[0]].primitive,
      case .size(let counted) = graph[node.operands[1]].primitive, counted == axes,
      let body = graph[node.operands[0]].operands.first,
      graph[node.operands[1]].operands.first == body, aliases[node.operands[0]] == nil
    else { return nil }
    return reduce("mean", part(body), axes, keep, rank: graph.shape(of: body).rank)
  }

  func reduce(_ name: String, _ body: Expression, _ axes: [Int], _ keep: Bool, rank: Int)
    -> Expression
  {
    var keywords: [(String, Expression)] = []
    if axes.count < rank {
      let list = axes.map { Build.number($0) }
      keywords.append(("axis", axes.count == 1 ? list[0] : Expression(.list(list))))
    }
    if keep { keywords.append(("keepdims", Build.yes)) }
    return Build.call(name, [body], keywords: keywords)
  }

  func along(_ name: String, _ body: Expression, _ axis: Int, _ rank: Int) -> Expression {
    Build.call(
      name, [body], keywords: axis == rank - 1 ? [] : [("axis", Build.number(axis))])
  }

  func dimension(_ dimension: Dimension) -> Expression {
    dimension.size.map { Build.number($0) } ?? Build.name(dimension.text)
  }

  func reshaped(_ body: Expression, _ from: SymbolicShape, _ to: SymbolicShape) -> Expression {
    // One new axis of size 1 is that, and no other shape.
    if to.rank == from.rank + 1 {
      for axis in to.dimensions.indices.reversed() where to.dimensions[axis] == .one {
        var rest = to.dimensions
        rest.remove(at: axis)
        if rest == from.dimensions { return Build.call("expand_dims", [body, Build.number(axis)]) }
      }
    }
    return Build.call("reshape", [body] + to.dimensions.map(dimension))
  }

  func repeated(_ operand: NodeID?, _ body: Expression, _ shape: SymbolicShape) -> Expression {
    let dimensions = shape.dimensions.map(dimension)
    if let operand, case .constant(let tensor) = graph[operand].primitive {
      if tensor.scalarValue == 0 { return Build.call("zeros", dimensions) }
      if tensor.scalarValue == 1 { return Build.call("ones", dimensions) }
    }
    return Build.call("broadcast_to", [body] + dimensions)
  }

  func subscripted(_ item: SliceItem) -> Subscript {
    switch item {
    case .index(let index): return .element(Build.number(index))
    case .all: return .range(start: nil, stop: nil, step: nil)
    case .range(let start, let count, let step):
      let (span, overflow) = count.multipliedReportingOverflow(by: step)
      let (stop, second) = start.addingReportingOverflow(span)
      return .range(
        start: Build.number(start),
        stop: overflow || second || stop < 0 ? nil : Build.number(stop),
        step: step == 1 ? nil : Build.number(step))
    }
  }

  func literal(_ tensor: Tensor) -> Expression {
    if tensor.scalarValue == Double.pi, tensor.shape.rank == 0 { return Build.name("pi") }
    func rows(_ shape: ArraySlice<Int>, _ elements: ArraySlice<Double>) -> Expression {
      guard let count = shape.first else { return Build.number(elements.first ?? 0) }
      guard count > 0 else { return Expression(.list([])) }
      let stride = elements.count / count
      return Expression(
        .list(
          (0..<count).map { row in
            let start = elements.startIndex + row * stride
            return rows(shape.dropFirst(), elements[start..<(start + stride)])
          }))
    }
    return rows(tensor.shape.dimensions[...], tensor.elements[...])
  }
}
