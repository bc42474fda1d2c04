#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the program's own files are, after the XDG base directory specification.
enum Paths {
  /// Returns a variable of the environment.
  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The file of settings.
  static var config: String? { configFolder.map { $0 + "/config" } }

  /// A script that is run when the REPL starts.
  static var initScript: String? { configFolder.map { $0 + "/init.loss" } }

  /// The history of the prompt; an empty LOSSBOOK_HISTORY keeps none.
  static var history: String? {
    if let path = variable("LOSSBOOK_HISTORY") { return path.isEmpty ? nil : path }
    return stateFolder.map { $0 + "/history" }
  }

  /// What a learner has done.
  static var progress: String? { stateFolder.map { $0 + "/progress" } }

  /// The folder of what the program remembers.
  static var stateFolder: String? { folder("XDG_STATE_HOME", or: ".local/state") }

  private static var configFolder: String? { folder("XDG_CONFIG_HOME", or: ".config") }

  private static func folder(_ name: String, or fallback: String) -> String? {
    // The specification has relative paths ignored.
    if let path = variable(name), path.hasPrefix("/") { return path + "/lossbook" }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return "\(home)/\(fallback)/lossbook"
  }
}
