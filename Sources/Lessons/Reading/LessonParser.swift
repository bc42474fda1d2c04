public import Syntax

/// Reads a lesson from its Markdown file.
///
/// Blocks are CommonMark's; what this adds is the head between two lines `---`, the steps, which
/// the headings of the second level open, and the meaning of the fences.
public struct LessonParser {
  /// The version of the format that is read.
  public static let formatVersion = 1

  /// Reads a lesson.
  ///
  /// - Parameters:
  ///   - source: the file; its name is shown in diagnostics.
  ///   - fileName: the file's name without folders, from which the id is taken.
  /// - Returns: the lesson, as much as could be read, and everything wrong with its form. A lesson
  ///   of a later format is nothing.
  public static func parse(
    _ source: SourceText, fileName: String
  ) -> (lesson: Lesson?, problems: [Diagnostic]) {
    var parser = LessonParser(source: source)
    let lesson = parser.lesson(fileName: fileName)
    return (lesson, parser.problems.map { $0.in(source) })
  }

  private let source: SourceText
  private let lines: LineTable
  private var problems: [Diagnostic] = []
  private var questions = QuestionParser()

  private init(source: SourceText) {
    self.source = source
    lines = LineTable(source.text)
  }

  private mutating func report(_ message: String, at range: SourceRange, hint: String? = nil) {
    problems.append(Diagnostic(.syntax, message, at: range, hint: hint))
  }

  private mutating func lesson(fileName: String) -> Lesson? {
    let (head, bodyStart) = frontMatter()
    if let version = head["format"], version.text != String(Self.formatVersion) {
      report(
        "format \(version.text) is not known to this program", at: version.range,
        hint: "it reads format \(Self.formatVersion); a newer program may read this one")
      return nil
    }
    let (number, id) = Self.identity(ofFile: fileName)
    var lesson = Lesson(
      id: id, number: number, title: required("title", in: head),
      summary: required("summary", in: head), minutes: minutes(head["minutes"]),
      needs: head["needs"]?.commaSeparated ?? [], teaches: head["teaches"]?.commaSeparated ?? [],
      introduction: [], steps: [], source: source)
    if head["format"] == nil {
      report("the head needs `format`", at: lines.range(1...1), hint: "format: 1")
    }
    readBody(from: bodyStart, into: &lesson)
    problems += questions.problems
    return lesson
  }

  /// The number and the id that a file's name gives: `08-log-loss.md` is 8, `log-loss`.
  static func identity(ofFile name: String) -> (number: Int, id: String) {
    let stem = name.hasSuffix(".md") ? name.dropLast(3) : name[...]
    let digits = stem.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, stem.dropFirst(digits.count).hasPrefix("-") else {
      return (0, String(stem))
    }
    return (Int(digits) ?? 0, String(stem.dropFirst(digits.count + 1)))
  }

  // MARK: - Head

  private mutating func frontMatter() -> (fields: [String: Located], bodyStart: Int) {
    let known = ["format", "title", "summary", "minutes", "needs", "teaches"]
    guard lines.lines.first?.text == "---",
      let end = lines.lines.dropFirst().firstIndex(where: { $0.text == "---" })
    else {
      report(
        "a lesson starts with its head", at: lines.range(1...1),
        hint: "lines `format: 1`, `title: …` between two lines `---`")
      return ([:], 0)
    }
    var fields: [String: Located] = [:]
    for line in lines.lines[1..<end] where !line.trimmed.text.isEmpty {
      guard let (name, value) = line.split(at: ":") else {
        report("this line of the head is no field", at: line.range, hint: "write `name: value`")
        continue
      }
      if !known.contains(name.text) {
        report(
          "`\(name.text)` is no field of the head", at: name.range,
          hint: "there are " + known.map { "`\($0)`" }.joined(separator: ", "))
      } else if fields[name.text] != nil {
        report("`\(name.text)` stands here twice", at: name.range)
      } else {
        fields[name.text] = value
      }
    }
    return (fields, end + 1)
  }

  private mutating func required(_ name: String, in head: [String: Located]) -> String {
    if let field = head[name], !field.text.isEmpty { return field.text }
    report("the head needs `\(name)`", at: lines.range(1...1), hint: "\(name): …")
    return ""
  }

  private mutating func minutes(_ field: Located?) -> Int {
    guard let field else {
      report("the head needs `minutes`", at: lines.range(1...1), hint: "minutes: 10")
      return 0
    }
    guard let minutes = Int(field.text), (1...240).contains(minutes) else {
      report("`minutes` is a number from 1 to 240", at: field.range)
      return 0
    }
    return minutes
  }

  // MARK: - Body

  private mutating func readBody(from start: Int, into lesson: inout Lesson) {
    let bodyOffset = start < lines.lines.count ? lines.lines[start].range.lower : 0
    let body = String(source[SourceRange(bodyOffset, source.text.utf8.count)])
    var pendingExample: Located?
    for var block in CommonMark.blocks(of: body) {
      block.lines = (block.lines.lowerBound + start)...(block.lines.upperBound + start)
      if case .heading(2, let inlines) = block.kind {
        dropExample(&pendingExample)
        let title = CommonMark.plainText(of: inlines)
        let place = Located(title, at: lines.range(block.lines))
        lesson.steps.append(
          Step(id: Self.slug(title), title: place, items: [], contentHash: ""))
        continue
      }
      guard !lesson.steps.isEmpty else {
        lesson.introduction.append(block)
        continue
      }
      if let item = item(block, pendingExample: &pendingExample) {
        lesson.steps[lesson.steps.count - 1].items.append(item)
      }
    }
    dropExample(&pendingExample)
    if lesson.steps.isEmpty {
      report("a lesson has steps", at: lines.range(1...1), hint: "open one with `## Heading`")
    }
    hashSteps(of: &lesson)
  }

  private mutating func dropExample(_ example: inout Located?) {
    guard let missing = example else { return }
    report("`loss expect` is followed by `output`", at: missing.range)
    example = nil
  }

  private mutating func item(
    _ block: CommonMark.Block, pendingExample: inout Located?
  ) -> Step.Item? {
    guard case .code(let info, let text, let isFenced) = block.kind, isFenced else {
      dropExample(&pendingExample)
      return .prose(block)
    }
    let fence = lines.range(block.lines)
    let content = contentRange(of: block, text: text)
    let code = Located(text, at: content)
    let words = info.split(separator: " ").map(String.init)
    if words == ["output"] {
      guard let example = pendingExample else {
        report("`output` follows `loss expect`", at: fence)
        return nil
      }
      pendingExample = nil
      return .example(example, output: code)
    }
    dropExample(&pendingExample)
    switch words {
    case ["loss"]: return .cell(code)
    case ["loss", "setup"]: return .setup(code)
    case ["loss", "expect"]:
      pendingExample = code
      return nil
    case ["try"]: return questions.play(code, fence: fence).map { .play($0) }
    case ["ask"]: return questions.question(code, fence: fence).map { .question($0) }
    case ["text"], []: return .prose(block)
    case _:
      report(
        "`\(info)` is no kind of fence", at: fence,
        hint: "there are `loss`, `loss setup`, `loss expect`, `output`, `try`, `ask` and `text`")
      return nil
    }
  }

  /// The bytes between a fence's lines; the block's first line is the fence itself.
  private func contentRange(of block: CommonMark.Block, text: String) -> SourceRange {
    let first = min(block.lines.lowerBound, lines.lines.count - 1)
    let lower = lines.lines[first].range.lower
    return SourceRange(lower, lower + text.utf8.count)
  }

  /// The id of a heading: lower-case letters and digits, with a hyphen for anything else.
  static func slug(_ title: String) -> String {
    var slug = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber {
        slug.append(character)
      } else if !slug.isEmpty, slug.last != "-", character != "'", character != "’" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "step" : slug
  }

  private func hashSteps(of lesson: inout Lesson) {
    for index in lesson.steps.indices {
      let start = lesson.steps[index].title.range.lower
      let end =
        index + 1 < lesson.steps.count
        ? lesson.steps[index + 1].title.range.lower : source.text.utf8.count
      lesson.steps[index].contentHash = ContentHash.text(of: source[SourceRange(start, end)])
    }
  }
}

extension Diagnostic {
  /// Returns the diagnostic with the text that its places point into.
  func `in`(_ source: SourceText) -> Diagnostic {
    var copy = self
    copy.source = source
    return copy
  }
}
