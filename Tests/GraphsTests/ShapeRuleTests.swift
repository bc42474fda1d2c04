import Graphs
import Tensors
import Testing

/// The shape rules as a table: operation, operands' shapes, result or message and detail.
struct ShapeRuleTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let primitive: Primitive
    let operands: [[Dimension]]
    var result: String?
    var message: String?
    var detail: String?

    var testDescription: String { "\(primitive) of \(operands)" }
  }

  static let n = Dimension.named("n")
  static let k = Dimension.named("k")

  static func sizes(_ sizes: Int...) -> [Dimension] { sizes.map(Dimension.fixed) }

  static let fitting: [Row] = [
    Row(primitive: .binary(.add), operands: [sizes(4), sizes()], result: "(4)"),
    Row(primitive: .binary(.add), operands: [sizes(2, 1), sizes(3)], result: "(2, 3)"),
    Row(primitive: .binary(.add), operands: [[n], sizes(1)], result: "(n)"),
    Row(primitive: .binary(.add), operands: [[n, .fixed(1)], [k]], result: "(n, k)"),
    Row(primitive: .select, operands: [[n], sizes(), sizes(1)], result: "(n)"),
    Row(primitive: .clip, operands: [sizes(3), sizes(), sizes()], result: "(3)"),
    Row(primitive: .size(axes: [0]), operands: [[n, k]], result: "()"),
    Row(
      primitive: .reduce(.sum, axes: [0, 2], keepDimensions: false), operands: [sizes(2, 3, 4)],
      result: "(3)"),
    Row(
      primitive: .reduce(.sum, axes: [0, 2], keepDimensions: true), operands: [sizes(2, 3, 4)],
      result: "(1, 3, 1)"),
    Row(
      primitive: .reduce(.logSumExp, axes: [0], keepDimensions: false), operands: [sizes(0, 3)],
      result: "(3)"),
    Row(primitive: .softmax(axis: 1), operands: [[n, k]], result: "(n, k)"),
    Row(
      primitive: .reshape(SymbolicShape([.fixed(6)])), operands: [sizes(2, 3)], result: "(6)"),
    Row(
      primitive: .reshape(SymbolicShape([.fixed(3), n])), operands: [[n, .fixed(3)]],
      result: "(3, n)"),
    Row(primitive: .transpose([1, 0]), operands: [[n, k]], result: "(k, n)"),
    Row(
      primitive: .broadcast(SymbolicShape([.fixed(2), n])), operands: [[.fixed(1), n]],
      result: "(2, n)"),
    Row(primitive: .concatenate(axis: 0), operands: [sizes(2, 3), sizes(4, 3)], result: "(6, 3)"),
    Row(primitive: .concatenate(axis: 0), operands: [[n], sizes(1)], result: "(n + 1)"),
    Row(
      primitive: .slice([.index(1), .all]), operands: [sizes(2, 3)], result: "(3)"),
    Row(
      primitive: .slice([.range(start: 2, count: 2, step: -2)]), operands: [sizes(3, 5)],
      result: "(2, 5)"),
    Row(primitive: .take(axis: 0), operands: [[n, k], sizes(5)], result: "(5, k)"),
    Row(primitive: .take(axis: 1), operands: [sizes(2, 3), sizes()], result: "(2)"),
    Row(primitive: .gather, operands: [[n, k], [n]], result: "(n)"),
    Row(primitive: .gather, operands: [sizes(3), sizes()], result: "()"),
    Row(primitive: .oneHot(classes: k), operands: [[n]], result: "(n, k)"),
    Row(primitive: .iota(.fixed(3)), operands: [], result: "(3)"),
    Row(primitive: .diagonal, operands: [[n]], result: "(n, n)"),
    Row(primitive: .diagonalPart, operands: [[n, n]], result: "(n)"),
    Row(primitive: .matmul, operands: [[n, k], [k]], result: "(n)"),
    Row(primitive: .matmul, operands: [sizes(3), sizes(3)], result: "()"),
    Row(primitive: .matmul, operands: [sizes(3), sizes(3, 2)], result: "(2)"),
    Row(
      primitive: .matmul, operands: [sizes(5, 1, 2, 3), sizes(4, 3, 2)], result: "(5, 4, 2, 2)"),
    Row(primitive: .outer, operands: [[n], [k]], result: "(n, k)"),
    Row(primitive: .trace, operands: [[n, n]], result: "()"),
    Row(primitive: .inverse, operands: [sizes(2, 2)], result: "(2, 2)"),
    Row(primitive: .solve, operands: [sizes(2, 2), sizes(2, 5)], result: "(2, 5)"),
    Row(primitive: .identity(n), operands: [], result: "(n, n)"),
    Row(primitive: .reference("z"), operands: [[n]], result: "(n)"),
    Row(primitive: .cast(.float32), operands: [[n]], result: "(n)"),
  ]

  @Test(arguments: fitting)
  func shapesThatFitGiveTheResultsShape(row: Row) throws {
    let shape = try row.primitive.shape(of: row.operands.map { SymbolicShape($0) })
    #expect(shape.text == row.result)
  }

  static let clashing: [Row] = [
    Row(
      primitive: .binary(.add), operands: [sizes(4), sizes(3)],
      message: "cannot broadcast shapes (4) and (3)", detail: "dimension 0 is 4 against 3"),
    Row(
      primitive: .binary(.add), operands: [sizes(2, 4), sizes(3)],
      message: "cannot broadcast shapes (2, 4) and (3)", detail: "dimension 1 is 4 against 3"),
    Row(
      primitive: .binary(.add), operands: [[n], [k]],
      message: "cannot broadcast shapes (n) and (k)", detail: "dimension 0 is n against k"),
    Row(
      primitive: .binary(.add), operands: [[n], sizes(3)],
      message: "cannot broadcast shapes (n) and (3)", detail: "dimension 0 is n against 3"),
    Row(
      primitive: .matmul, operands: [sizes(2, 3), sizes(2)],
      message: "cannot multiply (2, 3) by (2)", detail: "the inner sizes are 3 and 2"),
    Row(
      primitive: .matmul, operands: [sizes(), sizes(2)],
      message: "cannot multiply () by (2)", detail: "`@` is for vectors and matrices"),
    Row(
      primitive: .determinant, operands: [sizes(2, 3)],
      message: "det needs a square matrix, and the shape is (2, 3)",
      detail: "2 rows against 3 columns"),
    Row(
      primitive: .reduce(.sum, axes: [2], keepDimensions: false), operands: [sizes(2, 3)],
      message: "axis 2 is out of range for shape (2, 3)", detail: "its axes are 0 to 1"),
    Row(
      primitive: .reduce(.max, axes: [0], keepDimensions: false), operands: [sizes(0)],
      message: "no largest or smallest of no elements: the shape is (0)",
      detail: "axis 0 is empty"),
    Row(
      primitive: .reshape(SymbolicShape([.fixed(4)])), operands: [sizes(2, 3)],
      message: "cannot reshape (2, 3) to (4)", detail: "6 elements against 4"),
    Row(
      primitive: .concatenate(axis: 0), operands: [sizes(2, 3), sizes(2, 4)],
      message: "cannot concat shapes (2, 3) and (2, 4) along axis 0",
      detail: "dimension 1 is 3 against 4"),
    Row(
      primitive: .slice([.index(3)]), operands: [sizes(3)],
      message: "index 3 is out of range for axis 0 of size 3", detail: "the positions are 0 to 2"),
    Row(
      primitive: .slice([.all, .all]), operands: [sizes(3)],
      message: "too many subscripts for shape (3)", detail: "2 subscripts for 1 dimensions"),
    Row(
      primitive: .slice([.range(start: .max, count: 3, step: .max)]), operands: [sizes(3)],
      message: "a slice goes out of range for shape (3)", detail: nil),
    Row(
      primitive: .gather, operands: [sizes(2, 3), sizes(3)],
      message: "cannot gather one entry a row of shape (2, 3) with indices of shape (3)",
      detail: "the indices need shape (2)"),
    Row(
      primitive: .solve, operands: [sizes(2, 2), sizes(3)],
      message: "cannot solve (2, 2) for (3)", detail: "2 equations against 3 right sides"),
    Row(
      primitive: .iota(.fixed(-1)), operands: [],
      message: "a size cannot be negative, and -1 is", detail: nil),
    Row(
      primitive: .outer, operands: [sizes(1 << 40), sizes(1 << 40)],
      message:
        "a tensor of shape (1099511627776, 1099511627776) has more elements than can be counted",
      detail: nil),
    Row(
      primitive: .unary(.exp), operands: [],
      message: "an operation on 1 operands was given 0", detail: nil),
  ]

  @Test(arguments: clashing)
  func shapesThatClashSayWhere(row: Row) {
    do throws(ShapeError) {
      let shape = try row.primitive.shape(of: row.operands.map { SymbolicShape($0) })
      Issue.record("the shape is \(shape.text)")
    } catch {
      #expect(error.message == row.message)
      #expect(error.detail == row.detail)
    }
  }

  @Test func equalOperationsAreOneNode() throws {
    let graph = Graph()
    let x = graph.leaf(Leaf(id: 1, name: "x", shape: .scalar))
    #expect(try graph.add(.unary(.exp), x) == graph.add(.unary(.exp), x))
    #expect(graph.constant(.nan) == graph.constant(.nan))
    #expect(graph.constant(0) != graph.constant(-0.0))
    #expect(try graph.add(.reference("a"), x) != graph.add(.reference("b"), x))
  }
}
