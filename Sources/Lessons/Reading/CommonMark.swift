import CCommonMark

/// Reads CommonMark with tables, through the format's reference parser.
public enum CommonMark {
  /// A block of a document, with the lines it stands on.
  public struct Block: Hashable, Sendable {
    /// What the block is.
    public var kind: Kind
    /// Its first and last line, from 1.
    public var lines: ClosedRange<Int>
    /// The column its first line starts in, from 1.
    public var column: Int

    /// The forms a block can have.
    public indirect enum Kind: Hashable, Sendable {
      /// A heading of a level from 1 to 6.
      case heading(Int, [Inline])
      /// A paragraph.
      case paragraph([Inline])
      /// A code block; `info` is what follows an opening fence, empty for indented code.
      case code(info: String, text: String, isFenced: Bool)
      /// A list of items; numbered from `start` where there is one.
      case list(items: [[Block]], start: Int?)
      /// A quotation.
      case quote([Block])
      /// A table; the first row is its header.
      case table([[[Inline]]])
      /// A thematic break.
      case rule
      /// Markup of another language, kept as it stands.
      case html(String)
    }
  }

  /// A piece of running text.
  public indirect enum Inline: Hashable, Sendable {
    /// Plain characters.
    case text(String)
    /// Code between backticks.
    case code(String)
    /// Emphasis.
    case emphasis([Inline])
    /// Strong emphasis.
    case strong([Inline])
    /// A link and where it leads.
    case link([Inline], to: String)
    /// An image: its description and where it is.
    case image([Inline], at: String)
    /// The end of a line in the source that means a space.
    case softBreak
    /// The end of a line that was asked for.
    case lineBreak
    /// Markup of another language, kept as it stands.
    case html(String)
  }

  /// Returns the blocks of a document; every text is a document.
  ///
  /// - Complexity: O(n) in the length of the text.
  public static func blocks(of text: String) -> [Block] {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_UNSAFE) else { return [] }
    defer { cmark_parser_free(parser) }
    if let table = cmark_find_syntax_extension("table") {
      cmark_parser_attach_syntax_extension(parser, table)
    }
    var copy = text
    copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let base = characters.baseAddress else { return }
        cmark_parser_feed(parser, base, characters.count)
      }
    }
    guard let document = cmark_parser_finish(parser) else { return [] }
    defer { cmark_node_free(document) }
    return children(of: document).compactMap { block($0, depth: 0) }
  }

  /// Returns the running text of one line, such as a question's prompt.
  public static func inlines(of text: String) -> [Inline] {
    // With a word before it, no line is a list, a heading or a rule: `1. No overflow can happen`.
    guard case .paragraph(var inlines)? = blocks(of: "x " + text).first?.kind,
      case .text(let first)? = inlines.first, first.hasPrefix("x")
    else { return [.text(text)] }
    let rest = String(first.dropFirst().drop { $0 == " " })
    inlines.removeFirst()
    return rest.isEmpty ? inlines : [.text(rest)] + inlines
  }

  /// Returns running text without its marks.
  public static func plainText(of inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text), .html(let text): text
      case .emphasis(let inner), .strong(let inner), .link(let inner, _), .image(let inner, _):
        plainText(of: inner)
      case .softBreak, .lineBreak: " "
      }
    }.joined()
  }
}

// MARK: - From nodes to values

/// How deep blocks and inlines may stand in one another; what lies deeper is left out.
private let depthLimit = 64

private func children(of node: OpaquePointer) -> [OpaquePointer] {
  var result: [OpaquePointer] = []
  var child = cmark_node_first_child(node)
  while let current = child {
    result.append(current)
    child = cmark_node_next(current)
  }
  return result
}

private func typeName(of node: OpaquePointer) -> String {
  cmark_node_get_type_string(node).map { String(cString: $0) } ?? ""
}

private func literal(of node: OpaquePointer) -> String {
  cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
}

private func address(of node: OpaquePointer) -> String {
  cmark_node_get_url(node).map { String(cString: $0) } ?? ""
}

private func block(_ node: OpaquePointer, depth: Int) -> CommonMark.Block? {
  guard depth < depthLimit, let kind = blockKind(node, depth: depth) else { return nil }
  let first = max(1, Int(cmark_node_get_start_line(node)))
  let last = max(first, Int(cmark_node_get_end_line(node)))
  return CommonMark.Block(
    kind: kind, lines: first...last, column: max(1, Int(cmark_node_get_start_column(node))))
}

private func blockKind(_ node: OpaquePointer, depth: Int) -> CommonMark.Block.Kind? {
  switch typeName(of: node) {
  case "heading":
    return .heading(Int(cmark_node_get_heading_level(node)), inlines(in: node, depth: depth))
  case "paragraph":
    return .paragraph(inlines(in: node, depth: depth))
  case "code_block":
    let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    let isFenced = cmark_node_get_fenced(node, &length, &offset, &character) != 0
    return .code(info: info, text: literal(of: node), isFenced: isFenced)
  case "list":
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return .list(
      items: children(of: node).map { item in
        children(of: item).compactMap { block($0, depth: depth + 2) }
      }, start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil)
  case "block_quote":
    return .quote(children(of: node).compactMap { block($0, depth: depth + 1) })
  case "table":
    return .table(
      children(of: node).map { row in
        children(of: row).map { inlines(in: $0, depth: depth) }
      })
  case "thematic_break":
    return .rule
  case "html_block":
    return .html(literal(of: node))
  case _:
    return nil
  }
}

private func inlines(in node: OpaquePointer, depth: Int) -> [CommonMark.Inline] {
  guard depth < depthLimit else { return [] }
  return children(of: node).map { child in
    switch typeName(of: child) {
    case "code": .code(literal(of: child))
    case "emph": .emphasis(inlines(in: child, depth: depth + 1))
    case "strong": .strong(inlines(in: child, depth: depth + 1))
    case "link": .link(inlines(in: child, depth: depth + 1), to: address(of: child))
    case "image": .image(inlines(in: child, depth: depth + 1), at: address(of: child))
    case "softbreak": .softBreak
    case "linebreak": .lineBreak
    case "html_inline": .html(literal(of: child))
    case _: .text(literal(of: child))
    }
  }
}
