import Calculus
import Graphs
import Syntax
import Tensors

@testable import Rendering

/// Returns the tree of an expression written in the language.
func expression(_ text: String) -> Expression {
  let result = Parser.parse(SourceText(text))
  guard let statement = result.statements.first, case .expression(let tree) = statement.kind else {
    return Expression(.name("unreadable"))
  }
  return tree
}

/// Returns a formula written in the language, with the letters of its sizes and its shared parts.
func formula(
  _ text: String, sizes: [(letter: String, form: String, value: Int?)] = [],
  where parts: [(name: String, form: String)] = [], shape: SymbolicShape = .scalar
) -> Formula {
  Formula(
    definitions: parts.map { .init(name: $0.name, value: expression($0.form)) },
    body: expression(text),
    sizes: sizes.map {
      .init(letter: $0.letter, expression: expression($0.form), value: $0.value)
    }, shape: shape)
}

/// Returns a tensor of a shape, or an empty one where the count is wrong.
func tensor(_ dimensions: [Int], _ elements: [Double], type: ScalarType = .float64) -> Tensor {
  Shape(dimensions).flatMap { Tensor($0, elements, type: type) } ?? Tensor(vector: [])
}

/// A renderer without prompts for a window.
func renderer(
  width: Int = 80, height: Int = 24, digits: Int = 6, isASCII: Bool = false, isPlain: Bool = false,
  prompts: Bool = false
) -> Renderer {
  Renderer(
    options: RenderOptions(
      width: width, height: height, digits: digits, isASCII: isASCII, isPlain: isPlain,
      showsPrompts: prompts))
}
