/// Time as the machine counts it.
enum Timing {
  /// Returns the seconds of one call: the least of several rounds, each long enough to be counted.
  ///
  /// The least, and not the mean, since whatever else the machine does only adds.
  static func seconds(rounds: Int = 7, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    work()
    var count = 1
    while count < 1 << 24, clock.measure({ for _ in 0..<count { work() } }) < .milliseconds(10) {
      count *= 2
    }
    var least = Double.infinity
    for _ in 0..<rounds {
      let time = clock.measure { for _ in 0..<count { work() } }
      least = min(least, time / .seconds(1) / Double(count))
    }
    return least
  }

  /// Returns the seconds of one call, made once.
  static func once(_ work: () -> Void) -> Double {
    ContinuousClock().measure(work) / .seconds(1)
  }
}
