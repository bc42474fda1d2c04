import Calculus
import CodeGeneration
import Foundation
import Graphs
import Language
import Syntax
import Tensors
import Testing

@Suite struct PythonModuleTests {
  @Test(arguments: PythonInterpreter.libraries)
  func everyLossHasItsValueAndItsGradientInTheLibrary(library: PythonLibrary) throws {
    try compare(LossCases.losses(), library)
  }

  @Test(arguments: PythonInterpreter.libraries)
  func everyPrimitiveHasItsValueInTheLibrary(library: PythonLibrary) throws {
    try compare(LossCases.primitives(), library)
  }

  private func compare(_ cases: [LossCase], _ library: PythonLibrary) throws {
    let results = try PythonInterpreter.results(cases.map { try $0.runnable(library) }, library)
    #expect(results.count == cases.count)
    for (loss, result) in zip(cases, results) {
      if let error = result.error {
        let source = try loss.module(library).source
        Issue.record("\(library) \(loss.name): \(error)\n\(source)")
        continue
      }
      let expected = try loss.value().elements
      let actual = (result.value ?? []).compactMap(Double.init)
      #expect(actual.count == expected.count, "\(library) \(loss.name)")
      for (a, b) in zip(actual, expected) where a != b && !(a.isNaN && b.isNaN) {
        #expect(abs(a - b) <= 1e-12 * max(1, abs(b)), "\(library) \(loss.name)")
      }
    }
  }

  @Test(arguments: [
    ("log_loss_logits", PythonLibrary.torch, "F.binary_cross_entropy_with_logits(z, y)"),
    ("sigmoid_loss_sum", .torch, "F.binary_cross_entropy_with_logits(z, y, reduction=\"sum\")"),
    ("log_loss_logits", .tensorflow, "tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)"),
    ("log_loss", .torch, "F.binary_cross_entropy(p, y)"),
    ("l2_loss", .torch, "F.mse_loss(p, y)"), ("l1_loss", .torch, "F.l1_loss(p, y)"),
    ("huber", .torch, "F.huber_loss(p, y, delta=0.5)"),
    ("huber_of_one", .torch, "F.huber_loss(p, y)"),
    ("smooth_l1", .torch, "F.smooth_l1_loss(p, y, beta=0.5)"),
    ("sparse_softmax_cross_entropy", .torch, "F.cross_entropy(logits, labels.long())"),
    ("sparse_by_logsumexp", .torch, "F.cross_entropy(logits, labels.long())"),
    ("softmax_cross_entropy", .torch, "F.cross_entropy(z, y)"),
    (
      "sparse_softmax_cross_entropy", .tensorflow,
      "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)"
    ),
    ("l2_loss", .numpy, "np.mean((p - y) ** 2)"), ("l2_loss", .jax, "jnp.mean((p - y) ** 2)"),
  ]) func aLibrarysOwnLossIsUsed(name: String, library: PythonLibrary, call: String) throws {
    let loss = try #require(LossCases.losses().first { $0.name == name })
    #expect(try loss.module(library).source.contains(call))
  }

  @Test(arguments: PythonLibrary.allCases)
  func namesBecomePythonsOwn(library: PythonLibrary) throws {
    let loss = try #require(LossCases.losses().first { $0.name == "names" })
    let source = try loss.module(library).source
    #expect(source.contains("def names(lam, p_hat, w_1, np_, delta=2):"))
  }

  @Test func aLongChainOfDefinitionsIsWrittenWithoutRecursion() throws {
    let loss = try LossCase("chain") { c in
      var x = try c.vector("x", LossCases.p)
      for index in 0..<20_000 {
        x = try c.graph.add(.reference("d\(index)"), c.plus(x, c.number(1)))
      }
      return try c.sum(x)
    }
    let source = try loss.module(.numpy).source
    #expect(source.contains("d19999 = d19998 + 1"))
  }

  @Test(arguments: PythonLibrary.allCases)
  func whatOptionsLeaveBehindIsNotWritten(library: PythonLibrary) throws {
    let loss = try LossCase("smoothed") { c in
      let smoothing = c.number(0)
      let kept = try c.minus(c.number(1), smoothing)
      let shared = try c.binary(.divide, smoothing, c.number(2))
      let y = try c.vector("y", LossCases.y, isVariable: true)
      return try c.sum(c.times(c.plus(c.times(y, kept), shared), c.number(1)))
    }
    let source = try loss.module(library).source
    let line = source.split(separator: "\n").first { $0.contains("return ") && $0.contains("sum") }
    #expect(line?.contains("*") == false && line?.contains("/") == false, "\(source)")
  }
}
