extension Primitive {
  /// Returns the shape of the result for operands of some shapes.
  ///
  /// - Throws: ``ShapeError`` where they do not fit.
  func shape(of operands: [SymbolicShape]) throws(ShapeError) -> SymbolicShape {
    throw ShapeError("not written")
  }
}
