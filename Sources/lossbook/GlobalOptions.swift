import ArgumentParser
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// When results are coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
  @Option(help: "When to use colours: auto, always or never.")
  var color: ColorChoice = .auto

  @Flag(help: "Do without characters beyond ASCII.")
  var ascii = false

  @Flag(help: "Do not read the file of settings.")
  var noConfig = false

  @Option(help: "A folder of lessons in place of the course.")
  var lessons: String?

  /// The settings of the file and of the command line; what is wrong in the file is said on stderr.
  func settings() -> Settings {
    var settings = Settings()
    if !noConfig, let path = Paths.config, case .success(let bytes) = FileSystem.read(path) {
      let complaints = settings.read(file: String(decoding: bytes, as: UTF8.self))
      for complaint in complaints { TextOutput.complain("\(path): \(complaint)") }
    }
    if ascii { settings.ascii = true }
    return settings
  }

  /// Whether what is written to a stream is coloured: the option, then the setting, then the
  /// conventions of the environment, then whether it is a terminal.
  func isColored(_ stream: Int32, setting: Bool?) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let setting { return setting }
    if let no = Paths.variable("NO_COLOR"), !no.isEmpty { return false }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = Paths.variable(name), !value.isEmpty, value != "0" { return true }
    }
    if isDumb || Paths.variable("CLICOLOR") == "0" { return false }
    return isatty(stream) == 1
  }

  /// Whether the terminal understands no escape sequences.
  var isDumb: Bool {
    let terminal = Paths.variable("TERM") ?? ""
    return terminal.isEmpty || terminal == "dumb"
  }
}
