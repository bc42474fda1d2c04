internal import Graphs
internal import Tensors

/// Every primitive in each library, by an exhaustive `switch`.
extension PythonWriter {
  mutating func primitive(_ node: Node, _ operands: [PythonExpression]) -> PythonExpression {
    switch node.primitive {
    case .leaf(let leaf): return PythonExpression(PythonNames.identifier(leaf.name))
    case .constant(let tensor): return constant(tensor)
    case .reference, .derivative: return operands[0]
    // The code runs in the precision of what it is given.
    case .cast(.float64), .cast(.float32): return numeric(operands[0])
    case .cast(.bool): return truth(operands[0])
    case .size(let axes): return count(axes, of: graph.shape(of: node.operands[0]))
    case .unary(let function): return unary(function, operands[0])
    case .binary(let function): return binary(function, operands[0], operands[1])
    case .select: return select(operands)
    case .clip:
      var written = clip(operands)
      written.opposite = oppositeClip(operands)
      return written
    case .reduce(let reduction, let axes, let keepDimensions):
      let rank = graph.shape(of: node.operands[0]).rank
      return reduce(reduction, axes, keepDimensions, rank: rank, operands[0])
    case .softmax, .logSoftmax, .cumulativeSum, .sort:
      return alongAxis(node.primitive, operands[0])
    case .reshape, .transpose, .broadcast, .concatenate, .slice, .diagonal, .diagonalPart:
      return rearranged(node, operands)
    case .take, .gather, .oneHot, .iota: return indexed(node, operands)
    case .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse, .solve, .identity:
      return linear(node, operands)
    case .stopGradient:
      return fill(
        Spelling(
          numpy: "$0", torch: "%0.detach()", jax: "jax.lax.stop_gradient($0)",
          tensorflow: "tf.stop_gradient($0)"), operands)
    }
  }

  // MARK: Operands

  /// Fills a template with operands that are tensors where the library insists on tensors.
  mutating func fill(_ spelling: Spelling, _ operands: [PythonExpression]) -> PythonExpression {
    spelling.filled(library, with: operands.map { tensor(numeric($0)) })
  }

  /// A number of Python's as a tensor, where the library's functions take no other.
  mutating func tensor(_ expression: PythonExpression) -> PythonExpression {
    guard expression.kind == .number else { return expression }
    let text = expression.text
    switch (library, like) {
    case (.numpy, _), (.jax, _): return expression
    case (.torch, let like?): return PythonExpression("\(like.name).new_tensor(\(text))")
    case (.torch, nil): return PythonExpression("torch.tensor(\(text), dtype=torch.float64)")
    case (.tensorflow, let like?):
      return PythonExpression("tf.constant(\(text), \(like.name).dtype)")
    case (.tensorflow, nil): return PythonExpression("tf.constant(\(text), tf.float64)")
    }
  }

  /// Truth values and integers as numbers that arithmetic takes.
  func numeric(_ expression: PythonExpression) -> PythonExpression {
    let type = like.map { "\($0.name).dtype" }
    switch (expression.kind, library) {
    case (.boolean, .numpy): return cast("%0.astype(float)", expression)
    case (.boolean, .jax): return cast("%0.astype(\(type ?? "float"))", expression)
    case (.boolean, .torch): return cast("%0.to(\(type ?? "torch.float64"))", expression)
    case (.boolean, .tensorflow), (.integer, .tensorflow):
      return cast("tf.cast($0, \(type ?? "tf.float64"))", expression)
    default: return expression
    }
  }

  /// Numbers as truth values.
  mutating func truth(_ expression: PythonExpression) -> PythonExpression {
    if expression.kind == .boolean { return expression }
    return PythonExpression("\(tensor(expression).bound(.sum)) != 0", .comparison, kind: .boolean)
  }

  private func cast(_ template: String, _ expression: PythonExpression) -> PythonExpression {
    Spelling(everywhere: template).filled(library, with: [expression])
  }

  // MARK: Constants

  func constant(_ tensor: Tensor) -> PythonExpression {
    if tensor.shape.rank == 0, let value = tensor.scalarValue { return number(value) }
    var strides = tensor.shape.strides[...]
    let text = nested(tensor.elements[...], tensor.shape.dimensions[...], &strides)
    switch (library, like) {
    case (.numpy, _): return PythonExpression("np.array(\(text))")
    case (.jax, let like?): return PythonExpression("jnp.array(\(text), dtype=\(like.name).dtype)")
    case (.jax, nil): return PythonExpression("jnp.array(\(text))")
    case (.torch, let like?): return PythonExpression("\(like.name).new_tensor(\(text))")
    case (.torch, nil): return PythonExpression("torch.tensor(\(text), dtype=torch.float64)")
    case (.tensorflow, let like?):
      return PythonExpression("tf.constant(\(text), dtype=\(like.name).dtype)")
    case (.tensorflow, nil): return PythonExpression("tf.constant(\(text), dtype=tf.float64)")
    }
  }

  /// A number that reads back to the same bits.
  func number(_ value: Double) -> PythonExpression {
    guard value.isFinite else {
      let name = value.isNaN ? "nan" : "inf"
      let sign = value < 0 ? "-" : ""
      return PythonExpression("float(\"\(sign)\(name)\")", kind: .number)
    }
    let text = PythonWriter.text(value)
    var number = PythonExpression(text, text.hasPrefix("-") ? .sign : .atom, kind: .number)
    let other = PythonWriter.text(-value)
    number.opposite = [
      PythonExpression(other, other.hasPrefix("-") ? .sign : .atom, kind: .number)
    ]
    return number
  }

  static func text(_ value: Double) -> String {
    if let integer = Int(exactly: value), integer.magnitude < 1_000_000_000_000 {
      return value.sign == .minus && integer == 0 ? "-0.0" : String(integer)
    }
    return value.description
  }

  /// Nested lists; recursion is as deep as the rank.
  private func nested(
    _ elements: ArraySlice<Double>, _ sizes: ArraySlice<Int>, _ strides: inout ArraySlice<Int>
  ) -> String {
    guard let size = sizes.first, let stride = strides.first else {
      return elements.first.map { $0.isFinite ? $0.description : number($0).text } ?? "0.0"
    }
    var inner = strides.dropFirst()
    let parts = (0..<size).map { index in
      let start = elements.startIndex + index * stride
      return nested(elements[start..<(start + stride)], sizes.dropFirst(), &inner)
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  // MARK: Element by element

  private mutating func unary(
    _ function: UnaryFunction, _ operand: PythonExpression
  ) -> PythonExpression {
    switch function {
    case .negate:
      let operand = numeric(operand)
      if let opposite = operand.opposite.first { return opposite }
      var negative = PythonExpression("-\(operand.bound(.sign))", .sign, kind: operand.kind)
      negative.opposite = [operand]
      return negative
    case .square:
      let operand = numeric(operand)
      return PythonExpression("\(operand.bound(.atom)) ** 2", .power, kind: operand.kind)
    case .not: return function.spelling.filled(library, with: [truth(operand)])
    default: return fill(function.spelling, [operand])
    }
  }

  private mutating func binary(
    _ function: BinaryFunction, _ left: PythonExpression, _ right: PythonExpression
  ) -> PythonExpression {
    if function.isLogical {
      return function.spelling.filled(library, with: [truth(left), truth(right)])
    }
    let left = numeric(left)
    var right = numeric(right)
    guard let (sign, precedence) = function.pythonOperator else {
      return fill(function.spelling, [left, right])
    }
    let areNumbers = left.kind == .number && right.kind == .number
    // Python refuses to divide its own numbers by 0.
    if areNumbers && (sign == "/" || sign == "**") {
      right = library == .numpy ? PythonExpression("np.float64(\(right.text))") : tensor(right)
    }
    let kind: PythonExpression.Kind =
      areNumbers && right.kind == .number ? .number : function.isComparison ? .boolean : .tensor
    var written = joined(left, sign, precedence, right, kind)
    switch function {
    case .subtract: written.opposite = [joined(right, sign, precedence, left, kind)]
    case .multiply, .divide, .weigh:
      written.opposite = left.opposite.prefix(1).map { joined($0, sign, precedence, right, kind) }
    default: break
    }
    return written
  }

  private func joined(
    _ left: PythonExpression, _ sign: String, _ precedence: PythonExpression.Precedence,
    _ right: PythonExpression, _ kind: PythonExpression.Kind
  ) -> PythonExpression {
    let isPower = sign == "**"
    let leftText = left.bound(isPower ? .atom : precedence == .comparison ? .sum : precedence)
    let rightText = right.bound(isPower ? .sign : tighter(precedence))
    return PythonExpression("\(leftText) \(sign) \(rightText)", precedence, kind: kind)
  }

  private func tighter(
    _ precedence: PythonExpression.Precedence
  ) -> PythonExpression.Precedence {
    PythonExpression.Precedence(rawValue: precedence.rawValue + 1) ?? .atom
  }

  private mutating func select(_ operands: [PythonExpression]) -> PythonExpression {
    let condition = truth(operands[0])
    let branches = operands.dropFirst().map { tensor(numeric($0)) }
    return Spelling(function: "where", arguments: "$0, $1, $2")
      .filled(library, with: [condition] + branches)
  }

  private mutating func clip(_ operands: [PythonExpression]) -> PythonExpression {
    let spelling = Spelling(
      numpy: "np.clip($0, $1, $2)", torch: "torch.clamp($0, $1, $2)",
      jax: "jnp.clip($0, $1, $2)", tensorflow: "tf.clip_by_value($0, $1, $2)")
    let ends = operands.dropFirst().map { numeric($0) }
    guard library == .torch, ends.allSatisfy({ $0.kind == .number }) else {
      return fill(spelling, operands)
    }
    return spelling.filled(library, with: [tensor(numeric(operands[0]))] + ends)
  }

  /// `clip(x, a, b)` is `-clip(-x, -b, -a)`.
  private mutating func oppositeClip(_ operands: [PythonExpression]) -> [PythonExpression] {
    guard let opposite = operands[0].opposite.first, operands.count == 3 else { return [] }
    let ends = [operands[2], operands[1]].map { end in
      end.opposite.first ?? PythonExpression("-\(end.bound(.sign))", .sign, kind: end.kind)
    }
    return [clip([opposite] + ends)]
  }
}
