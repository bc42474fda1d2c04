import CEmbedded

/// The version of the program, and what it was built from.
enum Version {
  /// The number.
  static let number = "0.1.0"

  /// The number, the commit, and how it was built: `0.1.0 (5667e72, 2026-11-25, release)`.
  ///
  /// The commit is known where `make` built the program, in a clone or from an archive of one.
  static var text: String {
    var known: [String] = []
    if let commit = String(validatingCString: embedded_commit), !commit.isEmpty {
      known.append(commit)
    }
    known.append("\(configuration), Swift \(compiler), \(platform)")
    return "lossbook \(number) (\(known.joined(separator: "; ")))"
  }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  private static var platform: String {
    #if os(Linux)
      let system = "Linux"
    #else
      let system = "macOS"
    #endif
    #if arch(x86_64)
      return "\(system) x86-64"
    #else
      return "\(system) arm64"
    #endif
  }
}
