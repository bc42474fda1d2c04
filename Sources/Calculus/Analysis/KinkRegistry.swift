import Graphs
import Tensors

/// Where an operation of a graph may have a kink or a step: data for ``Kinks``.
struct KinkRoot {
  /// A node that is zero exactly at the kink; of a step, one that changes there.
  let root: NodeID
  /// The two sides that are equal there; the second may be missing, and is then zero.
  let left: NodeID
  var right: NodeID?
  /// Whether the root is constant but for jumps, which are the kinks.
  var isStep = false
  /// What two entries of the left side do there, where no equation says it.
  var tie: String?
  /// What is taken there.
  let convention: KinkConvention
}

/// What is taken at the kink of an operation, by this program and by libraries.
///
/// Each takes the slope on one side, on the other, or some of both: by its share of the side where
/// the root is positive.
struct KinkConvention {
  /// What is said where no number can be given.
  let rule: String
  /// The share of the upper side: of this program, and of the libraries; nil where one gives nan.
  var share: Double?
  var libraries: [(name: String, share: Double?)] = []

  /// The convention as a sentence, for slopes below and above the root.
  func text(below: Double, above: Double) -> String {
    guard let share else { return rule }
    func slope(_ share: Double) -> String { KinkText.number(below + share * (above - below)) }
    let own = slope(share)
    var text = "\(own) is taken"
    let same = libraries.filter { $0.share.map(slope) == own }.map(\.name)
    if !same.isEmpty { text += ", as \(KinkText.list(same)) do" + (same.count == 1 ? "es" : "") }
    var others: [(verb: String, names: [String])] = []
    for library in libraries where library.share.map(slope) != own {
      let verb = library.share.map { "take \(slope($0))" } ?? "give nan"
      if let place = others.firstIndex(where: { $0.verb == verb }) {
        others[place].names.append(library.name)
      } else {
        others.append((verb, [library.name]))
      }
    }
    for other in others {
      let verb = other.names.count == 1 ? singular(other.verb) : other.verb
      text += "; \(KinkText.list(other.names)) \(verb)"
    }
    return text
  }

  private func singular(_ verb: String) -> String {
    let words = verb.split(separator: " ", maxSplits: 1)
    return words.count == 2 ? "\(words[0])s \(words[1])" : verb
  }
}

/// Numbers and lists in what is said of kinks.
enum KinkText {
  static func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    guard rounded.magnitude < 1e15 else { return String(value) }
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// The kinks of single operations, and what is taken at them.
enum KinkRegistry {
  private static let abs = KinkConvention(
    rule: "abs has slope 0 there, as in TensorFlow and PyTorch; in JAX 1", share: 0.5,
    libraries: [("TensorFlow", 0.5), ("PyTorch", 0.5), ("JAX", 1)])
  private static let relu = KinkConvention(
    rule: "relu has slope 0 there, as in TensorFlow, PyTorch and JAX", share: 0,
    libraries: [("TensorFlow", 0), ("PyTorch", 0), ("JAX", 0)])
  private static func extreme(_ first: Double) -> KinkConvention {
    KinkConvention(
      rule: "half of each side is taken, as PyTorch and JAX do; TensorFlow takes the first",
      share: 0.5, libraries: [("PyTorch", 0.5), ("JAX", 0.5), ("TensorFlow", first)])
  }
  private static func clip(_ outside: Double) -> KinkConvention {
    KinkConvention(
      rule: "clip has slope 0 there, as in PyTorch; in TensorFlow 1, in JAX a half",
      share: outside,
      libraries: [("PyTorch", outside), ("TensorFlow", 1 - outside), ("JAX", 0.5)])
  }
  private static let shares = KinkConvention(
    rule: "equal shares are taken, as TensorFlow, JAX and PyTorch's max() do")
  private static let norm = KinkConvention(
    rule: "0 is taken, as PyTorch does; TensorFlow and JAX give nan")
  private static let step = KinkConvention(rule: "0 is taken: a step has no slope")
  private static let select = KinkConvention(
    rule: "the branch that the condition takes there gives the slope")
  private static let root = KinkConvention(
    rule: "TensorFlow, PyTorch and JAX give nan or inf: the slope of the root is infinite there")
  private static let order = KinkConvention(rule: "the order that sorting finds is taken")

  /// Returns the kinks that one node may have.
  static func roots(of id: NodeID, in graph: Graph) -> [KinkRoot] {
    let node = graph[id]
    let operands = node.operands
    func difference(_ a: NodeID, _ b: NodeID, _ convention: KinkConvention) -> [KinkRoot] {
      guard let root = try? graph.add(.binary(.subtract), a, b) else { return [] }
      return [KinkRoot(root: root, left: a, right: b, convention: convention)]
    }
    func zero(_ a: NodeID, _ convention: KinkConvention) -> [KinkRoot] {
      if case .binary(.subtract) = graph[a].primitive {
        return [
          KinkRoot(
            root: a, left: graph[a].operands[0], right: graph[a].operands[1],
            convention: convention)
        ]
      }
      return [KinkRoot(root: a, left: a, convention: convention)]
    }
    guard let x = operands.first else { return [] }
    switch node.primitive {
    case .unary(let function):
      switch function {
      case .abs: return zero(x, abs)
      case .sign: return zero(x, step)
      case .relu: return zero(x, relu)
      case .sqrt: return zero(x, root)
      case .floor, .ceil: return steps(id, x, remainder: 0, graph)
      case .round: return steps(id, x, remainder: 0.5, graph)
      default: return []
      }
    case .binary(.maximum): return difference(x, operands[1], extreme(1))
    case .binary(.minimum): return difference(x, operands[1], extreme(0))
    case .binary(.power):
      if case .constant(let tensor) = graph[operands[1]].primitive,
        let exponent = tensor.scalarValue, exponent == exponent.rounded()
      {
        return []
      }
      return zero(x, root)
    case .binary(.modulo):
      guard let quotient = try? graph.add(.binary(.divide), x, operands[1]),
        let whole = try? graph.add(.unary(.floor), quotient)
      else { return [] }
      return [KinkRoot(root: whole, left: id, isStep: true, convention: step)]
    case .clip:
      guard operands.count == 3 else { return [] }
      return difference(x, operands[1], clip(0)) + difference(x, operands[2], clip(1))
    case .select: return comparisons(in: x, graph)
    case .reduce(.norm, _, _): return [KinkRoot(root: id, left: id, convention: norm)]
    case .reduce(.max, _, _), .reduce(.min, _, _):
      let tie = node.primitive.isLargest ? "are the largest" : "are the smallest"
      return ties(of: x, node, graph).map {
        KinkRoot(root: $0, left: x, isStep: true, tie: tie, convention: shares)
      }
    case .sort:
      return ties(of: x, node, graph).map {
        KinkRoot(root: $0, left: x, isStep: true, tie: "are equal", convention: order)
      }
    default: return []
    }
  }

  /// A step at each whole number, or between two of them.
  private static func steps(
    _ id: NodeID, _ x: NodeID, remainder: Double, _ graph: Graph
  ) -> [KinkRoot] {
    guard let left = try? graph.add(.binary(.modulo), x, graph.constant(1)) else { return [] }
    return [
      KinkRoot(
        root: id, left: left, right: remainder == 0 ? nil : graph.constant(remainder),
        isStep: true, convention: step)
    ]
  }

  /// Which entries are less than which, of those that are sorted or reduced together.
  private static func ties(of x: NodeID, _ node: Node, _ graph: Graph) -> [NodeID] {
    var x = x
    var dimensions = graph.shape(of: x).dimensions
    let axes: [Int] =
      switch node.primitive {
      case .reduce(_, let axes, _): axes
      case .sort(let axis): [axis]
      default: []
      }
    if axes.count == dimensions.count, axes.count > 1 {
      guard let count = SymbolicShape(dimensions).concrete?.count,
        let flat = try? graph.add(.reshape(SymbolicShape([.fixed(count)])), x)
      else { return [] }
      (x, dimensions) = (flat, [.fixed(count)])
    } else if let axis = axes.first, axes.count == 1, axis != dimensions.count - 1 {
      var order = Array(dimensions.indices)
      order.swapAt(axis, dimensions.count - 1)
      guard let turned = try? graph.add(.transpose(order), x) else { return [] }
      (x, dimensions) = (turned, order.map { dimensions[$0] })
    }
    guard let last = dimensions.last else { return [] }
    let rows = Array(dimensions.dropLast())
    guard let column = try? graph.add(.reshape(SymbolicShape(rows + [last, .one])), x),
      let row = try? graph.add(.reshape(SymbolicShape(rows + [.one, last])), x),
      let order = try? graph.add(.binary(.less), row, column)
    else { return [] }
    return [order]
  }

  /// The comparisons that a condition is made of.
  private static func comparisons(in condition: NodeID, _ graph: Graph) -> [KinkRoot] {
    var result: [KinkRoot] = []
    var pending = [condition]
    while let next = pending.popLast() {
      let node = graph[next]
      switch node.primitive {
      case .binary(.less), .binary(.lessOrEqual), .binary(.greater), .binary(.greaterOrEqual):
        guard node.operands.count == 2,
          let root = try? graph.add(.binary(.subtract), operands: node.operands)
        else { continue }
        result.append(
          KinkRoot(
            root: root, left: node.operands[0], right: node.operands[1], convention: select))
      case .binary(.and), .binary(.or), .unary(.not), .reference, .binary(.multiply):
        pending.append(contentsOf: node.operands)
      default: continue
      }
    }
    return result
  }
}

extension Primitive {
  fileprivate var isLargest: Bool {
    if case .reduce(.max, _, _) = self { true } else { false }
  }
}
