/// A page of `:help`.
struct HelpTopic: Sendable {
  /// What a page is made of.
  enum Part: Sendable {
    /// A paragraph, filled to the width.
    case prose(String)
    /// Lines of the language, which a test runs one after the other.
    case example(String)
    /// Two columns: a form or key and what it does.
    case table([(String, String)])
    /// The table of `:commands`.
    case commands
  }

  let name: String
  let summary: String
  let parts: [Part]

  /// Every page, in the order in which `:help` lists them.
  static let all: [HelpTopic] = [
    language, derivatives, losses, precision, lessons, commands, keys,
  ]

  /// Returns the page of a name.
  static func named(_ name: String) -> HelpTopic? { all.first { $0.name == name } }
}

extension HelpTopic {
  private static let language = HelpTopic(
    name: "language", summary: "values, names, shapes, functions",
    parts: [
      .prose(
        "Every expression is a formula first. `=` makes a name stand for a formula; `:=` takes the value now."
      ),
      .example(
        """
        y = [1, 0, 1]
        w := 0.5
        p = sigmoid(w * [2, -1, 3])
        mean((p - y)^2)
        w := w + 0.1
        mean((p - y)^2)
        """),
      .prose(
        "The second mean differs: p follows w, as in a spreadsheet. A name never bound is a symbol:"
      ),
      .example("simplify(x^2 / x)"),
      .prose("Tensors are written in brackets, broadcast as in NumPy, and are indexed from 0:"),
      .example(
        """
        A = [[1, 2], [3, 4]]
        A @ [1, 1]
        A[0, :]
        sum(A, axis=0)
        A'
        """),
      .prose("Functions take defaults and keywords. A block gives its last line:"),
      .example(
        """
        f(x, k=2) = { d = x - 1; k * d^2 }
        f(3)
        f(3, k=1)
        """),
      .prose(
        "Declare a symbol with its shape and domain, repeat a block, keep a line quiet with `;`:"),
      .example(
        """
        var t > 0
        diff(log(t), t)
        repeat 10 { w := w - 0.1 * grad(mean((p - y)^2), w) }
        w;
        """),
      .prose(
        "`_` is the last value, `Out[4]` or `_4` an earlier one. There is no implicit multiplication: write 2*x."
      ),
    ])

  private static let derivatives = HelpTopic(
    name: "derivatives", summary: "grad, autodiff, numgrad, check, steps and their kin",
    parts: [
      .prose(
        "Each derivative can be had three ways that share nothing but the values of the operations: by formula, by reverse mode on the evaluation, and by differences."
      ),
      .example(
        """
        y = [1, 0, 1]
        w := 0.5
        p = sigmoid(w * [2, -1, 3])
        L = log_loss(y, p)
        grad(L, w)
        autodiff(L, w)
        numgrad(L, w)
        check(L, w)
        """),
      .prose(
        "What grad differentiates by may be a name in between; it is then the input, as in backpropagation:"
      ),
      .example("grad(L, p)"),
      .prose("With nothing bound the formula is what is shown:"),
      .example(
        """
        diff(sin(x)^2, x)
        grad(mean((q - t)^2), q)
        steps(diff(sin(x)^2, x))
        """),
      .table([
        ("grad(f, x)", "the gradient of a scalar, of x's shape"),
        ("diff(f, x, n=1)", "the n-th derivative, elementwise or scalar"),
        ("jacobian(f, x)", "of what is no scalar"),
        ("hessian(f, x)", "second derivatives"),
        ("tape(f)", "every operation of the evaluation, with its adjoint"),
        ("simplify(e)", "a simpler form"),
        ("equivalent(a, b)", "whether two expressions are one function, and how that is known"),
        ("kinks(e, x)", "where there is no derivative"),
        ("domain(e)", "where it is defined"),
      ]),
    ])

  private static let losses = HelpTopic(
    name: "losses", summary: "the losses, their arguments, and the libraries' names",
    parts: [
      .prose(
        "A loss is a definition in this language: :source shows it, ? documents it, every derivative works on it. Targets come first."
      ),
      .example(
        """
        log_loss([1, 0], [0.9, 0.2])
        huber([1, 2], [1.5, 4], delta=1)
        sparse_softmax_cross_entropy([0, 2], [[2, 1, 0.1], [0.3, 0.2, 3]])
        l2_loss([1, 2], [1.5, 4], reduction="none")
        """),
      .prose(
        "All take reduction=\"mean\", \"sum\" or \"none\", and weights=. The libraries' functions stand under their own names and give their numbers:"
      ),
      .example("tf.losses.huber_loss(labels=[1, 2], predictions=[1.5, 4])"),
      .prose("So do objects of their classes, and one loss can be seen under every name it has:"),
      .example(
        """
        y = [1, 2]
        p = [1.5, 4]
        torch.nn.HuberLoss(delta=0.5)(p, y)
        compare(huber(y, p))
        explain(16.118)
        """),
      .prose(
        "What a careful colleague would stop, is stopped: probabilities beyond 1, swapped arguments, labels of the wrong kind. :set guard lists these guards; :set guard order off turns one off, and warning makes it a remark."
      ),
    ])

  private static let precision = HelpTopic(
    name: "precision", summary: "digits lost, stable forms, float32",
    parts: [
      .prose(
        "What is typed is computed as typed. precise(e) computes the same formula in float32, float64 and with 32 digits, as typed and by forms that keep their digits, and counts the digits lost:"
      ),
      .example(
        """
        z = 40
        precise(-log(1 - sigmoid(z)))
        stable(-log(1 - sigmoid(z)))
        """),
      .prose(
        "Losses and derivatives take the stable forms by themselves. :set dtype float32 makes new data single precision, float32(x) one value of it; ?exp says how accurate exp is."
      ),
      .example("float32(0.1) + 0.2"),
    ])

  private static let lessons = HelpTopic(
    name: "lessons", summary: "how to take and leave the course",
    parts: [
      .prose(
        "The course is sixteen lessons on losses and their derivatives. A lesson has names of its own: the session is put aside and comes back at :leave."
      ),
      .table([
        (":lessons", "the list, and how far you are"),
        (":learn log-loss", "a lesson, by its name or number"),
        (":next  :back", "go on, go back (Enter goes on)"),
        (":hint  :answer", "a hint, three in all; the answer and why"),
        (":skip", "leave a question for later"),
        (":list  :where", "the steps of this lesson, and the one you are at"),
        (":repeat  :restart", "show the step again; begin the lesson again"),
        (":keep name", "copy a name of the lesson into your session"),
        (":leave", "back to your session"),
        (":progress", "what you have done"),
      ]),
    ])

  private static let commands = HelpTopic(
    name: "commands", summary: "what begins with a colon", parts: [.commands])

  private static let keys = HelpTopic(
    name: "keys", summary: "editing the line",
    parts: [
      .prose(
        "Enter runs a cell, or goes on in a row below while a bracket or a block is open. While a call is typed its signature stands below. ~/.editrc is read; :set editor vi gives vi's keys, with rows and the language's words in its command mode."
      ),
      .table([
        ("Tab", "complete; again: list, in a call what fits it first"),
        ("\\delta Tab", "δ, and so for every Greek letter"),
        ("Alt-Enter", "a row below, whatever is open"),
        ("Up, Down", "by row, then through the cells that begin with what is typed"),
        ("Ctrl-R", "search the history; again for older, Ctrl-G gives up"),
        ("Ctrl-A, Ctrl-E", "begin and end of the row"),
        ("Alt-B, Alt-F", "a word back or on; Ctrl-Left, Ctrl-Right too"),
        ("Ctrl-W, Alt-D", "cut a word back or on"),
        ("Ctrl-U, Ctrl-K", "cut to the row's begin or end"),
        ("Ctrl-Y", "put back what was cut"),
        ("Ctrl-_", "undo"),
        ("Ctrl-C", "give the line up; stop what runs"),
        ("Ctrl-D", "on an empty line: leave"),
        ("Ctrl-Z", "suspend; fg comes back"),
      ]),
    ])
}
