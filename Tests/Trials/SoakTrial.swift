import Foundation
import Language
import Lessons
import Notebooks
import Rendering

/// A session of very many cells, and the course again and again: memory and latency stay flat.
enum SoakTrial {
  static func run(cells: Int, courses: Int) {
    let wrong = session(cells: cells)
    let problems = course(times: courses)
    exit(wrong == 0 && problems == 0 ? 0 : 1)
  }

  /// Runs the cells and returns how many showed something else than what is right.
  private static func session(cells: Int) -> Int {
    let session = Session()
    _ = session.submit("X := [[1, 0], [0, 1], [1, 1]]\ny := [1, 0, 1]\nw := [0.1, -0.2]\nx := 0")
    _ = session.submit("loss(w) = mean((X @ w - y)^2)")
    var wrong = 0
    var start = DispatchTime.now().uptimeNanoseconds
    let window = max(1, cells / 10)
    for number in 1...cells {
      let (input, expected) = cell(number)
      let shown = session.submit(input).plain
      if let expected, shown != expected {
        if wrong == 0 { print("cell \(number): \(input): \(shown) for \(expected)") }
        wrong += 1
      }
      guard number % window == 0 else { continue }
      let now = DispatchTime.now().uptimeNanoseconds
      let each = Double(now - start) / Double(window) / 1e3
      print("\(number) cells: \(Int(each)) µs a cell, \(memory()) MB")
      start = now
    }
    print("\(cells) cells, \(wrong) wrong")
    return wrong
  }

  /// The input of a cell, and what it has to show, where that is known.
  private static func cell(_ number: Int) -> (String, String?) {
    switch number % 10 {
    case 0: ("grad(loss(w), w)", nil)
    case 1: ("v\(number) = \(number) + x", "")
    case 2: ("x := \(number)", "")
    case 3: ("v\(number - 2) - \(number - 2)", "Out[\(number + 2)]: \(number - 1)")
    case 4: ("1 + ", nil)
    case 5: ("nowhere + 1", nil)
    case 6: ("repeat 3 { w := w - 0.1*grad(loss(w), w) }", "")
    case 7: ("sum([1, 2, 3])", "Out[\(number + 2)]: 6")
    case 8: ("del v\(number - 7)", "")
    default: ("diff(a^2, a)", nil)
    }
  }

  private static func course(times: Int) -> Int {
    var problems = 0
    for time in 1...max(1, times) {
      let report = CourseTest(.embedded) { Interpreter() }.run()
      problems += report.problems.count
      if time == 1 || time == times { print("course \(time): \(memory()) MB") }
    }
    print("the course \(times) times, \(problems) problems")
    return problems
  }

  /// The memory that the process has in use, in MB.
  private static func memory() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let kilobytes = Int(line.filter(\.isNumber))
    else { return 0 }
    return kilobytes / 1024
  }
}
