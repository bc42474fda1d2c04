import Language
public import Syntax

extension Diagnostic {
  /// Returns the diagnostic as a page shows it: in its cell, whatever file the cell was read from.
  ///
  /// A cell of a file begins with as many line breaks as stand before it there; they are taken off.
  public func placed(inCell number: Int) -> Diagnostic {
    guard let source else { return self }
    let breaks = source.text.utf8.prefix { $0 == UInt8(ascii: "\n") }.count
    let moved = { (range: SourceRange) in
      SourceRange(range.lower - breaks, range.upper - breaks)
    }
    var result = self
    result.source = SourceText(
      String(source.text.drop { $0 == "\n" }), name: "In [\(number)]")
    result.range = range.map(moved)
    result.labels = labels.map { Label(moved($0.range), $0.message) }
    return result
  }
}

extension Event {
  /// Returns the event as a page shows it: errors in their cell.
  func placed(inCell number: Int) -> Event {
    guard case .failure(let diagnostic) = self else { return self }
    return .failure(diagnostic.placed(inCell: number))
  }
}
