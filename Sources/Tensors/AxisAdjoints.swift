extension Tensor {
  /// Of each element, the product of all others along axes, without dividing by any.
  ///
  /// - Complexity: O(number of elements), by products from both ends.
  public func productsOfOthers(
    axes: [Int], until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try Rows(self, axes: axes, until: cancellation).mapped(type: .float64, until: cancellation) {
      x, range, result in
      var before = 1.0
      for index in range {
        result[index] = before
        before *= x[index]
      }
      var after = 1.0
      for index in range.reversed() {
        result[index] *= after
        after *= x[index]
      }
    }
  }

  /// Of each element, its share of the slope of the largest (or smallest) along axes: elements that
  /// tie have equal shares, the others none.
  public func sharesOfExtreme(
    isMaximum: Bool, axes: [Int], until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try Rows(self, axes: axes, until: cancellation).mapped(type: .float64, until: cancellation) {
      x, range, result in
      let best = Tensor.position(x, range) { isMaximum ? $0 > $1 : $0 < $1 } + range.lowerBound
      let ties = range.reduce(0) { $0 + (x[$1] == x[best] ? 1 : 0) }
      for index in range {
        result[index] = x[index] == x[best] ? 1 / Double(ties) : 0
      }
      // A nan ties with nothing, itself included, and the slope is nan where it stands.
      if ties == 0 { result[best] = .nan }
    }
  }

  /// The adjoint of the softmax of this tensor, and its derivative, for the map is symmetric.
  ///
  /// ```
  /// r[i] = s[i] (g[i] (1 - s[i]) - sum(g[j] s[j], j ≠ i))
  /// ```
  /// In this form nothing cancels where one probability is nearly 1.
  public func softmaxAdjoint(
    of cotangent: Tensor, axis: Int, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try adjoint(of: cotangent, axis: axis, until: cancellation) { g, s in
      g * s
    } entry: { g, s, rest, sum in
      s * (g * rest - sum.without(g * s))
    }
  }

  /// The adjoint of the logarithm of the softmax of this tensor.
  ///
  /// ```
  /// r[i] = g[i] (1 - s[i]) - s[i] sum(g[j], j ≠ i)
  /// ```
  public func logSoftmaxAdjoint(
    of cotangent: Tensor, axis: Int, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try adjoint(of: cotangent, axis: axis, until: cancellation) { g, _ in
      g
    } entry: { g, s, rest, sum in
      g * rest - s * sum.without(g)
    }
  }

  /// The derivative of the logarithm of the softmax of this tensor along a tangent.
  ///
  /// ```
  /// r[i] = t[i] (1 - s[i]) - sum(s[j] t[j], j ≠ i)
  /// ```
  public func logSoftmaxDerivative(
    along tangent: Tensor, axis: Int, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try adjoint(of: tangent, axis: axis, until: cancellation) { t, s in
      t * s
    } entry: { t, s, rest, sum in
      t * rest - sum.without(t * s)
    }
  }

  /// What the three have in common: a sum along the axis, and of it the part of the others.
  private func adjoint(
    of cotangent: Tensor, axis: Int, until cancellation: Cancellation,
    term: (Double, Double) -> Double,
    entry: (Double, Double, Double, CompensatedSum) -> Double
  ) throws(Interrupted) -> Tensor {
    let softmax = try self.softmax(axes: [axis], type: .float64, until: cancellation)
    let complement = try softmaxComplement(axis: axis, until: cancellation)
    let s = try Rows(softmax, axes: [axis], until: cancellation).elements
    let rest = try Rows(complement, axes: [axis], until: cancellation).elements
    guard cotangent.elements.count == s.count else { return softmax }
    return try Rows(cotangent, axes: [axis], until: cancellation).mapped(
      type: .float64, until: cancellation
    ) { g, range, result in
      var sum = CompensatedSum()
      for index in range { sum.add(term(g[index], s[index])) }
      for index in range { result[index] = entry(g[index], s[index], rest[index], sum) }
    }
  }
}
