import CEmbedded
import Syntax

/// The losses and whatever else is written in the language itself and embedded in the program.
///
/// The text is indexed by a quick scan for the beginnings of definitions; a definition is parsed
/// when it is first used.
public final class Prelude {
  /// A place in one of the prelude's texts.
  private struct Place {
    let file: Int
    let lower: Int
    let upper: Int
  }

  private var places: [String: Place] = [:]
  private var modules: [String: [String]] = [:]
  private var parsed: [String: Function] = [:]
  private var aliases: [String: String] = [:]
  private var files: [(name: String, bytes: [UInt8])] = []
  private var nextIdentity = -1

  /// The names defined, in the order of the text, without the parts of functions.
  public private(set) var names: [String] = []
  /// The names whose documentation says of what they are a part: nothing lists or suggests them.
  private(set) var parts: Set<String> = []

  /// Indexes the embedded texts.
  public convenience init() {
    var texts: [(name: String, bytes: [UInt8])] = []
    for index in 0..<embedded_prelude_count {
      let file = embedded_prelude()[index]
      let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.count)
      texts.append((String(cString: file.name), Array(bytes)))
    }
    self.init(files: texts)
  }

  /// Indexes some texts; the last definition of a name counts.
  init(files: [(name: String, bytes: [UInt8])]) {
    self.files = files
    for (index, file) in files.enumerated() { scan(file.bytes, file: index) }
  }

  /// Finds the definitions of a text: lines that begin with a name and hold ` = ` or `) =`.
  private func scan(_ bytes: [UInt8], file: Int) {
    var starts: [(name: String, lower: Int)] = []
    var documentation: Int?
    var isInString = false
    var isPart = false
    var offset = 0
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[offset..<end]
      if isInString {
        if holdsDocstringMark(line) { isInString = false }
        if line.starts(with: Self.partMark) { isPart = true }
      } else if line.starts(with: "##".utf8) {
        documentation = documentation ?? offset
      } else if line.starts(with: "\"\"\"".utf8) {
        documentation = documentation ?? offset
        isInString = !holdsDocstringMark(line.dropFirst(3))
      } else if let name = definedName(line) {
        starts.append((name, documentation ?? offset))
        if isPart { parts.insert(name) }
        isPart = false
        documentation = nil
      } else if line.first == UInt8(ascii: "#") {
        documentation = nil
      }
      offset = end + 1
    }
    for (index, start) in starts.enumerated() {
      let upper = index + 1 < starts.count ? starts[index + 1].lower : bytes.count
      if places.updateValue(Place(file: file, lower: start.lower, upper: upper), forKey: start.name)
        == nil, !parts.contains(start.name)
      {
        names.append(start.name)
        if let dot = start.name.lastIndex(of: ".") {
          let last = String(start.name[start.name.index(after: dot)...])
          modules[String(start.name[..<dot]), default: []].append(last)
        }
      }
    }
  }

  /// How the line of a docstring begins that makes its function a part of others.
  private static let partMark = Array("\(LossDocumentation.Field.partOf.rawValue):".utf8)

  private func definedName(_ line: ArraySlice<UInt8>) -> String? {
    let name = line.prefix { byte in
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    guard let first = name.first, first > UInt8(ascii: "9") else { return nil }
    let after = line.dropFirst(name.count).drop { $0 == UInt8(ascii: " ") }
    guard after.first == UInt8(ascii: "(") || after.first == UInt8(ascii: "=") else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether a line holds the three quotes of a docstring; on bytes, since this runs at every start.
  private func holdsDocstringMark(_ line: ArraySlice<UInt8>) -> Bool {
    var run = 0
    for byte in line {
      run = byte == UInt8(ascii: "\"") ? run + 1 : 0
      if run == 3 { return true }
    }
    return false
  }

  // MARK: Looking up

  /// The function of a name, where the prelude has one.
  ///
  /// - Throws: The first diagnostic of its text, which a test of the prelude rules out.
  func function(named name: String) throws(Diagnostic) -> Function? {
    if let known = parsed[name] { return known }
    guard let place = places[name] else { return nil }
    let file = files[place.file]
    let text = String(decoding: file.bytes[place.lower..<place.upper], as: UTF8.self)
    let source = SourceText(text, name: file.name)
    let result = Parser.parse(source)
    if var diagnostic = result.diagnostics.first {
      diagnostic.source = source
      throw diagnostic
    }
    for statement in result.statements {
      switch statement.kind {
      case .function(let defined, let parameters, let body) where defined.text == name:
        nextIdentity -= 1
        let function = Function(
          id: nextIdentity, name: name, parameters: parameters, body: body,
          documentation: statement.documentation, source: source, range: statement.range,
          isPrelude: true)
        parsed[name] = function
        return function
      case .define(let names, let values) where names.first?.text == name:
        guard let path = values.first?.dottedPath, path != name,
          let original = try function(named: path)
        else { continue }
        nextIdentity -= 1
        let function = Function(
          id: nextIdentity, name: name, parameters: original.parameters, body: original.body,
          documentation: statement.documentation ?? original.documentation,
          source: original.source, range: original.range, isPrelude: true)
        parsed[name] = function
        aliases[name] = path
        return function
      default: continue
      }
    }
    return nil
  }

  /// The function of a name, as something to call.
  func callable(named name: String) throws(Diagnostic) -> Callable? {
    guard let function = try function(named: name) else { return nil }
    return .written(function)
  }

  /// Whether a name is defined here.
  func isDefined(_ name: String) -> Bool { places[name] != nil }

  /// Whether any name begins with a module's.
  func hasModule(_ module: String) -> Bool {
    modules[module] != nil || modules.keys.contains { $0.hasPrefix(module + ".") }
  }

  /// The last words of a module's names.
  func names(inModule module: String) -> [String] { modules[module] ?? [] }
}
