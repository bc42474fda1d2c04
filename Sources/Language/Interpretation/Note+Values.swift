import Tensors

/// Values in the sentences of notes.
extension Note {
  /// Sets a value where the message has `{}`: a small tensor whole, of a large one the first element
  /// for which the condition holds, and its place.
  mutating func set(_ value: Tensor, where condition: Tensor) {
    var text = ""
    if value.elements.count > NodeText.elementLimit {
      let isElementwise = condition.shape == value.shape
      let index = isElementwise ? condition.elements.firstIndex { $0 != 0 } ?? 0 : 0
      let place = value.shape.subscripts(at: index).map(String.init).joined(separator: ", ")
      text = "\(NodeText.number(value.elements[index])) at [\(place)]"
    } else {
      text = NodeText.brief(value)
    }
    message = message.split(separator: "{}", omittingEmptySubsequences: false)
      .joined(separator: text)
  }
}
