extension SymbolicShape {
  /// Checks that axes are axes of this shape, each named once.
  func check(axes: [Int]) throws(ShapeError) {
    var seen = Set<Int>()
    for axis in axes {
      guard axis >= 0, axis < rank else {
        throw ShapeError(
          "axis \(axis) is out of range for shape \(text)",
          detail: rank == 0
            ? "a scalar has no axes"
            : "its axes are \(rank == 1 ? "0" : "0 to \(rank - 1)")")
      }
      guard seen.insert(axis).inserted else {
        throw ShapeError("axis \(axis) is named twice")
      }
    }
  }

  /// The shape after a reduction.
  func reduced(
    by reduction: Reduction, axes: [Int], keepDimensions: Bool
  ) throws(ShapeError) -> SymbolicShape {
    try check(axes: axes)
    switch reduction {
    case .max, .min, .argmax, .argmin:
      if let empty = axes.first(where: { dimensions[$0] == .fixed(0) }) {
        throw ShapeError(
          "no largest or smallest of no elements: the shape is \(text)",
          detail: "axis \(empty) is empty")
      }
    case .sum, .product, .logSumExp, .norm, .any, .all: break
    }
    var result: [Dimension] = []
    for (axis, dimension) in dimensions.enumerated() {
      guard axes.contains(axis) else {
        result.append(dimension)
        continue
      }
      if keepDimensions { result.append(.fixed(1)) }
    }
    return SymbolicShape(result)
  }

  /// A shape of the same number of elements.
  func reshaped(to target: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    for dimension in target.dimensions { _ = try dimension.checked() }
    let own = sizes
    let wanted = target.sizes
    guard own.known == wanted.known, own.names == wanted.names, own.known != nil else {
      var detail: String?
      if own.names.isEmpty, wanted.names.isEmpty, let have = own.known, let need = wanted.known {
        detail = "\(have) elements against \(need)"
      }
      throw ShapeError("cannot reshape \(text) to \(target.text)", detail: detail)
    }
    return target
  }

  /// The product of the known sizes, nothing where it overflows, and the names, sorted.
  private var sizes: (known: Int?, names: [String]) {
    var known: Int? = 1
    var names: [String] = []
    for dimension in dimensions {
      switch dimension {
      case .fixed(let size):
        known = known.flatMap {
          let (product, overflow) = $0.multipliedReportingOverflow(by: size)
          return overflow ? nil : product
        }
      case .named(let name): names.append(name)
      }
    }
    if dimensions.contains(.fixed(0)) { return (0, []) }
    return (known, names.sorted())
  }

  /// The axes in another order.
  func transposed(_ order: [Int]) throws(ShapeError) -> SymbolicShape {
    guard order.sorted() == Array(0..<rank) else {
      let axes = order.map(String.init).joined(separator: ", ")
      throw ShapeError(
        "cannot put the axes of shape \(text) in the order (\(axes))",
        detail: "each axis has to be named once")
    }
    return SymbolicShape(order.map { dimensions[$0] })
  }

  /// Shapes joined along an axis.
  static func concatenated(
    _ operands: [SymbolicShape], axis: Int
  ) throws(ShapeError) -> SymbolicShape {
    guard let first = operands.first else { throw ShapeError("concat needs at least one tensor") }
    try first.check(axes: [axis])
    var sizes: [Dimension] = []
    for operand in operands {
      var clash = operand.rank == first.rank ? nil : -1
      for other in 0..<min(first.rank, operand.rank)
      where other != axis && first.dimensions[other] != operand.dimensions[other] {
        clash = clash ?? other
      }
      if let clash {
        throw ShapeError(
          "cannot concat shapes \(first.text) and \(operand.text) along axis \(axis)",
          detail: clash < 0
            ? "\(first.rank) dimensions against \(operand.rank)"
            : "dimension \(clash) is \(first.dimensions[clash].text) against "
              + operand.dimensions[clash].text)
      }
      sizes.append(operand.dimensions[axis])
    }
    var result = first.dimensions
    result[axis] = try Dimension.sum(sizes)
    return SymbolicShape(result)
  }
}

extension Dimension {
  /// The sum of sizes: a number, or a name such as `n + 2` where one of them is a name.
  static func sum(_ sizes: [Dimension]) throws(ShapeError) -> Dimension {
    var known = 0
    var names: [String] = []
    for size in sizes {
      switch size {
      case .named(let name): names.append(name)
      case .fixed(let size):
        let (sum, overflow) = known.addingReportingOverflow(size)
        if overflow { throw ShapeError("a dimension has more elements than can be counted") }
        known = sum
      }
    }
    if names.isEmpty { return .fixed(known) }
    if known > 0 { names.append(String(known)) }
    return .named(names.joined(separator: " + "))
  }
}
