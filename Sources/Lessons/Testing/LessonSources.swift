internal import Syntax

/// Every piece of the language in a lesson, with its place.
struct LessonSources {
  /// The pieces in the order of the file.
  private(set) var all: [Located] = []
  private let lesson: Lesson

  /// Collects the pieces that a learner sees or types: samples of wrong answers are not among them.
  init(_ lesson: Lesson) {
    self.lesson = lesson
    for step in lesson.steps {
      for item in step.items {
        switch item {
        case .prose(let block): all += LessonClaims.sources(in: block, of: lesson)
        case .cell(let cell), .setup(let cell), .example(let cell, _): all.append(cell)
        case .play(let play):
          all.append(play.condition)
          all += play.solution
          add([play.goal, play.explanation].compactMap(\.self) + play.hints)
        case .question(let question): add(question)
        }
      }
    }
  }

  private mutating func add(_ question: Question) {
    switch question.kind {
    case .value, .tensor, .formula, .state: all += question.answers
    case .shape, .sign, .order, .choice, .many, .text: break
    }
    all += [question.function, question.condition].compactMap(\.self)
    add(question.texts)
  }

  private mutating func add(_ texts: [Located]) {
    for text in texts { all += LessonClaims.sources(in: text) }
  }
}

extension Question {
  /// Everything a learner may read of it.
  var texts: [Located] {
    [prompt, explanation].compactMap(\.self) + hints + wrongRules.map(\.message)
      + choices.flatMap { [$0.text, $0.reason] }
  }
}

extension Located {
  /// The place in the lesson of a range within this piece.
  func range(of inner: SourceRange) -> SourceRange {
    SourceRange(range.lower + inner.lower, range.lower + inner.upper)
  }
}

/// The code in running text: claims and formulas, with their places.
enum LessonClaims {
  /// A claim with its place.
  struct Placed {
    var claim: Claim
    var range: SourceRange
  }

  /// The code spans in a block of prose, in order.
  static func code(in block: CommonMark.Block, of lesson: Lesson) -> [Located] {
    let range = LineTable(lesson.source.text).range(block.lines)
    return code(in: Located(String(lesson.source[range]), at: range), spans: spans(in: block))
  }

  /// The code spans in a line of Markdown.
  static func code(in line: Located) -> [Located] {
    code(in: line, spans: codes(in: CommonMark.inlines(of: line.text)))
  }

  /// The expressions of claims and formulas in a block.
  static func sources(in block: CommonMark.Block, of lesson: Lesson) -> [Located] {
    sources(of: code(in: block, of: lesson))
  }

  /// The expressions of claims and formulas in a line of Markdown.
  static func sources(in line: Located) -> [Located] {
    sources(of: code(in: line))
  }

  private static func sources(of spans: [Located]) -> [Located] {
    spans.compactMap { span in
      if let formula = Claim.formulaSource(span.text) {
        return Located(formula, at: SourceRange(span.range.lower + 1, span.range.upper - 1))
      }
      guard let claim = Claim(span.text) else { return nil }
      return Located(claim.expression, at: span.range)
    }
  }

  /// Finds each span's text in the source, one after the other.
  private static func code(in text: Located, spans: [String]) -> [Located] {
    let bytes = Array(text.text.utf8)
    var start = 0
    return spans.map { span in
      let wanted = Array(span.utf8)
      var place = start
      while place + wanted.count <= bytes.count,
        !bytes[place..<place + wanted.count].elementsEqual(wanted)
      {
        place += 1
      }
      guard place + wanted.count <= bytes.count else { return Located(span, at: text.range) }
      start = place + wanted.count
      return Located(
        span, at: SourceRange(text.range.lower + place, text.range.lower + start))
    }
  }

  private static func spans(in block: CommonMark.Block) -> [String] {
    switch block.kind {
    case .heading(_, let inlines), .paragraph(let inlines): return codes(in: inlines)
    case .list(let items, _): return items.joined().flatMap { spans(in: $0) }
    case .quote(let blocks): return blocks.flatMap { spans(in: $0) }
    case .table(let rows): return rows.joined().flatMap { codes(in: $0) }
    case .code, .rule, .html: return []
    }
  }

  private static func codes(in inlines: [CommonMark.Inline]) -> [String] {
    inlines.flatMap { inline -> [String] in
      switch inline {
      case .code(let code): return [code]
      case .emphasis(let inner), .strong(let inner), .link(let inner, _), .image(let inner, _):
        return codes(in: inner)
      case .text, .softBreak, .lineBreak, .html: return []
      }
    }
  }
}
