import Language
import Testing

/// What the functions under a library's name say of that library: the numbers are those that
/// TensorFlow 2.21, Keras 3.15, PyTorch 2.15 and optax 0.2.8 gave when they were run.
struct LibraryNoteTests {
  @Test(arguments: [
    (
      "tf.nn.weighted_cross_entropy_with_logits([1, 0], [0.0, 0], 2)",
      "TensorFlow 2.21 gives the gradient [0, 1]"
    ),
    (
      "tf.nn.softmax_cross_entropy_with_logits([[1, 1, 0]], [[1.0, 2, 3]])",
      "the gradient [[−0.909969, −0.755272, 0.665241]]"
    ),
    (
      "tf.losses.softmax_cross_entropy([[0, 0]], [[0.0, 0]])",
      "TensorFlow 2.21 gives the gradient [[0.5, 0.5]]"
    ),
    (
      "tf.nn.sigmoid_cross_entropy_with_logits([1, 0, 0, 1], [inf, inf, -inf, -inf])",
      "TensorFlow 2.21 gives [nan, nan, nan, inf]"
    ),
    ("tf.nn.sigmoid_cross_entropy_with_logits([2], [3])", "losses [−2.95141]"),
    ("tf.nn.softmax_cross_entropy_with_logits([0, 1, 0], [-inf, 0, 0])", "the loss is 0.693147"),
    ("tf.losses.log_loss([1.0], [1.0])", "below 0, [−1.19209e-7]"),
    ("tf.losses.log_loss([1.0], [0.0])", "at [16.1181]"),
    ("tf.losses.cosine_distance([[3, 4]], [[3, 4]], axis=1)", "the cosine distance [[0]]"),
    ("tf.losses.huber_loss([0.0], [3.0], delta=inf)", "TensorFlow 2.21 gives [nan]"),
    ("tf.losses.hinge_loss([1.0], [1.0])", "TensorFlow 2.21 takes slope 0"),
    ("tf.losses.absolute_difference([1.0], [1.000000001])", "the error [1e-9] is lost"),
    ("tf.losses.mean_squared_error([1], [2], weights=0.0)", "TensorFlow 2.21 gives 0"),
    (
      "tf.losses.mean_squared_error([1, 2], [2, 3], weights=[-1, 1], reduction='weighted_mean')",
      "TensorFlow 2.21 gives 0"
    ),
    ("keras.losses.binary_crossentropy([1.0], [0.0])", "the loss stays at [16.1181]"),
    ("keras.losses.binary_crossentropy([1.0], [1.5])", "[1.5] is no probability"),
    ("keras.losses.log_cosh([0.0], [0.0])", "the true losses are [0]"),
    ("keras.losses.hinge([1, -1], [1.0, 5])", "the whole slope [−1, 1]"),
    ("keras.losses.hinge([1, 0, -1], [3.0, 2, -3])", "a label 0 has loss 1"),
    ("keras.losses.huber([0.0], [inf])", "Keras 3.15 gives the gradient nan"),
    ("keras.losses.categorical_hinge([[1, 0, 0]], [[-1, -3, -4]])", "the loss is [0]"),
    (
      "keras.losses.sparse_categorical_crossentropy([0], [[7.0, 2, 1]])",
      "for a loss of [0.356675]"
    ),
    ("keras.losses.sparse_categorical_crossentropy([1.7], [[0.5, 0.5]])", "for [1]"),
    ("keras.losses.categorical_crossentropy([[1, 0]], [[3.0, 1]])", "add up to [[4]]"),
    ("keras.losses.mean_absolute_percentage_error([0.0], [1.0])", "[1000000000]"),
    ("keras.losses.mean_squared_logarithmic_error([1.0], [-2.0])", "the slope by [−2] is 0"),
    ("F.binary_cross_entropy([0.0], [1.0])", "the gradient [−1000000000000]"),
    ("F.binary_cross_entropy([0.0], [1.0])", "the true loss is [inf]"),
    (
      "F.binary_cross_entropy_with_logits([-40.0, 40], [0.0, 1])",
      "it is [4.24835e-18, 4.24835e-18]"
    ),
    (
      "F.binary_cross_entropy_with_logits([-40.0, 40], [0.0, 1])",
      "PyTorch 2.15 gives the gradient [4.24835e-18, 0]"
    ),
    ("F.binary_cross_entropy_with_logits([inf], [1.0])", "it is [0]"),
    ("F.soft_margin_loss([-800.0], [1])", "the loss is [800]"),
    ("F.kl_div([[-1.0, -1]], [[0.5, 0.5]])", "gives 0.306853"),
    ("F.cross_entropy([[1.0, 2]], [-100])", "PyTorch 2.15 gives nan"),
    ("F.cross_entropy([[-inf, 0, 0]], [[0.0, 1, 0]])", "the loss of the rows is [0.693147]"),
    ("F.gaussian_nll_loss([1.0], [2.0], [0.0])", "the gradient [−500000000000]"),
    ("F.nll_loss([[0.5, 0.2]], [0])", "the logarithm of no probability"),
    ("optax.huber_loss([3.0, -2], delta=1e308)", "optax 0.2.8 gives the gradient [0, 0]"),
    ("optax.huber_loss([3.3, -2], delta=1e16)", "optax 0.2.8 gives the gradient [4, −2]"),
    ("optax.huber_loss([[1.0], [2]], [1.0, 2])", "are broadcast"),
    ("optax.log_cosh([1e-9])", "optax 0.2.8 gives [0]"),
    ("optax.hinge_loss([1.0, -0.5, 0.3], [1, -1, 0])", "half the slope, [−0.5, 1, 0]"),
    ("optax.perceptron_loss([0.3], [0])", "a label 0 has neither loss nor slope"),
    ("optax.softmax_cross_entropy([-inf, 0, 0], [0, 1, 0])", "gives 0.693147"),
    (
      "optax.softmax_cross_entropy_with_integer_labels([[1.0, 2, 3]], [-1])",
      "the classes taken are [2]"
    ),
    ("optax.softmax_cross_entropy_with_integer_labels([[1.0, 2]], [2])", "out of range, [2]"),
    (
      "optax.triplet_margin_loss([[0.0, 0]], [[3.0, 4]], [[0, 5.5]], norm_degree=1)",
      "for which [2.5] would be the loss"
    ),
  ])
  func whatALibraryDoesOtherwiseIsSaidWithItsNumber(call: String, said: String) {
    let notes = Notebook(call).notes
    #expect(notes.contains { $0.message.contains(said) }, "\(call): \(notes.map(\.message))")
  }

  @Test(arguments: [
    "tf.nn.weighted_cross_entropy_with_logits([1, 0], [0.5, -2], 2)",
    "tf.nn.softmax_cross_entropy_with_logits([[0.2, 0.7, 0.1]], [[1.0, 2, 3]])",
    "tf.nn.sigmoid_cross_entropy_with_logits([1, 0], [50.0, -50])",
    "tf.nn.sparse_softmax_cross_entropy_with_logits([1, 0], [[0, 5], [-inf, 0]])",
    "tf.losses.sparse_softmax_cross_entropy([2, 1], [[1, 2, 3], [0, 0, 0]])",
    "tf.losses.softmax_cross_entropy([[1, 0]], [[3, 1]], label_smoothing=0.1)",
    "tf.losses.log_loss([1, 0], [0.9, 0.2])", "tf.losses.huber_loss([0, 1], [3, 1])",
    "tf.losses.mean_squared_error([1, 2], [1, 3], weights=[0, 1])",
    "tf.losses.cosine_distance([[0.6, 0.8]], [[0.8, 0.6]], axis=1)",
    "keras.losses.binary_crossentropy([1, 0], [0.9, 0.2])",
    "keras.losses.binary_crossentropy([1, 0], [1, 0])",
    "keras.losses.binary_crossentropy([1, 0], [9, -20], from_logits=True)",
    "keras.losses.categorical_crossentropy([[1, 0]], [[0.3, 0.7]])",
    "keras.losses.sparse_categorical_crossentropy([1], [[0.3, 0.7]])",
    "keras.losses.categorical_hinge([[1, 0, 0]], [[1, 0.5, 4]])",
    "keras.losses.hinge([1, 0], [0.5, -2])", "keras.losses.log_cosh([1.0, 2], [3.0, 5])",
    "keras.losses.mean_absolute_percentage_error([2, 4], [1, 5])",
    "F.binary_cross_entropy([0.9, 0.2], [1, 0])", "F.cross_entropy([[1.0, 2]], [0])",
    "F.cross_entropy([[1.0, 2], [0, 1]], [0, -100])", "F.soft_margin_loss([-300.0], [1])",
    "F.binary_cross_entropy_with_logits([9.0, -20], [1, 0], pos_weight=[3])",
    "F.kl_div([[-1.0, -1]], [[0.5, 0.5]], reduction='batchmean')",
    "F.gaussian_nll_loss([1.0], [2.0], [0.5])", "F.nll_loss([[-0.5, -1]], [0])",
    "F.mse_loss([1, 2], [1, 3])", "optax.huber_loss([3.0, -2], [1, 2])",
    "optax.log_cosh([1.0, 0])", "optax.hinge_loss([0.5, -2], [1, -1])",
    "optax.softmax_cross_entropy([1, 2], [0.5, 0.5])",
    "optax.softmax_cross_entropy_with_integer_labels([[1.0, 2]], [1])",
    "optax.triplet_margin_loss([[0.0, 0]], [[3.0, 4]], [[0, 5.5]])",
  ])
  func rightUseOfALibrarysFunctionIsWithoutRemark(call: String) {
    let notebook = Notebook(call)
    #expect(notebook.failure == nil && !notebook.outputs.isEmpty)
    #expect(notebook.notes.map(\.message) == [])
  }
}
