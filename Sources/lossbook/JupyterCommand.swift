import ArgumentParser
import CLibEdit
import JupyterKernel
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `lossbook jupyter`: the kernel for Jupyter's notebooks.
struct JupyterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jupyter",
    abstract: "Play the kernel of a Jupyter notebook, and tell Jupyter of it.",
    subcommands: [InstallKernel.self, UninstallKernel.self, RunKernel.self])
}

/// Where Jupyter looks for kernels.
struct KernelFolder: ParsableArguments {
  @Option(help: "A folder such as a virtual environment's, in place of the person's own.")
  var prefix: String?

  /// The folder of this kernel's files.
  func path() throws -> String {
    if let prefix { return "\(prefix)/share/jupyter/kernels/\(KernelSpecification.name)" }
    guard let data = Paths.jupyterData else {
      throw ValidationError("there is no home folder; say --prefix")
    }
    return "\(data)/kernels/\(KernelSpecification.name)"
  }
}

/// `lossbook jupyter install`.
struct InstallKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Tell Jupyter of this kernel.")

  @OptionGroup var folder: KernelFolder

  func run() throws {
    guard let program = Paths.program else {
      TextOutput.complain("the path of this program is not known")
      throw ExitCode(1)
    }
    let path = try folder.path()
    FileSystem.makeFolder(of: path + "/.")
    for file in KernelSpecification.files(program: program) {
      if let failure = FileSystem.write("\(path)/\(file.name)", file.text) {
        TextOutput.complain("\(path)/\(file.name): \(failure.message)")
        throw ExitCode(1)
      }
    }
    TextOutput.write(line: "The kernel is installed in \(path)")
    if let missing = ZeroMQContext.whatIsMissing { TextOutput.write(line: missing) }
  }
}

/// `lossbook jupyter uninstall`.
struct UninstallKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall", abstract: "Take the kernel away from Jupyter.")

  @OptionGroup var folder: KernelFolder

  func run() throws {
    let path = try folder.path()
    for file in KernelSpecification.files(program: "") { unlink("\(path)/\(file.name)") }
    guard rmdir(path) == 0 else {
      let reason =
        errno == ENOENT ? "no kernel is installed there" : String(cString: strerror(errno))
      TextOutput.complain("\(path): \(reason)")
      throw ExitCode(1)
    }
    TextOutput.write(line: "The kernel is gone from \(path)")
  }
}

/// `lossbook jupyter run`, which Jupyter starts.
struct RunKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Serve the channels of a connection file; Jupyter starts this.")

  @OptionGroup var options: GlobalOptions

  @ArgumentParser.Argument(help: "The connection file.")
  var file: String

  func run() throws {
    guard case .success(let bytes) = FileSystem.read(file) else {
      TextOutput.complain("\(file): cannot be read")
      throw ExitCode(1)
    }
    let session = Workplace(options, options.settings()).session
    session.showsPrompts = false
    do {
      let connection = try ConnectionFile(bytes)
      if connection.key.isEmpty {
        TextOutput.complain("\(file) has no key: messages are not signed")
      }
      try Kernel.run(session, at: connection, surroundings: .ofThisProcess)
    } catch let failure as ConnectionFile.Failure {
      TextOutput.complain("\(file): \(failure.message)")
      throw ExitCode(1)
    } catch let failure as ZeroMQContext.Failure {
      TextOutput.complain(failure.message)
      throw ExitCode(1)
    }
  }
}

extension KernelSurroundings {
  /// The clock and the signals of this process.
  static var ofThisProcess: KernelSurroundings {
    let starter = getppid()
    let followsStarter = Paths.variable("JPY_PARENT_PID") != nil
    return KernelSurroundings(
      version: Version.text, identity: String(UInt64.random(in: .min ... .max), radix: 16),
      date: { DateText.now() },
      interrupt: { kill(getpid(), SIGINT) },
      forgetInterrupt: { edit_forget_interrupt() },
      // A server that ended without a word leaves no kernel behind.
      isEnding: { edit_termination_signal() != 0 || followsStarter && getppid() != starter })
  }
}

/// The date and time as ISO 8601 has it.
private enum DateText {
  static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func text(_ number: Int, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { text(Int($0)) }
    return "\(date.map { text($0) }.joined(separator: "-"))T\(clock.joined(separator: ":"))"
      + ".\(text(time.tv_nsec / 1000, 6))Z"
  }
}
