internal import Graphs

/// Shapes, indices and linear algebra.
extension PythonWriter {
  mutating func rearranged(_ node: Node, _ operands: [PythonExpression]) -> PythonExpression {
    let rank = node.operands.first.map { graph.shape(of: $0).rank } ?? 0
    switch node.primitive {
    case .reshape(let shape):
      return fill(
        Spelling(
          function: "reshape", arguments: "$0, \(self.shape(shape))"), operands)
    case .broadcast(let shape):
      return fill(
        Spelling(
          function: "broadcast_to", arguments: "$0, \(self.shape(shape))"), operands)
    case .transpose(let order):
      if order == Array(order.indices) { return operands[0] }
      let axes = PythonExpression.tuple(order.map(String.init))
      if rank == 2 && order == [1, 0] && library != .tensorflow {
        return Spelling(everywhere: "%0.T").filled(library, with: operands)
      }
      return fill(
        Spelling(
          numpy: "np.transpose($0, \(axes))", torch: "torch.permute($0, \(axes))",
          jax: "jnp.transpose($0, \(axes))",
          tensorflow: rank == 2 ? "tf.transpose($0)" : "tf.transpose($0, perm=\(axes))"), operands)
    case .concatenate(let axis):
      let list = operands.indices.map { "$\($0)" }.joined(separator: ", ")
      return fill(
        Spelling(
          numpy: "np.concatenate([\(list)], axis=\(axis))",
          torch: "torch.cat([\(list)], dim=\(axis))",
          jax: "jnp.concatenate([\(list)], axis=\(axis))",
          tensorflow: "tf.concat([\(list)], axis=\(axis))"), operands)
    case .slice(let items): return slice(items, operands[0])
    case .diagonal:
      return fill(Spelling(function: "diag", tensorflow: "linalg.diag"), operands)
    case .diagonalPart:
      return fill(Spelling(function: "diagonal", tensorflow: "linalg.diag_part"), operands)
    default: return operands[0]
    }
  }

  private mutating func slice(
    _ items: [SliceItem], _ operand: PythonExpression
  ) -> PythonExpression {
    let operand = tensor(numeric(operand))
    var parts: [String] = []
    for item in items {
      switch item {
      case .all: parts.append(":")
      case .index(let position): parts.append(String(position))
      case .range(let start, let count, let step):
        let (length, overflow) = count.multipliedReportingOverflow(by: step)
        let stop = overflow ? start : start &+ length
        if library == .torch && step < 0 {
          // PyTorch takes no negative steps; a list of positions does the same.
          let positions = (0..<count).map { String(start &+ $0 &* step) }
          parts.append("[" + positions.joined(separator: ", ") + "]")
        } else {
          parts.append(
            "\(start):\(stop < 0 ? "" : String(stop))" + (step == 1 ? "" : ":\(step)"))
        }
      }
    }
    while parts.count > 1, parts.last == ":" { parts.removeLast() }
    return PythonExpression("\(operand.bound(.atom))[\(parts.joined(separator: ", "))]")
  }

  // MARK: Indices

  mutating func indexed(_ node: Node, _ operands: [PythonExpression]) -> PythonExpression {
    let rank = node.operands.first.map { graph.shape(of: $0).rank } ?? 0
    switch node.primitive {
    case .take(let axis):
      let colons = String(repeating: ":, ", count: axis)
      return Spelling(
        numpy: "np.take($0, $1, axis=\(axis))", torch: "%0[\(colons)$1]",
        jax: "jnp.take($0, $1, axis=\(axis))", tensorflow: "tf.gather($0, $1, axis=\(axis))"
      ).filled(library, with: [tensor(numeric(operands[0])), integers(operands[1])])
    case .gather:
      let last = max(0, rank - 1)
      return Spelling(
        numpy: "np.take_along_axis($0, %1[..., None], axis=-1)[..., 0]",
        torch: "torch.gather($0, -1, %1.unsqueeze(-1)).squeeze(-1)",
        jax: "jnp.take_along_axis($0, %1[..., None], axis=-1)[..., 0]",
        tensorflow: "tf.gather($0, $1, axis=\(last), batch_dims=\(last))"
      ).filled(library, with: [tensor(numeric(operands[0])), integers(operands[1])])
    case .oneHot(let classes):
      let count = size(classes)
      let type = like.map { "\($0.name).dtype" }
      return Spelling(
        numpy: "np.eye(\(count))[$0]",
        torch: "F.one_hot($0, \(count)).to(\(type ?? "torch.float64"))",
        jax: "jax.nn.one_hot($0, \(count)\(type.map { ", dtype=" + $0 } ?? ""))",
        tensorflow: "tf.one_hot($0, \(count), dtype=\(type ?? "tf.float64"))"
      ).filled(library, with: [integers(operands[0])])
    case .iota(let dimension):
      let count = size(dimension)
      return Spelling(
        numpy: "np.arange(\(count), dtype=float)",
        torch: "torch.arange(\(count)\(placement))",
        jax: "jnp.arange(\(count)\(like.map { ", dtype=\($0.name).dtype" } ?? ""))",
        tensorflow:
          "tf.cast(tf.range(\(count)), \(like.map { "\($0.name).dtype" } ?? "tf.float64"))"
      ).filled(library, with: [])
    default: return operands[0]
    }
  }

  /// The type and device of new tensors in PyTorch.
  private var placement: String {
    like.map { ", dtype=\($0.name).dtype, device=\($0.name).device" } ?? ", dtype=torch.float64"
  }

  /// An operand as integers that index.
  private mutating func integers(_ operand: PythonExpression) -> PythonExpression {
    switch (library, operand.kind) {
    case (.torch, _): PythonExpression("\(tensor(operand).bound(.atom)).long()")
    case (_, .integer): operand
    case (.numpy, .number), (.jax, .number):
      PythonExpression("\(library.prefix).array(\(operand.text))")
    case (.numpy, _), (.jax, _): PythonExpression("\(operand.bound(.atom)).astype(int)")
    case (.tensorflow, _): PythonExpression("tf.cast(\(tensor(operand).text), tf.int32)")
    }
  }

  // MARK: Linear algebra

  mutating func linear(_ node: Node, _ operands: [PythonExpression]) -> PythonExpression {
    let ranks = node.operands.map { graph.shape(of: $0).rank }
    switch node.primitive {
    case .matmul: return matmul(ranks, operands)
    case .outer:
      return fill(
        Spelling(
          numpy: "np.outer($0, $1)", torch: "torch.outer($0, $1)", jax: "jnp.outer($0, $1)",
          tensorflow: "%0[:, None] * %1[None, :]"), operands)
    case .trace: return fill(Spelling(function: "trace", tensorflow: "linalg.trace"), operands)
    case .determinant: return fill(Spelling(function: "linalg.det"), operands)
    case .logDeterminant:
      return fill(
        Spelling(
          numpy: "np.linalg.slogdet($0)[1]", torch: "torch.linalg.slogdet($0)[1]",
          jax: "jnp.linalg.slogdet($0)[1]", tensorflow: "tf.linalg.slogdet($0)[1]"), operands)
    case .inverse: return fill(Spelling(function: "linalg.inv"), operands)
    case .solve:
      let isVector = ranks.count > 1 && ranks[1] == 1
      return fill(
        Spelling(
          numpy: "np.linalg.solve($0, $1)", torch: "torch.linalg.solve($0, $1)",
          jax: "jnp.linalg.solve($0, $1)",
          tensorflow: isVector
            ? "tf.linalg.solve($0, %1[:, None])[:, 0]" : "tf.linalg.solve($0, $1)"), operands)
    case .identity(let dimension):
      let count = size(dimension)
      return Spelling(
        numpy: "np.eye(\(count))", torch: "torch.eye(\(count)\(placement))",
        jax: "jnp.eye(\(count)\(like.map { ", dtype=\($0.name).dtype" } ?? ""))",
        tensorflow: "tf.eye(\(count), dtype=\(like.map { "\($0.name).dtype" } ?? "tf.float64"))"
      ).filled(library, with: [])
    default: return operands[0]
    }
  }

  private mutating func matmul(
    _ ranks: [Int], _ operands: [PythonExpression]
  ) -> PythonExpression {
    let left = tensor(numeric(operands[0]))
    let right = tensor(numeric(operands[1]))
    guard library == .tensorflow, ranks.contains(1) else {
      var product = PythonExpression(
        "\(left.bound(.product)) @ \(right.bound(.sign))", .product)
      product.opposite = right.opposite.prefix(1).map {
        PythonExpression("\(left.bound(.product)) @ \($0.bound(.sign))", .product)
      }
      return product
    }
    if ranks[1] == 1 && ranks[0] > 1 {
      return PythonExpression("tf.linalg.matvec(\(left.text), \(right.text))")
    }
    return PythonExpression("tf.tensordot(\(left.text), \(right.text), axes=1)")
  }
}
