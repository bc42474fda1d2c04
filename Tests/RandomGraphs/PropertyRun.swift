/// A run over many random graphs: what was covered, and what did not agree.
public struct PropertyRun: Sendable {
  /// A disagreement, made as small as could be.
  public struct Finding: Sendable {
    /// The seed of the graph it was found in.
    public let seed: UInt64
    /// The property and the values.
    public let disagreement: Disagreement
    /// The smallest function found, as statements.
    public let text: String

    /// The finding as a block of text.
    public var description: String {
      "# seed \(seed): \(disagreement.property.rawValue): \(disagreement.detail)\n\(text)"
    }
  }

  /// The number of graphs that were asked.
  public private(set) var count = 0
  /// How often each kind of operation had a part.
  public private(set) var coverage: [OperationKind: Int] = [:]
  /// What did not agree.
  public private(set) var findings: [Finding] = []

  /// Makes a run of nothing.
  public init() {}

  /// The kinds of operation that no graph had.
  public var missing: [OperationKind] { OperationKind.allCases.filter { coverage[$0] == nil } }

  /// Asks the graph of a seed; of every four, one has special values.
  public mutating func ask(seed: UInt64) {
    let isSpecial = seed % 4 == 3
    let plan = GraphGenerator.plan(seed: seed, isSpecial: isSpecial)
    guard let properties = try? DerivativeProperties(plan, isSpecial: isSpecial) else { return }
    count += 1
    for kind in properties.kinds { coverage[kind, default: 0] += 1 }
    guard let problem = properties.disagreement() else { return }
    let (smallest, disagreement) = Shrinker.smallest(plan, problem, isSpecial: isSpecial)
    findings.append(Finding(seed: seed, disagreement: disagreement, text: smallest.text))
  }
}
