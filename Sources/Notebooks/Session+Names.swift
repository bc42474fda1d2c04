import Language
import Rendering
import Syntax
import Tensors

extension Session {
  /// `:vars`: every name that the session bound, what it is, its value in brief, who uses it.
  func listNames() -> Status {
    let names = interpreter.boundNames
    guard !names.isEmpty else {
      show(StyledText("nothing is bound yet; x = 2 binds x", .faint))
      return .done
    }
    var users: [String: [String]] = [:]
    for name in names {
      for operand in interpreter.operands(of: name) { users[operand, default: []].append(name) }
    }
    let width = settings.width ?? window.columns
    let rows = names.map { name -> [StyledText] in
      let known = interpreter.description(of: name)
      let value = value(of: name, known)
      return [
        StyledText(name, .name), StyledText(known?.kind.rawValue ?? "", .faint),
        StyledText(value.map { $0.shape.text } ?? ""),
        StyledText(
          value.map { renderer.brief(of: $0, columns: width / 3) } ?? known?.summary ?? ""),
        StyledText((users[name] ?? []).joined(separator: ", "), .faint),
      ]
    }
    let headings = ["name", "is", "shape", "value", "used by"].map { StyledText($0, .heading) }
    let table = TableText(headings: headings, rows: rows, alignments: [.left])
    show(settings.plain ? table.spoken() : table.text(width: width, isASCII: settings.ascii))
    return .done
  }

  /// `:graph name`: what a name is made of, as a tree with values on the nodes.
  func showTree(_ name: String) -> Status {
    guard !name.isEmpty else { return failWithoutArgument("graph", "L") }
    guard interpreter.boundNames.contains(name) else { return failUnknown(name) }
    var lines: [StyledText] = []
    var seen: Set<String> = []
    // A stack and not a recursion: a chain of definitions may be as long as a person's patience.
    var open: [(name: String, lead: String, mark: String)] = [(name, "", "")]
    while let node = open.popLast() {
      lines.append(
        line(of: node.name, after: node.lead + node.mark, isAgain: seen.contains(node.name)))
      guard seen.insert(node.name).inserted else { continue }
      let operands = interpreter.operands(of: node.name)
      let lead = node.lead + (node.mark.isEmpty ? "" : isLast(node.mark) ? "   " : bar + "  ")
      for (index, operand) in operands.enumerated().reversed() {
        open.append((operand, lead, index == operands.count - 1 ? corner : tee))
      }
    }
    show(lines.joined(separator: "\n"))
    return .done
  }

  private var bar: String { settings.ascii ? "|" : "│" }
  private var tee: String { settings.ascii ? "|- " : "├─ " }
  private var corner: String { settings.ascii ? "`- " : "└─ " }
  private func isLast(_ mark: String) -> Bool { mark == corner }

  private func line(of name: String, after lead: String, isAgain: Bool) -> StyledText {
    var text = StyledText(lead, .faint) + StyledText(name, .name)
    guard !isAgain else { return text + StyledText("  (above)", .faint) }
    let known = interpreter.description(of: name)
    if known?.kind == .definition || known?.kind == .function, let source = known?.source {
      // `z = X @ w + b` says more behind the name without it.
      let body = source.split(separator: "=", maxSplits: 1).last.map { $0.trimmed } ?? source
      text.append(" = ", .symbol)
      text.append(body.split(separator: "\n").first.map(String.init) ?? "", .code)
    }
    if let value = value(of: name, known) {
      text.append("  ")
      text.append(renderer.brief(of: value, columns: 30), .number)
    }
    return text.truncated(to: settings.width ?? window.columns, isASCII: settings.ascii)
  }

  /// The value that a name has now, if it has one.
  func value(of name: String, _ known: NameDescription?) -> Tensor? {
    guard let kind = known?.kind, kind != .function, kind != .columns else { return nil }
    for case .output(let output) in evaluateAside(name) {
      if case .value(let tensor) = output.content { return tensor }
    }
    return nil
  }
}
