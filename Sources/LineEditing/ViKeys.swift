/// vi's command mode: what a letter does, which depends on the letters before it.
///
/// A motion goes within its row, but for `G` and `gg`; a word is one of the language's. `dd`, `cc`
/// and `yy` take whole rows. What reaches beyond the text (search, history, the mode) is handed back.
struct ViKeys {
  /// What is left to do when a key has been taken.
  enum Effect: Equatable {
    /// The text or the cursor has changed, or nothing has.
    case done
    /// The same, and what is typed now is inserted.
    case insert
    /// The key is part of a command that goes on.
    case pending
    /// There is no such command.
    case refused
    case undo, search, up, down, enter
  }

  /// What was cut or copied last.
  private(set) var register = ""
  private var count: Int?
  private var operation: (key: Unicode.Scalar, count: Int)?
  /// A key that wants a character after it: `f`, `r`, `g`.
  private var prefix: Unicode.Scalar?
  private var lastFind: (key: Unicode.Scalar, target: Unicode.Scalar)?

  /// Forgets a command that was begun.
  mutating func cancel() {
    (count, operation, prefix) = (nil, nil, nil)
  }

  /// Takes a key.
  mutating func take(_ key: Unicode.Scalar, _ buffer: inout EditBuffer) -> Effect {
    if let prefix {
      self.prefix = nil
      return take(key, after: prefix, &buffer)
    }
    if let digit = Int(String(key)), digit > 0 || count != nil {
      count = min((count ?? 0) * 10 + digit, 10_000)
      return .pending
    }
    if "fFtTrg".unicodeScalars.contains(key) {
      guard key != "r" || operation == nil else { return refuse() }
      prefix = key
      return .pending
    }
    if let operation, operation.key == key { return operateOnRows(&buffer) }
    if operation == nil, "dcy".unicodeScalars.contains(key) {
      operation = (key, count ?? 1)
      count = nil
      return .pending
    }
    if let place = target(of: key, buffer) { return go(to: place, by: key, &buffer) }
    guard operation == nil else { return refuse() }
    defer { cancel() }
    return edit(key, &buffer)
  }

  // MARK: - Motions

  private mutating func take(
    _ key: Unicode.Scalar, after prefix: Unicode.Scalar, _ buffer: inout EditBuffer
  ) -> Effect {
    switch prefix {
    case "r":
      defer { cancel() }
      guard buffer.cursor < buffer.rowEnd else { return .refused }
      let place = buffer.cursor
      buffer.delete(to: buffer.nextCharacter)
      buffer.insert(String(key))
      buffer.move(to: place)
      return .done
    case "g": return key == "g" ? go(to: 0, by: "G", &buffer) : refuse()
    default:
      lastFind = (prefix, key)
      guard let place = found(prefix, key, buffer) else { return refuse() }
      return go(to: place, by: prefix, &buffer)
    }
  }

  /// Where a motion goes, or nil for a key that is none.
  private func target(of key: Unicode.Scalar, _ buffer: EditBuffer) -> Int? {
    var moved = buffer
    for _ in 0..<max(1, count ?? 1) * (operation?.count ?? 1) {
      switch key {
      case "h": moved.move(to: max(moved.rowStart, moved.previousCharacter))
      case "l", " ": moved.move(to: min(moved.rowEnd, moved.nextCharacter))
      // `cw` leaves the space behind the word, as vi's does.
      case "w", "W":
        moved.move(to: operation?.key == "c" ? moved.nextWordEnd : moved.nextWordStart)
      case "b", "B": moved.move(to: moved.previousWordStart)
      case "e", "E":
        moved.move(to: moved.nextCharacter)
        moved.move(to: moved.nextWordEnd - 1)
      case "0": moved.move(to: moved.rowStart)
      case "^": moved.move(to: moved.rowTextStart)
      case "$": moved.move(to: moved.rowEnd)
      case "G": moved.move(to: moved.scalars.count)
      case ";", ",":
        guard let lastFind else { return nil }
        let turned: [Unicode.Scalar: Unicode.Scalar] = ["f": "F", "F": "f", "t": "T", "T": "t"]
        let way = key == ";" ? lastFind.key : turned[lastFind.key] ?? lastFind.key
        guard let place = found(way, lastFind.target, moved) else { return nil }
        moved.move(to: place)
      // Text, not an enum of ours: any other key is no motion.
      default: return nil
      }
    }
    return moved.cursor
  }

  private func found(
    _ key: Unicode.Scalar, _ target: Unicode.Scalar, _ buffer: EditBuffer
  ) -> Int? {
    let scalars = buffer.scalars
    if key == "f" || key == "t" {
      guard buffer.cursor + 1 < buffer.rowEnd,
        let place = scalars[(buffer.cursor + 1)..<buffer.rowEnd].firstIndex(of: target)
      else { return nil }
      return key == "f" ? place : place - 1
    }
    guard let place = scalars[buffer.rowStart..<buffer.cursor].lastIndex(of: target) else {
      return nil
    }
    return key == "F" ? place : place + 1
  }

  private mutating func go(
    to place: Int, by key: Unicode.Scalar, _ buffer: inout EditBuffer
  ) -> Effect {
    defer { cancel() }
    guard let operation else {
      buffer.move(to: place)
      if key == "$" { buffer.stayOnCharacter() }
      return .done
    }
    // These take the character that they end on.
    let isInclusive = "eEft".unicodeScalars.contains(key)
    var end = place + (isInclusive && place >= buffer.cursor ? 1 : 0)
    // A word's end on a later row would join the rows.
    if "wW".unicodeScalars.contains(key), end > buffer.rowEnd { end = buffer.rowEnd }
    let start = buffer.cursor
    var cut = buffer
    register = cut.delete(to: end)
    if operation.key == "y" {
      buffer.move(to: min(start, end))
      return .done
    }
    buffer = cut
    guard operation.key == "c" else {
      buffer.stayOnCharacter()
      return .done
    }
    return .insert
  }

  private mutating func operateOnRows(_ buffer: inout EditBuffer) -> Effect {
    defer { cancel() }
    let key = operation?.key
    let rows = max(1, count ?? 1) * (operation?.count ?? 1)
    var cut = buffer
    cut.move(to: buffer.rowStart)
    var end = cut.rowEnd
    for _ in 1..<max(2, rows) where rows > 1 && end < cut.scalars.count {
      var below = cut
      below.move(to: end + 1)
      end = below.rowEnd
    }
    var copied = cut
    register = copied.delete(to: end) + "\n"
    if key == "y" { return .done }
    cut.delete(to: end)
    if key == "c" {
      buffer = cut
      return .insert
    }
    // The line break goes too: the one after, or the one before the last row.
    if cut.cursor < cut.scalars.count {
      cut.delete(to: cut.cursor + 1)
    } else if cut.cursor > 0 {
      cut.delete(to: cut.cursor - 1)
      cut.move(to: cut.rowStart)
    }
    buffer = cut
    return .done
  }

  // MARK: - The rest

  private mutating func edit(_ key: Unicode.Scalar, _ buffer: inout EditBuffer) -> Effect {
    switch key {
    case "i": return .insert
    case "a":
      buffer.move(to: min(buffer.rowEnd, buffer.nextCharacter))
      return .insert
    case "I":
      buffer.move(to: buffer.rowTextStart)
      return .insert
    case "A":
      buffer.move(to: buffer.rowEnd)
      return .insert
    case "o":
      buffer.move(to: buffer.rowEnd)
      buffer.insertNewline()
      return .insert
    case "O":
      buffer.move(to: buffer.rowStart)
      buffer.insert("\n")
      buffer.move(to: buffer.cursor - 1)
      return .insert
    case "x", "s":
      var end = buffer
      for _ in 0..<max(1, count ?? 1) { end.move(to: min(end.rowEnd, end.nextCharacter)) }
      guard key == "s" || end.cursor > buffer.cursor else { return .refused }
      register = buffer.delete(to: end.cursor)
      if key == "x" { buffer.stayOnCharacter() }
      return key == "s" ? .insert : .done
    case "X":
      guard buffer.cursor > buffer.rowStart else { return .refused }
      register = buffer.delete(to: buffer.previousCharacter)
      return .done
    case "D", "C":
      register = buffer.delete(to: buffer.rowEnd)
      if key == "D" { buffer.stayOnCharacter() }
      return key == "C" ? .insert : .done
    case "S":
      buffer.move(to: buffer.rowStart)
      register = buffer.delete(to: buffer.rowEnd)
      return .insert
    case "p", "P": return put(isBefore: key == "P", &buffer)
    case "J":
      guard !buffer.isOnLastRow else { return .refused }
      buffer.move(to: buffer.rowEnd)
      buffer.delete(to: buffer.cursor + 1)
      buffer.insert(" ")
      return .done
    case "~":
      guard buffer.cursor < buffer.rowEnd else { return .refused }
      let old = buffer.delete(to: buffer.cursor + 1)
      buffer.insert(old == old.lowercased() ? old.uppercased() : old.lowercased())
      buffer.stayOnCharacter()
      return .done
    case "u": return .undo
    case "/", "?": return .search
    case "k", "-": return .up
    case "j", "+": return .down
    // Text, not an enum of ours: any other key is no command.
    default: return .refused
    }
  }

  private func put(isBefore: Bool, _ buffer: inout EditBuffer) -> Effect {
    guard !register.isEmpty else { return .refused }
    if register.hasSuffix("\n") {
      let rows = String(register.dropLast())
      buffer.move(to: isBefore ? buffer.rowStart : buffer.rowEnd)
      let place = buffer.cursor
      buffer.insert(isBefore ? rows + "\n" : "\n" + rows)
      buffer.move(to: isBefore ? place : place + 1)
      return .done
    }
    if !isBefore { buffer.move(to: min(buffer.rowEnd, buffer.nextCharacter)) }
    buffer.insert(register)
    buffer.move(to: buffer.previousCharacter)
    return .done
  }

  private mutating func refuse() -> Effect {
    cancel()
    return .refused
  }
}
