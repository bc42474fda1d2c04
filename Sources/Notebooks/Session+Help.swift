import Language
import Lessons
import Rendering
import Syntax

extension Session {
  /// `:help`, a page of it, or the documentation of what is no page.
  func help(_ topic: String) -> Status {
    guard !topic.isEmpty else {
      show(StyledText("Pages: :help and one of", .body))
      show(table(HelpTopic.all.map { ($0.name, $0.summary) }))
      show(StyledText("?name documents a function or a loss; :apropos word searches.", .body))
      return .done
    }
    if let page = HelpTopic.named(topic) {
      show(text(of: page))
      return .done
    }
    if let command = Command.named(topic.hasPrefix(":") ? String(topic.dropFirst()) : topic) {
      show(table([(":\(command.name) \(command.usage)", command.summary)]))
      return .done
    }
    return document(topic)
  }

  private func text(of page: HelpTopic) -> StyledText {
    let width = settings.width ?? window.columns
    var paragraphs = [StyledText("\(page.name): \(page.summary)", .heading).wrapped(to: width)]
    for part in page.parts {
      switch part {
      case .prose(let text): paragraphs.append(StyledText(text).wrapped(to: width))
      case .example(let code):
        paragraphs.append(StyledText(code, .code).indented(by: 4, first: true))
      case .table(let rows): paragraphs.append(table(rows))
      case .commands:
        paragraphs.append(
          table(
            Command.all.map { (":\($0.name)\($0.usage.isEmpty ? "" : " ")\($0.usage)", $0.summary) }
          ))
      }
    }
    return paragraphs.joined(separator: "\n\n")
  }

  /// Sets two columns, the first as wide as it needs.
  func table(_ rows: [(String, String)]) -> StyledText {
    let widest = rows.map { DisplayWidth.of($0.0) }.max() ?? 0
    let width = settings.width ?? window.columns
    return rows.map { left, right in
      var line = StyledText("  ") + StyledText(left, .code).padded(to: widest) + StyledText("  ")
      line.append(right)
      return line.wrapped(to: width, hanging: min(widest + 4, width / 2))
    }.joined(separator: "\n")
  }

  /// `?name`: what a name is for.
  func document(_ text: String) -> Status {
    var name = text.trimmed
    while let last = name.last, "?();".contains(last) { name.removeLast() }
    guard !name.isEmpty else { return help("") }
    if let documentation = interpreter.description(of: name)?.documentation {
      show(StyledText(documentation).wrapped(to: settings.width ?? window.columns))
      return .done
    }
    if let page = HelpTopic.named(name) {
      show(self.text(of: page))
      return .done
    }
    if let code = Diagnostic.Code(rawValue: name) { return explain(code.rawValue) }
    return failUnknown(name)
  }

  /// `:source name`.
  func showSource(_ name: String) -> Status {
    guard !name.isEmpty else { return failWithoutArgument("source", "huber") }
    if let source = interpreter.description(of: name)?.source {
      show(StyledText(source, .code))
      return .done
    }
    if interpreter.description(of: name)?.documentation != nil {
      show(StyledText("`\(name)` is built in; ?\(name) documents it"))
      return .done
    }
    return failUnknown(name)
  }

  /// `:apropos word`.
  func apropos(_ word: String) -> Status {
    guard !word.isEmpty else { return failWithoutArgument("apropos", "entropy") }
    let word = word.lowercased()
    var found: [(String, String)] = []
    for name in interpreter.names {
      guard let known = interpreter.description(of: name) else { continue }
      let text = name + " " + (known.documentation ?? known.summary)
      if text.lowercased().contains(word) { found.append((name, known.summary)) }
    }
    for command in Command.all
    where command.name.contains(word) || command.summary.lowercased().contains(word) {
      found.append((":\(command.name)", command.summary))
    }
    for page in HelpTopic.all where page.name.contains(word) || page.summary.contains(word) {
      found.append((":help \(page.name)", page.summary))
    }
    for lesson in course.lessons where lesson.source.text.lowercased().contains(word) {
      found.append((":learn \(lesson.id)", lesson.summary))
    }
    guard !found.isEmpty else {
      return fail(.name, "nothing has to do with `\(word)`", hint: ":help lists the pages")
    }
    show(table(found))
    return .done
  }

  /// `:explain code`.
  func explain(_ name: String) -> Status {
    let codes = Diagnostic.Code.allCases
    guard !name.isEmpty else {
      show(StyledText("Codes: " + codes.map(\.rawValue).joined(separator: " ")))
      return .done
    }
    guard let code = Diagnostic.Code(rawValue: name.trimmed.filter { !"[]".contains($0) }) else {
      let nearest = Suggestion.nearest(to: name, among: codes.map(\.rawValue)).first
      return fail(
        .name, "no error has the code `\(name)`",
        hint: nearest.map { "did you mean `\($0)`?" } ?? ":explain lists the codes")
    }
    let page = ErrorExplanation.of(code)
    let width = settings.width ?? window.columns
    show(StyledText("error[\(code.rawValue)]", .error))
    show(StyledText(page.meaning).wrapped(to: width))
    guard !page.example.isEmpty else { return .done }
    show(StyledText("For example", .body))
    show(StyledText(page.example, .code).indented(by: 4, first: true))
    for event in evaluateInFreshNames(page.example) where event.isFailure {
      show(renderer.render(event, cell: nextNumber).indented(by: 2, first: true))
    }
    guard !page.mended.isEmpty else { return .done }
    show(StyledText("Mended", .body))
    show(StyledText(page.mended, .code).indented(by: 4, first: true))
    return .done
  }

  /// Evaluates text where nothing is bound.
  private func evaluateInFreshNames(_ text: String) -> [Event] {
    let fresh = Session.makeInterpreter(settings, surroundings)
    var events: [Event] = []
    _ = fresh.run(SourceText(text), cell: nextNumber) { events.append($0) }
    return events
  }

  /// Says that nothing has a name, and which name was perhaps meant.
  func failUnknown(_ name: String) -> Status {
    let nearest = Suggestion.nearest(to: name, among: interpreter.names).first
    return fail(
      .name, "nothing is called `\(name)`",
      hint: nearest.map { "did you mean `\($0)`?" } ?? ":apropos \(name) searches the documentation"
    )
  }

  /// Says that a command wants an argument.
  func failWithoutArgument(_ command: String, _ example: String) -> Status {
    fail(.argument, ":\(command) wants an argument", hint: "as in `:\(command) \(example)`")
  }
}
