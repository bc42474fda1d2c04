import Tensors

/// How many digits a form keeps in single and in double precision, element by element.
///
/// What is right is the double-double value of the stable form; of the form as typed where only
/// that one is finite.
struct DigitLoss {
  /// One form in three arithmetics.
  struct Results {
    let single: Tensor
    let double: Tensor
    let extended: ExtendedTensor
  }

  /// The form as typed.
  let typed: Results
  /// Its stable form.
  let stable: Results

  /// The digits that a number of an arithmetic can be right in.
  private enum Width: Int {
    case single = 7
    case double = 16
  }

  /// The number of elements.
  var count: Int { typed.double.elements.count }

  /// The right value of an element.
  private func exact(_ index: Int) -> DoubleDouble {
    let value = stable.extended.elements[index]
    return value.isFinite ? value : typed.extended.elements[index]
  }

  /// The digits of a value that are right.
  ///
  /// A value at most half a unit in the last place off has them all; of 0 and of what is infinite
  /// there is all or nothing.
  private func digits(_ value: Double, _ width: Width, _ exact: DoubleDouble) -> Int {
    if exact.isNaN || value.isNaN { return exact.isNaN && value.isNaN ? width.rawValue : 0 }
    guard exact.isFinite, value.isFinite, !exact.isZero else {
      return value == exact.high ? width.rawValue : 0
    }
    let error = ((DoubleDouble(value) - exact) / exact).magnitude
    guard !error.isZero else { return width.rawValue }
    let count = -(error.logarithm() / DoubleDouble.ln10).high + 0.3
    return max(0, min(width.rawValue, Int(count.rounded(.down))))
  }

  /// The digits that the worst element keeps.
  private func worst(_ tensor: Tensor, _ width: Width) -> Int {
    tensor.elements.indices.map { digits(tensor.elements[$0], width, exact($0)) }.min()
      ?? width.rawValue
  }

  /// Whether the stable form is any better.
  private var hasBetterForm: Bool {
    worst(stable.double, .double) > worst(typed.double, .double)
      || worst(stable.single, .single) > worst(typed.single, .single)
  }

  /// What is to be learnt, in a sentence.
  var summary: String {
    let kept =
      "in float64 the form as typed keeps \(worst(typed.double, .double)) of 16 digits, in float32 \(worst(typed.single, .single)) of 7"
    guard hasBetterForm else { return kept }
    return
      "\(kept); the stable form keeps \(worst(stable.double, .double)) and \(worst(stable.single, .single))"
  }

  /// The table: a row for each form and arithmetic, of the elements that lose the most.
  func table(elements limit: Int) -> TableReport {
    let all = Array(0..<count)
    let chosen = count > limit ? all.sorted { kept($0) < kept($1) }.prefix(limit).sorted() : all
    let leading = (count > 1 ? ["element"] : []) + (hasBetterForm ? ["form"] : [])
    var table = TableReport(headings: leading + ["arithmetic", "value", "digits"], rows: [])
    for index in chosen {
      let subscripts = typed.double.shape.subscripts(at: index).map(String.init)
      let element = count > 1 ? ["[\(subscripts.joined(separator: ", "))]"] : []
      for (name, form) in hasBetterForm ? [("as typed", typed), ("stable", stable)] : [("", typed)]
      {
        for row in rows(of: index, form) {
          table.rows.append((element + (hasBetterForm ? [name] : []) + row).map { .text($0) })
        }
      }
    }
    return table
  }

  private func kept(_ index: Int) -> Int {
    digits(typed.double.elements[index], .double, exact(index))
  }

  private func rows(of index: Int, _ form: Results) -> [[String]] {
    let exact = exact(index)
    var rows: [[String]] = []
    for (name, tensor, width) in [
      ("float32", form.single, Width.single), ("float64", form.double, .double),
    ] {
      let value = tensor.elements[index]
      let kept = "\(digits(value, width, exact)) of \(width.rawValue)"
      rows.append([name, Self.text(value, width), kept])
    }
    return rows + [["double-double", form.extended.elements[index].decimal(digits: 28), ""]]
  }

  private static func text(_ value: Double, _ width: Width) -> String {
    guard value != 0 else { return "0" }
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let text = width == .single ? "\(Float(value))" : "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
