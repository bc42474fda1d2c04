import Language
import Notebooks
import Rendering
import Syntax

/// One input being run: turns what it shows into messages, and keeps how it failed.
final class Execution {
  private let number: Int
  private let options: RenderOptions
  private let publish: (Reply) -> Void
  /// What the reply says of an error, if there was one.
  private(set) var error: [JSON.Member]?
  /// The text of the last result.
  private(set) var lastPlainText: String?

  /// Begins an input.
  init(number: Int, options: RenderOptions, publish: @escaping (Reply) -> Void) {
    self.number = number
    self.options = options
    self.publish = publish
  }

  /// Publishes what an event shows; whether it was one to be shown this way.
  func show(_ event: Event, cell: Int) -> Bool {
    switch event {
    case .output(let output):
      let rich = RichOutput(output, cell: cell, options: options)
      lastPlainText = rich.forms.first?.text
      publish(result(output, rich))
      if !rich.remarks.isEmpty { stream(rich.remarks) }
      return true
    case .failure(let diagnostic):
      let error = Self.error(diagnostic.placed(inCell: number), options: options)
      self.error = error
      publish(Reply("error", .object(error)))
      return true
    case .binding, .note, .progress:
      return false
    }
  }

  /// A text to read is written, a picture displayed, and what has a value is the input's result.
  private func result(_ output: Output, _ rich: RichOutput) -> Reply {
    let members: [JSON.Member] = [
      .init("data", Self.data(rich)), .init("metadata", .object([])),
    ]
    switch output.content {
    case .text(let text):
      return Reply("stream", ["name": "stdout", "text": .string(text + "\n")])
    case .plot:
      return Reply("display_data", .object(members))
    case .value, .formula, .derivative, .check, .equivalence, .steps, .tape, .table, .kinks,
      .domain:
      return Reply(
        "execute_result", .object(members + [.init("execution_count", .integer(number))]))
    }
  }

  /// Publishes a text.
  func show(_ text: StyledText) {
    stream(text.plain)
  }

  /// Notes how the input ended.
  func finish(_ status: Status) {
    guard status == .failed || status == .interrupted, error == nil else { return }
    // Whatever failed said so as text.
    error = [
      .init("ename", "error"), .init("evalue", "the input failed"), .init("traceback", .array([])),
    ]
  }

  private func stream(_ text: String) {
    publish(Reply("stream", ["name": "stdout", "text": .string(text + "\n")]))
  }

  /// Returns the forms of a result by their media types.
  static func data(_ rich: RichOutput) -> JSON {
    .object(rich.forms.map { .init($0.type, .string($0.text)) })
  }

  /// Returns what messages say of an error.
  static func error(_ diagnostic: Diagnostic, options: RenderOptions) -> [JSON.Member] {
    let text = Renderer(options: options).render(diagnostic).plain
    return [
      .init("ename", .string(diagnostic.code.rawValue)),
      .init("evalue", .string(diagnostic.message)),
      .init("traceback", .array(text.split(separator: "\n").map { .string(String($0)) })),
    ]
  }
}
