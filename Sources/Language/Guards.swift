/// The guards of the prelude, by name.
public enum Guards {
  /// Every guard that the prelude may call.
  public static let table: [String: Guard] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  private static let all: [Guard] = [
    Guard(name: "check_finite", operandCount: 1) { values, context in
      guard let value = values.first, let bad = value.elements.firstIndex(where: \.isNaN) else {
        return nil
      }
      return .failure(
        .domain, "\(context.operands.first ?? "the argument") is nan (element \(bad))", hint: nil)
    }
  ]
}
