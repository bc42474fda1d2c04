import Syntax
import Testing

/// Losses that libraries offer as classes, against values from the libraries.
struct LossClassTests {
  private let setup = """
    y = [1, 0]; p = [0.5, 0.2]; z = [1, 2]; Z = [[1, 2, 3], [0, 0, 0]]; k = [2, 1]
    """

  @Test(arguments: [
    ("torch.nn.BCELoss()(p, y)", "torch.nn.functional.binary_cross_entropy(p, y)"),
    ("nn.CrossEntropyLoss(weight=[1, 2, 3])(Z, k)", "F.cross_entropy(Z, k, weight=[1, 2, 3])"),
    (
      "torch.nn.HuberLoss(delta=0.1, reduction='sum')(p, y)",
      "F.huber_loss(p, y, reduction='sum', delta=0.1)"
    ),
    ("tf.keras.losses.Huber(delta=2.0)(y, p)", "float32(mean((float32(p) - y)^2/2))"),
    (
      "keras.losses.BinaryCrossentropy(from_logits=True)(y, z)",
      "mean(keras.losses.binary_crossentropy(float32(y), float32(z), from_logits=True))"
    ),
    (
      "keras.losses.MeanSquaredError(reduction='none')(Z, Z + 1)",
      "keras.losses.mean_squared_error(Z, Z + 1)"
    ),
    ("keras.losses.MeanSquaredError()(Z, Z + 1, sample_weight=[1, 3])", "2"),
    ("keras.losses.MeanSquaredError(reduction='mean_with_sample_weight')(Z, Z + 1, [1, 3])", "1"),
  ])
  func anObjectOfAClassIsItsFunctionWithTheOptions(object: String, function: String) throws {
    let notebook = Notebook(setup)
    let expected = try #require(notebook.elements(function))
    let got = try #require(notebook.elements(object), "\(notebook.failure?.message ?? "")")
    #expect(got.count == expected.count)
    for (a, b) in zip(got, expected) { #expect(abs(a - b) <= 1e-6 * abs(b)) }
  }

  @Test func anObjectHasANameAndItsLossADerivative() throws {
    let notebook = Notebook(setup, "criterion = nn.MSELoss()", "L = criterion(p, y)")
    #expect(abs((notebook.elements("L")?.first ?? .nan) - 0.145) < 1e-15)
    #expect(notebook.elements("grad(L, p)") == [-0.5, 0.2])
    #expect(notebook.elements("grad(nn.MSELoss()(p, y), p)") == [-0.5, 0.2])
  }

  @Test func anUnknownOptionIsNamedAndAClassAloneExplained() {
    #expect(Notebook(setup).code("torch.nn.HuberLoss(detla=1)(p, y)") == .argument)
    #expect(Notebook(setup).hint("torch.nn.HuberLoss(detla=1)(p, y)").contains("delta"))
    #expect(Notebook(setup).code("nn.HuberLoss(1.0)(p, y)") == .argument)
    #expect(Notebook(setup).hint("torch.nn.HuberLoss").contains("torch.nn.HuberLoss()(…)"))
  }
}
