public import Language
public import Lessons
public import Rendering
import Syntax

/// A notebook being written: takes one input after the other and shows what each makes.
///
/// It owns the interpreter, the cells, the settings and the lesson being played, and knows no
/// terminal: what it shows is handed out as ``StyledText``, line by line as it comes.
public final class Session {
  /// How results are shown and computed.
  public var settings: Settings {
    didSet {
      if let seed = settings.seed, seed != oldValue.seed { ownInterpreter.reseed(seed) }
      settingsChanged()
    }
  }
  /// The columns and lines of the window.
  public var window = (columns: 80, lines: 24)
  /// The inputs so far, commands left out.
  public internal(set) var cells: [Cell] = []
  /// The commands that changed what later inputs show or bind, each with the number of cells that
  /// stood before it: a notebook that is saved has them too.
  var keptCommands: [(text: String, place: Int)] = []
  /// Text that is to be put on the next line for the person to edit.
  public var draft = ""

  /// The lessons that `:learn` begins.
  public var course: Course {
    get { chosenCourse ?? .embedded }
    set { chosenCourse = newValue }
  }
  /// Whether the next cell of a lesson is put on the line, where there is a line to put it on.
  public var proposesInput = false

  let surroundings: Surroundings
  let progressStore: any ProgressStore
  /// The interpreter of the session, put aside while a lesson is played.
  var ownInterpreter: Interpreter
  /// The lesson that is played.
  var player: LessonPlayer?
  private var chosenCourse: Course?
  var watches: [Watch] = []
  /// What the session watches, put aside while a lesson is played.
  var watchesAside: [Watch] = []
  var undoStates: [UndoState] = []
  /// Whether results stand behind `Out[4]: `.
  public var showsPrompts = true
  /// Gets how far a long loop has come, a fraction from 0 to 1, and the loss of a descent.
  public var onProgress: (_ fraction: Double, _ loss: Double?) -> Void = { _, _ in }
  /// Gets each event before it becomes text, and returns whether it has shown it another way.
  public var presents: (_ event: Event, _ cell: Int) -> Bool = { _, _ in false }
  /// Where text goes while an input is worked on.
  private var output: Output = { _, _ in }

  /// Takes a piece of text, and whether it says what went wrong.
  public typealias Output = (_ text: StyledText, _ isError: Bool) -> Void

  /// Makes a session.
  ///
  /// - Parameters:
  ///   - settings: how results are shown and computed.
  ///   - surroundings: what it is given of the world.
  ///   - progressStore: where a learner's progress is kept.
  public init(
    settings: Settings = Settings(), surroundings: Surroundings = Surroundings(),
    progressStore: any ProgressStore = TransientProgressStore()
  ) {
    self.settings = settings
    self.surroundings = surroundings
    self.progressStore = progressStore
    ownInterpreter = Session.makeInterpreter(settings, surroundings)
  }

  /// The interpreter whose names count: the lesson's, while one is played.
  var interpreter: Interpreter { player?.interpreter ?? ownInterpreter }

  /// The number that the next cell gets.
  public var nextNumber: Int { lastNumber + 1 }
  /// The number of the last cell, or of the last input that a number was given to.
  var lastNumber = 0

  // MARK: - Taking input

  /// Takes a cell, a `:command` or `?name`, and hands out what it shows, piece by piece.
  ///
  /// - Parameters:
  ///   - text: what was typed or pasted; the prompts and outputs of a transcript are taken away.
  ///   - show: gets each piece as it is made, without a line break at its end.
  /// - Returns: how it ended.
  public func submit(_ text: String, show: @escaping Output) -> Status {
    let outerOutput = output
    output = show
    defer { output = outerOutput }
    let text = PastedTranscript.inputs(of: text)
    // In a lesson an empty line says something, too.
    if player != nil, !Self.isCommand(text) { return playLesson(text) ?? .done }
    for piece in Self.pieces(of: text) {
      let status = take(piece)
      guard status == .done else { return status }
    }
    return .done
  }

  /// Takes an input and returns all that it shows.
  public func submit(_ text: String) -> StyledText {
    var shown: [StyledText] = []
    _ = submit(text) { text, _ in shown.append(text) }
    return shown.joined(separator: "\n")
  }

  /// Whether a text goes on: a bracket or a block is open, or its last line ends in an operator.
  public static func isIncomplete(_ text: String) -> Bool {
    !isCommand(text) && Parser.parse(SourceText(text)).isIncomplete
  }

  /// Whether the next input goes on beyond a text, where it is read line by line: an answer to a
  /// question of a lesson, such as the sign `+`, is whole as it stands.
  public func goesOn(after text: String) -> Bool {
    player?.takesWholeLines != true && Self.isIncomplete(text)
  }

  /// The prompt before the next input.
  public var prompt: String { player.map { $0.prompt + " " } ?? "In [\(nextNumber)]: " }

  /// Runs a cell of a file, or the command in it, and hands out what it shows.
  public func run(
    _ cell: ScriptFile.Cell, name: String, show: @escaping Output
  ) -> Status {
    if cell.isCommand { return submit(cell.source.trimmed, show: show) }
    let outerOutput = output
    output = show
    defer { output = outerOutput }
    return runCell(cell.source, name: name, firstLine: cell.firstLine)
  }

  /// Returns the inputs in a text: each command and `?name` is one line, what is between them is
  /// one cell.
  static func pieces(of text: String) -> [String] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var pieces: [String] = []
    var cell: [Substring] = []
    func endCell() {
      let text = cell.joined(separator: "\n")
      if !text.allSatisfy(\.isWhitespace) { pieces.append(text) }
      cell = []
    }
    for line in lines {
      if isCommand(line), cell.isEmpty || !isIncomplete(cell.joined(separator: "\n")) {
        endCell()
        pieces.append(String(line))
      } else {
        cell.append(line)
      }
    }
    endCell()
    return pieces
  }

  /// Whether a line is a command or asks for documentation.
  static func isCommand(_ line: some StringProtocol) -> Bool {
    let text = line.drop { $0 == " " }
    return text.hasPrefix(":") || text.hasPrefix("?") || asksForDocumentation(text)
  }

  /// Whether a line is `name?` or `name??`, as IPython has it.
  private static func asksForDocumentation(_ line: some StringProtocol) -> Bool {
    let text = line.trimmed
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    let marks = text[name.endIndex...]
    return name.first?.isLetter == true && (marks == "?" || marks == "??")
  }

  private func take(_ piece: String) -> Status {
    let text = String(piece.drop { $0 == " " })
    if Self.isCommand(text) { return runCommand(text) }
    return playLesson(piece) ?? runCell(piece)
  }

  /// Runs a line that is a command or asks for documentation.
  func runCommand(_ text: String) -> Status {
    if text.hasPrefix("?") { return document(String(text.drop { $0 == "?" })) }
    if !text.hasPrefix(":") {
      let name = text.trimmed.prefix { $0 != "?" }
      return text.contains("??") ? runCommand(":source \(name)") : document(String(name))
    }
    let words = text.dropFirst().split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let name = words.first.map(String.init) else { return help("commands") }
    let arguments = words.count > 1 ? words[1].trimmed : ""
    guard let command = Command.named(name) else {
      let names = Command.all.flatMap { [$0.name] + $0.aliases }
      let nearest = Suggestion.nearest(to: name, among: names).first
      return fail(
        .name, "no command :\(name)",
        hint: nearest.map { "did you mean `:\($0)`?" } ?? ":help commands lists them")
    }
    return command.run(self, arguments)
  }

  /// Runs a cell, shows what it makes, and then what changed of what is watched.
  func runCell(_ text: String, name: String? = nil, firstLine: Int = 1) -> Status {
    let number = nextNumber
    let status = run(text, name: name ?? "In [\(number)]", firstLine: firstLine) { [self] event in
      show(event, cell: number)
    }
    if status == .done { showChangesOfWatched() }
    return status
  }

  /// Runs a cell and hands out its events, without showing them.
  ///
  /// - Parameters:
  ///   - text: the statements.
  ///   - name: what errors call the text, `In [4]` or a file's name.
  ///   - firstLine: the line of the file that the text begins in.
  ///   - onEvent: gets each event as it happens.
  /// - Returns: how it ended.
  public func run(
    _ text: String, name: String, firstLine: Int = 1, onEvent: (Event) -> Void
  ) -> Status {
    let before = interpreter.environment
    var cell = Cell(number: nextNumber, source: text.trimmed)
    var wasInterrupted = false
    let source = SourceText(text, name: name, firstLine: firstLine)
    cell.succeeded = interpreter.run(source, cell: cell.number) { event in
      if case .failure(let diagnostic) = event, diagnostic.code == .interrupt {
        wasInterrupted = true
      }
      if case .progress = event {} else { cell.events.append(event) }
      onEvent(event)
    }
    cells.append(cell)
    lastNumber = cell.number
    if cell.bindsSomething { keepForUndo(before, cell: cell.number) }
    return wasInterrupted ? .interrupted : cell.succeeded ? .done : .failed
  }

  // MARK: - Showing

  /// Sets results as text with the settings of the moment.
  public var renderer: Renderer {
    Renderer(
      options: RenderOptions(
        width: settings.width ?? window.columns, height: window.lines, digits: settings.digits,
        isASCII: settings.ascii, isPlain: settings.plain, showsPrompts: showsPrompts))
  }

  /// Hands out a text.
  func show(_ text: StyledText) {
    output(text, false)
  }

  /// Hands out what an event shows, if it shows anything.
  func show(_ event: Event, cell: Int) {
    if case .binding = event, !settings.echo { return }
    if case .progress(let fraction, let loss) = event { onProgress(fraction, loss) }
    if !presents(event, cell) {
      let text = renderer.render(event, cell: cell)
      if !text.isEmpty { output(text, event.isFailure) }
    }
    if settings.steps, case .output(let result) = event, case .derivative = result.content {
      showQuietly("steps(\(result.source))", cell: cell)
    }
  }

  /// Evaluates text beside the session, so that `_`, `Out` and the names stay, and shows it.
  private func showQuietly(_ text: String, cell: Int) {
    for event in evaluateAside(text) { show(event, cell: cell) }
  }

  /// Evaluates text beside the session: nothing of it remains.
  public func evaluateAside(_ text: String) -> [Event] {
    let aside = Self.makeInterpreter(settings, surroundings, prelude: interpreter.prelude)
    aside.environment = interpreter.environment
    var events: [Event] = []
    _ = aside.run(SourceText(text), cell: nextNumber) { events.append($0) }
    return events
  }

  /// Says what went wrong with a command.
  func fail(_ code: Diagnostic.Code, _ message: String, hint: String? = nil) -> Status {
    show(.failure(Diagnostic(code, message, hint: hint)), cell: nextNumber)
    return .failed
  }
}

extension Cell {
  /// Whether a statement of it bound a name.
  var bindsSomething: Bool {
    events.contains {
      if case .binding = $0 { true } else { false }
    }
  }
}

extension StringProtocol {
  /// The text without spaces at its ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
