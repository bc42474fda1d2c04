import CodeGeneration
import Foundation
import Tensors

/// Runs generated modules where the machine has Python and the library.
///
/// The interpreter is `python3`, or that of the virtual environment that `LOSSBOOK_PEERS` names.
enum PythonInterpreter {
  /// The libraries that the interpreter can import, asked once.
  static let libraries: [PythonLibrary] = PythonLibrary.allCases.filter { library in
    (try? run(["-c", "import \(library.rawValue)"]))?.status == 0
  }

  /// The names of the libraries that the interpreter cannot import.
  static var missing: [String] {
    PythonLibrary.allCases.filter { !libraries.contains($0) }.map(\.rawValue)
  }

  /// Whether the environment names the interpreter, and so promises its libraries.
  static var isNamed: Bool { ProcessInfo.processInfo.environment["LOSSBOOK_PEERS"] != nil }

  private static var path: String {
    ProcessInfo.processInfo.environment["LOSSBOOK_PEERS"].map { $0 + "/bin/python" } ?? "python3"
  }

  /// What a run printed and how it ended.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  static func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["TF_CPP_MIN_LOG_LEVEL": "3", "JAX_ENABLE_X64": "1", "PYTHONDONTWRITEBYTECODE": "1"]
    ) { $1 }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "output")
    let errors = folder.appending(path: "errors")
    for file in [output, errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  /// One module's result: the elements of its value at the case's data, or what went wrong.
  struct Result: Decodable {
    let name: String
    let value: [String]?
    let error: String?
    /// The data that the module drew for itself, and its gradients there by parameter.
    var arguments: [String: Module.Data]?
    var gradients: [String: Module.Data]?
  }

  /// A module with the data to call its function with, by parameter; without, it only checks.
  struct Module: Encodable {
    struct Data: Codable {
      let shape: [Int]
      let elements: [Double]
    }

    let name: String
    let function: String
    let source: String
    var data: [String: Data]?
    /// Whether the values at the module's own data are wanted.
    var isSampled = false
  }

  /// Runs modules in one process: each checks itself, then gives its value at given data.
  static func results(_ modules: [Module], _ library: PythonLibrary) throws -> [Result] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for module in modules {
      try module.source.write(
        to: folder.appending(path: module.name + ".py"), atomically: true, encoding: .utf8)
    }
    try JSONEncoder().encode(modules).write(to: folder.appending(path: "modules.json"))
    let driver = folder.appending(path: "driver.py")
    try Self.driver.write(to: driver, atomically: true, encoding: .utf8)
    let outcome = try run([driver.path, library.rawValue])
    guard let line = outcome.output.split(separator: "\n").last(where: { $0.hasPrefix("[{") })
    else {
      return [Result(name: "driver", value: nil, error: outcome.errors)]
    }
    return try JSONDecoder().decode([Result].self, from: Data(line.utf8))
  }

  private static let driver = """
    import importlib, inspect, json, os, sys, traceback
    import numpy as np
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, folder)
    library = sys.argv[1]
    convert = lambda x: x
    if library == "torch":
        import torch
        convert = torch.tensor
    if library == "jax":
        import jax.numpy as jnp
        convert = jnp.array
    if library == "tensorflow":
        import tensorflow as tf
        convert = tf.constant
    def packed(x):
        array = np.asarray(x, dtype=float)
        return {"shape": list(array.shape), "elements": array.ravel().tolist()}
    with open(os.path.join(folder, "modules.json")) as file:
        modules = json.load(file)
    results = []
    for entry in modules:
        name = entry["name"]
        try:
            module = importlib.import_module(name)
            module.check()
            result = {"name": name}
            if entry.get("data") is not None:
                function = getattr(module, entry["function"])
                arguments = {}
                for parameter in inspect.signature(function).parameters.values():
                    if parameter.default is not inspect.Parameter.empty:
                        continue
                    given = entry["data"][parameter.name]
                    array = np.array(given["elements"], dtype=float).reshape(given["shape"])
                    if parameter.name in ("labels", "k"):
                        array = array.astype(int)
                    arguments[parameter.name] = convert(array)
                value = np.asarray(function(**arguments), dtype=float)
                result["value"] = [repr(float(x)) for x in value.ravel()]
            if entry["isSampled"]:
                arguments = module.sample()
                value = np.asarray(getattr(module, entry["function"])(**arguments), dtype=float)
                result["value"] = [repr(float(x)) for x in value.ravel()]
                result["arguments"] = {key: packed(x) for key, x in arguments.items()}
                result["gradients"] = {
                    key: packed(f(**arguments))
                    for key, f in getattr(module, "GRADIENTS", {}).items()}
            results.append(result)
        except (Exception, SystemExit):
            results.append({"name": name, "error": traceback.format_exc()})
    print(json.dumps(results))
    """
}

/// What names of the cases become in Python.
enum PythonNaming {
  static let expected = [
    "lambda": "lam", "p\u{302}": "p_hat", "w₁": "w_1", "np": "np_", "δ": "delta",
  ]
}
