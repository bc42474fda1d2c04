import Graphs
import Tensors
import Testing

@testable import Execution

/// Points without a derivative, and kinks that cancel in the whole.
struct KinkTests {
  @Test func eachPrimitiveTakesItsElementOfLeastNorm() throws {
    let bench = Workbench()
    let x = bench.leaf([0, -1, 2])
    for (function, want) in [
      (UnaryFunction.abs, [0.0, -1, 1]), (.relu, [0, 0, 1]), (.sign, [0, 0, 0]),
    ] {
      let f = try bench.sum(bench.unary(function, x))
      #expect(try bench.gradient(f, x).elements == want)
    }
    let clip = try bench.sum(
      bench.graph.add(.clip, x, bench.constant(-1), bench.constant(2)))
    #expect(try bench.gradient(clip, x).elements == [1, 0, 0])
    let zeros = bench.leaf([0, 0])
    let norm = try bench.graph.add(.reduce(.norm, axes: [0], keepDimensions: false), zeros)
    #expect(try bench.gradient(norm, zeros).elements == [0, 0])
    let ties = bench.leaf([1, 3, 3])
    let top = try bench.graph.add(.reduce(.max, axes: [0], keepDimensions: false), ties)
    #expect(try bench.gradient(top, ties).elements == [0, 0.5, 0.5])
    let pair = try bench.binary(.maximum, bench.leaf(1), bench.constant(1))
    let variable = bench.graph[pair].operands[0]
    #expect(try bench.gradient(pair, variable).elements == [0.5])
  }

  @Test func slopesOnBothSidesAreThoseOfTheWhole() throws {
    let bench = Workbench()
    let x = bench.leaf(0)
    let f = try bench.binary(
      .subtract, bench.binary(.multiply, bench.constant(3), bench.unary(.abs, x)),
      bench.unary(.relu, x))
    let slopes = try bench.slopes(f, x, 0)
    #expect(slopes.left == -3)
    #expect(slopes.right == 2)
    #expect(slopes.kinks.count == 2)
    #expect(slopes.derivative == nil)
    let touched = try OneSided.touchedKinks(
      of: f, along: x, graph: bench.graph, bindings: bench.bindings)
    #expect(touched.map(\.element) == [0])
    #expect(touched.map(\.taken) == [0])
  }

  @Test func kinksThatCancelAreNone() throws {
    let bench = Workbench()
    let x = bench.leaf(0)
    // relu(x) - relu(-x) is x.
    let f = try bench.binary(
      .subtract, bench.unary(.relu, x), bench.unary(.relu, bench.unary(.negate, x)))
    #expect(try bench.gradient(f, x).elements == [1])
    // max(z, 0) - z y + log1p(exp(-|z|)) is smooth.
    for y in [0.0, 0.25, 1] {
      let terms = try bench.binary(
        .subtract, bench.binary(.maximum, x, bench.constant(0)),
        bench.binary(.multiply, x, bench.constant(y)))
      let tail = try bench.unary(
        .log1p, bench.unary(.exp, bench.unary(.negate, bench.unary(.abs, x))))
      let loss = try bench.binary(.add, terms, tail)
      #expect(isClose(try bench.gradient(loss, x).elements[0], 0.5 - y, 1e-15))
    }
  }

  @Test func hubersJoinIsSmoothOnceAndAKinkTwice() throws {
    let bench = Workbench()
    let e = bench.leaf(1)
    let size = try bench.unary(.abs, e)
    let inside = try bench.binary(.lessOrEqual, size, bench.constant(1))
    let square = try bench.binary(.multiply, bench.constant(0.5), bench.unary(.square, e))
    let line = try bench.binary(.subtract, size, bench.constant(0.5))
    let huber = try bench.graph.add(.select, inside, square, line)
    #expect(try bench.gradient(huber, e).elements == [1])
    let first = try bench.graph.add(.clip, e, bench.constant(-1), bench.constant(1))
    let slopes = try bench.slopes(first, e, 0)
    #expect(slopes.left == 1)
    #expect(slopes.right == 0)
  }

  @Test func aTieWhoseSidesMoveAlikeIsNotTouched() throws {
    let bench = Workbench()
    let x = bench.leaf([2, 5])
    let one = try bench.graph.add(.slice([.index(0)]), x)
    let two = try bench.binary(.multiply, one, bench.constant(1))
    let f = try bench.binary(.maximum, one, two)
    #expect(try bench.slopes(f, x, 0).kinks.isEmpty)
    #expect(try bench.gradient(f, x).elements == [1, 0])
  }

  @Test func comparisonsAreDecidedJustPastTheTie() throws {
    let bench = Workbench()
    let x = bench.leaf(0)
    for function in [BinaryFunction.greater, .greaterOrEqual] {
      let condition = try bench.binary(function, x, bench.constant(0))
      let f = try bench.graph.add(.select, condition, x, bench.constant(0))
      let slopes = try bench.slopes(f, x, 0)
      #expect(slopes.left == 0)
      #expect(slopes.right == 1)
    }
    let step = try bench.binary(.greater, x, bench.constant(0))
    let slopes = try bench.slopes(step, x, 0)
    #expect(slopes.left == 0)
    #expect(slopes.right == .infinity)
    #expect(try bench.gradient(step, x).elements == [0])
    // x sign(x) is |x|.
    let product = try bench.binary(.multiply, x, bench.unary(.sign, x))
    #expect(try bench.slopes(product, x, 0).left == -1)
    #expect(try bench.slopes(product, x, 0).right == 1)
  }

  @Test func tiesAlongAnAxisAreDecidedByTheTangents() throws {
    let bench = Workbench()
    let x = bench.leaf([1, 1, 0])
    let top = try bench.graph.add(.reduce(.max, axes: [0], keepDimensions: false), x)
    #expect(try bench.slopes(top, x, 0).left == 0)
    #expect(try bench.slopes(top, x, 0).right == 1)
    #expect(try bench.slopes(top, x, 2).kinks.isEmpty)
    let sorted = try bench.graph.add(.sort(axis: 0), x)
    let middle = try bench.graph.add(.slice([.index(1)]), sorted)
    #expect(try bench.slopes(middle, x, 0).left == 1)
    #expect(try bench.slopes(middle, x, 0).right == 0)
    let total = try bench.sum(sorted)
    #expect(try bench.gradient(total, x).elements == [1, 1, 1])
  }

  @Test func aClosedFormIsMendedWhereItFails() throws {
    let bench = Workbench()
    let x = bench.leaf([0, 2, 3])
    let product = try bench.graph.add(.reduce(.product, axes: [0], keepDimensions: false), x)
    let form = try bench.binary(.divide, product, x)
    let derivative = try bench.graph.add(.derivative, form, product, x)
    #expect(try bench.value(derivative).elements == [6, 0, 0])
    // sign(x) + step(x), where the whole is x: mended though it is finite.
    let y = bench.leaf(0)
    let whole = try bench.binary(
      .subtract, bench.unary(.relu, y), bench.unary(.relu, bench.unary(.negate, y)))
    let wrong = try bench.unary(.abs, bench.unary(.sign, y))
    #expect(try bench.value(bench.graph.add(.derivative, wrong, whole, y)).elements == [1])
  }

  @Test func elementwiseDerivativesAreMendedInPlace() throws {
    let bench = Workbench()
    let x = bench.leaf([0, -2, 0])
    let f = try bench.binary(
      .subtract, bench.unary(.relu, x), bench.unary(.relu, bench.unary(.negate, x)))
    let form = try bench.unary(.abs, bench.unary(.sign, x))
    let derivative = try bench.graph.add(.derivative, form, f, x)
    #expect(try bench.value(derivative).elements == [1, 1, 1])
  }
}
