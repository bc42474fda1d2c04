import Rendering

/// The inputs that were sent to be kept, with what they showed.
struct InputHistory {
  /// An input.
  struct Entry {
    var number: Int
    var input: String
    var output: String?
  }

  /// How many are kept.
  private static let capacity = 10_000

  private(set) var entries: [Entry] = []

  /// Keeps an input; the oldest make room.
  mutating func append(_ entry: Entry) {
    if entries.count == Self.capacity { entries.removeFirst(Self.capacity / 10) }
    entries.append(entry)
  }

  /// Returns the content of the reply to a `history_request`.
  func content(for request: JSON) -> JSON {
    let withOutput = request["output"]?.bool ?? false
    let rows = found(request).map { entry -> JSON in
      let input = JSON.string(entry.input)
      let output = entry.output.map(JSON.string) ?? .null
      return [.integer(0), .integer(entry.number), withOutput ? [input, output] : input]
    }
    return ["status": "ok", "history": .array(rows)]
  }

  private func found(_ request: JSON) -> ArraySlice<Entry> {
    let most = max(0, request["n"]?.integer ?? Int.max)
    switch request["hist_access_type"]?.string {
    case "range":
      // Only this session is known: it is 0, and the sessions before it have left nothing.
      guard request["session"]?.integer ?? 0 == 0 else { return [] }
      let start = request["start"]?.integer ?? 0
      let stop = request["stop"]?.integer ?? Int.max
      return entries.filter { $0.number >= start && $0.number < stop }[...]
    case "search":
      let pattern = request["pattern"]?.string ?? "*"
      var matching = entries.filter { Self.matches(Array($0.input), pattern: Array(pattern)) }
      if request["unique"]?.bool ?? false {
        var seen: Set<String> = []
        matching = matching.reversed().filter { seen.insert($0.input).inserted }.reversed()
      }
      return matching.suffix(most)
    case "tail":
      return entries.suffix(most)
    default:
      return []
    }
  }

  /// Whether a pattern, in which `*` is any text and `?` any character, is the whole of a text.
  static func matches(_ text: [Character], pattern: [Character]) -> Bool {
    var (place, at) = (0, 0)
    var star: (at: Int, place: Int)?
    while place < text.count {
      if at < pattern.count, pattern[at] == "*" {
        star = (at, place)
        at += 1
      } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[place] {
        at += 1
        place += 1
      } else if let last = star {
        // The last star takes one character more.
        star = (last.at, last.place + 1)
        at = last.at + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == "*" }
  }
}
