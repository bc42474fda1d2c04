import Syntax

/// A loss that a library offers as a class: `torch.nn.HuberLoss(delta=2.0)(p, y)`.
///
/// An object of it is the function of the same library with the options filled in; Keras' objects
/// reduce what the function gives, in single precision.
struct LossClass {
  /// The function that an object calls.
  let function: String
  /// Options whose default is the class's own, in the language.
  var options: [String: String] = [:]

  /// The class of a canonical name.
  static func named(_ path: String) -> LossClass? {
    for (module, classes, functions) in [
      ("torch.nn.", torch, "torch.nn.functional."), ("keras.losses.", keras, "keras.losses."),
    ] where path.hasPrefix(module) {
      guard let name = classes[String(path.dropFirst(module.count))] else { continue }
      return LossClass(
        function: functions + name,
        options: path == "keras.losses.CategoricalGeneralizedCrossEntropy" ? ["q": "0.5"] : [:])
    }
    return nil
  }

  /// Whether an expression makes an object of a class: `nn.MSELoss()`.
  static func isMade(by expression: Expression) -> Bool {
    guard case .call(let callee, _) = expression.kind, let path = callee.dottedPath else {
      return false
    }
    return named(LibraryNames.canonical(path)) != nil
  }

  /// Whether an object reduces what its function gives, as Keras' do.
  var isReduced: Bool { function.hasPrefix("keras.") }

  private static let torch: [String: String] = [
    "L1Loss": "l1_loss", "MSELoss": "mse_loss", "HuberLoss": "huber_loss",
    "SmoothL1Loss": "smooth_l1_loss", "CrossEntropyLoss": "cross_entropy", "NLLLoss": "nll_loss",
    "BCELoss": "binary_cross_entropy", "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "KLDivLoss": "kl_div", "PoissonNLLLoss": "poisson_nll_loss",
    "GaussianNLLLoss": "gaussian_nll_loss", "HingeEmbeddingLoss": "hinge_embedding_loss",
    "MarginRankingLoss": "margin_ranking_loss", "MultiMarginLoss": "multi_margin_loss",
    "MultiLabelMarginLoss": "multilabel_margin_loss",
    "MultiLabelSoftMarginLoss": "multilabel_soft_margin_loss",
    "SoftMarginLoss": "soft_margin_loss", "CosineEmbeddingLoss": "cosine_embedding_loss",
    "TripletMarginLoss": "triplet_margin_loss",
    "TripletMarginWithDistanceLoss": "triplet_margin_with_distance_loss",
    "CosineSimilarity": "cosine_similarity", "PairwiseDistance": "pairwise_distance",
  ]

  private static let keras: [String: String] = [
    "MeanAbsoluteError": "mean_absolute_error", "MeanSquaredError": "mean_squared_error",
    "MeanAbsolutePercentageError": "mean_absolute_percentage_error",
    "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error", "Huber": "huber",
    "LogCosh": "log_cosh", "CosineSimilarity": "cosine_similarity", "Hinge": "hinge",
    "SquaredHinge": "squared_hinge", "CategoricalHinge": "categorical_hinge",
    "KLDivergence": "kl_divergence", "Poisson": "poisson",
    "BinaryCrossentropy": "binary_crossentropy",
    "BinaryFocalCrossentropy": "binary_focal_crossentropy",
    "CategoricalCrossentropy": "categorical_crossentropy",
    "CategoricalFocalCrossentropy": "categorical_focal_crossentropy",
    "CategoricalGeneralizedCrossEntropy": "categorical_generalized_cross_entropy",
    "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy", "Dice": "dice",
    "Tversky": "tversky", "Circle": "circle",
  ]
}

extension Elaborator {
  /// The function that an object of a loss class is, or nothing where a path names no such class.
  func object(
    ofClass path: String, _ arguments: [Argument], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Callable? {
    guard let found = LossClass.named(LibraryNames.canonical(path)),
      let function = try prelude.function(named: found.function)
    else { return nil }
    var options: [String: Expression] = found.options.compactMapValues { Double($0) }
      .mapValues { Expression(.number($0)) }
    for argument in arguments {
      guard let label = argument.label else {
        throw failure(
          .argument, "the options of `\(path)` are given by name", at: argument.value.range,
          in: scope, hint: "write `\(path)(\(function.parameters.last?.name.text ?? "name")=…)`")
      }
      options[label] = argument.value
    }
    options["name"] = nil
    options["dtype"] = nil
    let reduction = found.isReduced ? options.removeValue(forKey: "reduction") : nil
    let known = Set(function.parameters.map(\.name.text))
    if let unknown = options.keys.sorted().first(where: { !known.contains($0) }) {
      throw failure(
        .argument, "`\(path)` has no option `\(unknown)`", at: range, in: scope,
        hint: Suggestion.nearest(to: unknown, among: Array(known)).first.map {
          "did you mean `\($0)`?"
        })
    }
    var parameters = function.parameters.filter { options[$0.name.text] == nil }
    // An object of Keras takes the data, and has the function's other options by its making alone.
    if found.isReduced { parameters = parameters.filter { $0.defaultValue == nil } }
    let data = parameters.map { parameter in
      let value = Expression(.name(parameter.name.text), at: range)
      return Argument(
        label: parameter.name.text,
        found.isReduced ? call("float32", [Argument(value)], at: range) : value)
    }
    let filled = options.sorted { $0.key < $1.key }.map { Argument(label: $0.key, $0.value) }
    var body = call(found.function, data + filled, at: range)
    if found.isReduced {
      let weights = "sample_weight"
      parameters.append(
        Parameter(Name(weights, at: range), defaultValue: Expression(.none, at: range)))
      body = call(
        "keras.losses.reduced",
        [
          Argument(body),
          Argument(reduction ?? Expression(.string("sum_over_batch_size"), at: range)),
          Argument(Expression(.name(weights), at: range)),
        ], at: range)
    }
    return .written(
      Function(
        id: cache.makeIdentity(), name: path, parameters: parameters, body: body,
        documentation: function.documentation, source: scope.source, range: range, isPrelude: false)
    )
  }

  private func call(
    _ path: String, _ arguments: [Argument], at range: SourceRange
  ) -> Expression {
    var callee: Expression?
    for part in path.split(separator: ".").map(String.init) {
      callee = Expression(callee.map { .member($0, part) } ?? .name(part), at: range)
    }
    return Expression(.call(callee ?? Expression(.none), arguments), at: range)
  }
}
