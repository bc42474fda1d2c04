import Execution
import Graphs
import Syntax
import Tensors

/// Pictures and tables, as data.
extension Interpreter {
  /// A name that moves over a range, with the symbol that stands for it.
  private struct Axis {
    let place: Elaborator.Place
    let label: String
    let range: ClosedRange<Double>
    let symbol: Leaf
  }

  // MARK: plot and contour

  /// Draws curves over a name.
  func plot(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let (ranged, options) = split(arguments)
    guard ranged.count == 1, !arguments.rest.isEmpty else {
      throw arguments.fail(
        .argument, "`plot` takes functions and one range", hint: "`plot(f, g, x=-3:3)`")
    }
    let axis = try axis(ranged[0], arguments)
    try refuse(options, besides: ["logx", "logy"], arguments)
    let isLogarithmic = (
      x: try option("logx", options, arguments), y: try option("logy", options, arguments)
    )
    guard !isLogarithmic.x || axis.range.lowerBound > 0 else {
      throw arguments.elaborator.failure(
        .argument, "a logarithmic axis begins above 0", at: ranged[0].value.range,
        in: arguments.scope)
    }
    var curves: [PlotData.Curve] = []
    var point: (x: Double, y: Double)?
    var slope: Double?
    var notes: [Note] = []
    for expression in arguments.rest {
      let node = try number(expression, over: [axis], arguments, context)
      let sampler = CurveSampler(
        graph: cache.graph, bindings: store.environment.bindings, limits: limits,
        programs: ProgramCache(), function: node, symbol: axis.symbol,
        isLogarithmic: isLogarithmic.x)
      do throws(ExecutionError) {
        let label = arguments.elaborator.text(of: expression, in: arguments.scope)
        curves.append(try sampler.curve(label, over: axis.range))
        if point == nil, let now = try current(axis, arguments), axis.range.contains(now) {
          point = (now, try sampler.value(at: now))
          slope = sampler.slopes(at: now)?.derivative
        }
      } catch {
        throw diagnostic(for: error, at: expression.range, context)
      }
    }
    notes += arguments.elaborator.notes
    return Output(
      .plot(
        PlotData(
          kind: .curves(curves), xName: axis.label, xRange: axis.range, point: point,
          slope: slope, isLogarithmic: isLogarithmic)),
      source: context.text, notes: notes)
  }

  /// Draws heights over two names.
  func contour(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let (ranged, options) = split(arguments)
    guard ranged.count == 2 else {
      throw arguments.fail(
        .argument, "`contour` takes one function and two ranges",
        hint: "`contour(f, u=-2:2, v=-2:2)`")
    }
    try refuse(options, besides: [], arguments)
    let expression = arguments.expression("f")
    let first = try axis(ranged[0], arguments)
    let second = try axis(ranged[1], arguments)
    let node = try number(expression, over: [first, second], arguments, context)
    let (columns, rows) = (72, 48)
    let programs = ProgramCache()
    var field: [[Double]] = []
    var bindings = store.environment.bindings
    var point: (x: Double, y: Double)?
    do throws(ExecutionError) {
      for row in 0..<rows {
        var line: [Double] = []
        bindings[second.symbol] = Tensor(second.range.point(row, of: rows))
        for column in 0..<columns {
          bindings[first.symbol] = Tensor(first.range.point(column, of: columns))
          var evaluator = Evaluator(
            graph: cache.graph, bindings: bindings, limits: limits, programs: programs)
          line.append(try evaluator.value(of: node).elements.first ?? .nan)
        }
        field.append(line)
      }
      if let x = try current(first, arguments), let y = try current(second, arguments),
        first.range.contains(x), second.range.contains(y)
      {
        point = (x, y)
      }
    } catch {
      throw diagnostic(for: error, at: expression.range, context)
    }
    return Output(
      .plot(
        PlotData(
          kind: .field(field, yName: second.label, yRange: second.range), xName: first.label,
          xRange: first.range, point: point)),
      source: context.text, notes: arguments.elaborator.notes)
  }

  /// The ranges among the keywords, and the options.
  private func split(_ arguments: Arguments) -> (ranged: [Argument], options: [Argument]) {
    let open = arguments.match.open
    return (open.filter { $0.spanEnd != nil }, open.filter { $0.spanEnd == nil })
  }

  /// Refuses options that mean nothing here.
  private func refuse(
    _ options: [Argument], besides known: [String], _ arguments: Arguments
  ) throws(Diagnostic) {
    guard let other = options.first(where: { !known.contains($0.label ?? "") }) else { return }
    let list = known.map { "\($0)=true" }.joined(separator: " and ")
    throw arguments.elaborator.failure(
      .argument, "no option `\(other.label ?? "")` here", at: other.value.range,
      in: arguments.scope, hint: known.isEmpty ? "a range is written `x=-3:3`" : "there are \(list)"
    )
  }

  private func option(
    _ name: String, _ options: [Argument], _ arguments: Arguments
  ) throws(Diagnostic) -> Bool {
    guard let option = options.first(where: { $0.label == name }) else { return false }
    let value = try arguments.elaborator.value(of: option.value, in: arguments.scope)
    return arguments.elaborator.truth(of: value) ?? false
  }

  private func axis(_ argument: Argument, _ arguments: Arguments) throws(Diagnostic) -> Axis {
    let elaborator = arguments.elaborator
    let place = elaborator.place(argument)
    guard let end = argument.spanEnd else {
      throw arguments.fail(.argument, "a range is written `\(place.name)=-3:3`")
    }
    let low = try elaborator.node(of: argument.value, in: arguments.scope)
    let high = try elaborator.node(of: end, in: arguments.scope)
    guard let lower = elaborator.staticNumber(low), let upper = elaborator.staticNumber(high),
      lower.isFinite, upper.isFinite, lower < upper
    else {
      throw elaborator.failure(
        .argument, "the ends of a range must be numbers, the lower first",
        at: argument.value.range, in: arguments.scope)
    }
    let symbol = Leaf(
      id: cache.makeIdentity(), name: place.text, shape: .scalar)
    return Axis(
      place: place, label: place.text, range: lower...upper, symbol: symbol)
  }

  /// The node of a function of some names that move; it must be a number at each point.
  private func number(
    _ expression: Expression, over axes: [Axis], _ arguments: Arguments,
    _ context: StatementContext
  ) throws(Diagnostic) -> NodeID {
    let elaborator = arguments.elaborator
    var overrides: [String: NodeID] = [:]
    for axis in axes {
      let leaf = cache.graph.leaf(axis.symbol)
      overrides[axis.place.name] = try elaborator.override(
        axis.place, by: leaf, over: overrides[axis.place.name], arguments)
    }
    var value = try elaborator.value(of: expression, overriding: overrides, in: arguments.scope)
    if case .function(let callable) = value {
      // A function alone is drawn over the name of the range.
      let moving = Expression(.name(axes[0].place.name), at: expression.range)
      var scope = arguments.scope
      scope.locals[axes[0].place.name] = .node(cache.graph.leaf(axes[0].symbol))
      value = try elaborator.call(
        callable, [Argument(moving)], at: expression.range, nameRange: expression.range, in: scope)
    }
    let node = try elaborator.node(of: value, at: expression.range, in: arguments.scope)
    let shape = cache.graph.shape(of: node)
    guard shape.dimensions.allSatisfy({ $0 == .fixed(1) }) else {
      throw elaborator.failure(
        .shape, "a curve has one number at each point, and this has shape \(shape.text)",
        at: expression.range, in: arguments.scope, hint: "take mean(…), sum(…), or an element of it"
      )
    }
    let symbols = Set(axes.map(\.symbol))
    let free = cache.graph.topologicalOrder(of: [node]).compactMap { id -> String? in
      guard case .leaf(let leaf) = cache.graph[id].primitive, !symbols.contains(leaf),
        store.environment.bindings[leaf] == nil
      else { return nil }
      return leaf.name
    }
    guard free.isEmpty else { throw withoutValue(free, at: expression.range, context) }
    return node
  }

  /// The value that a name which moves has now.
  private func current(
    _ axis: Axis, _ arguments: Arguments
  ) throws(ExecutionError) -> Double? {
    guard store.environment[axis.place.name] != nil else { return nil }
    let name = Expression(.name(axis.place.name), at: axis.place.range)
    let part =
      axis.place.subscripts.isEmpty
      ? name : Expression(.index(name, axis.place.subscripts), at: axis.place.range)
    guard let node = try? arguments.elaborator.node(of: part, in: arguments.scope),
      unbound(below: node).isEmpty
    else { return nil }
    var evaluator = Evaluator(
      graph: cache.graph, bindings: store.environment.bindings, limits: limits)
    return try evaluator.value(of: node).scalarValue
  }

  // MARK: hist and bars

  /// Counts values in equal ranges.
  func histogram(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    var notes: [Note] = []
    let values = try tensor("x", arguments, context, notes: &notes).elements.filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else {
      throw arguments.fail(.domain, "there are no finite values to count", at: "x")
    }
    var count = min(30, max(5, Int(Double(values.count).squareRoot().rounded(.up))))
    if arguments.isGiven("bins") { count = try arguments.integer("bins") }
    guard count > 0, count <= 1_000 else {
      throw arguments.fail(.argument, "`bins` lies between 1 and 1000", at: "bins")
    }
    let width = high > low ? (high - low) / Double(count) : 1
    let start = high > low ? low : low - Double(count) / 2
    var counts = [Int](repeating: 0, count: count)
    for value in values {
      let bin = Int(((value - start) / width).rounded(.down))
      counts[min(max(bin, 0), count - 1)] += 1
    }
    let edges = (0...count).map { start + Double($0) * width }
    return Output(
      .plot(
        PlotData(
          kind: .histogram(edges: edges, counts: counts),
          xName: arguments.elaborator.text(of: arguments.expression("x"), in: arguments.scope),
          xRange: edges[0]...edges[count])),
      source: context.text, notes: notes)
  }

  /// Draws one bar a value.
  func bars(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    var notes: [Note] = []
    let values = try tensor("x", arguments, context, notes: &notes).elements
    guard values.count <= 1_000, !values.isEmpty else {
      throw arguments.fail(.limit, "there are between 1 and 1000 bars", at: "x")
    }
    var labels = values.indices.map(String.init)
    if case .list(let items) = try arguments.value("labels") {
      labels = items.enumerated().map { index, item in
        if case .string(let text) = item { return text }
        return String(index)
      }
      guard labels.count == values.count else {
        throw arguments.fail(
          .argument, "\(labels.count) labels for \(values.count) bars", at: "labels")
      }
    }
    return Output(
      .plot(
        PlotData(
          kind: .bars(labels: labels, values: values),
          xName: arguments.elaborator.text(of: arguments.expression("x"), in: arguments.scope),
          xRange: 0...Double(max(1, values.count)))),
      source: context.text, notes: notes)
  }

  private func tensor(
    _ name: String, _ arguments: Arguments, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> Tensor {
    let expression = arguments.expression(name)
    let item = try arguments.elaborator.elaborate(expression, in: arguments.scope)
    let node = try arguments.elaborator.node(
      of: item.value, at: expression.range, in: arguments.scope)
    return try evaluate(node, item.requirements, at: expression.range, context, notes: &notes)
  }
}

extension ClosedRange<Double> {
  /// One of several points at equal distances, both ends among them.
  fileprivate func point(_ index: Int, of count: Int) -> Double {
    lowerBound + (upperBound - lowerBound) * (Double(index) / Double(Swift.max(1, count - 1)))
  }
}
