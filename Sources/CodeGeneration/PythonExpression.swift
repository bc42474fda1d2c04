/// A piece of Python with what its surroundings have to know of it.
struct PythonExpression {
  /// How tightly forms of Python bind, loosest first.
  enum Precedence: Int, Comparable {
    case comparison, sum, product, sign, power, atom

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
  }

  /// What an expression evaluates to.
  enum Kind {
    /// A number of Python's own, which functions of PyTorch and TensorFlow do not take as it is.
    case number
    /// A tensor of numbers.
    case tensor
    /// A tensor of truth values.
    case boolean
    /// A tensor of integers.
    case integer
  }

  var text: String
  var precedence: Precedence
  var kind: Kind
  /// The levels of operators and calls in the text.
  var depth: Int
  /// The same with the sign turned, where that is as short: `b - a` for `a - b`.
  ///
  /// Turning a sign changes no digit of a result.
  var opposite: [PythonExpression] = []

  init(
    _ text: String, _ precedence: Precedence = .atom, kind: Kind = .tensor, depth: Int = 0
  ) {
    self.text = text
    self.precedence = precedence
    self.kind = kind
    self.depth = depth
  }

  /// The text, in parentheses where it binds more loosely than asked.
  func bound(_ minimum: Precedence) -> String {
    precedence < minimum ? "(\(text))" : text
  }

  /// A tuple: one of a single item has a comma behind it.
  static func tuple(_ items: [String]) -> String {
    items.count == 1 ? "(\(items[0]),)" : "(\(items.joined(separator: ", ")))"
  }
}

/// How an operation is written in each library.
///
/// In a template `$0` stands for an operand as an argument, `%0` for one that an operator or a
/// subscript follows, so that it may need parentheses.
struct Spelling {
  let numpy: String
  let torch: String
  let jax: String
  let tensorflow: String
  var kind = PythonExpression.Kind.tensor

  init(
    numpy: String, torch: String, jax: String, tensorflow: String,
    kind: PythonExpression.Kind = .tensor
  ) {
    self.numpy = numpy
    self.torch = torch
    self.jax = jax
    self.tensorflow = tensorflow
    self.kind = kind
  }

  /// A function that has one name in all libraries, `tf` aside where told.
  init(
    function name: String, tensorflow: String? = nil, arguments: String = "$0",
    kind: PythonExpression.Kind = .tensor
  ) {
    self.init(
      numpy: "np.\(name)(\(arguments))", torch: "torch.\(name)(\(arguments))",
      jax: "jnp.\(name)(\(arguments))", tensorflow: "tf.\(tensorflow ?? name)(\(arguments))",
      kind: kind)
  }

  /// The same text in all libraries.
  init(everywhere text: String, kind: PythonExpression.Kind = .tensor) {
    self.init(numpy: text, torch: text, jax: text, tensorflow: text, kind: kind)
  }

  /// The template of a library.
  func template(_ library: PythonLibrary) -> String {
    switch library {
    case .numpy: numpy
    case .torch: torch
    case .jax: jax
    case .tensorflow: tensorflow
    }
  }

  /// Puts operands into the template of a library.
  func filled(_ library: PythonLibrary, with operands: [PythonExpression]) -> PythonExpression {
    var text = ""
    var mark: Character?
    for character in template(library) {
      if let waiting = mark {
        mark = nil
        if let digit = character.wholeNumberValue, operands.indices.contains(digit) {
          text += waiting == "$" ? operands[digit].text : operands[digit].bound(.atom)
        } else {
          text.append(waiting)
          text.append(character)
        }
      } else if character == "$" || character == "%" {
        mark = character
      } else {
        text.append(character)
      }
    }
    if let mark { text.append(mark) }
    return PythonExpression(text, Spelling.precedence(of: template(library)), kind: kind)
  }

  /// How tightly the outermost operator of a template binds; operators have spaces around them.
  static func precedence(of template: String) -> PythonExpression.Precedence {
    var loosest: PythonExpression.Precedence = template.hasPrefix("-") ? .sign : .atom
    var depth = 0
    for word in template.split(separator: " ") {
      if depth == 0, let precedence = operators[String(word)] { loosest = min(loosest, precedence) }
      depth += word.count { "([{".contains($0) } - word.count { ")]}".contains($0) }
    }
    return loosest
  }

  private static let operators: [String: PythonExpression.Precedence] = [
    "+": .sum, "-": .sum, "*": .product, "/": .product, "@": .product, "**": .power,
    "<": .comparison, "<=": .comparison, ">": .comparison, ">=": .comparison, "==": .comparison,
    "!=": .comparison,
  ]
}
