import Graphs

/// Shapes and sizes that are being found out: classes of equal ones, merged as more is known.
struct ShapeUnifier {
  /// A size: known, or to be found.
  struct Size: Hashable {
    fileprivate let index: Int
  }

  /// A shape: known in its rank, or to be found.
  struct Form: Hashable {
    fileprivate let index: Int
  }

  private var sizeParents: [Int] = []
  private var sizeValues: [Int: Dimension] = [:]
  private var sizeLetters: [Int: String] = [:]
  private var knownSizes: [Dimension: Size] = [:]
  private var formParents: [Int] = []
  private var formValues: [Int: [Size]] = [:]
  private var vectors: Set<Int> = []

  // MARK: Sizes

  /// A size to be found, with the letter it would be given.
  mutating func size(letter: String = "n") -> Size {
    sizeParents.append(sizeParents.count)
    sizeLetters[sizeParents.count - 1] = letter
    return Size(index: sizeParents.count - 1)
  }

  /// A known size.
  mutating func size(_ dimension: Dimension) -> Size {
    if let known = knownSizes[dimension] { return known }
    let size = self.size()
    sizeValues[size.index] = dimension
    knownSizes[dimension] = size
    return size
  }

  private func root(_ size: Size) -> Int {
    var index = size.index
    while sizeParents[index] != index { index = sizeParents[index] }
    return index
  }

  /// What a size is known to be.
  func value(_ size: Size) -> Dimension? { sizeValues[root(size)] }

  /// The letter that a size would be given, and what tells it from others.
  func letter(_ size: Size) -> (String, Int) { (sizeLetters[root(size)] ?? "n", root(size)) }

  /// Takes two sizes for the same; known ones that differ stay apart, to be complained of later.
  mutating func unify(_ a: Size, _ b: Size) {
    let (x, y) = (root(a), root(b))
    guard x != y else { return }
    switch (sizeValues[x], sizeValues[y]) {
    case (.some, .some): return
    case (.some, nil): sizeParents[y] = x
    case (nil, _): sizeParents[x] = y
    }
  }

  // MARK: Shapes

  /// A shape to be found.
  mutating func form() -> Form {
    formParents.append(formParents.count)
    return Form(index: formParents.count - 1)
  }

  /// A shape of known rank.
  mutating func form(_ sizes: [Size]) -> Form {
    let form = form()
    formValues[form.index] = sizes
    return form
  }

  /// A known shape.
  mutating func form(_ shape: SymbolicShape) -> Form {
    var sizes: [Size] = []
    for dimension in shape.dimensions { sizes.append(size(dimension)) }
    return form(sizes)
  }

  /// The shape of a scalar.
  mutating func scalar() -> Form { form([]) }

  private func root(_ form: Form) -> Int {
    var index = form.index
    while formParents[index] != index { index = formParents[index] }
    return index
  }

  /// The sizes of a shape whose rank is known.
  func sizes(_ form: Form) -> [Size]? { formValues[root(form)] }

  /// Says that a shape, if nothing else is learnt of it, is a vector.
  mutating func noteVector(_ form: Form) {
    let index = root(form)
    if formValues[index] == nil { vectors.insert(index) }
  }

  /// Gives a shape that is still to be found its sizes.
  mutating func bind(_ form: Form, _ sizes: [Size]) {
    let index = root(form)
    if formValues[index] == nil { formValues[index] = sizes }
  }

  /// The shape of what is computed element by element from two shapes.
  mutating func broadcast(_ a: Form, _ b: Form) -> Form {
    let (x, y) = (root(a), root(b))
    guard x != y else { return a }
    switch (formValues[x], formValues[y]) {
    case (nil, nil):
      formParents[x] = y
      if vectors.contains(x) { vectors.insert(y) }
      return b
    case (.some(let sizes), nil):
      guard !sizes.isEmpty else { return b }
      formParents[y] = x
      return a
    case (nil, .some(let sizes)):
      guard !sizes.isEmpty else { return a }
      formParents[x] = y
      return b
    case (.some(let left), .some(let right)): return form(broadcast(left, right))
    }
  }

  private mutating func broadcast(_ left: [Size], _ right: [Size]) -> [Size] {
    let (long, short) = left.count >= right.count ? (left, right) : (right, left)
    var result = long
    for (offset, size) in short.reversed().enumerated() {
      let place = long.count - 1 - offset
      if value(size) == .fixed(1) { continue }
      if value(long[place]) == .fixed(1) {
        result[place] = size
      } else {
        unify(size, long[place])
      }
    }
    return result
  }

  /// The sizes of a shape, a vector or a scalar where nothing was learnt of it.
  mutating func settled(_ form: Form) -> [Size] {
    let index = root(form)
    if let sizes = formValues[index] { return sizes }
    let sizes = vectors.contains(index) ? [size()] : []
    formValues[index] = sizes
    return sizes
  }
}
