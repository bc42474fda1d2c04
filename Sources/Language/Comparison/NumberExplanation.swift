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
  /// Numbers of classes: all up to thirty, and beyond that those common enough to be meant.
  private static let classCounts =
    Array(2...30) + [
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
    var lines = Fingerprint.all.filter { isNear(value, $0.value) }.map(\.meaning)
    // The logarithm of 1e-7 is that of seven rows among ten classes: what is known is enough.
    let isKnown = !lines.isEmpty
    lines += chance(value) + (isKnown ? [] : sums(value)) + shares(value)
    lines += doubleSquashing(value) + smoothing(value)
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
    return classCounts.filter { isNear(value, log(Double($0))) }.map {
      "ln \($0): chance, the loss of a uniform guess among \($0) classes"
        + ($0 == 2 ? "; one bit" : "")
    }
      + classCounts.filter { $0 > 2 && isNear(value, log2(Double($0))) }.map {
        "log2 \($0): chance among \($0) classes, in bits; \(short(log(Double($0)))) nats"
      }
  }

  /// What libraries hold a certain miss at, shared among rows without a loss.
  private static func shares(_ value: Double) -> [String] {
    let held = [(-log(1e-7), "Keras and `tf.losses.log_loss` hold"), (100, "PyTorch holds")]
    return held.flatMap { level, who in
      (2...8).filter { isNear(value, level / Double($0)) }.map {
        "\(short(level))/\($0): a mean of \($0) rows, one of them at the \(short(level)) at which "
          + "\(who) a probability of 0 for the truth, the others without loss"
      }
    }
  }

  /// Chance levels that were added up, not averaged.
  private static func sums(_ value: Double) -> [String] {
    guard value > 1 else { return [] }
    return [2, 3, 4, 5, 10, 100, 1_000].flatMap { classes in
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 20, 32, 64, 100, 128, 256, 512, 1_024].filter {
        isNear(value, Double($0) * log(Double(classes)))
      }.map {
        "\($0) ln \(classes): the sum, not the mean, over \($0) rows at the chance level of "
          + "\(classes) classes"
      }
    }
  }

  /// The smallest loss that smoothed labels allow: their entropy.
  private static func smoothing(_ value: Double) -> [String] {
    [0.05, 0.1, 0.2].flatMap { share in
      classCounts.filter { classes in
        let rest = share / Double(classes)
        let own = 1 - share + rest
        return isNear(value, -own * log(own) - Double(classes - 1) * rest * log(rest))
      }.map {
        "the floor of label smoothing \(share) with \($0) classes: the entropy of the smoothed "
          + "labels, which no prediction beats"
      }
    }
  }

  /// The smallest loss of logits that are probabilities already.
  private static func doubleSquashing(_ value: Double) -> [String] {
    classCounts.filter {
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
