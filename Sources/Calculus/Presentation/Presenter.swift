import Graphs
import Syntax

/// Writes terms as textbook formulas: signs, order, fractions, `n` for sizes, named parts.
///
/// The normal form decides none of these; here they are chosen for the reader.
final class Presenter {
  let store: TermStore
  /// Where each leaf first occurs in the function as it was written.
  let rank: [TermID: Int]
  /// Whether the user wrote dot products, so that sums of products may be written that way.
  let prefersDot: Bool

  /// The names given to parts that occur more than once.
  private(set) var names: [TermID: String] = [:]
  private(set) var definitions: [Formula.Definition] = []
  private(set) var sizes: [Formula.Size] = []
  /// Whether something has no spelling in the language.
  private(set) var failed = false
  private var reserved: Set<String>
  private var symbols: [TermID] = []
  private var formulaSymbols: Set<TermID> = []
  private var keys: [TermID: Int] = [:]
  /// The names of sizes that were declared by name.
  private lazy var declaredSizes = Set(
    symbols.flatMap { store.shape($0).dimensions }.compactMap { dimension in
      if case .named(let name) = dimension { name } else { nil }
    })
  /// What is differentiated by: of two sides of a difference, the one that holds it is positive.
  private let variable: TermID?
  private var dependent: [TermID: Bool] = [:]

  init(
    store: TermStore, rank: [TermID: Int], reserved: Set<String>, prefersDot: Bool = true,
    variable: TermID? = nil
  ) {
    self.store = store
    self.variable = variable
    self.rank = rank
    self.reserved = reserved
    self.prefersDot = prefersDot
    symbols = rank.sorted { $0.value < $1.value }.map(\.key)
    for id in symbols {
      switch store.kind(id) {
      case .symbol(let leaf): self.reserved.insert(leaf.name)
      case .named(_, let name): self.reserved.insert(name)
      default: break
      }
    }
  }

  /// Returns the formula of a term that stands for a whole shape, or nothing where the language
  /// has no way to write it.
  func formula(of root: TermID, shape: SymbolicShape) -> Formula? {
    let reached = store.reachable(from: [root])
    formulaSymbols = Set(reached)
    nameSharedParts(root, reached)
    let body = complete(root, to: shape)
    return failed
      ? nil : Formula(definitions: definitions, body: body, sizes: sizes, shape: shape)
  }

  /// Records that a part has no spelling, and stands something in for it.
  func fail() -> Expression {
    failed = true
    return Build.name("nan")
  }

  // MARK: - Whole shapes

  /// The expression of a term, repeated where its shape is smaller than what it stands for.
  func complete(_ id: TermID, to shape: SymbolicShape) -> Expression {
    if store.shape(id) == shape { return expression(id) }
    let dimensions = shape.dimensions.map(dimension)
    if id == store.zero { return Build.call("zeros", dimensions) }
    if id == store.one { return Build.call("ones", dimensions) }
    if let repeated = repeatedColumn(id, shape) { return repeated }
    let ones = store.make(.broadcast(shape), [store.one], shape)
    // The repetition is one more factor, so that `1/n` becomes `ones(5)/n`.
    let (coefficient, factors) = store.factors(id)
    if factors.contains(where: { isSum($0.base) && $0.exponent == .one }), factors.count == 1 {
      return Build.binary(.multiply, expression(id), expression(ones))
    }
    return product(coefficient, factors + [Factor(ones)], written: id)
  }

  /// A vector in every column of a matrix, `outer(v, ones(m))`.
  private func repeatedColumn(_ id: TermID, _ shape: SymbolicShape) -> Expression? {
    let (coefficient, factors) = store.factors(id)
    guard shape.rank == 2,
      let place = factors.firstIndex(where: { factor in
        if case .expand([1]) = store.kind(factor.base) { return factor.exponent == .one }
        return false
      }), factors.enumerated().allSatisfy({ $0 == place || store.shape($1.base).rank == 0 }),
      let vector = store.arguments(factors[place].base).first
    else { return nil }
    let row = SymbolicShape([shape.dimensions[1]])
    let ones = store.make(.broadcast(row), [store.one], row)
    let outer = store.make(.outer, [vector, ones], shape)
    var parts = factors
    parts[place] = Factor(outer)
    return product(coefficient, parts, written: id)
  }

  func isSum(_ id: TermID) -> Bool {
    if case .sum = store.kind(id) { return true }
    return false
  }

  // MARK: - Named parts

  private func nameSharedParts(_ root: TermID, _ reached: [TermID]) {
    var uses: [TermID: Int] = [:]
    for id in reached {
      for argument in store.arguments(id) { uses[argument, default: 0] += timesWritten(id) }
    }
    for id in reached where id != root && !store.isInterrupted {
      let isShared: Bool
      if case .shared = store.kind(id) { isShared = true } else { isShared = false }
      guard isShared || saves(id, uses: uses[id] ?? 0) else { continue }
      if isShared, (uses[id] ?? 0) < 2, let body = store.expansion(of: id), store.cost(body) < 40 {
        continue
      }
      let body = isShared ? (store.expansion(of: id) ?? id) : id
      if let known = names[body] {
        names[id] = known
        continue
      }
      let value = expression(body)
      let name = freshName(for: body)
      names[id] = name
      names[body] = name
      definitions.append(Formula.Definition(name: name, value: value))
    }
  }

  /// How often the spelling of an operation writes its argument.
  private func timesWritten(_ id: TermID) -> Int {
    if case .cumulativeSum(_, reversed: true) = store.kind(id) { return 3 }
    return 1
  }

  /// Whether naming a part makes the formula shorter, or saves writing a probability out again.
  private func saves(_ id: TermID, uses: Int) -> Bool {
    // What is named already counts as the name.
    let cost = store.arguments(id).reduce(store.cost(id)) {
      names[$1] == nil ? $0 : $0 - store.cost($1) + 1
    }
    guard uses >= 2 else { return false }
    if cost > 40 { return true }
    switch store.kind(id) {
    case .softmax: return true
    case .reshape: return isUnits(id)
    case .function(.sigmoid): return cost >= 4 || uses >= 3
    case .sum where cost >= 4 && uses >= 3: return true
    case .reduce(.norm, _, keep: true): return cost >= 4
    case .reduce(_, _, keep: true) where uses >= 3: return cost >= 4
    case .function where uses >= 3: return Double(uses) * (cost - 1) - cost - 1 >= 3
    default: return (cost >= 6 || (cost >= 4 && store.cost(id) >= 8)) && isWorthNaming(id)
    }
  }

  /// Whether a term is the tensor of unit tensors that derivatives beyond a matrix are made with.
  private func isUnits(_ id: TermID) -> Bool {
    guard case .reshape = store.kind(id), let inner = store.arguments(id).first,
      case .identity = store.kind(inner)
    else { return false }
    return true
  }

  private func isWorthNaming(_ id: TermID) -> Bool {
    switch store.kind(id) {
    case .product(let coefficient, _):
      // A product with a number in front is written with its surroundings.
      return coefficient == .one
    case .compare, .logic, .expand, .squeeze, .broadcast, .oneHot: return false
    default: return true
    }
  }

  /// A letter for a part: q for class probabilities, s for a sigmoid, as books have it.
  private func freshName(for id: TermID) -> String {
    let first =
      switch store.kind(store.head(id)) {
      case .softmax: ["q"]
      case .function(.sigmoid): ["s"]
      case .reshape: ["E"]
      default: [String]()
      }
    let letters = first + ["u", "v", "s", "t", "q", "r", "h", "g", "c", "d"]
    for letter in letters
    where !reserved.contains(letter) && !declaredSizes.contains(letter)
      && !sizes.contains(where: { $0.letter == letter })
    {
      reserved.insert(letter)
      return letter
    }
    var number = 1
    while reserved.contains("t\(number)") { number += 1 }
    reserved.insert("t\(number)")
    return "t\(number)"
  }

  // MARK: - Sizes

  /// The expression of a dimension as a number: itself, or the size of something in the formula.
  func dimension(_ dimension: Dimension) -> Expression {
    if let size = dimension.size { return Build.number(size) }
    return size(of: dimension)
  }

  /// The expression of the number of elements along a dimension.
  func size(of dimension: Dimension) -> Expression {
    let candidates = symbols.filter { formulaSymbols.contains($0) } + symbols
    var found: Expression?
    for wantsVector in [true, false] where found == nil {
      for id in candidates where found == nil {
        let shape = store.shape(id)
        if wantsVector, shape.dimensions == [dimension] {
          found = Build.call("size", [expression(id)])
        } else if !wantsVector, let axis = shape.dimensions.firstIndex(of: dimension) {
          found = Build.index(
            Build.call("shape", [expression(id)]), [.element(Build.number(axis))])
        }
      }
    }
    guard let found else {
      return dimension.size.map { Build.number($0) } ?? Build.name(dimension.text)
    }
    record(found, dimension.size, named: [dimension])
    return found
  }

  /// The size of a symbol whose dimensions are just these, as `size(X)`.
  func size(ofAll dimensions: [Dimension]) -> Expression? {
    guard dimensions.count > 1 else { return nil }
    let wanted = dimensions.map(\.text).sorted()
    for id in symbols.filter({ formulaSymbols.contains($0) }) + symbols
    where store.shape(id).dimensions.map(\.text).sorted() == wanted {
      let found = Build.call("size", [expression(id)])
      var count: Int? = 1
      for dimension in dimensions {
        guard let size = dimension.size, let known = count else {
          count = nil
          break
        }
        let (product, overflow) = known.multipliedReportingOverflow(by: size)
        count = overflow ? nil : product
      }
      record(found, count, named: dimensions)
      return found
    }
    return nil
  }

  /// Gives a size its letter: the names its dimensions have, where they are free.
  private func record(_ expression: Expression, _ value: Int?, named dimensions: [Dimension]) {
    guard !sizes.contains(where: { $0.expression == expression }) else { return }
    var taken = reserved
    let names = dimensions.compactMap { dimension -> String? in
      guard case .named(let name) = dimension,
        name.allSatisfy({ $0.isLetter || $0.isNumber }), !taken.contains(name)
      else { return nil }
      return name
    }
    var letter: String? = names.joined(separator: " ")
    taken.formUnion(sizes.map(\.letter))
    if names.count < dimensions.count || taken.contains(letter ?? "") {
      taken.formUnion(symbols.flatMap { store.shape($0).dimensions.map(\.text) })
      letter = ["n", "m", "k", "d", "c", "N", "M", "K"].first { !taken.contains($0) }
    }
    sizes.append(
      Formula.Size(letter: letter ?? "n\(sizes.count)", expression: expression, value: value))
  }

  // MARK: - Order

  /// A key that orders terms as their leaves were first written.
  func key(_ id: TermID) -> Int {
    if let known = keys[id] { return known }
    var key = rank[id] ?? 1000
    let parts = store.arguments(id).map { self.key($0) }
    if case .reduce = store.kind(id) {
      // What is summed up follows the terms that it is made of.
      key = parts.max() ?? key
    } else {
      key = min(key, parts.min() ?? key)
    }
    keys[id] = key
    return key
  }

  /// Whether a term depends on what is differentiated by, through definitions too.
  func moves(_ id: TermID) -> Bool {
    if id == variable { return true }
    if let known = dependent[id] { return known }
    let parts = store.expansion(of: id).map { [$0] } ?? store.arguments(id)
    let result = parts.contains { moves($0) }
    dependent[id] = result
    return result
  }

  /// The highest power in a term, by which polynomials are ordered; a transpose comes after.
  private func degree(_ id: TermID) -> Double {
    switch store.kind(id) {
    case .product(_, let exponents): return exponents.map(\.value).max() ?? 0
    case .permute: return 0.5
    case .sum: return 0.75
    case .number: return 0
    default: return 1
    }
  }

  /// Arguments in the order they were written, where that is remembered, else by their leaves.
  func ordered<Item>(_ items: [Item], of id: TermID, by term: (Item) -> TermID) -> [Item] {
    let written = store.writtenOrder[id] ?? []
    func place(_ item: Item) -> (Int, Int, Double, Double, Int32) {
      let id = term(item)
      return (
        written.firstIndex(of: id) ?? written.count, key(id), -degree(id), size(id), id.index
      )
    }
    /// Short reductions come before what is made with them: `c - mean(c) - u*mean(c*u)`.
    func size(_ id: TermID) -> Double {
      let holdsReduction = store.factors(id).factors.contains { factor in
        if case .reduce = store.kind(factor.base) { return true }
        return false
      }
      return holdsReduction ? store.cost(id) : 0
    }
    return items.map { (place: place($0), item: $0) }.sorted { $0.place < $1.place }.map(\.item)
  }
}
