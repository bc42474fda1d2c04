import Graphs
import Tensors
import Testing

@testable import Execution

/// Hard points: tiny values, cancellation, overflow on the way, limits.
///
/// Expected values are from arithmetic in a thousand digits (mpmath).
struct AccuracyTests {
  struct Point: CustomTestStringConvertible, Sendable {
    let function: UnaryFunction
    let x: Double
    let value: Double
    let slope: Double
    var tolerance = 1e-14

    var testDescription: String { "\(function) at \(x)" }
  }

  static let points = [
    Point(function: .log1p, x: 1e-20, value: 1e-20, slope: 1),
    Point(function: .log1p, x: -0.5, value: -0.6931471805599453, slope: 2),
    Point(function: .log1p, x: 1e-8, value: 9.999999950000001e-09, slope: 0.9999999900000001),
    Point(function: .expm1, x: 1e-10, value: 1.00000000005e-10, slope: 1.0000000001),
    Point(function: .expm1, x: -1e-15, value: -9.999999999999995e-16, slope: 0.999999999999999),
    Point(function: .expm1, x: 50, value: 5.184705528587072e+21, slope: 5.184705528587072e+21),
    Point(
      function: .softplus, x: -50, value: 1.9287498479639178e-22, slope: 1.9287498479639178e-22),
    Point(function: .softplus, x: 21, value: 21.000000000758256, slope: 0.999999999241744),
    Point(function: .softplus, x: 800, value: 800, slope: 1),
    Point(
      function: .softplus, x: -650, value: 5.111951948651156e-283, slope: 5.111951948651156e-283),
    Point(
      function: .logSigmoid, x: 40, value: -4.248354255291589e-18, slope: 4.248354255291589e-18),
    Point(function: .logSigmoid, x: -800, value: -800, slope: 1),
    Point(
      function: .sigmoid, x: -40, value: 4.248354255291589e-18, slope: 4.248354255291589e-18),
    Point(
      function: .sigmoid, x: -650, value: 5.111951948651156e-283, slope: 5.111951948651156e-283),
    Point(function: .sigmoid, x: 37, value: 0.9999999999999999, slope: 8.533047625744065e-17),
    Point(function: .tanh, x: 1e-9, value: 1e-9, slope: 1),
    Point(function: .tanh, x: 20, value: 1, slope: 1.6993417021166355e-17),
    Point(function: .erf, x: 1e-10, value: 1.1283791670955126e-10, slope: 1.1283791670955126),
    Point(function: .erf, x: 3, value: 0.9999779095030014, slope: 0.00013925305194674786),
    Point(
      function: .lgamma, x: 0.5, value: 0.5723649429247001, slope: -1.9635100260214235,
      tolerance: 1e-14),
    Point(
      function: .lgamma, x: 10.5, value: 13.940625219403763, slope: 2.3030010342976865,
      tolerance: 1e-14),
    Point(function: .sinh, x: 1e-9, value: 1e-9, slope: 1),
    Point(function: .atan, x: 1e10, value: 1.5707963266948965, slope: 1e-20),
    Point(function: .asin, x: 1e-10, value: 1e-10, slope: 1),
    Point(function: .sqrt, x: 1e-300, value: 1e-150, slope: 5e+149),
    Point(function: .log, x: 1e-300, value: -690.7755278982137, slope: 9.999999999999999e+299),
    Point(function: .log10, x: 1000, value: 3, slope: 0.00043429448190325184),
    Point(function: .log2, x: 8, value: 3, slope: 0.18033688011112042),
    Point(
      function: .log2, x: 1.0000000001, value: 1.4426951601859516e-10, slope: 1.442695040744694),
    Point(function: .softsign, x: 0, value: 0, slope: 1),
    Point(function: .logCosh, x: 1e-8, value: 5e-17, slope: 1e-8),
    Point(function: .logCosh, x: 800, value: 799.3068528194401, slope: 1),
    Point(function: .logCosh, x: -1.5, value: 0.8554401710137968, slope: -0.9051482536448664),
  ]

  @Test(arguments: points)
  func functionsOfOneNumberAreRightAtHardPoints(point: Point) throws {
    let bench = Workbench()
    let x = bench.leaf(point.x)
    let f = try bench.unary(point.function, x)
    let value = try bench.value(f).elements[0]
    let slope = try bench.gradient(f, x).elements[0]
    #expect(isClose(value, point.value, point.tolerance), "value \(value)")
    #expect(isClose(slope, point.slope, point.tolerance), "slope \(slope)")
  }

  @Test func sparseCrossEntropyIsRightWhereItIsTiny() throws {
    let bench = Workbench()
    for (logits, label, value, gradient) in [
      (
        [40.0, 0, 0], 0.0, 8.496708510583178e-18,
        [-8.496708510583178e-18, 4.248354255291589e-18, 4.248354255291589e-18]
      ),
      (
        [1, 2, 3], 2, 0.4076059644443803,
        [0.09003057317038046, 0.24472847105479764, -0.3347590442251781]
      ),
      ([1000, 0, -1000], 2, 2000, [1, 0, -1]),
      (
        [100_000_001, 100_000_002, 100_000_003], 2, 0.4076059644443803,
        [0.09003057317038046, 0.24472847105479764, -0.3347590442251781]
      ),
      (
        [-1000, -1000, -1000], 0, 1.0986122886681098,
        [-0.6666666666666666, 0.3333333333333333, 0.3333333333333333]
      ),
      (
        [1, 2, 3], 0, 2.40760596444438,
        [-0.9099694268296196, 0.24472847105479764, 0.6652409557748219]
      ),
      ([0, 0], 1, 0.6931471805599453, [0.5, -0.5]),
    ] {
      let z = bench.leaf("z", logits)
      let k = bench.leaf("k", label)
      let logs = try bench.graph.add(.logSoftmax(axis: 0), z)
      let loss = try bench.unary(.negate, bench.graph.add(.gather, logs, k))
      #expect(isClose(try bench.value(loss).elements[0], value, 1e-14))
      let reverse = try bench.gradient(loss, z).elements
      // The closed form, as symbolic differentiation writes it.
      let form = try bench.binary(
        .subtract, bench.graph.add(.softmax(axis: 0), z),
        bench.graph.add(.oneHot(classes: .fixed(logits.count)), k))
      let symbolic = try bench.value(bench.graph.add(.derivative, form, loss, z)).elements
      for index in gradient.indices {
        #expect(isClose(reverse[index], gradient[index], 1e-14))
        #expect(isClose(symbolic[index], gradient[index], 1e-14))
      }
    }
  }

  @Test func denseCrossEntropyTakesRowsThatNeedNotSumToOne() throws {
    let bench = Workbench()
    let y = bench.leaf("y", [0.1, 0.2, 0.7])
    let z = bench.leaf("z", [1, 2, 3])
    let terms = try bench.binary(.multiply, y, bench.graph.add(.logSoftmax(axis: 0), z))
    let loss = try bench.unary(.negate, bench.sum(terms))
    #expect(isClose(try bench.value(loss).elements[0], 0.8076059644443803, 1e-14))
    let want = [-0.00996942682961955, 0.04472847105479764, -0.03475904422517809]
    for (got, want) in zip(try bench.gradient(loss, z).elements, want) {
      #expect(abs(got - want) <= 1e-14)
    }
  }

  @Test func logLossOfLogitsIsRightInBothTails() throws {
    let bench = Workbench()
    // (1 - y) softplus(z) + y softplus(-z), as the prelude writes it.
    func loss(_ y: NodeID, _ z: NodeID) throws -> NodeID {
      let rest = try bench.binary(.subtract, bench.constant(1), y)
      let first = try bench.binary(.weigh, rest, bench.unary(.softplus, z))
      let second = try bench.binary(
        .weigh, y, bench.unary(.softplus, bench.unary(.negate, z)))
      return try bench.binary(.add, first, second)
    }
    let y = bench.leaf("y", [1, 0, 1, 0])
    let z = bench.leaf("z", [50, -60, -70, 30])
    let total = try bench.sum(loss(y, z))
    #expect(isClose(try bench.value(total).elements[0], 100.0000000000001, 1e-14))
    let want = [-1.9287498479639178e-22, 8.75651076269652e-27, -1, 0.9999999999999064]
    for (got, want) in zip(try bench.gradient(total, z).elements, want) {
      #expect(isClose(got, want, 1e-14), "\(got) \(want)")
    }
    let form = try bench.binary(.subtract, bench.unary(.sigmoid, z), y)
    let symbolic = try bench.value(bench.graph.add(.derivative, form, total, z)).elements
    for (got, want) in zip(symbolic, want) { #expect(isClose(got, want, 1e-14)) }
  }

  @Test func logLossHasTheSlopeOfItsTermsAtPerfectPredictions() throws {
    for (label, slope) in [(0.0, 1.0), (1, -1)] {
      let bench = Workbench()
      let y = bench.leaf("y", label)
      let p = bench.leaf("p", label)
      let rest = try bench.binary(.subtract, bench.constant(1), y)
      let terms = try bench.binary(
        .add, bench.binary(.xlogy, y, p),
        bench.binary(.xlog1py, rest, bench.unary(.negate, p)))
      let loss = try bench.unary(.negate, terms)
      #expect(try bench.value(loss).elements == [0])
      #expect(try bench.gradient(loss, p).elements == [slope])
      // (p - y) / (p (1 - p)) is 0/0 there, and is mended.
      let form = try bench.binary(
        .divide, bench.binary(.subtract, p, y),
        bench.binary(.multiply, p, bench.binary(.subtract, bench.constant(1), p)))
      #expect(try bench.value(bench.graph.add(.derivative, form, loss, p)).elements == [slope])
    }
  }

  @Test func reductionsAreRightForHugeAndTinyTerms() throws {
    let bench = Workbench()
    let z = bench.leaf("z", [1000, 1000.5])
    let lse = try bench.graph.add(.reduce(.logSumExp, axes: [0], keepDimensions: false), z)
    #expect(isClose(try bench.value(lse).elements[0], 1000.9740769841801, 1e-14))
    let gradient = try bench.gradient(lse, z).elements
    #expect(isClose(gradient[0], 0.37754066879814546, 1e-14))
    #expect(isClose(gradient[1], 0.6224593312018546, 1e-14))
    let x = bench.leaf("x", [3e200, 4e200])
    let norm = try bench.graph.add(.reduce(.norm, axes: [0], keepDimensions: false), x)
    #expect(isClose(try bench.value(norm).elements[0], 5e200, 3e-16))
    let small = bench.leaf("x", [3e-200, 4e-200])
    let tiny = try bench.graph.add(.reduce(.norm, axes: [0], keepDimensions: false), small)
    #expect(isClose(try bench.value(tiny).elements[0], 5e-200, 1e-15))
    let wide = bench.leaf("x", [1e16, 1, -1e16])
    #expect(try bench.value(bench.sum(wide)).elements == [1])
  }

  @Test func softmaxKeepsItsTails() throws {
    let bench = Workbench()
    let z = bench.leaf("z", [0, -600, 3])
    let softmax = try bench.value(bench.graph.add(.softmax(axis: 0), z)).elements
    let want = [0.04742587317756678, 1.256973707930426e-262, 0.9525741268224333]
    for (got, want) in zip(softmax, want) { #expect(isClose(got, want, 1e-14)) }
    let w = bench.leaf("z", [0, -800, 3])
    let logs = try bench.value(bench.graph.add(.logSoftmax(axis: 0), w)).elements
    let wantLogs = [-3.048587351573742, -803.0485873515737, -0.04858735157374206]
    for (got, want) in zip(logs, wantLogs) { #expect(isClose(got, want, 1e-14)) }
  }

  @Test func branchesNotTakenHaveNoSay() throws {
    let bench = Workbench()
    let x = bench.leaf("x", [-1, 0, 2])
    let condition = try bench.binary(.greater, x, bench.constant(0))
    for function in [UnaryFunction.log, .sqrt, .reciprocal] {
      let f = try bench.sum(
        bench.graph.add(.select, condition, bench.unary(function, x), bench.constant(0)))
      let gradient = try bench.gradient(f, x).elements
      #expect(gradient[0] == 0)
      #expect(gradient[1] == 0 || gradient[1].isInfinite)
      #expect(gradient[2].isFinite && gradient[2] != 0)
    }
    let log = try bench.sum(
      bench.graph.add(.select, condition, bench.unary(.log, x), bench.constant(0)))
    #expect(try bench.gradient(log, x).elements == [0, 0, 0.5])
  }

  @Test func productsWithZerosHaveExactSlopes() throws {
    let bench = Workbench()
    for (x, want) in [
      ([0.0, 2, 3], [6.0, 0, 0]), ([0, 0, 3], [0, 0, 0]), ([2, 3, 4], [12, 8, 6]),
    ] {
      let node = bench.leaf("x", x)
      let f = try bench.graph.add(.reduce(.product, axes: [0], keepDimensions: false), node)
      #expect(try bench.gradient(f, node).elements == want)
    }
  }

  @Test func powersHaveTheSlopesOfTheirLimits() throws {
    let bench = Workbench()
    func check(_ base: Double, _ exponent: Double, _ value: Double, _ slope: Double) throws {
      let x = bench.leaf(base)
      let f = try bench.binary(.power, x, bench.constant(exponent))
      #expect(isClose(try bench.value(f).elements[0], value, 1e-14))
      #expect(isClose(try bench.gradient(f, x).elements[0], slope, 1e-14))
    }
    try check(0, 2, 0, 0)
    try check(-2, 3, -8, 12)
    try check(-3, -2, 0.1111111111111111, 0.07407407407407407)
    try check(0, 0, 1, 0)
    try check(0, 1, 0, 1)
    let x = bench.leaf(0.5)
    let f = try bench.binary(.power, x, x)
    #expect(isClose(try bench.value(f).elements[0], 0.7071067811865476, 1e-14))
    #expect(isClose(try bench.gradient(f, x).elements[0], 0.21697770945227393, 1e-14))
    let y = bench.leaf(10)
    let g = try bench.binary(.power, bench.constant(2), y)
    #expect(isClose(try bench.gradient(g, y).elements[0], 709.782712893384, 1e-14))
  }
}
