extension Command {
  /// Every command, in the order in which `:help commands` lists them.
  static let all: [Command] =
    [
      Command("help", "[topic]", completes: .topic, aliases: ["h"], "this, or a page on a topic") {
        $0.help($1)
      },
      Command("doc", "name", completes: .name, "what a name is for; ?name is the same") {
        $0.document($1)
      },
      Command("source", "name", completes: .name, "the definition of a name, as it was written") {
        $0.showSource($1)
      },
      Command("apropos", "word", "what has to do with a word: names, help, lessons") {
        $0.apropos($1)
      },
      Command("explain", "code", completes: .code, "a kind of error, with a worked example") {
        $0.explain($1)
      },
      Command("vars", "", aliases: ["who", "whos"], "the names you bound") { session, _ in
        session.listNames()
      },
      Command("graph", "name", completes: .name, "what a name is made of, as a tree with values") {
        $0.showTree($1)
      },
      Command(
        "watch", "[expr]", completes: .expression, "show expr whenever it changes; none: list"
      ) {
        $0.watch($1)
      },
      Command("unwatch", "[expr]", completes: .expression, "watch it no more; none: nothing at all")
      {
        $0.unwatch($1)
      },
      Command("time", "expr", completes: .expression, "run expr and say how long it took") {
        $0.time($1)
      },
      Command("set", "[option [value]]", completes: .setting, "change how results are shown") {
        $0.set($1)
      },
      Command("history", "[word]", "the inputs of this session, or those with a word") {
        $0.showHistory($1)
      },
      Command("undo", "", "take back what the last cell bound") { session, _ in session.undo() },
      Command("reset", "", "forget every name and cell") { session, _ in session.reset() },
      Command("edit", "[n]", "edit the last cell, or cell n, in your editor, and run it") {
        $0.edit($1)
      },
      Command("load", "file", completes: .path, "run a script (.loss) or a notebook (.md)") {
        $0.load($1)
      },
      Command(
        "save", "file", completes: .path,
        "write a notebook (.md) or a script (.loss), to :load again"
      ) {
        $0.save($1)
      },
      Command(
        "export", "file [--open]", completes: .path,
        "write cells and results: .md .html .ipynb .tex; .svg: a picture"
      ) {
        $0.export($1)
      },
      Command("code", "torch|jax|tf|numpy expr", completes: .library, "a Python module for a loss")
      {
        $0.generateCode($1)
      },
    ] + lessonCommands + [
      Command("quit", "", aliases: ["q", "exit"], "leave; Ctrl-D does too") { _, _ in .quit }
    ]
}
