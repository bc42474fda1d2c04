import Calculus
import Language
import Syntax
import Tensors
import TestSupport

/// A session for tests: lines in, what they show out.
final class Notebook {
  let interpreter: Interpreter
  /// What the last line gave.
  private(set) var events: [Event] = []
  private var cell = 0

  init(_ lines: String...) {
    interpreter = Interpreter(seed: 1)
    for line in lines { run(line) }
  }

  /// Runs a cell.
  @discardableResult
  func run(_ line: String) -> Notebook {
    cell += 1
    events = []
    let number = cell
    events = onLargeStack {
      var events: [Event] = []
      self.interpreter.run(SourceText(line, name: "In [\(number)]"), cell: number) {
        events.append($0)
      }
      return events
    }
    return self
  }

  /// The outputs of the last line.
  var outputs: [Output] {
    events.compactMap { event in
      guard case .output(let output) = event else { return nil }
      return output
    }
  }

  /// The error of the last line.
  var failure: Diagnostic? {
    for case .failure(let diagnostic) in events { return diagnostic }
    return nil
  }

  /// The remarks of the last line, those beside outputs included.
  var notes: [Note] {
    events.flatMap { event -> [Note] in
      switch event {
      case .note(let note): [note]
      case .output(let output): output.notes
      case .binding, .failure, .progress: []
      }
    }
  }

  /// The value that a line shows.
  func value(_ line: String) -> Tensor? {
    run(line)
    switch outputs.last?.content {
    case .value(let tensor): return tensor
    case .derivative(_, let value): return value
    default: return nil
    }
  }

  /// The elements of the value that a line shows.
  func elements(_ line: String) -> [Double]? { value(line)?.elements }

  /// The formula that a line shows, as source.
  func formula(_ line: String) -> String? {
    run(line)
    switch outputs.last?.content {
    case .formula(let formula): return formula.ascii
    case .derivative(let formula, _): return formula?.ascii
    default: return nil
    }
  }

  /// The text that a line shows.
  func text(_ line: String) -> String? {
    run(line)
    guard case .text(let text)? = outputs.last?.content else { return nil }
    return text
  }

  /// The code of the error that a line gives.
  func code(_ line: String) -> Diagnostic.Code? { run(line).failure?.code }

  /// The text that the error of a line marks.
  func mark(_ line: String) -> String? {
    guard let failure = run(line).failure, let range = failure.range else { return nil }
    return failure.source.map { String($0[range]) }
  }

  /// The hint of the error that a line gives.
  func hint(_ line: String) -> String { run(line).failure?.hint ?? "" }
}
