public import Tensors

extension LaTeX {
  /// Returns a number, a vector or a matrix of at most a hundred elements; nil for any other tensor.
  public static func source(of tensor: Tensor, numbers: NumberText) -> String? {
    let shape = tensor.shape.dimensions
    guard shape.count <= 2, (1...100).contains(tensor.elements.count) else { return nil }
    let isSingle = tensor.type == .float32
    if shape.isEmpty, tensor.type != .bool {
      return tensor.elements.first.map { number(numbers.text(of: $0, isSingle: isSingle)) }
    }
    let texts = numbers.texts(of: tensor.elements, type: tensor.type).map(number)
    let columns = shape.last ?? 1
    let rows = stride(from: 0, to: texts.count, by: columns).map { start in
      texts[start..<min(start + columns, texts.count)].joined(separator: " & ")
    }
    return "\\begin{pmatrix} \(rows.joined(separator: " \\\\ ")) \\end{pmatrix}"
  }

  /// Sets a written number: `1e-7` as a power of ten, words upright.
  private static func number(_ text: String) -> String {
    switch text {
    case "inf": return "\\infty"
    case "-inf": return "-\\infty"
    case "nan", "true", "false": return "\\mathrm{\(text)}"
    default: break
    }
    let parts = text.split(separator: "e", maxSplits: 1)
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0]) \\cdot 10^{\(exponent)}"
  }
}
