public import Tensors

/// Lays a tensor out in aligned columns, shortened with `…` past a screenful in both directions.
///
/// ```
/// [[ 1.0,  2.5, …, 4.0],
///  [-1.0, 12.5, …, 0.0]]
/// shape (2, 40)
/// ```
public struct TensorText: Sendable {
  /// How its numbers are written.
  public var numbers: NumberText
  /// The columns there are.
  public var width: Int
  /// The lines there are.
  public var height: Int
  /// Whether only ASCII is written.
  public var isASCII: Bool

  /// Makes a layout for a window.
  public init(numbers: NumberText, width: Int = 80, height: Int = 24, isASCII: Bool = false) {
    self.numbers = numbers
    self.width = max(8, width)
    self.height = max(4, height)
    self.isASCII = isASCII
  }

  /// Returns the tensor, with a line for its shape where that is not obvious from the brackets.
  ///
  /// - Complexity: O(characters shown), whatever the size of the tensor.
  public func text(of tensor: Tensor) -> StyledText {
    if tensor.shape.rank == 0 {
      return StyledText(numbers.texts(of: tensor.elements, type: tensor.type).first ?? "", .value)
    }
    guard tensor.shape.count > 0 else {
      return StyledText("[]", .value) + StyledText("  shape \(tensor.shape.text)", .faint)
    }
    let layout = Layout(tensor, in: self)
    var result = StyledText(layout.lines.joined(separator: "\n"), .value)
    if layout.isShortened || tensor.shape.rank >= 3 {
      result.newline()
      result.append("shape \(tensor.shape.text)", .faint)
    }
    return result
  }
}

extension TensorText {
  /// The parts of a tensor that are shown, as lines.
  private struct Layout {
    let tensor: Tensor
    let ellipsis: String
    /// The positions shown along each axis; nothing stands for what is left out.
    var shown: [[Int?]] = []
    var texts: [Int: String] = [:]
    var cellWidth = 0
    var isShortened: Bool { shown.contains { $0.contains(nil) } }

    init(_ tensor: Tensor, in window: TensorText) {
      self.tensor = tensor
      ellipsis = window.isASCII ? "..." : "…"
      let budget = max(4, window.height - 4)
      let dimensions = tensor.shape.dimensions
      guard let columns = dimensions.last else { return }
      let rows = Array(dimensions.dropLast())
      if rows.isEmpty {
        fitVector(columns, window: window, budget: budget)
        return
      }
      let edge = Self.edge(for: rows, budget: budget)
      shown = rows.map { Self.positions(of: $0, edge: edge) }
      let brackets = 2 * dimensions.count
      var columnEdge = min(columns, max(1, window.width / 4))
      shown.append(Self.positions(of: columns, edge: columnEdge))
      format(window.numbers)
      let cell = cellWidth + 2
      // Cells end in a comma and a space, the last in brackets, which are counted already.
      let needed = brackets + cell * (shown.last?.count ?? 0) - 2
      guard needed > window.width else { return }
      columnEdge = max(1, (window.width - brackets - ellipsis.count) / cell / 2)
      shown[shown.count - 1] = Self.positions(of: columns, edge: columnEdge, least: 1)
      format(window.numbers)
    }

    /// The lines of the layout; none for a scalar, which has no axes to lay out.
    var lines: [String] {
      switch tensor.shape.rank {
      case 0: []
      case 1: vectorLines
      default: rowLines(axis: 0, offset: 0)
      }
    }

    private var perLine = 1
    private var vectorLines: [String] {
      let items = (shown.first ?? []).map { $0.flatMap { texts[$0] } ?? ellipsis }
      if items.count <= perLine { return ["[" + items.joined(separator: ", ") + "]"] }
      var lines: [String] = []
      for start in stride(from: 0, to: items.count, by: perLine) {
        let line = items[start..<min(items.count, start + perLine)]
          .map { Self.pad($0, to: cellWidth) }.joined(separator: ", ")
        let isLast = start + perLine >= items.count
        lines.append((start == 0 ? "[" : " ") + line + (isLast ? "]" : ","))
      }
      return lines
    }

    private mutating func fitVector(_ count: Int, window: TensorText, budget: Int) {
      let most = max(2, window.width / 3) * budget
      shown = [Self.positions(of: count, edge: max(1, most / 2))]
      format(window.numbers)
      let unpadded = texts.values.reduce(2) { $0 + $1.utf8.count + 2 } - 2
      if !isShortened, unpadded <= window.width {
        perLine = max(1, count)
        return
      }
      perLine = max(1, (window.width - 1) / (cellWidth + 2))
      let room = perLine * budget
      guard count > room else { return }
      shown = [Self.positions(of: count, edge: max(1, (room - 1) / 2))]
      format(window.numbers)
    }

    private func rowLines(axis: Int, offset: Int) -> [String] {
      let positions = axis < shown.count ? shown[axis] : []
      if axis == tensor.shape.rank - 1 {
        let cells = positions.map { position in
          guard let position else { return ellipsis }
          return Self.pad(texts[offset + position] ?? "", to: cellWidth)
        }
        return ["[" + cells.joined(separator: ", ") + "]"]
      }
      var lines: [String] = []
      let stride = tensor.shape.strides[axis]
      for (index, position) in positions.enumerated() {
        var part =
          position.map { rowLines(axis: axis + 1, offset: offset + $0 * stride) } ?? [ellipsis]
        let isLast = index == positions.count - 1
        part[part.count - 1] += isLast ? "]" : ","
        for (number, line) in part.enumerated() {
          lines.append((index == 0 && number == 0 ? "[" : " ") + line)
        }
      }
      return lines
    }

    private mutating func format(_ numbers: NumberText) {
      var offsets = [0]
      for (axis, stride) in tensor.shape.strides.enumerated() where axis < shown.count {
        let steps = shown[axis].compactMap { $0.map { $0 * stride } }
        offsets = offsets.flatMap { base in steps.map { base + $0 } }
      }
      let written = numbers.texts(of: offsets.map { tensor.elements[$0] }, type: tensor.type)
      texts = Dictionary(zip(offsets, written)) { first, _ in first }
      cellWidth = written.map(\.utf8.count).max() ?? 0
    }

    /// The largest number of items shown at each end of every axis for the lines to fit.
    private static func edge(for rows: [Int], budget: Int) -> Int {
      for edge in stride(from: budget, through: 1, by: -1) {
        let lines = rows.reduce(1) { product, size in
          // Past the budget the exact number is of no interest, and it must not overflow.
          min(product * min(size, 2 * edge + 1), budget + 1)
        }
        if lines <= budget { return edge }
      }
      return 0
    }

    /// The positions at both ends of an axis; all where fewer than `least` would be left out.
    private static func positions(of size: Int, edge: Int, least: Int = 2) -> [Int?] {
      if size - 2 * edge < least { return Array(0..<size) }
      let first: [Int?] = Array(0..<max(1, edge))
      let last: [Int?] = edge == 0 ? [] : Array((size - edge)..<size)
      return first + [nil] + last
    }

    private static func pad(_ text: String, to width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
  }
}
