/// Writes trees as source: the inverse of the parser.
public enum Unparser {
  /// Returns an expression as source that parses to the same tree.
  public static func text(of expression: Expression) -> String {
    ""
  }
}
