import Syntax

/// The parameters of a function, and how the arguments of a call are matched to them.
struct Signature {
  /// One parameter.
  struct Parameter {
    /// The name.
    let name: String
    /// The value when left out; `nil` where an argument must be given.
    var defaultValue: Expression?
    /// Whether it is given by keyword only.
    var isKeywordOnly = false
    /// Whether it takes all further positional arguments.
    var isVariadic = false
  }

  /// The function's name.
  let name: String
  /// The parameters in order.
  let parameters: [Parameter]
  /// Whether any other keyword is taken too, as in `at(e, w=0)`.
  var isOpen = false

  /// The arguments of a call by parameter.
  struct Match {
    /// The argument for each parameter that was given one.
    var given: [String: Expression] = [:]
    /// The arguments of the parameter that takes several.
    var rest: [Expression] = []
    /// The whole arguments, for those that have a span.
    var arguments: [String: Argument] = [:]
    /// The arguments with keywords of the user's own.
    var open: [Argument] = []
  }

  /// Matches the arguments of a call.
  ///
  /// - Throws: `argument` where one is unknown, given twice, missing, or too many.
  func match(
    _ arguments: [Argument], at range: SourceRange, in scope: Scope, failing: Literal.Failing
  ) throws(Diagnostic) -> Match {
    var match = Match()
    var position = 0
    let positional = parameters.filter { !$0.isKeywordOnly && !$0.isVariadic }
    let variadic = parameters.first(where: \.isVariadic)
    for argument in arguments {
      if let label = argument.label {
        let place = argument.labelRange ?? argument.value.range
        guard let parameter = parameters.first(where: { $0.name == label }) else {
          if isOpen {
            match.open.append(argument)
            continue
          }
          throw unknown(label, at: place, in: scope, failing: failing)
        }
        guard match.given[label] == nil else {
          throw failing(
            .argument, "`\(name)` is given `\(label)` twice", place, scope, [], text)
        }
        if parameter.isVariadic {
          match.rest.append(argument.value)
          continue
        }
        match.given[label] = argument.value
        match.arguments[label] = argument
        continue
      }
      if position < positional.count {
        let parameter = positional[position]
        position += 1
        guard match.given[parameter.name] == nil else {
          throw failing(
            .argument, "`\(name)` is given `\(parameter.name)` twice", argument.value.range, scope,
            [],
            text)
        }
        match.given[parameter.name] = argument.value
        match.arguments[parameter.name] = argument
      } else if variadic != nil {
        match.rest.append(argument.value)
      } else if let keyword = parameters.first(where: {
        $0.isKeywordOnly && match.given[$0.name] == nil
      }) {
        throw failing(
          .argument, "`\(name)` takes `\(keyword.name)` by keyword only", argument.value.range,
          scope,
          [], "write `\(keyword.name)=\(String(scope.source[argument.value.range]))`")
      } else {
        throw failing(
          .argument,
          "`\(name)` takes \(Self.count(positional.count)), not \(arguments.count)",
          argument.value.range, scope, [], ForeignNames.surplus[name] ?? text)
      }
    }
    for parameter in parameters
    where !parameter.isVariadic && parameter.defaultValue == nil
      && match.given[parameter.name] == nil
    {
      throw failing(
        .argument, "`\(name)` is not given its `\(parameter.name)`", range, scope, [], text)
    }
    return match
  }

  private static func count(_ count: Int) -> String {
    switch count {
    case 0: "no arguments"
    case 1: "one argument"
    default: "at most \(count) arguments"
    }
  }

  /// The call as a person would write it, as a hint.
  private var text: String { "it is called as `\(description)`" }

  /// The call as a person would write it.
  var description: String {
    var parts: [String] = []
    for parameter in parameters {
      if parameter.isVariadic {
        parts.append(parameter.name + "…")
      } else if let value = parameter.defaultValue {
        parts.append("\(parameter.name)=\(Unparser.text(of: value))")
      } else {
        parts.append(parameter.name)
      }
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  private func unknown(
    _ label: String, at range: SourceRange, in scope: Scope, failing: Literal.Failing
  ) -> Diagnostic {
    let names = parameters.map(\.name)
    let known = ForeignNames.keywords[label].flatMap { names.contains($0) ? $0 : nil }
    let hint =
      (known ?? Suggestion.nearest(to: label, among: names).first).map {
        "did you mean `\($0)`?"
      } ?? text
    return failing(
      .argument, "`\(name)` has no argument `\(label)`", range, scope, [], hint)
  }
}
