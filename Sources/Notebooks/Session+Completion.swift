import Language
import Lessons
import Syntax

/// One thing that could stand at the cursor, with a word on what it is.
public struct SuggestedText: Hashable, Sendable {
  /// What would be put on the line.
  public var text: String
  /// A signature, a shape, a summary.
  public var summary: String

  init(_ text: String, _ summary: String = "") {
    self.text = text
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
      let candidates = Command.all.map { SuggestedText(":\($0.name)", $0.summary) }
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
    case .lesson: return those(course.lessons.map { SuggestedText($0.id, $0.title) })
    case .expression: return codeSuggestions(before)
    case .name: return those(interpreter.names.map { SuggestedText($0, summary(of: $0)) })
    case .path: return pathSuggestions(rest, in: before)
    case .topic:
      return those(
        HelpTopic.all.map { SuggestedText($0.name, $0.summary) }
          + interpreter.names.map { SuggestedText($0, summary(of: $0)) })
    case .code: return those(Diagnostic.Code.allCases.map { SuggestedText($0.rawValue) })
    case .library where words.count < 2:
      return those(["torch", "jax", "tf", "numpy"].map { SuggestedText($0) })
    case .library: return codeSuggestions(before)
    case .setting where words.count < 2:
      return those(
        SettingRow.all.map { SuggestedText($0.name, "\($0.value(settings)) (\($0.values))") })
    case .setting:
      let row = SettingRow.all.first { $0.name == words[0] }
      return those((row?.choices ?? []).map { SuggestedText($0) })
    }
  }

  // MARK: - Code

  private func codeSuggestions(_ before: String) -> Suggestions {
    if let sign = Self.signName(endingOf: before) { return signSuggestions(sign, in: before) }
    let context = CursorContext(before, at: before.utf8.count)
    switch context.place {
    case .comment: return Suggestions(start: before.unicodeScalars.count)
    case .string: return pathSuggestions(context.word, in: before)
    case .code, .command: break
    }
    var candidates = context.call.map(keywordSuggestions) ?? []
    let signature = context.call.flatMap { interpreter.description(of: $0.function)?.signature }
    if !context.word.isEmpty || context.call == nil {
      candidates += interpreter.names.map { SuggestedText($0, summary(of: $0)) }
    }
    var result = suggestions(candidates, replacing: context.word, in: before)
    result.hint = signature ?? interpreter.description(of: context.word)?.signature
    if context.word.isEmpty { result.candidates = context.call == nil ? [] : candidates }
    return result
  }

  /// The keyword arguments of a call that have not been given.
  private func keywordSuggestions(_ call: CursorContext.Call) -> [SuggestedText] {
    (interpreter.description(of: call.function)?.parameters ?? []).filter {
      !call.labels.contains($0)
    }
    .map { SuggestedText("\($0)=", "argument of \(call.function)") }
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
      return Suggestions(start: start, candidates: [SuggestedText(sign)])
    }
    return Suggestions(
      start: start, candidates: names.map { SuggestedText("\\\($0.key)", $0.value) })
  }

  private func pathSuggestions(_ typed: String, in before: String) -> Suggestions {
    let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<slash])
    let name = String(typed[slash...])
    let names = surroundings.listFolder(folder).filter { $0.hasPrefix(".") == name.hasPrefix(".") }
    return suggestions(names.map { SuggestedText($0) }, replacing: name, in: before)
  }

  /// A word on what a name is.
  private func summary(of name: String) -> String {
    guard let known = interpreter.description(of: name) else { return "" }
    return known.signature ?? (known.summary.isEmpty ? known.kind.rawValue : known.summary)
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
