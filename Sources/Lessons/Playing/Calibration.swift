internal import Rendering

/// How near a learner's predictions came.
enum Calibration {
  /// Says how far a guess was from the truth, by its factor where that has a meaning.
  static func distance(_ guess: Double, _ truth: Double) -> StyledText? {
    guard guess.isFinite, truth.isFinite else { return nil }
    let numbers = NumberText(digits: 2)
    if guess != 0, truth != 0, (guess < 0) == (truth < 0) {
      let factor = max(guess / truth, truth / guess)
      return StyledText(
        factor < 1.2
          ? "Within \(numbers.text(of: (factor - 1) * 100))%."
          : "Off by a factor of \(numbers.text(of: factor)).", .note)
    }
    if (guess < 0) != (truth < 0), guess != 0, truth != 0 {
      return StyledText("The sign is the other one.", .note)
    }
    return StyledText("Off by \(numbers.text(of: abs(guess - truth))).", .note)
  }

  /// Sums up predictions at the end of a lesson; empty where there were none.
  static func summary(of guesses: [Progress.Guess]) -> StyledText {
    guard !guesses.isEmpty else { return StyledText() }
    let right = guesses.count(where: \.isRight)
    var text = StyledText("Predictions: \(right) of \(guesses.count) right.")
    let factors = guesses.compactMap { guess -> Double? in
      guard let guessed = guess.guessed, let truth = guess.truth, guessed != 0, truth != 0,
        guessed.isFinite, truth.isFinite, (guessed < 0) == (truth < 0)
      else { return nil }
      return max(guessed / truth, truth / guessed)
    }.sorted()
    if !factors.isEmpty {
      let median = factors[factors.count / 2]
      text.append(
        " Half of your numbers were within a factor of "
          + "\(NumberText(digits: 2).text(of: median)) of the truth.")
    }
    return text
  }
}
