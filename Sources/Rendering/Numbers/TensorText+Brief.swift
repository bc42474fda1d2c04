public import Tensors

extension TensorText {
  /// Returns the tensor in one line of at most some columns, for a cell of a table.
  ///
  /// Digits are given up first, then elements; where nothing helps, the shape alone is told.
  public func brief(of tensor: Tensor, columns: Int = 40) -> String {
    guard tensor.shape.rank > 0 else { return text(of: tensor).plain }
    guard tensor.shape.count > 0 else { return "[]" }
    let digits = [numbers.digits, 4, 3, 2].filter { $0 <= numbers.digits }
    for edge in [nil, 3, 2, 1, 0] as [Int?] where edge != nil || tensor.shape.count <= 64 {
      // Where elements are left out anyway, few digits have given up enough.
      for digits in edge == nil ? digits : digits.suffix(2) {
        let line = line(of: tensor, edge: edge, numbers: NumberText(digits: digits))
        if line.count <= columns { return line }
      }
    }
    return "tensor \(tensor.shape.text)"
  }

  /// Returns the tensor in one line, with some items at each end of every axis.
  private func line(of tensor: Tensor, edge: Int?, numbers: NumberText) -> String {
    let shown = tensor.shape.dimensions.map { size -> [Int?] in
      guard let edge, size > 2 * edge + 1 else { return Array(0..<size) }
      let first: [Int?] = Array(0..<max(1, edge))
      let last: [Int?] = edge == 0 ? [] : Array((size - edge)..<size)
      return first + [nil] + last
    }
    // The elements shown grow with the power of the axes; past a line's worth there is no point.
    guard shown.reduce(1, { min($0 * $1.count, 1000) }) < 1000 else {
      return String(repeating: " ", count: 1000)
    }
    let strides = tensor.shape.strides
    var offsets = [0]
    for (axis, positions) in shown.enumerated() {
      let steps = positions.compactMap { $0.map { $0 * strides[axis] } }
      offsets = offsets.flatMap { base in steps.map { base + $0 } }
    }
    var texts = numbers.texts(of: offsets.map { tensor.elements[$0] }, type: tensor.type)[...]
    return nested(shown[...], &texts)
  }

  private func nested(_ shown: ArraySlice<[Int?]>, _ texts: inout ArraySlice<String>) -> String {
    guard let positions = shown.first else { return texts.popFirst() ?? "" }
    let items = positions.map { position in
      position == nil ? (isASCII ? "..." : "…") : nested(shown.dropFirst(), &texts)
    }
    return "[" + items.joined(separator: ", ") + "]"
  }
}
