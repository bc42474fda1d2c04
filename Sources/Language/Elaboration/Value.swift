import Graphs
import Syntax
import Tensors

/// What an expression is while it is elaborated: a node of the graph, or something that never
/// becomes data and is decided now, such as a string or a function.
indirect enum Value {
  /// Data: a node of the graph.
  case node(NodeID)
  /// Text, as an option.
  case string(String)
  /// A truth that is known now.
  case boolean(Bool)
  /// The absence of a value.
  case none
  /// Several values: a list literal, a tuple, a shape.
  case list([Value])
  /// A function.
  case function(Callable)
  /// The beginning of a library's name, `tf.losses`.
  case module(String)
  /// A kind of number, `tf.float32`.
  case type(ScalarType)
  /// Columns of data.
  case columns(DataTable)

  /// What it is, with its article, for messages.
  var description: String {
    switch self {
    case .node: "a tensor"
    case .string(let text): "the string \"\(text)\""
    case .boolean: "a boolean"
    case .none: "none"
    case .list: "a list"
    case .function(let callable): "the function `\(callable.name)`"
    case .module(let path): "the module `\(path)`"
    case .type: "a kind of number"
    case .columns: "a table of columns"
    }
  }
}

/// Something that can be called.
enum Callable {
  /// A function written in the language.
  case written(Function)
  /// A built-in function.
  case builtin(Builtin)

  /// The function's name.
  var name: String {
    switch self {
    case .written(let function): function.name
    case .builtin(let builtin): builtin.name
    }
  }

  /// The call as a person would write it.
  var signature: String {
    switch self {
    case .written(let function): function.signature
    case .builtin(let builtin): builtin.signature
    }
  }
}

/// What the names of the text being elaborated mean before the session's are asked.
struct Scope {
  /// Parameters and definitions of the block.
  var locals: [String: Value] = [:]
  /// What names meant when the definition was made.
  var captured: [String: Environment.Entry] = [:]
  /// The text that ranges point into.
  var source: SourceText
  /// Whether names are those of the prelude, whatever the user has bound.
  var isPrelude = false
  /// The function whose body this is.
  var function: Function?
  /// The outermost call of a prelude function: where its complaints point.
  var callSite: CallSite?
  /// The operands of the prelude call as the user wrote them, by parameter.
  var argumentTexts: [String: String] = [:]

  /// A call in the user's text.
  struct CallSite {
    /// The call.
    let range: SourceRange
    /// Each argument by parameter, where it was written.
    let arguments: [String: SourceRange]
    /// The text it stands in.
    let source: SourceText
    /// The function called.
    let function: String
  }
}
