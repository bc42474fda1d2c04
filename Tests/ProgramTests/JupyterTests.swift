import Foundation
import Testing

@Test func theKernelIsInstalledAndTakenAway() throws {
  let home = try TemporaryFolder()
  let prefix = home.url.appendingPathComponent("environment").path
  let folder = prefix + "/share/jupyter/kernels/lossbook"
  let installed = try Program.run(["jupyter", "install", "--prefix", prefix], home: home)
  #expect(installed.exitCode == 0)
  let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/kernel.json"))
  let specification = try #require(
    JSONSerialization.jsonObject(with: data) as? [String: Any])
  let arguments = try #require(specification["argv"] as? [String])
  #expect(arguments.dropFirst() == ["jupyter", "run", "{connection_file}"])
  #expect(FileManager.default.isExecutableFile(atPath: arguments[0]))
  #expect(specification["interrupt_mode"] as? String == "message")
  let gone = try Program.run(["jupyter", "uninstall", "--prefix", prefix], home: home)
  #expect(gone.exitCode == 0)
  #expect(!FileManager.default.fileExists(atPath: folder))
  let again = try Program.run(["jupyter", "uninstall", "--prefix", prefix], home: home)
  #expect(again.exitCode == 1)
  #expect(again.errors.contains("no kernel is installed there"))
}

@Test func withoutAPrefixTheKernelIsAmongThePersonsOwn() throws {
  let home = try TemporaryFolder()
  let data = home.url.appendingPathComponent("data").path
  let result = try Program.run(
    ["jupyter", "install"], home: home, environment: ["JUPYTER_DATA_DIR": data])
  #expect(result.output.contains("\(data)/kernels/lossbook"))
  #expect(FileManager.default.fileExists(atPath: data + "/kernels/lossbook/kernel.json"))
}

@Test func aConnectionFileThatReachesBeyondTheMachineIsRefused() throws {
  let home = try TemporaryFolder()
  let file = home.url.appendingPathComponent("connection.json")
  let text = """
    {"ip": "0.0.0.0", "transport": "tcp", "key": "k", "signature_scheme": "hmac-sha256",
     "shell_port": 1, "control_port": 2, "iopub_port": 3, "stdin_port": 4, "hb_port": 5}
    """
  try text.write(to: file, atomically: false, encoding: .utf8)
  let result = try Program.run(["jupyter", "run", file.path], home: home)
  #expect(result.exitCode == 1)
  #expect(result.errors.contains("the address `0.0.0.0` is not on this machine alone"))
  let missing = try Program.run(["jupyter", "run", "nowhere.json"], home: home)
  #expect(missing.exitCode == 1)
}

/// Jupyter's own test of kernels, where `LOSSBOOK_PEERS` names a virtual environment of Python.
@Test(.enabled(if: ProcessInfo.processInfo.environment["LOSSBOOK_PEERS"] != nil))
func jupytersTestOfKernelsPasses() throws {
  let peers = try #require(ProcessInfo.processInfo.environment["LOSSBOOK_PEERS"])
  let python = peers + "/bin/python"
  let environment = ["PATH": "\(peers)/bin:/usr/bin:/bin"]
  let known = try Program.run(["-c", "import jupyter_kernel_test"], of: python)
  if known.exitCode != 0 {
    let installed = try Program.run(
      ["-m", "pip", "install", "--quiet", "jupyter_kernel_test"], of: python)
    guard installed.exitCode == 0 else {
      Issue.record("jupyter_kernel_test cannot be installed: \(installed.errors)")
      return
    }
  }
  let home = try TemporaryFolder()
  let data = home.url.appendingPathComponent("data").path
  _ = try Program.run(["jupyter", "install"], home: home, environment: ["JUPYTER_DATA_DIR": data])
  let test = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/kernel_test.py").path
  let result = try Program.run(
    ["-B", test], of: python, home: home,
    environment: environment.merging(["JUPYTER_DATA_DIR": data]) { $1 })
  #expect(result.exitCode == 0, "\(result.errors)")
  #expect(result.errors.contains("OK"))
}
