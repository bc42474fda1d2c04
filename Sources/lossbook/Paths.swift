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

  /// Where Jupyter looks for a person's kernels.
  static var jupyterData: String? {
    if let path = variable("JUPYTER_DATA_DIR"), path.hasPrefix("/") { return path }
    #if canImport(Darwin)
      return variable("HOME").map { $0 + "/Library/Jupyter" }
    #else
      if let path = variable("XDG_DATA_HOME"), path.hasPrefix("/") { return path + "/jupyter" }
      return variable("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.local/share/jupyter" }
    #endif
  }

  /// The file of this program.
  static var program: String? {
    #if canImport(Darwin)
      var size: UInt32 = 0
      _NSGetExecutablePath(nil, &size)
      var path = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
      let link = path
    #else
      let link = Array("/proc/self/exe".utf8CString)
    #endif
    guard let whole = realpath(link, nil) else { return nil }
    defer { free(whole) }
    return String(cString: whole)
  }

  private static var configFolder: String? { folder("XDG_CONFIG_HOME", or: ".config") }

  private static func folder(_ name: String, or fallback: String) -> String? {
    // The specification has relative paths ignored.
    if let path = variable(name), path.hasPrefix("/") { return path + "/lossbook" }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return "\(home)/\(fallback)/lossbook"
  }
}
