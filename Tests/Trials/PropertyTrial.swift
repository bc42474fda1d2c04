import RandomGraphs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Random graphs of all primitives: whatever gives their values and derivatives agrees.
enum PropertyTrial {
  static func run(count: Int, from first: Int) {
    var run = PropertyRun()
    let seeds = UInt64(first)..<UInt64(first + count)
    print("seeds \(seeds)")
    for seed in seeds {
      let known = run.findings.count
      run.ask(seed: seed)
      if run.findings.count > known, let finding = run.findings.last {
        print(finding.description + "\n")
        fflush(nil)
      }
    }
    let rarest = run.coverage.min { $0.value < $1.value }
    print(
      "\(run.count) graphs, \(run.coverage.count) of \(OperationKind.allCases.count) kinds of"
        + " operation, the rarest \(rarest?.key.rawValue ?? "none") \(rarest?.value ?? 0) times;"
        + " \(run.findings.count) disagreements")
    if !run.missing.isEmpty { print("missing: \(run.missing.map(\.rawValue))") }
    exit(run.findings.isEmpty && run.missing.isEmpty ? 0 : 1)
  }
}
