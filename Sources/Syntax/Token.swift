/// One word, number, sign or comment of a source text.
public struct Token: Hashable, Sendable {
  /// What the token is.
  public var kind: Kind
  /// Where it stands.
  public var range: SourceRange
  /// How many lines end between the token before and this one.
  public var lineBreaks: Int
  /// Whether space, a comment or the end of a line stands directly before it.
  public var followsSpace: Bool

  /// Whether it is the first token of its line.
  public var startsLine: Bool { lineBreaks > 0 }

  /// The kinds of tokens.
  public enum Kind: Hashable, Sendable {
    /// `1e-7`, finite and never negative.
    case number(Double)
    /// `"mean"`, its escapes read.
    case string(String)
    /// `"""…"""`, without its marks and its common indentation.
    case docstring(String)
    /// `p̂`, `w₁`, `损失`; soft keywords such as `var` are names.
    case name(String)
    /// `and`, `if`, `True`.
    case keyword(Keyword)
    /// `:=`, `*`, however it was spelled (`×`).
    case symbol(Symbol)
    /// `²`, `⁻¹`: a power written small.
    case superscript(Int)
    /// `# …`.
    case comment
    /// A line `## …` of documentation, without its marks.
    case documentationComment(String)
    /// A string that its line or, of a docstring, the source ends before its quote does.
    case unterminatedString(isDocstring: Bool)
    /// `1__0`, `1e999`: a number that is none.
    case malformedNumber
    /// Characters that are no part of the language, `$` or `&&`.
    case unknown
    /// The end of the source.
    case end
  }
}

/// The words that are never names.
public enum Keyword: String, Hashable, Sendable, CaseIterable {
  case and, or, not
  case `if`, `else`
  case `true`, `false`, none

  /// The spellings that are read, Python's among them.
  public static let spellings: [String: Keyword] = [
    "and": .and, "or": .or, "not": .not, "if": .if, "else": .else,
    "true": .true, "True": .true, "false": .false, "False": .false, "none": .none, "None": .none,
  ]

  /// Whether the word is a value, `true`, and not an operator.
  var isConstant: Bool {
    switch self {
    case .true, .false, .none: true
    case .and, .or, .not, .if, .else: false
    }
  }
}

/// The signs of the language; the raw value is the spelling in ASCII.
public enum Symbol: String, Hashable, Sendable, CaseIterable {
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case define = "="
  case assign = ":="
  case addAssign = "+="
  case subtractAssign = "-="
  case multiplyAssign = "*="
  case divideAssign = "/="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case caret = "^"
  case doubleStar = "**"
  case at = "@"
  case transpose = "'"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  /// Spelled `√` only.
  case root = "√"

  /// The bracket that closes this one, where it opens one.
  var closer: Symbol? {
    switch self {
    case .leftParenthesis: .rightParenthesis
    case .leftBracket: .rightBracket
    case .leftBrace: .rightBrace
    default: nil
    }
  }

  /// Whether it closes a bracket.
  var isCloser: Bool {
    self == .rightParenthesis || self == .rightBracket || self == .rightBrace
  }
}
