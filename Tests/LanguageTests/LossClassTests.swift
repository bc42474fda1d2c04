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
    ("nn.HuberLoss('sum', 0.1)(p, y)", "F.huber_loss(p, y, reduction='sum', delta=0.1)"),
    (
      "nn.CrossEntropyLoss([1, 2, 3], ignore_index=1)(Z, k)",
      "F.cross_entropy(Z, k, [1, 2, 3], ignore_index=1)"
    ),
    ("nn.TripletMarginLoss(0.5, 1)([p], [y], [z])", "F.triplet_margin_loss([p], [y], [z], 0.5, 1)"),
    ("nn.GaussianNLLLoss(full=True)(p, y, [1, 2])", "F.gaussian_nll_loss(p, y, [1, 2], True)"),
    ("keras.losses.Huber(0.1, 'sum')([y], [p])", "float32(sum(keras.losses.huber([y], [p], 0.1)))"),
    (
      "keras.losses.CategoricalGeneralizedCrossEntropy()(k, softmax(Z))",
      "mean((1 - gather(softmax(Z), k)^0.5)/0.5)"
    ),
    (
      "keras.losses.SparseCategoricalCrossentropy(True, 1)(k, Z)",
      "keras.losses.sparse_categorical_crossentropy(k, Z, True)[0]"
    ),
    (
      "keras.losses.Circle(2)([0, 1, 0], [[1, 0], [0, 1], [-1, 0]])",
      "sum(keras.losses.circle([0, 1, 0], [[1, 0], [0, 1], [-1, 0]], gamma=2))/2"
    ),
    ("keras.regularizers.L2(0.1)(z)", "0.5"),
    ("keras.regularizers.l1_l2(l2=0.1, l1=1)(z)", "3.5"),
    ("keras.regularizers.OrthogonalRegularizer(1)([[3, 4], [4, 3]])", "0.96"),
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
    #expect(Notebook(setup).hint("torch.nn.HuberLoss").contains("torch.nn.HuberLoss()(…)"))
    #expect(Notebook(setup).code("nn.HuberLoss('sum', reduction='sum')(p, y)") == .argument)
    #expect(Notebook(setup).code("nn.GaussianNLLLoss(True)(p, y, [1, 2])") == .argument)
    #expect(Notebook(setup).code("nn.MSELoss()(p, y, [1, 2])") == .argument)
  }

  @Test(arguments: [
    ("nn.MSELos()(p, y)", "torch.nn.MSELoss"), ("F.mse_los(p, y)", "torch.nn.functional.mse_loss"),
    ("keras.losses.Hubr()(y, p)", "keras.losses.Huber"), ("optax.huber(p, y)", "optax.huber_loss"),
    ("tf.losses.smooth_l1(y, p)", "torch.nn.functional.smooth_l1_loss"),
    ("keras.regularizers.L3(1)", "keras.regularizers.L"),
  ])
  func aMisspelledNameOfALibraryHasTheRightOne(typed: String, meant: String) {
    #expect(Notebook(setup).code(typed) == .name)
    #expect(Notebook(setup).hint(typed).contains("did you mean `\(meant)"))
  }

  @Test(arguments: [
    "nn.CTCLoss()", "keras.losses.CTC()", "nn.AdaptiveLogSoftmaxWithLoss(3, 4, [1])",
    "tf.losses.get_total_loss()", "keras.losses.get('mse')",
  ])
  func whatIsLeftOutIsAnsweredWithItsReason(typed: String) {
    let notebook = Notebook(setup)
    #expect(notebook.code(typed) == .name)
    #expect(Notebook(setup, typed).failure?.message.contains("is not here: ") == true)
  }
}
