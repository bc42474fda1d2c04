/// The documentation of a function of the prelude, as data: one docstring, read once.
///
/// ```
/// """
/// One line that says what it is.
///
/// Formula: mean(abs(p - y))
/// Arguments:
///   y: targets, any numbers
/// Range: [0, inf)
/// Example: l1_loss([1, 2, 4], [1, 3, 2]) → 1
/// """
/// ```
/// A field begins with its name and a colon; lines indented by two spaces belong to the field above.
public struct LossDocumentation: Hashable, Sendable {
  /// The fields a docstring may have, in the order in which they are shown.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// What a function that nobody calls by itself is a part of; it is not listed.
    case partOf = "Part of"
    case formula = "Formula"
    case arguments = "Arguments"
    case range = "Range"
    case minimum = "Minimum"
    case bestConstant = "Best constant"
    case notDifferentiable = "Not differentiable"
    case gradient = "Gradient"
    case use = "Use"
    case avoid = "Avoid"
    case alsoKnownAs = "Also known as"
    case libraries = "Libraries"
    case source = "Source"
    case example = "Example"
  }

  /// A parameter and what may stand for it.
  public struct Argument: Hashable, Sendable {
    /// The parameter's name.
    public let name: String
    /// What it is, its shape and its domain.
    public let meaning: String
  }

  /// An expression and the value it has.
  public struct Example: Hashable, Sendable {
    /// The expression, in the language.
    public let expression: String
    /// Its value, in the language, to the digits written.
    public let value: String
  }

  /// The first line.
  public let summary: String
  /// The text of each field that is there; `arguments` and `example` are read further below.
  public let fields: [Field: String]
  /// The arguments, in order, without those that every loss has.
  public let arguments: [Argument]
  /// The examples, which run as tests.
  public let examples: [Example]
  /// Lines that begin like a field of an unknown name: none in the prelude.
  public let unknownFields: [String]

  /// Reads a docstring; text that is not of this form is all summary.
  public init(_ docstring: String) {
    var summary: [String] = []
    var fields: [Field: [String]] = [:]
    var examples: [Example] = []
    var unknown: [String] = []
    var current: Field?
    var isInSummary = true
    for line in docstring.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.trimmingSpaces
      if text.isEmpty {
        isInSummary = summary.isEmpty
        continue
      }
      if line.first == " ", let field = current {
        fields[field, default: []].append(text)
      } else if let (field, rest) = Self.field(text) {
        isInSummary = false
        if field == .example, let example = Self.example(rest) { examples.append(example) }
        fields[field, default: []].append(contentsOf: rest.isEmpty ? [] : [rest])
        current = field
      } else if isInSummary {
        summary.append(text)
      } else {
        unknown.append(text)
      }
    }
    self.summary = summary.joined(separator: " ")
    self.fields = fields.mapValues { $0.joined(separator: "\n") }
    self.examples = examples
    unknownFields = unknown
    arguments = (fields[.arguments] ?? []).compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return Argument(
        name: String(line[..<colon]), meaning: line[line.index(after: colon)...].trimmingSpaces)
    }
  }

  /// The meaning of a parameter: its own line, or the one that all losses share.
  public func meaning(of parameter: String) -> String? {
    arguments.first { $0.name == parameter }?.meaning ?? Self.sharedMeanings[parameter]
  }

  /// What the parameters mean that mean the same everywhere.
  public static let sharedMeanings: [String: String] = [
    "weights": "weights of the losses: a number, one for each row, or one for each loss",
    "reduction":
      "\"mean\" divides by the sum of the weights, \"sum\" adds, \"none\" gives each loss",
    "label_smoothing": "how far targets are moved towards the uniform distribution, within [0, 1]",
    "axis": "the axis along which the classes lie",
    "scope": "taken and ignored", "loss_collection": "taken and ignored",
    "name": "taken and ignored",
    "size_average": "an old option of PyTorch", "reduce": "an old option of PyTorch",
  ]

  private static func field(_ line: String) -> (Field, String)? {
    guard let colon = line.firstIndex(of: ":"),
      let field = Field(rawValue: String(line[..<colon]))
    else { return nil }
    return (field, line[line.index(after: colon)...].trimmingSpaces)
  }

  private static func example(_ text: String) -> Example? {
    guard let arrow = text.firstIndex(of: "→") else { return nil }
    return Example(
      expression: text[..<arrow].trimmingSpaces,
      value: text[text.index(after: arrow)...].trimmingSpaces)
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    let start = firstIndex { $0 != " " } ?? endIndex
    let end = lastIndex { $0 != " " }.map(index(after:)) ?? startIndex
    return start < end ? String(self[start..<end]) : ""
  }
}
