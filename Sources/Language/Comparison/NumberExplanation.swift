#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a value of a loss tells about how it came about: `explain(16.118)`.
///
/// Libraries leave fingerprints: the logarithm of what they clip at, the level of pure chance, the
/// floor of a softmax applied twice.
enum NumberExplanation {
  /// A number that libraries leave behind, and what it means.
  private struct Fingerprint {
    let value: Double
    let meaning: String
  }

  private static let fingerprints: [Fingerprint] = [
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
  ]

  /// Numbers of classes beyond thirty that are common enough to be meant.
  private static let commonClassCounts = [
    32, 37, 40, 50, 64, 80, 91, 100, 128, 200, 256, 365, 500, 512, 1_000, 1_024, 10_000, 21_841,
    30_522, 32_000, 50_257, 100_000, 128_256,
  ]

  /// Returns what is known of a number, the most telling first.
  static func lines(for value: Double) -> [String] {
    guard value.isFinite else {
      return [
        value.isNaN
          ? "nan: 0/0, inf - inf or 0*inf; `tape(loss)` shows the operation that first made it"
          : "inf: the truth was given probability 0, or a term overflowed; `tape(loss)` shows where"
      ]
    }
    var lines = fingerprints.filter { isNear(value, $0.value) }.map(\.meaning)
    lines += chance(value)
    lines += doubleSquashing(value)
    if value > 0 {
      lines.append(
        "as a cross-entropy: \(short(value)) nats are \(short(value / log(2))) bits; "
          + "the truth has probability \(short(exp(-value))) in the geometric mean, "
          + "a perplexity of \(short(exp(value)))")
    }
    return lines.isEmpty ? ["no fingerprint of a loss is known for \(short(value))"] : lines
  }

  /// The loss of a uniform guess among several classes.
  private static func chance(_ value: Double) -> [String] {
    guard value > 0.5, value < 14 else { return [] }
    return (Array(2...30) + commonClassCounts).filter { isNear(value, log(Double($0))) }.map {
      "ln \($0): chance, the loss of a uniform guess among \($0) classes"
        + ($0 == 2 ? "; one bit" : "")
    }
  }

  /// The smallest loss of logits that are probabilities already.
  private static func doubleSquashing(_ value: Double) -> [String] {
    (Array(2...30) + commonClassCounts).filter {
      isNear(value, log(M_E + Double($0) - 1) - 1)
    }.map {
      "the floor of a softmax applied twice with \($0) classes: "
        + "ln(e + \($0 - 1)) - 1; pass logits, not probabilities"
    }
  }

  /// Whether a value is a number to four digits, as people read them off.
  private static func isNear(_ value: Double, _ number: Double) -> Bool {
    abs(value - number) <= 3e-4 * abs(number)
  }

  /// A number in four significant digits.
  private static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    let scale = pow(10, 3 - floor(log10(abs(value))))
    let rounded = (value * scale).rounded() / scale
    guard let whole = Int(exactly: rounded) else { return "\(rounded)" }
    return String(whole)
  }
}
