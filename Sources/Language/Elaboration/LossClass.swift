import Syntax

/// A loss that a library offers as a class: `torch.nn.HuberLoss(delta=2.0)(p, y)`.
///
/// An object of it is the function of the same library with the options filled in; Keras' objects
/// reduce what the function gives, in single precision.
struct LossClass {
  /// An option of the class's initializer.
  struct Option {
    let name: String
    /// Whether it is given by its name alone.
    let isNamed: Bool
    /// The class's own default, where the function has another or none.
    let defaultValue: Double?
  }

  /// The function that an object calls.
  let function: String
  /// The options, in the order in which the class takes them.
  let options: [Option]

  /// Reads a row of a table: the function, then the options, those after `*` by name alone.
  init(_ row: String, module: String) {
    var words = row.split(separator: " ").map(String.init)[...]
    function = module + (words.popFirst() ?? "")
    var options: [Option] = []
    var isNamed = false
    for word in words {
      guard word != "*" else {
        isNamed = true
        continue
      }
      let parts = word.split(separator: "=").map(String.init)
      options.append(
        Option(
          name: parts.first ?? word, isNamed: isNamed,
          defaultValue: parts.dropFirst().first.flatMap(Double.init)))
    }
    self.options = options
  }

  /// The class of a canonical name.
  static func named(_ path: String) -> LossClass? {
    for (module, classes, functions) in tables where path.hasPrefix(module + ".") {
      guard let row = classes[String(path.dropFirst(module.count + 1))] else { continue }
      return LossClass(row, module: functions)
    }
    return nil
  }

  /// The classes of a module.
  static func names(inModule module: String) -> [String] {
    tables.first { $0.module == module }.map { Array($0.classes.keys) } ?? []
  }

  /// Whether an expression makes an object of a class: `nn.MSELoss()`.
  static func isMade(by expression: Expression) -> Bool {
    guard case .call(let callee, _) = expression.kind, let path = callee.dottedPath else {
      return false
    }
    return named(LibraryNames.canonical(path)) != nil
  }

  /// Whether an object reduces what its function gives, as Keras' losses do.
  var isReduced: Bool { function.hasPrefix("keras.losses.") }

  /// The function that reduces what an object's function gives, and the names of what it takes
  /// beside the losses, the reduction and the weights.
  func reducer(given options: Set<String>) -> (function: String, names: [String]) {
    switch function {
    case "keras.losses.circle": ("keras.losses.reduced_above_zero", [])
    case "keras.losses.sparse_categorical_crossentropy" where options.contains("ignore_class"):
      ("keras.losses.reduced_unless_ignored", ["y_true", "ignore_class"])
    default: ("keras.losses.reduced", [])
    }
  }

  /// Options that name an object or say its precision, which change no value here.
  static let ignored: Set<String> = ["name", "dtype"]

  private static let tables: [(module: String, classes: [String: String], functions: String)] = [
    ("torch.nn", torch, "torch.nn.functional."), ("keras.losses", keras, "keras.losses."),
    ("keras.regularizers", regularizers, "keras.regularizers."),
  ]

  private static let torch: [String: String] = [
    "BCELoss": "binary_cross_entropy weight size_average reduce reduction",
    "BCEWithLogitsLoss":
      "binary_cross_entropy_with_logits weight size_average reduce reduction pos_weight",
    "CosineEmbeddingLoss": "cosine_embedding_loss margin size_average reduce reduction",
    "CosineSimilarity": "cosine_similarity dim eps",
    "CrossEntropyLoss":
      "cross_entropy weight size_average ignore_index reduce reduction label_smoothing",
    "GaussianNLLLoss": "gaussian_nll_loss * full eps reduction",
    "HingeEmbeddingLoss": "hinge_embedding_loss margin size_average reduce reduction",
    "HuberLoss": "huber_loss reduction delta",
    "KLDivLoss": "kl_div size_average reduce reduction log_target",
    "L1Loss": "l1_loss size_average reduce reduction",
    "MSELoss": "mse_loss size_average reduce reduction",
    "MarginRankingLoss": "margin_ranking_loss margin size_average reduce reduction",
    "MultiLabelMarginLoss": "multilabel_margin_loss size_average reduce reduction",
    "MultiLabelSoftMarginLoss": "multilabel_soft_margin_loss weight size_average reduce reduction",
    "MultiMarginLoss": "multi_margin_loss p margin weight size_average reduce reduction",
    "NLLLoss": "nll_loss weight size_average ignore_index reduce reduction",
    "NLLLoss2d": "nll_loss weight size_average ignore_index reduce reduction",
    "PairwiseDistance": "pairwise_distance p eps keepdim",
    "PoissonNLLLoss": "poisson_nll_loss log_input full size_average eps reduce reduction",
    "SmoothL1Loss": "smooth_l1_loss size_average reduce reduction beta",
    "SoftMarginLoss": "soft_margin_loss size_average reduce reduction",
    "TripletMarginLoss": "triplet_margin_loss margin p eps swap size_average reduce reduction",
    "TripletMarginWithDistanceLoss":
      "triplet_margin_with_distance_loss * distance_function margin swap reduction",
  ]

  private static let keras: [String: String] = [
    "BinaryCrossentropy":
      "binary_crossentropy from_logits label_smoothing axis reduction name dtype",
    "BinaryFocalCrossentropy":
      "binary_focal_crossentropy apply_class_balancing alpha gamma from_logits label_smoothing "
      + "axis reduction name dtype",
    "CategoricalCrossentropy":
      "categorical_crossentropy from_logits label_smoothing axis reduction name dtype",
    "CategoricalFocalCrossentropy":
      "categorical_focal_crossentropy alpha gamma from_logits label_smoothing axis reduction "
      + "name dtype",
    "CategoricalGeneralizedCrossEntropy":
      "categorical_generalized_cross_entropy q=0.5 reduction name dtype",
    "CategoricalHinge": "categorical_hinge reduction name dtype",
    "Circle": "circle gamma margin remove_diagonal reduction name dtype",
    "CosineSimilarity": "cosine_similarity axis reduction name dtype",
    "Dice": "dice reduction name axis dtype",
    "Hinge": "hinge reduction name dtype",
    "Huber": "huber delta reduction name dtype",
    "KLDivergence": "kl_divergence reduction name dtype",
    "LogCosh": "log_cosh reduction name dtype",
    "MeanAbsoluteError": "mean_absolute_error reduction name dtype",
    "MeanAbsolutePercentageError": "mean_absolute_percentage_error reduction name dtype",
    "MeanSquaredError": "mean_squared_error reduction name dtype",
    "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error reduction name dtype",
    "Poisson": "poisson reduction name dtype",
    "SparseCategoricalCrossentropy":
      "sparse_categorical_crossentropy from_logits ignore_class reduction axis name dtype",
    "SquaredHinge": "squared_hinge reduction name dtype",
    "Tversky": "tversky alpha beta reduction name axis dtype",
  ]

  private static let regularizers: [String: String] = [
    "L1": "l1_penalty l1", "l1": "l1_penalty l1", "L2": "l2_penalty l2", "l2": "l2_penalty l2",
    "L1L2": "l1_l2_penalty l1 l2", "l1_l2": "l1_l2_penalty l1 l2",
    "OrthogonalRegularizer": "orthogonal_penalty factor mode",
    "orthogonal_regularizer": "orthogonal_penalty factor mode",
  ]
}
