import Graphs
import Syntax

/// What calls tell about shapes.
extension ShapeInference {
  typealias Form = ShapeUnifier.Form

  /// The shape of a matrix product.
  mutating func product(_ left: Expression, _ right: Expression, _ names: Names) -> Form {
    product(factor(left, names), factor(right, names))
  }

  /// The shape of a factor of a matrix product, by the case of its letter where that is the reading.
  private mutating func factor(_ expression: Expression, _ names: Names) -> Form {
    if case .transpose(let operand) = expression.kind {
      return transposed(factor(operand, names))
    }
    let form = form(of: expression, names)
    guard reading == .letterCase, case .name(let name) = expression.kind else { return form }
    let rows = unifier.size(letter: "n")
    let isMatrix = name.first?.isUppercase == true
    unifier.bind(form, isMatrix ? [rows, unifier.size(letter: "d")] : [rows])
    return form
  }

  private mutating func product(_ a: Form, _ b: Form) -> Form {
    if unifier.sizes(a) == nil {
      let rows = unifier.size(letter: "n")
      unifier.bind(a, [rows, unifier.size(letter: "d")])
    }
    guard let left = unifier.sizes(a), let inner = left.last else { return unifier.form() }
    if unifier.sizes(b) == nil { unifier.bind(b, [inner]) }
    guard let right = unifier.sizes(b), !right.isEmpty else { return unifier.form() }
    unifier.unify(inner, right.count == 1 ? right[0] : right[right.count - 2])
    return unifier.form(left.dropLast() + (right.count > 1 ? [right[right.count - 1]] : []))
  }

  /// The shape of a transpose.
  mutating func transposed(_ form: Form) -> Form {
    if unifier.sizes(form) == nil {
      let rows = unifier.size(letter: "n")
      unifier.bind(form, [rows, unifier.size(letter: "d")])
    }
    guard var sizes = unifier.sizes(form), sizes.count > 1 else { return form }
    sizes.swapAt(sizes.count - 1, sizes.count - 2)
    return unifier.form(sizes)
  }

  /// The shape of a part.
  mutating func form(of base: Expression, _ subscripts: [Subscript], _ names: Names) -> Form {
    let whole = form(of: base, names)
    if unifier.sizes(whole) == nil {
      var sizes: [ShapeUnifier.Size] = []
      for _ in subscripts { sizes.append(unifier.size()) }
      unifier.bind(whole, sizes)
    }
    guard let sizes = unifier.sizes(whole) else { return unifier.form() }
    var result: [ShapeUnifier.Size] = []
    for (axis, size) in sizes.enumerated() {
      guard axis < subscripts.count else {
        result.append(size)
        continue
      }
      switch subscripts[axis] {
      case .element(let index):
        let entries = form(of: index, names)
        result += unifier.sizes(entries) ?? []
      case .range(nil, nil, nil): result.append(size)
      case .range: result.append(unifier.size())
      }
    }
    return unifier.form(result)
  }

  /// The shape of what a call gives.
  mutating func form(ofCall callee: Expression, _ arguments: [Argument], _ names: Names) -> Form {
    guard let path = callee.dottedPath else {
      for argument in arguments { _ = form(of: argument.value, names) }
      return unifier.form()
    }
    var scope = Scope(captured: names.captured, source: SourceText(""))
    scope.isPrelude = names.isPrelude
    let callable: Callable?
    if path.contains(".") {
      let value = try? elaborator.value(ofPath: path, at: callee.range, in: scope)
      if case .function(let function)? = value { callable = function } else { callable = nil }
    } else {
      callable = try? elaborator.callable(named: path, at: callee.range, in: scope)
    }
    switch callable {
    case .written(let function): return form(of: function, arguments, names)
    case .builtin(let builtin): return form(of: builtin, arguments, names)
    case nil:
      for argument in arguments { _ = form(of: argument.value, names) }
      return unifier.form()
    }
  }

  private mutating func form(of function: Function, _ arguments: [Argument], _ names: Names) -> Form
  {
    var inner = Names(isPrelude: function.isPrelude, depth: names.depth + 1)
    guard inner.depth < Self.callLimit else { return unifier.form() }
    var letters: [String: ShapeUnifier.Size] = [:]
    for (index, parameter) in function.parameters.enumerated() {
      let positional =
        index < arguments.count && arguments[index].label == nil ? arguments[index] : nil
      let argument = arguments.first { $0.label == parameter.name.text } ?? positional
      guard let value = argument?.value ?? parameter.defaultValue else { continue }
      let option = argument == nil ? value : self.option(value, names)
      var form = argument == nil ? self.form(of: value, inner) : self.form(of: value, names)
      if let declared = parameter.shape, option == nil {
        var sizes: [ShapeUnifier.Size] = []
        for dimension in declared { sizes.append(size(dimension, &letters)) }
        let known = unifier.sizes(form)
        if known == nil {
          unifier.bind(form, sizes)
        } else if let known, known.count == sizes.count {
          for (a, b) in zip(known, sizes) { unifier.unify(a, b) }
        } else {
          form = unifier.form(known ?? sizes)
        }
      }
      inner.locals[parameter.name.text] = Local(form: form, option: option)
    }
    return self.form(of: function.body, inner)
  }

  private mutating func size(
    _ dimension: Expression, _ letters: inout [String: ShapeUnifier.Size]
  ) -> ShapeUnifier.Size {
    switch dimension.kind {
    case .name(let letter):
      if let known = letters[letter] { return known }
      let size = unifier.size(letter: letter)
      letters[letter] = size
      return size
    default:
      let number = dimension.literalNumber.flatMap { Int(exactly: $0) }
      return number.map { unifier.size(.fixed($0)) } ?? unifier.size()
    }
  }

  private mutating func form(of builtin: Builtin, _ arguments: [Argument], _ names: Names) -> Form {
    var forms: [Form] = []
    for argument in arguments where argument.label == nil {
      forms.append(form(of: argument.value, names))
    }
    for argument in arguments where argument.label != nil && argument.label != "axis" {
      _ = form(of: argument.value, names)
    }
    let first = forms.first ?? unifier.scalar()
    switch builtin.category {
    case .elementwise: return joined(forms)
    case .axis:
      unifier.noteVector(first)
      return first
    case .reduction:
      if forms.count > 1, builtin.name != "norm" { return joined(forms) }
      return reduced(first, by: arguments, names)
    case .derivative, .analysis, .picture, .random: return unifier.form()
    case .shape, .linear, .data, .prelude: break
    }
    switch builtin.name {
    case "reduce": return reduction(first, arguments, names)
    case "stop_gradient", "value", "float32", "float64", "array", "stable": return first
    case "dot":
      guard forms.count > 1 else { return unifier.scalar() }
      unifier.noteVector(first)
      if unifier.sizes(first)?.count ?? 1 > 1 { return product(first, forms[1]) }
      _ = unifier.broadcast(first, forms[1])
      return unifier.scalar()
    case "matmul": return forms.count > 1 ? product(first, forms[1]) : unifier.form()
    case "outer":
      guard forms.count > 1 else { return unifier.form() }
      let a = vector(first, letter: "n")
      return unifier.form(a + vector(forms[1], letter: "m"))
    case "det", "logdet", "trace":
      square(first)
      return unifier.scalar()
    case "inv":
      square(first)
      return first
    case "solve":
      square(first)
      guard forms.count > 1 else { return first }
      if let size = unifier.sizes(first)?.last, unifier.sizes(forms[1]) == nil {
        unifier.bind(forms[1], [size])
      }
      return forms[1]
    case "gather":
      guard forms.count > 1 else { return unifier.form() }
      if unifier.sizes(first) == nil {
        let rows = unifier.size(letter: "n")
        unifier.bind(first, [rows, unifier.size(letter: "k")])
      }
      let rows = Array((unifier.sizes(first) ?? []).dropLast())
      if unifier.sizes(forms[1]) == nil { unifier.bind(forms[1], rows) }
      return unifier.form(rows)
    case "one_hot":
      var sizes = unifier.settled(first)
      let count = arguments.count > 1 ? arguments[1].value.literalNumber : nil
      sizes.append(
        count.flatMap { Int(exactly: $0) }.map { unifier.size(.fixed($0)) }
          ?? unifier.size(letter: "k"))
      return unifier.form(sizes)
    case "diag":
      if let sizes = unifier.sizes(first), sizes.count == 2 { return unifier.form([sizes[0]]) }
      let size = vector(first, letter: "n")
      return unifier.form(size + size)
    case "transpose": return transposed(first)
    case "size", "rank": return unifier.scalar()
    default: return form(ofConstant: builtin, arguments, names)
    }
  }

  /// The shape of a call in which no symbol has a part, such as `zeros(3)`.
  private mutating func form(
    ofConstant builtin: Builtin, _ arguments: [Argument], _ names: Names
  ) -> Form {
    let call = Expression(.call(Expression(.name(builtin.name)), arguments))
    guard names.locals.isEmpty, names.captured.isEmpty, !names.isPrelude,
      let node = try? elaborator.node(of: call, in: Scope(source: SourceText("")))
    else { return unifier.form() }
    return unifier.form(elaborator.graph.shape(of: node))
  }

  private mutating func joined(_ forms: [Form]) -> Form {
    var result = unifier.scalar()
    for form in forms { result = unifier.broadcast(result, form) }
    return result
  }

  private mutating func vector(_ form: Form, letter: String) -> [ShapeUnifier.Size] {
    if unifier.sizes(form) == nil { unifier.bind(form, [unifier.size(letter: letter)]) }
    return unifier.sizes(form) ?? []
  }

  private mutating func square(_ form: Form) {
    let size = unifier.size(letter: "n")
    unifier.bind(form, [size, size])
    guard let sizes = unifier.sizes(form), sizes.count >= 2 else { return }
    unifier.unify(sizes[sizes.count - 2], sizes[sizes.count - 1])
  }

  /// The shape left by a reduction over `axis`, or over everything.
  private mutating func reduced(_ form: Form, by arguments: [Argument], _ names: Names) -> Form {
    let keeps =
      arguments.first { $0.label == "keepdims" }.map { truth(of: $0.value, names) } == true
    let given = arguments.first { $0.label == "axis" }?.value
    let axis = given.flatMap { option($0, names) }
    guard let given, axis?.kind != Expression.Kind.none else {
      unifier.noteVector(form)
      guard keeps, let sizes = unifier.sizes(form) else { return unifier.scalar() }
      let one = unifier.size(.fixed(1))
      return unifier.form(sizes.map { _ in one })
    }
    let number = (axis ?? given).literalNumber.flatMap { Int(exactly: $0) }
    if unifier.sizes(form) == nil {
      let rows = unifier.size(letter: "n")
      unifier.bind(form, [rows, unifier.size(letter: "k")])
    }
    guard var sizes = unifier.sizes(form), let number, number < sizes.count, number >= -sizes.count
    else { return unifier.form() }
    let place = number < 0 ? number + sizes.count : number
    if keeps { sizes[place] = unifier.size(.fixed(1)) } else { sizes.remove(at: place) }
    return unifier.form(sizes)
  }

  /// The shape of `reduce(l, weights, reduction)`.
  private mutating func reduction(_ loss: Form, _ arguments: [Argument], _ names: Names) -> Form {
    let argument =
      arguments.first { $0.label == "reduction" } ?? (arguments.count > 2 ? arguments[2] : nil)
    if let argument, case .string("none")? = option(argument.value, names)?.kind { return loss }
    unifier.noteVector(loss)
    return unifier.scalar()
  }
}
