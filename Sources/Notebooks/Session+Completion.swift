import Language
import Lessons
import Syntax
import Tensors

/// One thing that could stand at the cursor, with a word on what it is.
public struct SuggestedText: Hashable, Sendable {
  /// What would be put on the line.
  public var text: String
  /// One word on what it is: `loss`, `data`, `command`.
  public var kind: String
  /// A signature, a shape, a summary.
  public var summary: String

  init(_ text: String, _ kind: String, _ summary: String = "") {
    self.text = text
    self.kind = kind
    self.summary = summary
  }
}

/// What could stand at the cursor.
public struct Suggestions: Equatable, Sendable {
  /// Where the word begins that they would replace, in code points.
  public var start: Int
  /// The suggestions, best first.
  public var candidates: [SuggestedText] = []
  /// The signature of the call that the cursor is in.
  public var hint: String?
}

extension Session {
  /// Returns what could stand at a place of a text, counted in code points.
  public func suggestions(for text: String, at cursor: Int) -> Suggestions {
    let scalars = text.unicodeScalars.prefix(cursor)
    let before = String(String.UnicodeScalarView(scalars))
    if before.drop(while: { $0 == " " }).hasPrefix(":") { return commandSuggestions(before) }
    return codeSuggestions(before)
  }

  // MARK: - Commands

  private func commandSuggestions(_ before: String) -> Suggestions {
    let indented = before.drop { $0 == " " }
    guard let space = indented.firstIndex(of: " ") else {
      let candidates = Command.all.map { SuggestedText(":\($0.name)", "command", $0.summary) }
      return suggestions(candidates, replacing: String(indented), in: before)
    }
    guard let command = Command.named(String(indented[..<space].dropFirst())) else {
      return Suggestions(start: before.unicodeScalars.count)
    }
    let rest = String(indented[indented.index(after: space)...].drop { $0 == " " })
    var result = argumentSuggestions(command, rest, before)
    if result.candidates.isEmpty, result.hint == nil {
      result.hint = ":\(command.name) \(command.usage)  \(command.summary)"
    }
    return result
  }

  private func argumentSuggestions(
    _ command: Command, _ rest: String, _ before: String
  ) -> Suggestions {
    let words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let last = words.last ?? ""
    func those(_ list: [SuggestedText]) -> Suggestions {
      suggestions(list, replacing: last, in: before)
    }
    switch command.argument {
    case .none: return Suggestions(start: before.unicodeScalars.count)
    case .lesson: return those(course.lessons.map { SuggestedText($0.id, "lesson", $0.title) })
    case .expression: return codeSuggestions(before)
    case .name: return those(interpreter.names.map(described))
    case .path: return pathSuggestions(rest, in: before)
    case .topic:
      return those(
        HelpTopic.all.map { SuggestedText($0.name, "page", $0.summary) }
          + interpreter.names.map(described))
    case .code: return those(Diagnostic.Code.allCases.map { SuggestedText($0.rawValue, "code") })
    case .library where words.count < 2:
      return those(["torch", "jax", "tf", "numpy"].map { SuggestedText($0, "library") })
    case .library: return codeSuggestions(before)
    case .setting where words.count < 2:
      return those(
        SettingRow.all.map {
          SuggestedText($0.name, "option", "\($0.value(settings)) (\($0.values))")
        })
    case .setting:
      let row = SettingRow.all.first { $0.name == words[0] }
      return those((row?.choices ?? []).map { SuggestedText($0, "value") })
    }
  }

  // MARK: - Code

  private func codeSuggestions(_ before: String) -> Suggestions {
    if let sign = Self.signName(endingOf: before) { return signSuggestions(sign, in: before) }
    let context = CursorContext(before, at: before.utf8.count)
    switch context.place {
    case .comment: return Suggestions(start: before.unicodeScalars.count)
    case .string:
      let options = context.call.flatMap { $0.label.flatMap(OptionWords.of) } ?? []
      guard options.isEmpty else {
        return suggestions(
          options.map { SuggestedText($0, "value") }, replacing: context.word, in: before)
      }
      return pathSuggestions(context.word, in: before)
    case .code, .command: break
    }
    var candidates: [SuggestedText] = []
    if let call = context.call {
      candidates = fitting(call) + keywordSuggestions(call)
      if let label = call.label {
        candidates =
          OptionWords.of(label).map { SuggestedText("\"\($0)\"", "value") } + fitting(call)
      }
    }
    let signature = context.call.flatMap { interpreter.description(of: $0.function)?.signature }
    if !context.word.isEmpty { candidates += ranked(interpreter.names) }
    var result = suggestions(candidates, replacing: context.word, in: before)
    result.hint = signature ?? interpreter.description(of: context.word)?.signature
    return result
  }

  /// The session's names with data or a formula that could be the argument at the cursor: first
  /// those of the shape of the arguments before, as a prediction has the shape of its target.
  private func fitting(_ call: CursorContext.Call) -> [SuggestedText] {
    let names = interpreter.boundNames.suffix(Self.mostFitted).filter { name in
      guard let kind = interpreter.description(of: name)?.kind else { return false }
      return kind != .function && !call.arguments.contains(name)
    }
    let given = call.arguments.compactMap(shape)
    let shapes = names.map { (name: $0, shape: shape(of: $0)) }
    let same = shapes.filter { item in item.shape.map(given.contains) ?? false }
    let others = shapes.filter { item in !(item.shape.map(given.contains) ?? false) }
    return (same + others).map { item in
      var text = described(item.name)
      if let shape = item.shape { text.summary = shape.text + "  " + text.summary }
      return text
    }
  }

  /// The most names of the session whose shapes are looked at for one Tab.
  private static let mostFitted = 40

  private func shape(of name: String) -> Shape? {
    guard interpreter.boundNames.contains(name) else { return nil }
    return value(of: name, interpreter.description(of: name))?.shape
  }

  /// Names in the order in which one is likely meant: one's own, losses, functions, and then what
  /// stands under a library's name.
  private func ranked(_ names: [String]) -> [SuggestedText] {
    let described = names.map(described)
    let own = Set(interpreter.boundNames)
    let ranks = described.map { text in
      own.contains(text.text) ? 0 : text.text.contains(".") ? 3 : text.kind == "loss" ? 1 : 2
    }
    return (0...3).flatMap { rank in zip(described, ranks).filter { $0.1 == rank }.map(\.0) }
  }

  /// The keyword arguments of a call that have not been given.
  private func keywordSuggestions(_ call: CursorContext.Call) -> [SuggestedText] {
    (interpreter.description(of: call.function)?.parameters ?? []).enumerated().filter {
      $0.offset >= call.argument - call.labels.count && !call.labels.contains($0.element)
    }
    .map { SuggestedText("\($0.element)=", "argument", "of \(call.function)") }
  }

  // MARK: - Hints

  /// Returns a line about what is being typed at a place of a text, counted in code points: the
  /// signature of the call or of the name after `?`, or what a command takes.
  public func hint(for text: String, at cursor: Int) -> String? {
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(cursor)))
    let start = before.drop { $0 == " " }
    if start.hasPrefix(":") {
      let words = start.dropFirst().split(separator: " ", omittingEmptySubsequences: false)
      guard words.count > 1, let command = Command.named(String(words[0])) else { return nil }
      return ":\(command.name) \(command.usage)  \(command.summary)"
    }
    if start.hasPrefix("?") || start.hasSuffix("?") {
      let name = start.filter { $0 != "?" && $0 != " " }
      return interpreter.description(of: name).map { $0.signature ?? $0.summary }
    }
    let context = CursorContext(before, at: before.utf8.count)
    guard let call = context.call, context.place != .comment else { return nil }
    return interpreter.description(of: call.function)?.signature
  }

  /// The backslash and the name that a text ends with, `\delta`.
  private static func signName(endingOf before: String) -> String? {
    guard let backslash = before.lastIndex(of: "\\") else { return nil }
    let name = before[before.index(after: backslash)...]
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || "_^-".contains($0) }
    return isName ? String(before[backslash...]) : nil
  }

  private func signSuggestions(_ word: String, in before: String) -> Suggestions {
    let name = String(word.dropFirst())
    let start = before.unicodeScalars.count - word.unicodeScalars.count
    let names = GreekLetters.signs.filter { $0.key.hasPrefix(name) }.sorted { $0.key < $1.key }
    if let sign = GreekLetters.signs[name] ?? (names.count == 1 ? names[0].value : nil) {
      return Suggestions(start: start, candidates: [SuggestedText(sign, "sign")])
    }
    return Suggestions(
      start: start, candidates: names.map { SuggestedText("\\\($0.key)", $0.value) })
  }

  private func pathSuggestions(_ typed: String, in before: String) -> Suggestions {
    let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<slash])
    let name = String(typed[slash...])
    let names = surroundings.listFolder(folder).filter { $0.hasPrefix(".") == name.hasPrefix(".") }
    return suggestions(
      names.map { SuggestedText($0, $0.hasSuffix("/") ? "folder" : "file") }, replacing: name,
      in: before)
  }

  /// A name with a word on what it is, and its signature or the like.
  private func described(_ name: String) -> SuggestedText {
    guard let known = interpreter.description(of: name) else { return SuggestedText(name, "") }
    let kind =
      switch known.kind {
      case .library: "loss"
      case .builtin: "function"
      case .definition, .data, .symbol, .function, .columns, .constant: known.kind.rawValue
      }
    return SuggestedText(name, kind, known.signature ?? known.summary)
  }

  /// Returns those of a list that begin with a word, each once; those in the word's own case first.
  private func suggestions(
    _ list: [SuggestedText], replacing word: String, in before: String
  ) -> Suggestions {
    var seen: Set<String> = []
    let exact = list.filter { $0.text.hasPrefix(word) && seen.insert($0.text).inserted }
    let folded = word.lowercased()
    let others =
      exact.isEmpty
      ? list.filter { $0.text.lowercased().hasPrefix(folded) && seen.insert($0.text).inserted } : []
    let start = before.unicodeScalars.count - word.unicodeScalars.count
    return Suggestions(start: start, candidates: exact + others)
  }
}
