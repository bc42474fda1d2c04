import CLibEdit
import Rendering

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bar of a long loop, on a terminal only, and only once it has run for a while; a descent has
/// the curve of its losses in the bar's place, drawn as they fall.
final class ProgressBar {
  private static let width = 30

  private let isShown: Bool
  private let isPlain: Bool
  private let isASCII: Bool
  private var start = 0.0
  private var last = 0.0
  private var percentShown = -1
  private var stands = false
  /// The losses of the descent that runs, as many as it reports.
  private var losses: [Double] = []

  /// Makes a bar; a plain one is a line at every tenth, for a screen reader.
  init(isDumb: Bool, isPlain: Bool, isASCII: Bool) {
    isShown = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    self.isPlain = isPlain || isDumb
    self.isASCII = isASCII
  }

  /// Shows how far a loop has come, a fraction from 0 to 1, and the loss of a descent.
  func show(_ fraction: Double, loss: Double?) {
    guard isShown, fraction.isFinite else { return }
    // A fraction that falls belongs to another loop.
    if start == 0 || fraction < last {
      start = now
      losses = []
    }
    last = fraction
    if let loss { losses.append(loss) }
    let percent = Int(min(max(fraction, 0), 1) * 100)
    // Short work needs no bar, and a bar that flickers is worse than none.
    guard percent != percentShown, now - start > 0.3 else { return }
    if isPlain {
      if percent / 10 != percentShown / 10 {
        edit_print("\(percent) %\(loss.map { ", loss \(Self.number($0))" } ?? "")\n")
      }
    } else if let loss {
      let curve = Sparkline.text(of: losses, columns: Self.width, isASCII: isASCII)
      edit_print("\rloss \(curve) \(Self.number(loss)), \(percent) %\u{1B}[K")
      stands = true
    } else {
      let filled = percent * Self.width / 100
      let bar =
        String(repeating: "#", count: filled)
        + String(repeating: ".", count: Self.width - filled)
      edit_print("\r\(bar) \(percent) %\u{1B}[K")
      stands = true
    }
    percentShown = percent
  }

  /// Takes the bar away.
  func clear() {
    if stands { edit_print("\r\u{1B}[K") }
    stands = false
    percentShown = -1
    start = 0
    last = 0
    losses = []
  }

  private static func number(_ loss: Double) -> String { NumberText(digits: 4).text(of: loss) }

  private var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
