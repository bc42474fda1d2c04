import Language
import Rendering
import Syntax
import Tensors

/// An expression shown again whenever a cell changes it.
struct Watch {
  /// What is watched.
  let source: String
  /// What it was when it was last shown: its value, where it is one.
  var value: Tensor?
  /// The text shown last.
  var shown: String
}

extension Session {
  /// `:watch expr`, or the list of what is watched.
  func watch(_ expression: String) -> Status {
    guard !expression.isEmpty else {
      guard !watches.isEmpty else {
        show(StyledText("nothing is watched; :watch L shows L whenever it changes", .faint))
        return .done
      }
      for watch in watches { show(line(of: watch)) }
      return .done
    }
    let events = evaluateAside(expression)
    if let failure = events.first(where: \.isFailure) {
      show(failure, cell: nextNumber)
      return .failed
    }
    guard let watch = Self.watch(expression, events, renderer) else {
      return fail(.argument, "`\(expression)` shows nothing that could be watched")
    }
    watches.removeAll { $0.source == expression }
    watches.append(watch)
    show(line(of: watch))
    return .done
  }

  /// `:unwatch expr`, or of everything.
  func unwatch(_ expression: String) -> Status {
    guard !expression.isEmpty else {
      watches = []
      return .done
    }
    guard watches.contains(where: { $0.source == expression }) else {
      let nearest = Suggestion.nearest(to: expression, among: watches.map(\.source)).first
      return fail(
        .name, "`\(expression)` is not watched", hint: nearest.map { "did you mean `\($0)`?" })
    }
    watches.removeAll { $0.source == expression }
    return .done
  }

  /// Shows what of the watched a cell has changed, with what it was before.
  func showChangesOfWatched() {
    for index in watches.indices {
      let old = watches[index]
      let events = evaluateAside(old.source)
      guard let new = Self.watch(old.source, events, renderer), new.shown != old.shown else {
        continue
      }
      watches[index] = new
      show(line(of: new, after: old))
    }
  }

  private static func watch(_ source: String, _ events: [Event], _ renderer: Renderer) -> Watch? {
    for case .output(let output) in events {
      let value: Tensor? =
        switch output.content {
        case .value(let tensor): tensor
        case .derivative(_, let tensor): tensor
        case .formula, .check, .equivalence, .steps, .tape, .table, .kinks, .domain, .plot, .text:
          nil
        }
      let text = value.map { renderer.brief(of: $0, columns: 60) }
      var options = renderer.options
      options.showsPrompts = false
      let whole = Renderer(options: options).render(output, cell: 0).plain
      return Watch(source: source, value: value, shown: text ?? whole)
    }
    return nil
  }

  private func line(of watch: Watch, after old: Watch? = nil) -> StyledText {
    var text = StyledText("\(watch.source)", .name) + StyledText(" = ", .symbol)
    text.append(watch.shown, .number)
    guard let old, let before = old.value, let now = watch.value, before.shape == now.shape,
      !now.elements.isEmpty
    else { return text }
    let changes = zip(now.elements, before.elements).map { $0 - $1 }
    guard let largest = changes.max(by: { abs($0) < abs($1) }) else { return text }
    let amount = renderer.brief(of: Tensor(largest))
    let sign = largest > 0 ? "+" : ""
    text.append(
      now.shape.rank == 0 ? "   (\(sign)\(amount))" : "   (at most \(sign)\(amount))", .faint)
    return text
  }
}

extension Event {
  /// Whether it is an error.
  var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}
