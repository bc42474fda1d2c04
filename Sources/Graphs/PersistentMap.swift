/// A dictionary of which a copy costs nothing and a change to a copy little, however large it is.
///
/// A session keeps what all names meant before each of its last cells; with an ordinary dictionary
/// each cell would copy all names. It is a hash trie with 16 branches at each node (Bagwell, *Ideal
/// Hash Trees*, 2001): a change makes anew the nodes on one path, and shares the others.
///
/// Its code goes into the modules that use it, which spares them metadata of its generic types at every
/// step.
///
/// - Complexity: O(log count) to look up, change or remove.
public struct PersistentMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline
  indirect enum Node: Sendable {
    /// All entries of one hash value: but for rare collisions, one.
    case entries([(key: Key, value: Value)], hash: Int)
    /// A child for each value of the next four bits.
    case branch([Node?])
  }

  @usableFromInline var root: Node?

  /// Makes a map of nothing.
  @inlinable
  public init() {}

  /// The value of a key, if it has one; setting nothing removes it.
  @inlinable
  public subscript(key: Key) -> Value? {
    get {
      let hash = key.hashValue
      var node = root
      var shift = 0
      while let current = node {
        switch current {
        case .entries(let entries, let other):
          return hash == other ? entries.first { $0.key == key }?.value : nil
        case .branch(let children):
          node = children[Self.slot(hash, shift)]
          shift += Self.bits
        }
      }
      return nil
    }
    set { root = Self.updated(root, key, hash: key.hashValue, shift: 0, newValue) }
  }

  /// The keys and values, in no order.
  public var entries: [(key: Key, value: Value)] {
    var result: [(key: Key, value: Value)] = []
    var pending = root.map { [$0] } ?? []
    while let node = pending.popLast() {
      switch node {
      case .entries(let entries, _): result += entries
      case .branch(let children): pending += children.compactMap(\.self)
      }
    }
    return result
  }

  @inlinable static var bits: Int { 4 }

  @inlinable
  static func slot(_ hash: Int, _ shift: Int) -> Int { (hash >> shift) & (1 << bits - 1) }

  @inlinable
  static func updated(
    _ node: Node?, _ key: Key, hash: Int, shift: Int, _ value: Value?
  ) -> Node? {
    switch node {
    case nil: return value.map { .entries([(key, $0)], hash: hash) }
    case .entries(var entries, let other)? where other == hash:
      entries.removeAll { $0.key == key }
      if let value { entries.append((key, value)) }
      return entries.isEmpty ? nil : .entries(entries, hash: hash)
    case .entries(_, let other)?:
      guard value != nil else { return node }
      var children = [Node?](repeating: nil, count: 1 << bits)
      children[slot(other, shift)] = node
      return updated(.branch(children), key, hash: hash, shift: shift, value)
    case .branch(var children)?:
      let slot = slot(hash, shift)
      children[slot] = updated(children[slot], key, hash: hash, shift: shift + bits, value)
      return children.allSatisfy { $0 == nil } ? nil : .branch(children)
    }
  }
}
