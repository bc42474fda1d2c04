#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A number that libraries leave behind, and what it means.
struct Fingerprint {
  let value: Double
  let meaning: String

  /// Every number that is known.
  static let all: [Fingerprint] = [
    Fingerprint(
      value: -log(1e-7),
      meaning: "-ln(1e-7): a probability of 0 for the truth, held at 1e-7 by Keras or by "
        + "`tf.losses.log_loss`; the exact loss is inf"),
    Fingerprint(
      value: 100,
      meaning: "PyTorch's `binary_cross_entropy` holds its logarithms above -100: the truth was "
        + "given probability 0, and the exact loss is inf"),
    Fingerprint(
      value: -log(2.220446049250313e-16),
      meaning: "-ln of the precision of double numbers, 2.2e-16: scikit-learn's `log_loss` clips "
        + "there; the exact loss is inf"),
    Fingerprint(
      value: -log(1.1920929e-7),
      meaning: "-ln of the precision of single numbers, 1.19e-7: scikit-learn's `log_loss` clips "
        + "there for float32; the exact loss is inf"),
    Fingerprint(
      value: -log(1e-15),
      meaning: "-ln(1e-15): what older versions of scikit-learn clipped at; the exact loss is inf"),
    Fingerprint(value: -log(1e-12), meaning: "-ln(1e-12): an epsilon of 1e-12 in a logarithm"),
    Fingerprint(value: -log(1e-8), meaning: "-ln(1e-8): an epsilon of 1e-8 in a logarithm"),
    Fingerprint(value: -log(1e-6), meaning: "-ln(1e-6): an epsilon of 1e-6 in a logarithm"),
    Fingerprint(
      value: 88.722839,
      meaning: "the largest logit whose exponential is finite in single precision"),
    Fingerprint(
      value: 709.782713,
      meaning: "the largest logit whose exponential is finite in double precision"),
    Fingerprint(
      value: -1.1920929e-7,
      meaning: "a perfect prediction under `tf.losses.log_loss`, which adds 1e-7 inside the "
        + "logarithm: a loss below 0"),
    Fingerprint(
      value: -1.904654323e-9,
      meaning: "`keras.losses.log_cosh` of equal numbers: its log 2 has single precision"),
    Fingerprint(
      value: 1e-7, meaning: "a perfect prediction under Keras, which holds it at 1 - 1e-7"),
    Fingerprint(value: 0.25, meaning: "the Brier score of p = 1/2: chance for two classes"),
    Fingerprint(value: -log(1e-10), meaning: "-ln(1e-10): an epsilon of 1e-10 in a logarithm"),
    Fingerprint(value: -log(1e-9), meaning: "-ln(1e-9): an epsilon of 1e-9 in a logarithm"),
    Fingerprint(value: -log(1e-5), meaning: "-ln(1e-5): an epsilon of 1e-5 in a logarithm"),
    Fingerprint(value: -log(1e-4), meaning: "-ln(1e-4): an epsilon of 1e-4 in a logarithm"),
    Fingerprint(
      value: 87.33654475055,
      meaning: "-ln of the smallest normal single number, 1.18e-38: a float32 probability that "
        + "was held there"),
    Fingerprint(
      value: 103.27892990343,
      meaning: "-ln of the smallest single number above 0, 1.4e-45: below it a float32 "
        + "probability is 0"),
    Fingerprint(
      value: 708.39641853226,
      meaning: "-ln of the smallest normal double number, 2.2e-308"),
    Fingerprint(
      value: 744.44007192138,
      meaning: "-ln of the smallest double number above 0, 4.9e-324: below it a probability is 0"),
    Fingerprint(
      value: log(1 + exp(-1)),
      meaning: "the floor of a sigmoid applied twice: ln(1 + 1/e); pass logits, not probabilities"),
    Fingerprint(
      value: 0.25 * log(2),
      meaning: "focal loss, gamma = 2, of p = 1/2: chance for two classes"),
    Fingerprint(
      value: 0.0625 * log(2),
      meaning: "focal loss, gamma = 2 and alpha = 1/4, of p = 1/2: chance for two classes"),
    Fingerprint(
      value: 1e9,
      meaning: "a target of 0 in `keras.losses.mean_absolute_percentage_error`, which takes it "
        + "for 1e-7, and an error of 1"),
    Fingerprint(
      value: 1,
      meaning: "hinge loss at a score of 0: nothing learned yet; as a cross-entropy in bits, "
        + "chance for two classes"),
  ]
}
