import Syntax
import Testing

@Suite struct CursorContextTests {
  /// Reads a text in which `|` is the cursor.
  private func context(_ marked: String) -> CursorContext {
    let before = marked.prefix { $0 != "|" }
    return CursorContext(marked.filter { $0 != "|" }, at: before.utf8.count)
  }

  @Test(arguments: [
    ("hub|er", "hub"), ("x + tf.losses.hub|", "tf.losses.hub"), ("tf.|", "tf."), ("x + |", ""),
    ("f(损|", "损"), ("p̂|", "p̂"), ("2*x|", "x"), ("\\del|", "\\del"), ("csv(\"data/tr|", "data/tr"),
    ("", ""),
  ]) func theWordBeforeTheCursorHasItsDots(marked: String, word: String) {
    #expect(context(marked).word == word)
  }

  @Test(arguments: [
    ("x # hu|", CursorContext.Place.comment), ("\\al|", .command), ("f(\"me|", .string),
    ("f(x|", .code),
  ]) func thePlaceIsTold(marked: String, place: CursorContext.Place) {
    #expect(context(marked).place == place)
  }

  @Test func theCallAroundTheCursorIsTold() throws {
    let call = try #require(
      context("L = tf.losses.huber_loss(y, (p + [1, 2][0]), delta=2, w|").call)
    #expect(call.function == "tf.losses.huber_loss")
    #expect(call.argument == 3)
    #expect(call.labels == ["delta"])
    #expect(context("f(x)|").call == nil)
    #expect(context("f((a|").call?.function == "f")
  }
}
