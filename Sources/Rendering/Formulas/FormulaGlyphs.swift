/// The signs a formula is drawn with: Unicode's, or what ASCII has for them.
struct FormulaGlyphs {
  /// Whether only ASCII is drawn.
  let isASCII: Bool

  var minus: String { isASCII ? "-" : "−" }
  var times: String { isASCII ? "*" : "·" }
  var elementwise: String { isASCII ? "*" : "⊙" }
  var bar: String { isASCII ? "-" : "─" }
  var sum: String { isASCII ? "sum" : "Σ" }
  var product: String { isASCII ? "prod" : "Π" }
  var transposed: String { isASCII ? "'" : "ᵀ" }

  /// Returns a variable's name as it is shown.
  func name(_ name: String) -> String {
    switch name {
    case "pi": isASCII ? "pi" : "π"
    case "∞": isASCII ? "inf" : "∞"
    default: name
    }
  }

  /// Returns a function's name as it is shown.
  func function(_ name: String) -> String {
    isASCII ? name : Symbols.functionNames[name] ?? name
  }

  /// Returns a comparison as it is shown.
  func comparison(_ sign: String) -> String {
    guard isASCII else { return sign }
    return ["≤": "<=", "≥": ">=", "≠": "!=", "=": "=="][sign] ?? sign
  }

  /// Returns one end of a pair that encloses some rows.
  func fence(_ fence: Notation.Fence, isOpen: Bool, height: Int) -> FormulaBox {
    if height == 1 {
      let (open, close) = fence.ends
      if !isASCII { return FormulaBox(isOpen ? open : close, .symbol) }
      switch fence {
      case .parentheses, .bars: return FormulaBox(isOpen ? open : close, .symbol)
      case .doubleBars: return FormulaBox("||", .symbol)
      case .floor: return FormulaBox(isOpen ? "floor(" : ")", .symbol)
      case .ceiling: return FormulaBox(isOpen ? "ceil(" : ")", .symbol)
      }
    }
    let (top, middle, bottom) = parts(fence, isOpen: isOpen)
    return column(top, middle, bottom, height: height)
  }

  /// Returns one end of a pair of brackets around some rows.
  func bracket(isOpen: Bool, height: Int) -> FormulaBox {
    if height == 1 { return FormulaBox(isOpen ? "[" : "]", .symbol) }
    if isASCII { return column("|", "|", "|", height: height) }
    return isOpen
      ? column("⎡", "⎢", "⎣", height: height) : column("⎤", "⎥", "⎦", height: height)
  }

  /// Returns the brace before some rows, three at least.
  func brace(height: Int) -> FormulaBox {
    if isASCII { return column("{", "{", "{", height: height) }
    let rows = (0..<height).map { row in
      let sign = row == 0 ? "⎧" : row == height - 1 ? "⎩" : row == height / 2 ? "⎨" : "⎪"
      return StyledText(sign, .symbol)
    }
    return FormulaBox(rows: rows, baseline: height / 2)
  }

  /// Returns the sign of a root over some rows and columns, which stand to its right.
  func root(over body: FormulaBox) -> FormulaBox {
    let corner = isASCII ? " _" : " ┌"
    let side = isASCII ? " |" : " │"
    let foot = isASCII ? "\\|" : "√│"
    var rows = [StyledText(corner + String(repeating: isASCII ? "_" : "─", count: body.width + 1))]
    for (index, row) in body.rows.enumerated() {
      let sign = index == body.height - 1 ? foot : side
      rows.append(StyledText(sign + " ", .symbol) + row)
    }
    return FormulaBox(rows: rows, baseline: body.baseline + 1)
  }

  private func parts(_ fence: Notation.Fence, isOpen: Bool) -> (String, String, String) {
    if isASCII {
      switch fence {
      case .parentheses: return isOpen ? ("/", "|", "\\") : ("\\", "|", "/")
      case .bars: return ("|", "|", "|")
      case .doubleBars: return ("||", "||", "||")
      case .floor: return isOpen ? ("|", "|", "|_") : (" |", " |", "_|")
      case .ceiling: return isOpen ? ("|-", "|", "|") : ("-|", " |", " |")
      }
    }
    switch fence {
    case .parentheses: return isOpen ? ("⎛", "⎜", "⎝") : ("⎞", "⎟", "⎠")
    case .bars: return ("│", "│", "│")
    case .doubleBars: return ("║", "║", "║")
    case .floor: return isOpen ? ("⎢", "⎢", "⎣") : ("⎥", "⎥", "⎦")
    case .ceiling: return isOpen ? ("⎡", "⎢", "⎢") : ("⎤", "⎥", "⎥")
    }
  }

  private func column(_ top: String, _ middle: String, _ bottom: String, height: Int)
    -> FormulaBox
  {
    let rows = (0..<height).map { row in
      StyledText(row == 0 ? top : row == height - 1 ? bottom : middle, .symbol)
    }
    return FormulaBox(rows: rows, baseline: 0)
  }
}
