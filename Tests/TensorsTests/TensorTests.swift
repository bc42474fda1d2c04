import Tensors
import TestSupport
import Testing

struct TensorTests {
  private func tensor(_ dimensions: [Int], _ elements: [Double]) throws -> Tensor {
    try #require(Shape(dimensions).flatMap { Tensor($0, elements) })
  }

  @Test func equalityIsOfBits() {
    #expect(Tensor(.nan) == Tensor(.nan))
    #expect(Tensor(0) != Tensor(-0.0))
    #expect(Tensor(1) != Tensor(1, type: .float32))
    #expect(Set([Tensor(.nan), Tensor(.nan)]).count == 1)
  }

  @Test func sizesThatOverflowMakeNoShape() {
    #expect(Shape([1 << 40, 1 << 40]) == nil)
    #expect(Shape([-1]) == nil)
    #expect(Shape([0, 1 << 40, 1 << 40]) == nil)
    #expect(Shape([0, 5])?.count == 0)
  }

  @Test func float32HoldsWhatASingleHolds() {
    #expect(Tensor(0.1, type: .float32).elements == [Double(Float(0.1))])
  }

  @Test func broadcastingRepeatsAlongAxesOfOne() throws {
    let column = try tensor([2, 1], [1, 2])
    let row = Tensor(vector: [10, 20, 30])
    let sum = try column.combined(with: row, type: .float64) { $0 + $1 }
    #expect(try sum == tensor([2, 3], [11, 21, 31, 12, 22, 32]))
    #expect(try row.combined(with: Tensor(vector: [1, 2]), type: .float64) { $0 + $1 } == nil)
    #expect(try sum?.summed(to: column.shape) == tensor([2, 1], [63, 66]))
    #expect(try sum?.summed(to: row.shape) == Tensor(vector: [23, 43, 63]))
    #expect(try sum?.summed(to: .scalar) == Tensor(129))
  }

  @Test func everyKernelTakesTensorsWithoutElements() throws {
    let empty = try tensor([0, 3], [])
    #expect(try empty.mapped(type: .float64) { $0 + 1 } == empty)
    #expect(try empty.combined(with: Tensor(1), type: .float64) { $0 + $1 } == empty)
    #expect(
      try empty.reduced(.sum, axes: [0], keepDimensions: false, type: .float64)
        == Tensor(vector: [0, 0, 0]))
    #expect(
      try empty.reduced(.sum, axes: [1], keepDimensions: false, type: .float64)
        == Tensor(vector: []))
    #expect(
      try empty.reduced(.product, axes: [0, 1], keepDimensions: false, type: .float64)
        == Tensor(1))
    #expect(try empty.softmax(axes: [0], type: .float64) == empty)
    #expect(try empty.softmax(axes: [1], type: .float64) == empty)
    #expect(try empty.logSoftmax(axis: 0, type: .float64) == empty)
    #expect(try empty.logSoftmaxAdjoint(of: empty, axis: 0) == empty)
    #expect(try empty.cumulativeSum(axis: 0, type: .float64) == empty)
    #expect(try empty.sortingPositions(axis: 0) == empty)
    #expect(try empty.transposed([1, 0])?.shape.text == "(3, 0)")
    #expect(try empty.taken(axis: 1, at: Tensor(vector: [2])).shape.text == "(0, 1)")
    let square = try tensor([0, 0], [])
    #expect(try LUDecomposition(square)?.determinant == 1)
    #expect(try LUDecomposition(square)?.inverse() == square)
    let product = try tensor([2, 0], []).multiplied(by: tensor([0, 3], []), type: .float64)
    #expect(try product == tensor([2, 3], [0, 0, 0, 0, 0, 0]))
    #expect(try empty.productsOfOthers(axes: [0]) == empty)
    #expect(try empty.sharesOfExtreme(isMaximum: true, axes: [1]) == empty)
    #expect(Tensor.concatenated([empty, empty], axis: 0, type: .float64)?.shape.text == "(0, 3)")
  }

  @Test func reductionsRunOverAnyAxes() throws {
    let x = try tensor([2, 3, 2], (1...12).map(Double.init))
    #expect(
      try x.reduced(.sum, axes: [0, 2], keepDimensions: false, type: .float64)
        == Tensor(vector: [18, 26, 34]))
    #expect(
      try x.reduced(.max, axes: [1], keepDimensions: true, type: .float64)
        == tensor([2, 1, 2], [5, 6, 11, 12]))
    #expect(
      try x.reduced(.argmax, axes: [0], keepDimensions: false, type: .float64)
        == tensor([3, 2], [1, 1, 1, 1, 1, 1]))
  }

  @Test func sumsAreCompensated() throws {
    let tenths = Tensor(vector: [Double](repeating: 0.1, count: 10_000_000))
    let sum = try tenths.reduced(.sum, axes: [0], keepDimensions: false, type: .float64)
    #expect(sum.elements == [1_000_000])
    let cancelling = Tensor(vector: [1e100, 1, -1e100, 1])
    let rest = try cancelling.reduced(.sum, axes: [0], keepDimensions: false, type: .float64)
    #expect(rest.elements == [2])
    let huge = Tensor(vector: [.infinity, 1, 2, 3, 4, 5])
    let total = try huge.reduced(.sum, axes: [0], keepDimensions: false, type: .float64)
    #expect(total.elements == [.infinity])
  }

  @Test func slicesAndTheirAdjointsFitTogether() throws {
    let x = try tensor([3, 4], (0..<12).map(Double.init))
    let parts = [
      Tensor.Part(start: 2, count: 2, step: -2), Tensor.Part(start: 1, count: nil, step: 1),
    ]
    let part = try #require(try x.sliced(parts))
    #expect(part == Tensor(vector: [9, 1]))
    let back = try #require(Tensor.scattered(part, parts, into: x.shape))
    #expect(back.elements == [0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0])
    #expect(
      try x.sliced([
        Tensor.Part(start: 0, count: 9, step: .max), Tensor.Part(start: 0, count: 1, step: 1),
      ]) == nil)
  }

  @Test(arguments: [1, 2, 3, 8, 30])
  func solvingUndoesMultiplying(size: Int) throws {
    var random = SeededGenerator(seed: UInt64(size))
    let elements = (0..<(size * size)).map { _ in Double.random(in: -1...1, using: &random) }
    let matrix = try tensor([size, size], elements)
    let x = Tensor(vector: (0..<size).map { _ in Double.random(in: -1...1, using: &random) })
    let right = try #require(try matrix.multiplied(by: x, type: .float64))
    let factors = try #require(try LUDecomposition(matrix))
    let solved = try #require(try factors.solve(right))
    for (got, want) in zip(solved.elements, x.elements) { #expect(abs(got - want) < 1e-10) }
    let inverse = try factors.inverse()
    let product = try #require(try matrix.multiplied(by: inverse, type: .float64))
    for (got, want) in zip(product.elements, Tensor.identity(size).elements) {
      #expect(abs(got - want) < 1e-10)
    }
  }

  @Test func aSingularMatrixHasNoInverse() throws {
    let factors = try #require(try LUDecomposition(try tensor([2, 2], [1, 2, 2, 4])))
    #expect(factors.determinant == 0)
    #expect(factors.logDeterminant == -.infinity)
    #expect(try factors.inverse().elements.allSatisfy { $0.isNaN })
    let cofactors = try tensor([2, 2], [1, 2, 2, 4]).cofactors()
    #expect(try cofactors == tensor([2, 2], [4, -2, -2, 1]))
  }

  @Test func largeProductsAgreeWithSmallOnes() throws {
    var random = SeededGenerator(seed: 3)
    let (rows, inner, columns) = (130, 150, 140)
    let a = try tensor(
      [rows, inner], (0..<(rows * inner)).map { _ in Double.random(in: -1...1, using: &random) })
    let b = try tensor(
      [inner, columns],
      (0..<(inner * columns)).map { _ in Double.random(in: -1...1, using: &random) })
    let product = try #require(try a.multiplied(by: b, type: .float64))
    for row in [0, 57, 129] {
      let line = Tensor(vector: Array(a.elements[(row * inner)..<((row + 1) * inner)]))
      let single = try #require(try line.multiplied(by: b, type: .float64))
      for column in 0..<columns {
        let got = product.elements[row * columns + column]
        #expect(abs(got - single.elements[column]) < 1e-13)
      }
    }
  }

  @Test func batchesOfMatricesBroadcast() throws {
    let a = try tensor([2, 1, 2], [1, 2, 3, 4])
    let b = try tensor([2, 2], [1, 0, 1, 1])
    #expect(try a.multiplied(by: b, type: .float64) == tensor([2, 1, 2], [3, 2, 7, 4]))
  }

  @Test func labelsOutOfRangeAreNamed() {
    #expect(throws: IndexingError.self) {
      try Tensor(vector: [0, 3]).oneHot(classes: 3)
    }
    #expect(throws: IndexingError.self) {
      try Tensor(vector: [1, 2]).taken(axis: 0, at: Tensor(0.5))
    }
    #expect(throws: IndexingError.self) {
      try Tensor(vector: [1, 2]).taken(axis: 0, at: Tensor(.nan))
    }
  }

  @Test func nansSortToTheEnd() throws {
    let x = Tensor(vector: [.nan, 2, -1, .nan, 2, 0])
    let positions = try x.sortingPositions(axis: 0)
    #expect(positions.elements == [2, 5, 1, 4, 0, 3])
  }

  @Test func longWorkStopsWhenTold() {
    let stop = Cancellation { true }
    #expect(throws: Interrupted.self) {
      try Tensor(vector: (0..<100_000).map { Double($0 * 7919 % 100_003) }).sortingPositions(
        axis: 0, until: stop)
    }
    let long = Tensor(repeating: 1, shape: .init([1 << 20]) ?? .scalar)
    #expect(throws: Interrupted.self) {
      try long.mapped(type: .float64, until: stop) { $0 }
    }
    #expect(throws: Interrupted.self) {
      try long.reshaped(to: Shape([1 << 10, 1 << 10]) ?? .scalar)?
        .multiplied(
          by: Tensor(repeating: 1, shape: Shape([1 << 10, 1 << 10]) ?? .scalar), type: .float64,
          until: stop)
    }
  }
}
