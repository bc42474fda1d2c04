import Syntax
import Testing

@Suite struct SuggestionTests {
  static let names = [
    "huber", "hinge", "mean", "median", "log_loss", "log_loss_logits", "softmax", "sigmoid", "x",
    "w", "y", "cross_entropy", "sparse_softmax_cross_entropy", "logsumexp", "sum", "l2_loss",
  ]

  @Test(arguments: [
    ("hubber", "huber"), ("hbuer", "huber"), ("maen", "mean"), ("Softmax", "softmax"),
    ("logloss", "log_loss"), ("log_los", "log_loss"), ("sigmod", "sigmoid"), ("X", "x"),
    ("crossentropy", "cross_entropy"), ("sparse", "sparse_softmax_cross_entropy"),
    ("l2loss", "l2_loss"), ("log_sum_exp", "logsumexp"),
  ]) func theNearestComesFirst(typed: String, meant: String) {
    #expect(Suggestion.nearest(to: typed, among: Self.names).first == meant)
  }

  @Test(arguments: ["z", "q", "", "foo", "zzzzzz", "x1y2"]) func whatIsFarHasNone(typed: String) {
    #expect(Suggestion.nearest(to: typed, among: Self.names) == [])
  }

  @Test func aNameIsNotItsOwnSuggestion() {
    #expect(!Suggestion.nearest(to: "mean", among: Self.names).contains("mean"))
  }
}
