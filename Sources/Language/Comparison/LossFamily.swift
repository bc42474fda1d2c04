/// The functions that compute one loss under several names, each as a call on the same data.
///
/// In a call the words `y p z k delta axis margin a b c var gamma alpha weights reduction smoothing`
/// stand for the data; what is not given is left to the function's own default, and what a function
/// has no word for cannot be given to it. `weighted_reduction` is the reduction by the name it has in
/// `tf.losses`. What differs between the functions is said by their own documentation, so it is
/// written once.
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
        "l1_loss(y=y, p=p, weights=weights, reduction=reduction)",
        "tf.losses.absolute_difference(labels=y, predictions=p, weights=weights, "
          + "reduction=weighted_reduction)",
        "keras.losses.mean_absolute_error(y_true=y, y_pred=p)",
        "torch.nn.functional.l1_loss(input=p, target=y, weight=weights, reduction=reduction)",
      ]),
    LossFamily(
      name: "squared error", variable: "p",
      calls: [
        "l2_loss(y=y, p=p, weights=weights, reduction=reduction)",
        "tf.losses.mean_squared_error(labels=y, predictions=p, weights=weights, "
          + "reduction=weighted_reduction)",
        "keras.losses.mean_squared_error(y_true=y, y_pred=p)",
        "torch.nn.functional.mse_loss(input=p, target=y, weight=weights, reduction=reduction)",
        "optax.squared_error(predictions=p, targets=y)",
        "optax.l2_loss(predictions=p, targets=y)",
        "tf.nn.l2_loss(t=p - y)",
      ]),
    LossFamily(
      name: "Huber", variable: "p",
      calls: [
        "huber(y=y, p=p, delta=delta, weights=weights, reduction=reduction)",
        "tf.losses.huber_loss(labels=y, predictions=p, delta=delta, weights=weights, "
          + "reduction=weighted_reduction)",
        "keras.losses.huber(y_true=y, y_pred=p, delta=delta)",
        "torch.nn.functional.huber_loss(input=p, target=y, delta=delta, weight=weights, "
          + "reduction=reduction)",
        "torch.nn.functional.smooth_l1_loss(input=p, target=y, beta=delta, reduction=reduction)",
        "optax.huber_loss(predictions=p, targets=y, delta=delta)",
        "smooth_l1(y=y, p=p, beta=delta, weights=weights, reduction=reduction)",
      ]),
    LossFamily(
      name: "log-cosh", variable: "p",
      calls: [
        "log_cosh(y=y, p=p, weights=weights, reduction=reduction)",
        "keras.losses.log_cosh(y_true=y, y_pred=p)",
        "optax.log_cosh(predictions=p, targets=y)",
      ]),
    LossFamily(
      name: "log loss of probabilities", variable: "p",
      calls: [
        "log_loss(y=y, p=p, weights=weights, reduction=reduction, label_smoothing=smoothing)",
        "tf.losses.log_loss(labels=y, predictions=p, weights=weights, "
          + "reduction=weighted_reduction)",
        "keras.losses.binary_crossentropy(y_true=y, y_pred=p, label_smoothing=smoothing)",
        "torch.nn.functional.binary_cross_entropy(input=p, target=y, weight=weights, "
          + "reduction=reduction)",
      ]),
    LossFamily(
      name: "log loss of logits", variable: "z",
      calls: [
        "log_loss_logits(y=y, z=z, weights=weights, reduction=reduction, "
          + "label_smoothing=smoothing)",
        "tf.losses.sigmoid_cross_entropy(multi_class_labels=y, logits=z, "
          + "weights=weights, reduction=weighted_reduction, label_smoothing=smoothing)",
        "tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)",
        "keras.losses.binary_crossentropy(y_true=y, y_pred=z, from_logits=true, "
          + "label_smoothing=smoothing)",
        "torch.nn.functional.binary_cross_entropy_with_logits(input=z, target=y, "
          + "weight=weights, reduction=reduction)",
        "optax.sigmoid_binary_cross_entropy(logits=z, labels=y)",
      ]),
    LossFamily(
      name: "cross-entropy of logits, class numbers", variable: "z",
      calls: [
        "sparse_softmax_cross_entropy(labels=k, logits=z, weights=weights, "
          + "reduction=reduction, label_smoothing=smoothing)",
        "tf.losses.sparse_softmax_cross_entropy(labels=k, logits=z, weights=weights, "
          + "reduction=weighted_reduction)",
        "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=k, logits=z)",
        "keras.losses.sparse_categorical_crossentropy(y_true=k, y_pred=z, from_logits=true)",
        "torch.nn.functional.cross_entropy(input=z, target=k, reduction=reduction, "
          + "label_smoothing=smoothing)",
        "optax.softmax_cross_entropy_with_integer_labels(logits=z, labels=k)",
      ]),
    LossFamily(
      name: "cross-entropy of logits, rows of targets", variable: "z",
      calls: [
        "softmax_cross_entropy(y=y, z=z, weights=weights, reduction=reduction, "
          + "label_smoothing=smoothing)",
        "tf.losses.softmax_cross_entropy(onehot_labels=y, logits=z, weights=weights, "
          + "reduction=weighted_reduction, label_smoothing=smoothing)",
        "tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)",
        "keras.losses.categorical_crossentropy(y_true=y, y_pred=z, from_logits=true, "
          + "label_smoothing=smoothing)",
        "torch.nn.functional.cross_entropy(input=z, target=y, reduction=reduction, "
          + "label_smoothing=smoothing)",
        "optax.softmax_cross_entropy(logits=z, labels=y)",
      ]),
    LossFamily(
      name: "cross-entropy of probabilities", variable: "p",
      calls: [
        "cross_entropy(y=y, p=p, weights=weights, reduction=reduction, "
          + "label_smoothing=smoothing)",
        "keras.losses.categorical_crossentropy(y_true=y, y_pred=p, label_smoothing=smoothing)",
      ]),
    LossFamily(
      name: "cross-entropy of probabilities, class numbers", variable: "p",
      calls: [
        "sparse_cross_entropy(labels=k, p=p, weights=weights, reduction=reduction)",
        "keras.losses.sparse_categorical_crossentropy(y_true=k, y_pred=p)",
      ]),
    LossFamily(
      name: "hinge", variable: "p",
      calls: [
        "hinge(y=y, s=p, weights=weights, reduction=reduction)",
        "tf.losses.hinge_loss(labels=(y + 1)/2, logits=p, weights=weights, "
          + "reduction=weighted_reduction)",
        "keras.losses.hinge(y_true=y, y_pred=p)",
        "optax.hinge_loss(predictor_outputs=p, targets=y)",
      ]),
    LossFamily(
      name: "hinge of several classes", variable: "z",
      calls: [
        "categorical_hinge(k=k, s=z, weights=weights, reduction=reduction)",
        "torch.nn.functional.multi_margin_loss(input=z, target=k, reduction=reduction)",
        "optax.multiclass_hinge_loss(scores=z, labels=k)",
      ]),
    LossFamily(
      name: "Kullback-Leibler divergence", variable: "p",
      calls: [
        "kl_divergence(t=y, p=p, weights=weights, reduction=reduction)",
        "keras.losses.kl_divergence(y_true=y, y_pred=p)",
        "torch.nn.functional.kl_div(input=log(p), target=y, reduction=reduction)",
        "optax.kl_divergence(log_predictions=log(p), targets=y)",
      ]),
    LossFamily(
      name: "Poisson", variable: "p",
      calls: [
        "poisson(y=y, rate=p, weights=weights, reduction=reduction)",
        "keras.losses.poisson(y_true=y, y_pred=p)",
        "torch.nn.functional.poisson_nll_loss(input=p, target=y, log_input=false, "
          + "reduction=reduction)",
      ]),
    LossFamily(
      name: "Poisson, logarithm of the rate", variable: "z",
      calls: [
        "poisson_log(y=y, z=z, weights=weights, reduction=reduction)",
        "tf.nn.log_poisson_loss(targets=y, log_input=z)",
        "torch.nn.functional.poisson_nll_loss(input=z, target=y, reduction=reduction)",
      ]),
    LossFamily(
      name: "Gaussian likelihood", variable: "p",
      calls: [
        "gaussian_nll(y=y, mean=p, var=var, weights=weights, reduction=reduction)",
        "torch.nn.functional.gaussian_nll_loss(input=p, target=y, var=var, reduction=reduction)",
      ]),
    LossFamily(
      name: "cosine distance", variable: "b",
      calls: [
        "cosine_distance(a=a, b=b, axis=axis, weights=weights, reduction=reduction)",
        "tf.losses.cosine_distance(labels=a, predictions=b, axis=-1, weights=weights, "
          + "reduction=weighted_reduction)",
        "keras.losses.cosine_similarity(y_true=a, y_pred=b, axis=axis)",
        "optax.cosine_distance(predictions=b, targets=a, axis=axis)",
      ]),
    LossFamily(
      name: "focal loss of probabilities", variable: "p",
      calls: [
        "focal(y=y, p=p, gamma=gamma, weights=weights, reduction=reduction)",
        "keras.losses.binary_focal_crossentropy(y_true=y, y_pred=p, gamma=gamma, "
          + "label_smoothing=smoothing)",
      ]),
    LossFamily(
      name: "focal loss of logits", variable: "z",
      calls: [
        "focal_logits(y=y, z=z, gamma=gamma, alpha=alpha, weights=weights, reduction=reduction)",
        "optax.sigmoid_focal_loss(logits=z, labels=y, gamma=gamma, alpha=alpha)",
      ]),
    LossFamily(
      name: "triplet", variable: "a",
      calls: [
        "triplet(anchor=a, positive=b, negative=c, margin=margin, weights=weights, "
          + "reduction=reduction)",
        "torch.nn.functional.triplet_margin_loss(anchor=a, positive=b, negative=c, "
          + "margin=margin, reduction=reduction)",
        "optax.triplet_margin_loss(anchors=a, positives=b, negatives=c, margin=margin)",
      ]),
    LossFamily(
      name: "margin ranking", variable: "a",
      calls: [
        "margin_ranking(a=a, b=b, y=y, margin=margin, weights=weights, reduction=reduction)",
        "torch.nn.functional.margin_ranking_loss(input1=a, input2=b, target=y, "
          + "margin=margin, reduction=reduction)",
      ]),
    LossFamily(
      name: "Dice", variable: "p",
      calls: [
        "dice(y=y, p=p, weights=weights, reduction=reduction)",
        "keras.losses.dice(y_true=y, y_pred=p)",
      ]),
    LossFamily(
      name: "Tversky", variable: "p",
      calls: [
        "tversky(y=y, p=p, weights=weights, reduction=reduction)",
        "keras.losses.tversky(y_true=y, y_pred=p)",
      ]),
  ]
}
