import Rendering

/// The first screen: what can be done, in five lines.
enum Greeting {
  static var text: StyledText {
    var text = StyledText("Lossbook \(Version.number)", .heading)
    text.append(": loss functions and their derivatives, three ways\n")
    let rows: [[(String, Bool)]] = [
      [("y = [1, 0, 1]", true), (" binds data; ", false), ("grad(log_loss(y, p), p)", true)],
      [(":learn", true), (" takes you through the lessons, from where you left off", false)],
      [
        ("?huber", true), (" documents a loss; ", false), (":help", true), (" has the rest", false),
      ],
    ]
    for row in rows {
      text.append("  ")
      for (words, isCode) in row { text.append(words, isCode ? .code : .body) }
      text.newline()
    }
    text.append("  Tab completes; Ctrl-R searches; Ctrl-C stops what runs; Ctrl-D leaves")
    return text
  }
}
