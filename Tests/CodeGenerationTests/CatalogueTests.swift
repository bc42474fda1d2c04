import Calculus
import Foundation
import Language
import Syntax
import Tensors
import Testing

@testable import CodeGeneration

/// Every loss of the catalogue as a module of each library, run by the library.
///
/// They run where `python3` has the libraries; those it has not are named by a test that is skipped.
/// Where `LOSSBOOK_PEERS` names a virtual environment, a library that is missing from it is a failure.
@Suite struct CatalogueTests {
  @Test(
    .enabled(
      if: PythonInterpreter.isNamed || PythonInterpreter.missing.isEmpty,
      "python3 has no \(PythonInterpreter.missing.joined(separator: ", ")): nothing is compared with it"
    ))
  func everyLibraryIsThere() {
    #expect(PythonInterpreter.missing == [], "pip install them into the named environment")
  }

  /// The module checks its closed form against the library's derivatives to 1e-12; here its value
  /// and gradients are compared with this program's at the data that the module drew.
  @Test(arguments: PythonInterpreter.libraries)
  func everyLossAgreesInValueAndGradient(library: PythonLibrary) throws {
    let entries = try Catalogue.entries()
    #expect(entries.count > 30)
    let modules = entries.map { entry in
      PythonInterpreter.Module(
        name: "m_" + entry.name, function: entry.name, source: entry.module(library).source,
        isSampled: true)
    }
    let results = try PythonInterpreter.results(modules, library)
    #expect(results.count == modules.count)
    var compared = 0
    for (entry, result) in zip(entries, results) {
      if let error = result.error {
        Issue.record("\(library) \(entry.name): \(error)\n\(entry.module(library).source)")
        continue
      }
      let arguments = try #require(result.arguments)
      let session = try entry.session(with: arguments)
      guard let value = try session.value(entry.call(arguments)) else { continue }
      compared += 1
      expectEqual(
        (result.value ?? []).compactMap(Double.init), value, "\(library) \(entry.name)")
      for (parameter, data) in result.gradients ?? [:] {
        guard let name = entry.names[parameter] else {
          Issue.record("\(library) \(entry.name) has no parameter \(parameter)")
          continue
        }
        let expected = try #require(
          try session.value("grad(\(entry.call(arguments)), \(name))"))
        expectEqual(data.elements, expected, "\(library) \(entry.name) by \(parameter)")
      }
    }
    #expect(compared * 10 > entries.count * 7, "\(compared) of \(entries.count)")
  }

  private func expectEqual(_ actual: [Double], _ expected: Tensor, _ what: String) {
    #expect(actual.count == expected.elements.count, "\(what)")
    let scale = expected.elements.map(\.magnitude).filter(\.isFinite).max() ?? 0
    for (a, b) in zip(actual, expected.elements) where a != b && !(a.isNaN && b.isNaN) {
      #expect(abs(a - b) <= 1e-12 * max(1, scale), "\(what): \(a) and \(b)")
    }
  }

  /// What a library promises when data outgrow one machine: see `Fixtures/scaling.py`.
  @Test(arguments: PythonInterpreter.libraries.filter { $0 != .numpy })
  func meansOfPartsAreTheMeanOfTheWhole(library: PythonLibrary) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = ["l2_loss", "huber", "log_loss", "log_loss_logits", "sparse_softmax_cross_entropy"]
    let entries = try Catalogue.entries().filter { names.contains($0.name) }
    #expect(entries.count == names.count)
    for entry in entries {
      try entry.module(library).source.write(
        to: folder.appending(path: "m_\(entry.name).py"), atomically: true, encoding: .utf8)
    }
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/scaling.py")
    let outcome = try PythonInterpreter.run(
      ["-B", script.path, library.rawValue, folder.path] + names)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in names { #expect(outcome.output.contains("\(name): holds"), "\(outcome.errors)") }
  }
}

/// The losses that are documented as such, with the graphs of their definitions.
enum Catalogue {
  /// A loss.
  struct Entry {
    let name: String
    let parameters: [String]
    let formula: FormulaGraph

    /// Its module for a library.
    func module(_ library: PythonLibrary) -> PythonModule {
      var module = PythonModule(
        library: library, graph: formula.graph, root: formula.root, name: name)
      module.facts = formula.facts
      module.gradients = formula.gradients.map {
        PythonModule.Gradient(variable: $0.variable, closedForm: $0.derivative.node)
      }
      return module
    }

    /// The parameters by what they are called in Python, where a module's own names are taken.
    var names: [String: String] {
      var names: [String: String] = [:]
      for parameter in parameters {
        names[PythonNames.identifier(parameter)] = parameter
        names[PythonNames.identifier(parameter) + "_"] = parameter
      }
      return names
    }

    /// The loss called with what a module drew.
    func call(_ arguments: [String: PythonInterpreter.Module.Data]) -> String {
      let drawn = Set(arguments.keys.compactMap { names[$0] })
      let given = parameters.filter(drawn.contains)
      return "\(name)(\(given.map { "\($0)=\($0)" }.joined(separator: ", ")))"
    }

    /// A session in which the parameters are bound to what a module drew.
    func session(
      with arguments: [String: PythonInterpreter.Module.Data]
    ) throws -> CatalogueSession {
      let session = CatalogueSession()
      for (parameter, data) in arguments {
        // A size that no argument tells is a parameter of the module alone.
        guard let name = names[parameter] else { continue }
        try session.run("\(name) = \(Self.literal(data.shape[...], data.elements[...]))")
      }
      return session
    }

    private static func literal(_ shape: ArraySlice<Int>, _ elements: ArraySlice<Double>) -> String
    {
      guard let count = shape.first else { return "\(elements.first ?? .nan)" }
      let size = count > 0 ? elements.count / count : 0
      let items = (0..<count).map { index in
        literal(shape.dropFirst(), elements.dropFirst(index * size).prefix(size))
      }
      return "[\(items.joined(separator: ", "))]"
    }
  }

  /// Returns every loss of the catalogue under its own name.
  static func entries() throws -> [Entry] {
    let interpreter = Interpreter()
    return try interpreter.names.filter { !$0.contains(".") }.compactMap { name in
      guard let known = interpreter.description(of: name), known.kind == .library,
        known.documentation?.contains("Minimum:") == true
      else { return nil }
      return Entry(
        name: name, parameters: known.parameters,
        formula: try formula(of: name, known.parameters, interpreter))
    }
  }

  /// A loss of names alone; where it needs to know sizes, of vectors of five.
  private static func formula(
    of name: String, _ parameters: [String], _ interpreter: Interpreter
  ) throws -> FormulaGraph {
    if let formula = try? interpreter.formulaGraph(of: SourceText(name)) { return formula }
    let first = try #require(parameters.first)
    let sized = Interpreter()
    sized.run(SourceText("var \(first)[5]"), cell: 1) { _ in }
    return try sized.formulaGraph(of: SourceText(name))
  }
}

/// A session that gives the values of expressions.
final class CatalogueSession {
  private let interpreter = Interpreter()

  func run(_ text: String) throws {
    #expect(interpreter.run(SourceText(text), cell: 1) { _ in }, "\(text)")
  }

  func value(_ text: String) throws -> Tensor? {
    var shown: Tensor?
    interpreter.run(SourceText(text), cell: 1) { event in
      // Data drawn at random may be none that the loss is for.
      if case .failure(let diagnostic) = event, ![.domain, .label].contains(diagnostic.code) {
        Issue.record("\(text): \(diagnostic.message)")
      }
      guard case .output(let output) = event else { return }
      switch output.content {
      case .value(let tensor): shown = tensor
      case .derivative(_, let value): shown = value
      default: break
      }
    }
    return shown
  }
}
