import Language
import Syntax

/// Times Lossbook and prints a line a figure: name, size, seconds.
///
/// `Benchmarks/run` sets them beside the same work done by other libraries. Given the name of a
/// workload, it does that and prints nothing.
@main
enum Benchmarks {
  static func main() {
    if let name = CommandLine.arguments.dropFirst().first {
      guard let workload = Workload(rawValue: name) else {
        return print("workloads: \(Workload.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return workload.perform()
    }
    Figure.header()
    for size in [10, 100, 1000, 1_000_000] { Losses.measure(size: size) }
    Training.measure()
    Prompt.measure()
    Derivatives.measure()
    Growth.measure()
  }
}

/// One measured figure.
enum Figure {
  static func header() { print("name\tsize\tseconds") }

  static func show(_ name: String, _ size: Int, _ seconds: Double) {
    print("\(name)\t\(size)\t\(seconds)")
  }
}

extension Interpreter {
  /// Runs a cell whose events are not looked at; says so where it fails.
  func perform(_ text: String) {
    run(SourceText(text), cell: 1) { event in
      if case .failure(let diagnostic) = event { print("# \(diagnostic.message): \(text)") }
    }
  }
}
