public import Language
import Syntax
public import Tensors

/// What `:set` can change, and the file of settings too: how results are shown and computed.
public struct Settings: Equatable, Sendable {
  /// The significant digits shown, 1 to 17; 17 are exact.
  public var digits = 6
  /// The columns that a result may take; nil follows the window.
  public var width: Int?
  /// Whether results are coloured; nil leaves it to the terminal.
  public var color: Bool?
  /// Whether the terminal's background is light.
  public var hasLightBackground = false
  /// Whether results do without characters beyond ASCII.
  public var ascii = false
  /// Whether a binding shows the name, its shape and its value.
  public var echo = false
  /// Whether results do without boxes and redrawing, for a screen reader.
  public var plain = false
  /// Whether a derivative is followed by the steps that lead to it.
  public var steps = false
  /// The type of new data.
  public var dtype = ScalarType.float64
  /// The bytes that one evaluation may take.
  public var memory = 1 << 30
  /// The seconds that a cell of a lesson may take.
  public var patience = 60
  /// What findings of guards come to where it is not what their table says, by the guards' names.
  public var guards: [String: Guard.Severity] = [:]
  /// Where random numbers start; nil starts them anew with each session.
  public var seed: UInt64?
  /// Whether a result longer than the window is shown in the pager.
  public var usesPager = false
  /// Whether the line is edited with vi's keys.
  public var hasViKeys = false

  /// The settings that nothing has changed.
  public init() {}
}

/// One option of `:set`: its name, what it may be, and how it is read and written.
struct SettingRow: Sendable {
  let name: String
  let values: String
  let summary: String
  /// The value as one would type it.
  let value: @Sendable (Settings) -> String
  /// Takes a value, or returns false where it is none.
  let change: @Sendable (inout Settings, String) -> Bool
  /// What the option is made of, a line each: name, value, meaning; most are made of nothing.
  var list: (@Sendable (Settings) -> [[String]])?
  /// The values that can be completed, where the text of `values` does not list them.
  var completed: [String]?

  /// Every option, in the order in which `:set` lists them.
  static let all: [SettingRow] = [
    SettingRow(
      name: "digits", values: "1…17", summary: "significant digits shown; 17 are exact",
      value: { String($0.digits) },
      change: { settings, text in
        guard let digits = Int(text), (1...17).contains(digits) else { return false }
        settings.digits = digits
        return true
      }),
    SettingRow(
      name: "width", values: "auto, 20…1000", summary: "columns that a result may take",
      value: { $0.width.map(String.init) ?? "auto" },
      change: { settings, text in
        guard text != "auto" else {
          settings.width = nil
          return true
        }
        guard let width = Int(text), (20...1_000).contains(width) else { return false }
        settings.width = width
        return true
      }),
    SettingRow(
      name: "color", values: "auto, on, off", summary: "colours in results",
      value: { $0.color.map(word) ?? "auto" },
      change: { settings, text in
        guard text != "auto" else {
          settings.color = nil
          return true
        }
        guard let isOn = flag(text) else { return false }
        settings.color = isOn
        return true
      }),
    SettingRow(
      name: "background", values: "dark, light", summary: "what the colours stand on",
      value: { $0.hasLightBackground ? "light" : "dark" },
      change: { choose(&$0.hasLightBackground, $1, off: "dark", on: "light") }),
    onOff("ascii", "results without Unicode", \.ascii),
    onOff("echo", "a binding shows its name, shape and value", \.echo),
    onOff("plain", "no boxes and no redrawing, for a screen reader", \.plain),
    onOff("steps", "a derivative is followed by its steps", \.steps),
    SettingRow(
      name: "dtype", values: "float64, float32", summary: "the type of new data",
      value: { $0.dtype == .float32 ? "float32" : "float64" },
      change: { settings, text in
        guard text == "float32" || text == "float64" else { return false }
        settings.dtype = text == "float32" ? .float32 : .float64
        return true
      }),
    SettingRow(
      name: "memory", values: "64MB, 1GB, …", summary: "the most that one evaluation may take",
      value: { ByteCount.text($0.memory) },
      change: { settings, text in
        guard let bytes = ByteCount.parse(text), bytes >= 1 << 16 else { return false }
        settings.memory = bytes
        return true
      }),
    SettingRow(
      name: "seed", values: "0, 1, …, random",
      summary: "where random numbers start, as seed(n) does",
      value: { $0.seed.map { "\($0)" } ?? "random" },
      change: { settings, text in
        guard text == "random" || UInt64(text) != nil else { return false }
        settings.seed = UInt64(text)
        return true
      }),
    SettingRow(
      name: "patience", values: "1…3600", summary: "seconds that a cell of a lesson may take",
      value: { String($0.patience) },
      change: { settings, text in
        guard let seconds = Int(text), (1...3_600).contains(seconds) else { return false }
        settings.patience = seconds
        return true
      }),
    SettingRow(
      name: "guard", values: "NAME off, NAME warning, NAME error, NAME on, all off, all on",
      summary: "what is asked of the arguments of losses; :set guard lists the names",
      value: { settings in
        let changed = settings.guards.sorted { $0.key < $1.key }.compactMap { name, severity in
          Guards.table[name].map { "\($0.shortName) \(severity.rawValue)" }
        }
        return changed.isEmpty ? "all on" : changed.joined(separator: ", ")
      },
      change: { changeGuard(&$0, $1) },
      list: { settings in
        Guards.all.map { check in
          let severity = settings.guards[check.name] ?? check.severity
          return [check.shortName, severity.rawValue, check.summary]
        }
      },
      completed: ["all on", "all off"] + Guards.all.map { "\($0.shortName) off" }),
    onOff("pager", "a result longer than the window goes to $PAGER", \.usesPager),
    SettingRow(
      name: "editor", values: "emacs, vi",
      summary: "the keys that edit the line, from the next start",
      value: { $0.hasViKeys ? "vi" : "emacs" },
      change: { choose(&$0.hasViKeys, $1, off: "emacs", on: "vi") }),
  ]

  /// The values that can be listed after the option's name.
  var choices: [String] {
    completed
      ?? values.split(separator: ",").map { $0.drop { $0 == " " } }
      .filter { !$0.contains("…") }.map(String.init)
  }

  private static func onOff(
    _ name: String, _ summary: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable
  ) -> SettingRow {
    SettingRow(
      name: name, values: "on, off", summary: summary, value: { word($0[keyPath: path]) },
      change: { settings, text in
        guard let isOn = flag(text) else { return false }
        settings[keyPath: path] = isOn
        return true
      })
  }

  /// Takes `order off`, `order warning` or `all on`.
  private static func changeGuard(_ settings: inout Settings, _ text: String) -> Bool {
    let words = text.split { $0 == " " || $0 == "=" }.map(String.init)
    guard words.count == 2 else { return false }
    let names =
      words[0] == "all" ? Guards.all.map(\.name) : Guards.named(words[0]).map { [$0.name] }
    guard let names else { return false }
    if let severity = Guard.Severity(rawValue: words[1]), severity == .off || words[0] != "all" {
      for name in names { settings.guards[name] = severity }
      return true
    }
    guard words[1] == "on" else { return false }
    for name in names { settings.guards[name] = nil }
    return true
  }

  private static func choose(_ flag: inout Bool, _ text: String, off: String, on: String) -> Bool {
    guard text == off || text == on else { return false }
    flag = text == on
    return true
  }

  private static func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "on", "true", "yes", "1": true
    case "off", "false", "no", "0": false
    // Text, not an enum of ours: anything else is no flag.
    default: nil
    }
  }
}

/// Amounts of memory as people write them.
enum ByteCount {
  private static let units: [(name: String, size: Int)] = [
    ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1),
  ]

  /// Returns the bytes of `1GB`, `512 MB`, `65536`.
  static func parse(_ text: String) -> Int? {
    let text = text.uppercased().filter { $0 != " " && $0 != "I" }
    let unit = units.first { text.hasSuffix($0.name) } ?? ("", 1)
    guard let number = Double(text.dropLast(unit.name.count)), number > 0 else { return nil }
    return Int(exactly: (number * Double(unit.size)).rounded())
  }

  /// Returns an amount in the largest unit that divides it.
  static func text(_ bytes: Int) -> String {
    let unit = units.first { bytes % $0.size == 0 } ?? ("B", 1)
    return "\(bytes / unit.size)\(unit.name)"
  }
}

// MARK: - The file

extension Settings {
  /// Changes one option, or says why it cannot be changed.
  public mutating func change(_ name: String, to value: String) -> SettingFailure? {
    guard let row = SettingRow.all.first(where: { $0.name == name }) else {
      return .unknown(
        name, nearest: Suggestion.nearest(to: name, among: SettingRow.all.map(\.name)).first)
    }
    return row.change(&self, value) ? nil : .value(value, for: name, allowed: row.values)
  }

  /// Takes the lines of a file, `digits 8` or `:set digits 8`, with `#` for remarks.
  ///
  /// - Returns: a line for each one that could not be taken, with its number.
  public mutating func read(file text: String) -> [String] {
    var complaints: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      if words.first == ":set" || words.first == "set" { words.removeFirst() }
      guard let name = words.first else { continue }
      if let failure = change(name, to: words.dropFirst().joined(separator: " ")) {
        complaints.append("line \(number + 1): \(failure.message)")
      }
    }
    return complaints
  }
}

/// Why an option could not be changed.
public enum SettingFailure: Equatable, Sendable {
  /// There is no such option; the nearest one, if any is near.
  case unknown(String, nearest: String?)
  /// The option cannot have that value.
  case value(String, for: String, allowed: String)

  /// One sentence for people.
  public var message: String {
    switch self {
    case .unknown(let name, let nearest):
      "no option \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "; :set lists them")
    case .value(let value, let name, let allowed):
      (value.isEmpty ? "\(name) wants a value" : "\(name) cannot be \(value)") + ": \(allowed)"
    }
  }
}
