/// The functions that compute one loss under several names, each as a call on the same data.
///
/// In a call the words `y p z k delta axis margin a b c var gamma alpha` stand for the data; what is
/// not given is left to the function's own default. What differs between the functions is said by
/// their own documentation, so it is written once.
struct LossFamily: Sendable {
  /// What the family computes.
  let name: String
  /// What the gradient is taken by.
  let variable: String
  /// The calls, the textbook's first.
  let calls: [String]

  /// Every family.
  static let all: [LossFamily] = [
    LossFamily(
      name: "absolute error", variable: "p",
      calls: [
        "l1_loss(y=y, p=p)", "tf.losses.absolute_difference(labels=y, predictions=p)",
        "keras.losses.mean_absolute_error(y_true=y, y_pred=p)",
        "torch.nn.functional.l1_loss(input=p, target=y)",
      ]),
    LossFamily(
      name: "squared error", variable: "p",
      calls: [
        "l2_loss(y=y, p=p)", "tf.losses.mean_squared_error(labels=y, predictions=p)",
        "keras.losses.mean_squared_error(y_true=y, y_pred=p)",
        "torch.nn.functional.mse_loss(input=p, target=y)",
        "optax.squared_error(predictions=p, targets=y)", "optax.l2_loss(predictions=p, targets=y)",
        "tf.nn.l2_loss(t=p - y)",
      ]),
    LossFamily(
      name: "Huber", variable: "p",
      calls: [
        "huber(y=y, p=p, delta=delta)",
        "tf.losses.huber_loss(labels=y, predictions=p, delta=delta)",
        "keras.losses.huber(y_true=y, y_pred=p, delta=delta)",
        "torch.nn.functional.huber_loss(input=p, target=y, delta=delta)",
        "torch.nn.functional.smooth_l1_loss(input=p, target=y, beta=delta)",
        "optax.huber_loss(predictions=p, targets=y, delta=delta)",
        "smooth_l1(y=y, p=p, beta=delta)",
      ]),
    LossFamily(
      name: "log-cosh", variable: "p",
      calls: [
        "log_cosh(y=y, p=p)", "keras.losses.log_cosh(y_true=y, y_pred=p)",
        "optax.log_cosh(predictions=p, targets=y)",
      ]),
    LossFamily(
      name: "log loss of probabilities", variable: "p",
      calls: [
        "log_loss(y=y, p=p)", "tf.losses.log_loss(labels=y, predictions=p)",
        "keras.losses.binary_crossentropy(y_true=y, y_pred=p)",
        "torch.nn.functional.binary_cross_entropy(input=p, target=y)",
      ]),
    LossFamily(
      name: "log loss of logits", variable: "z",
      calls: [
        "log_loss_logits(y=y, z=z)",
        "tf.losses.sigmoid_cross_entropy(multi_class_labels=y, logits=z)",
        "tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)",
        "keras.losses.binary_crossentropy(y_true=y, y_pred=z, from_logits=true)",
        "torch.nn.functional.binary_cross_entropy_with_logits(input=z, target=y)",
        "optax.sigmoid_binary_cross_entropy(logits=z, labels=y)",
      ]),
    LossFamily(
      name: "cross-entropy of logits, class numbers", variable: "z",
      calls: [
        "sparse_softmax_cross_entropy(labels=k, logits=z)",
        "tf.losses.sparse_softmax_cross_entropy(labels=k, logits=z)",
        "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=k, logits=z)",
        "keras.losses.sparse_categorical_crossentropy(y_true=k, y_pred=z, from_logits=true)",
        "torch.nn.functional.cross_entropy(input=z, target=k)",
        "optax.softmax_cross_entropy_with_integer_labels(logits=z, labels=k)",
      ]),
    LossFamily(
      name: "cross-entropy of logits, rows of targets", variable: "z",
      calls: [
        "softmax_cross_entropy(y=y, z=z)",
        "tf.losses.softmax_cross_entropy(onehot_labels=y, logits=z)",
        "tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)",
        "keras.losses.categorical_crossentropy(y_true=y, y_pred=z, from_logits=true)",
        "torch.nn.functional.cross_entropy(input=z, target=y)",
        "optax.softmax_cross_entropy(logits=z, labels=y)",
      ]),
    LossFamily(
      name: "cross-entropy of probabilities", variable: "p",
      calls: [
        "cross_entropy(y=y, p=p)", "keras.losses.categorical_crossentropy(y_true=y, y_pred=p)",
      ]),
    LossFamily(
      name: "cross-entropy of probabilities, class numbers", variable: "p",
      calls: [
        "sparse_cross_entropy(labels=k, p=p)",
        "keras.losses.sparse_categorical_crossentropy(y_true=k, y_pred=p)",
      ]),
    LossFamily(
      name: "hinge", variable: "p",
      calls: [
        "hinge(y=y, s=p)", "tf.losses.hinge_loss(labels=(y + 1)/2, logits=p)",
        "keras.losses.hinge(y_true=y, y_pred=p)",
        "optax.hinge_loss(predictor_outputs=p, targets=y)",
      ]),
    LossFamily(
      name: "hinge of several classes", variable: "z",
      calls: [
        "categorical_hinge(k=k, s=z)",
        "torch.nn.functional.multi_margin_loss(input=z, target=k)",
        "optax.multiclass_hinge_loss(scores=z, labels=k)",
      ]),
    LossFamily(
      name: "Kullback-Leibler divergence", variable: "p",
      calls: [
        "kl_divergence(t=y, p=p)", "keras.losses.kl_divergence(y_true=y, y_pred=p)",
        "torch.nn.functional.kl_div(input=log(p), target=y)",
        "optax.kl_divergence(log_predictions=log(p), targets=y)",
      ]),
    LossFamily(
      name: "Poisson", variable: "p",
      calls: [
        "poisson(y=y, rate=p)", "keras.losses.poisson(y_true=y, y_pred=p)",
        "torch.nn.functional.poisson_nll_loss(input=p, target=y, log_input=false)",
      ]),
    LossFamily(
      name: "Poisson, logarithm of the rate", variable: "z",
      calls: [
        "poisson_log(y=y, z=z)", "tf.nn.log_poisson_loss(targets=y, log_input=z)",
        "torch.nn.functional.poisson_nll_loss(input=z, target=y)",
      ]),
    LossFamily(
      name: "Gaussian likelihood", variable: "p",
      calls: [
        "gaussian_nll(y=y, mean=p, var=var)",
        "torch.nn.functional.gaussian_nll_loss(input=p, target=y, var=var)",
      ]),
    LossFamily(
      name: "cosine distance", variable: "b",
      calls: [
        "cosine_distance(a=a, b=b, axis=axis)",
        "tf.losses.cosine_distance(labels=a, predictions=b, axis=-1)",
        "keras.losses.cosine_similarity(y_true=a, y_pred=b, axis=axis)",
        "optax.cosine_distance(predictions=b, targets=a, axis=axis)",
      ]),
    LossFamily(
      name: "focal loss of probabilities", variable: "p",
      calls: [
        "focal(y=y, p=p, gamma=gamma)",
        "keras.losses.binary_focal_crossentropy(y_true=y, y_pred=p, gamma=gamma)",
      ]),
    LossFamily(
      name: "focal loss of logits", variable: "z",
      calls: [
        "focal_logits(y=y, z=z, gamma=gamma, alpha=alpha)",
        "optax.sigmoid_focal_loss(logits=z, labels=y, gamma=gamma, alpha=alpha)",
      ]),
    LossFamily(
      name: "triplet", variable: "a",
      calls: [
        "triplet(anchor=a, positive=b, negative=c, margin=margin)",
        "torch.nn.functional.triplet_margin_loss(anchor=a, positive=b, negative=c, margin=margin)",
        "optax.triplet_margin_loss(anchors=a, positives=b, negatives=c, margin=margin)",
      ]),
    LossFamily(
      name: "margin ranking", variable: "a",
      calls: [
        "margin_ranking(a=a, b=b, y=y, margin=margin)",
        "torch.nn.functional.margin_ranking_loss(input1=a, input2=b, target=y, margin=margin)",
      ]),
    LossFamily(
      name: "Dice", variable: "p",
      calls: ["dice(y=y, p=p)", "keras.losses.dice(y_true=y, y_pred=p)"]),
    LossFamily(
      name: "Tversky", variable: "p",
      calls: ["tversky(y=y, p=p)", "keras.losses.tversky(y_true=y, y_pred=p)"]),
  ]
}
