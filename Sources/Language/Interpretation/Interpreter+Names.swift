import Syntax

/// A name that means something, with what is known of it: for lists, completion and documentation.
public struct NameDescription: Sendable {
  /// What kind of thing has the name.
  public enum Kind: String, Sendable {
    case definition, data, symbol, function, columns
    /// A loss, or whatever else is written in the language and part of the program.
    case library
    case builtin = "built in"
    case constant
  }

  /// The name.
  public var name: String
  /// What it is.
  public var kind: Kind
  /// The call as one would write it, where it can be called.
  public var signature: String?
  /// The parameters' names, where it can be called.
  public var parameters: [String] = []
  /// What it is for, in one sentence.
  public var summary = ""
  /// All that is written about it.
  public var documentation: String?
  /// Its definition, as it was written.
  public var source: String?
}

extension Interpreter {
  /// The names that the session bound, in the order in which they were first bound.
  public var boundNames: [String] { environment.order }

  /// Every name that means something: the session's own first, then losses, functions, constants.
  public var names: [String] {
    var seen: Set<String> = []
    let rest = prelude.names + Builtin.names + Constants.table.keys.sorted()
    return (boundNames + rest).filter { seen.insert($0).inserted }
  }

  /// Returns what is known of a name; nil where it means nothing.
  public func description(of name: String) -> NameDescription? {
    if let entry = environment[name] { return Self.description(of: name, entry) }
    let canonical = LibraryNames.canonical(name)
    if let function = try? prelude.function(named: canonical) {
      return Self.description(of: function, as: name)
    }
    if let builtin = Builtin.table[UnicodeNames.table[name] ?? name] {
      var documentation = "\(builtin.signature)\n\n\(builtin.summary)"
      if let error = builtin.worstError {
        documentation += "\n\nAccuracy: at most \(error) units in the last place, as measured"
      }
      if !builtin.example.isEmpty { documentation += "\n\nExample: \(builtin.example)" }
      return NameDescription(
        name: name, kind: .builtin, signature: builtin.signature,
        parameters: builtin.parameters.parameters.map(\.name), summary: builtin.summary,
        documentation: documentation)
    }
    if let value = Constants.table[name] {
      return NameDescription(
        name: name, kind: .constant, summary: "\(value)", documentation: "\(name) is \(value)")
    }
    if case .function(let plain)? = LibraryNames.meaning(of: canonical) {
      var known = description(of: plain)
      known?.summary = "\(plain) by its name elsewhere"
      return known
    }
    return nil
  }

  /// The names that a bound name is made of, in the order in which they were bound.
  public func operands(of name: String) -> [String] {
    let used: Set<String>
    switch environment[name] {
    case .definition(let definition): used = FreeNames.of(definition.body).all
    case .function(let function): used = FreeNames.of(function).all
    case .leaf, .columns, nil: return []
    }
    return boundNames.filter { used.contains($0) && $0 != name }
  }

  private static func description(
    of name: String, _ entry: Environment.Entry
  ) -> NameDescription {
    switch entry {
    case .definition(let definition):
      return description(
        name, .definition, definition.documentation, definition.source, definition.range)
    case .leaf(let variable):
      let kind: NameDescription.Kind = variable.declared == nil ? .data : .symbol
      return description(name, kind, variable.documentation, variable.source, variable.range)
    case .columns(let table):
      let columns = table.columns.map(\.name).joined(separator: ", ")
      return NameDescription(name: name, kind: .columns, summary: columns)
    case .function(let function):
      return description(of: function, as: name)
    }
  }

  private static func description(
    _ name: String, _ kind: NameDescription.Kind, _ documentation: String?, _ source: SourceText,
    _ range: SourceRange
  ) -> NameDescription {
    NameDescription(
      name: name, kind: kind, summary: firstLine(documentation) ?? String(source[range]),
      documentation: documentation ?? String(source[range]), source: String(source[range]))
  }

  private static func description(of function: Function, as name: String) -> NameDescription {
    // A definition of the prelude is a text of its own, documentation included.
    let source =
      function.isPrelude ? function.source.text : String(function.source[function.range])
    let documentation = function.documentation.map { "\(function.signature)\n\n\($0)" }
    return NameDescription(
      name: name, kind: function.isPrelude ? .library : .function, signature: function.signature,
      parameters: function.parameters.map(\.name.text),
      summary: firstLine(function.documentation) ?? "",
      documentation: documentation ?? function.signature,
      source: source.split(separator: "\n", omittingEmptySubsequences: false)
        .drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed().joined(separator: "\n"))
  }

  private static func firstLine(_ text: String?) -> String? {
    text?.split(separator: "\n").first.map(String.init)
  }
}
