public import Language
public import Rendering
internal import Syntax

/// Plays a lesson inside a session: takes a line, shows what comes of it, waits for the next.
///
/// Nothing goes on by itself. A lesson has an interpreter of its own; each step starts from what
/// the lesson's own cells have bound, so that no mistake of a learner's reaches a later step.
public struct LessonPlayer {
  /// The lesson.
  public let lesson: Lesson
  /// The lessons it belongs to, in order, for what comes next and for what is asked again.
  public let course: [Lesson]
  /// How results are set; the session changes it as the window changes.
  public var renderer: Renderer
  /// Whether a cell is put on the input line, to be run or edited; otherwise it is shown.
  public var proposesInput = true
  /// Gets the progress of a long loop, from 0 to 1, and the loss of a descent.
  public var onProgress: (_ fraction: Double, _ loss: Double?) -> Void = { _, _ in }

  let store: any ProgressStore
  let makeInterpreter: () -> Interpreter
  var workspace: Workspace
  var progress = Progress()
  /// The place in the lesson.
  var stepIndex = 0
  /// What the names meant when the step began.
  var stepStart: Environment
  var stage = Stage.stepDone
  var attempt = Attempt()
  /// What is asked again before the lesson goes on, the first of them now.
  var warmUp: [WarmUpItem] = []
  var warmUpCount = 0
  var kept: [String] = []
  /// Whether it was already said that progress cannot be kept.
  var hasComplained = false

  /// What the player waits for.
  enum Stage: Hashable {
    /// Enter, which runs the cell at this place of the step.
    case cell(Int)
    /// An answer to the question at this place.
    case question(Int)
    /// The goal at this place.
    case goal(Int)
    /// An answer to a question asked again.
    case warmUp
    /// Enter, which goes on to the next step.
    case stepDone
    /// Enter, which leaves.
    case ended
    /// Nothing more: the lesson was left.
    case left
  }

  /// What a learner has done on the question of the moment.
  struct Attempt: Hashable {
    var misses = 0
    var hints = 0
    var wasShown = false
    var guess: Progress.Guess?
  }

  /// Makes a player at the beginning of a lesson.
  ///
  /// - Parameters:
  ///   - lesson: the lesson.
  ///   - course: the lessons it belongs to, in order.
  ///   - store: where progress is kept.
  ///   - renderer: how results are set.
  ///   - makeInterpreter: makes interpreters that nothing else uses.
  public init(
    _ lesson: Lesson, course: [Lesson] = [], store: any ProgressStore,
    renderer: Renderer = Renderer(), makeInterpreter: @escaping () -> Interpreter
  ) {
    self.lesson = lesson
    self.course = course
    self.store = store
    self.renderer = renderer
    self.makeInterpreter = makeInterpreter
    workspace = Workspace(makeInterpreter())
    stepStart = workspace.state
  }

  /// Makes the test that says when some seconds are over; nil lets everything run to its end.
  public var deadline: (@Sendable (_ seconds: Double) -> @Sendable () -> Bool)? {
    get { workspace.deadline }
    set { workspace.deadline = newValue }
  }

  /// The seconds that a cell may take where there is a ``deadline``.
  public var secondsForCell: Int {
    get { workspace.secondsForCell }
    set { workspace.secondsForCell = newValue }
  }

  /// The interpreter in which the lesson's names have their meaning.
  public var interpreter: Interpreter { workspace.interpreter }

  /// The step of the moment.
  var step: Step { lesson.steps[stepIndex] }

  /// The prompt, such as `log-loss 3/11>`.
  public var prompt: String {
    // The name of a file may hold anything.
    let id = StyledText(lesson.id).plain
    return switch stage {
    case .warmUp: "warm-up \(warmUpCount - warmUp.count + 1)/\(warmUpCount)>"
    case .cell, .question, .goal, .stepDone: "\(id) \(stepIndex + 1)/\(lesson.steps.count)>"
    case .ended, .left: "\(id)>"
    }
  }

  /// Whether the lesson was left, so that the session comes back.
  public var isFinished: Bool { stage == .left }

  // MARK: - Input

  /// Begins, where the lesson was last left; up to three missed questions come first.
  public mutating func start() -> PlayerOutput {
    var page = Page()
    guard !lesson.steps.isEmpty else {
      page.add("This lesson has no steps.", .error)
      stage = .left
      return output(page)
    }
    do throws(ProgressError) {
      let (kept, notice) = try store.load()
      progress = kept
      if let notice { page.add(notice, .note) }
    } catch {
      complain(error, on: &page)
    }
    page.add(titleText())
    warmUp = missedItems(limit: 3)
    warmUpCount = warmUp.count
    if warmUp.isEmpty {
      begin(on: &page)
    } else {
      let count = warmUp.count == 1 ? "a question" : "\(warmUp.count) questions"
      page.add("First, \(count) that gave you trouble before.", .note)
      askWarmUp(on: &page)
    }
    return output(page)
  }

  /// Takes a line.
  public mutating func submit(_ line: String) -> PlayerOutput {
    var page = Page()
    let text = Located(line, at: .init(0, 0)).trimmed.text
    if let command = command(in: text) {
      run(command, on: &page)
    } else if text.isEmpty {
      goOn(on: &page)
    } else {
      take(text, on: &page)
    }
    return output(page)
  }

  /// Whether a line is one of the commands of lessons, with its colon.
  public static func isCommand(_ line: String) -> Bool {
    LessonCommand(line: line, needsColon: true) != nil
  }

  private mutating func output(_ page: Page) -> PlayerOutput {
    defer { kept = [] }
    return PlayerOutput(
      text: page.text, proposedInput: proposedInput, prompt: prompt, finished: isFinished,
      kept: kept)
  }

  /// The cell that Enter runs.
  private var proposedInput: String? {
    guard case .cell(let index) = stage, case .cell(let cell) = step.items[index] else {
      return nil
    }
    return proposal(cell)
  }

  /// A cell as it is put on the input line; nil where it is shown in place of that: where there is
  /// no line, and where the cell has characters that are not typed and could steer the terminal.
  private func proposal(_ cell: Located) -> String? {
    let text = cell.trimmed.text
    return proposesInput && StyledText(text).plain == text ? text : nil
  }

  // MARK: - Going on

  /// What an empty line does: goes on where there is nothing to answer, else asks again.
  private mutating func goOn(on page: inout Page) {
    switch stage {
    case .cell(let index): runCell(at: index, on: &page)
    case .question(let index):
      if case .question(let question) = step.items[index] { page.add(questionText(question)) }
    case .goal(let index): repeatGoal(at: index, on: &page)
    case .warmUp: askWarmUp(on: &page)
    case .stepDone: nextStep(on: &page)
    case .ended: leave(on: &page)
    case .left: break
    }
  }

  /// Begins the step at which the lesson was left, or the first.
  mutating func begin(on page: inout Page) {
    var index = 0
    if let id = progress.positions[lesson.id], let place = lesson.index(ofStep: id) {
      let isAtEnd = place == lesson.steps.count - 1 && !isOpen(lesson.steps[place])
      index = isAtEnd ? 0 : isOpen(lesson.steps[place]) ? place : place + 1
      if index > 0 { page.add("You left off here.", .faint) }
    }
    if index == 0, !lesson.introduction.isEmpty {
      page.add(prose.text(of: lesson.introduction))
    }
    stepStart = canonicalState(of: lesson, before: index, in: workspace)
    enter(index, on: &page)
  }

  private func isOpen(_ step: Step) -> Bool { progress.entry(of: step, in: lesson) == nil }

  /// Shows a step from its beginning; `stepStart` has the names it begins with.
  mutating func enter(_ index: Int, on page: inout Page) {
    stepIndex = index
    workspace.state = stepStart
    attempt = Attempt()
    save(on: &page) { [id = lesson.id, step = step.id] in $0.positions[id] = step }
    var heading = StyledText("\(index + 1). ", .faint)
    heading.append(step.title.text, .heading)
    page.add(heading)
    if progress.hasChanged(step, in: lesson) {
      page.add("This step has changed since you did it.", .note)
    }
    present(from: 0, on: &page)
  }

  /// Goes to the next step, or ends.
  mutating func nextStep(on page: inout Page) {
    move(to: stepIndex + 1, on: &page)
  }

  /// Goes to a step by its place; past the last one the lesson ends.
  mutating func move(to index: Int, on page: inout Page) {
    guard index < lesson.steps.count else {
      end(on: &page)
      return
    }
    if index == stepIndex + 1 {
      workspace.state = stepStart
      runUnseen(step, in: workspace)
      stepStart = workspace.state
    } else {
      stepStart = canonicalState(of: lesson, before: max(0, index), in: workspace)
    }
    enter(max(0, index), on: &page)
  }

  /// Shows the parts of the step from one on, up to the first that waits for the learner.
  mutating func present(from start: Int, on page: inout Page) {
    for index in start..<max(start, step.items.count) {
      switch step.items[index] {
      case .prose(let block): page.add(prose.text(of: block))
      case .setup(let cell): workspace.run(cell.text, name: "setup")
      case .example(let cell, _):
        page.add(code(cell))
        page.add(shown(workspace.run(cell.text)))
      case .cell(let cell):
        stage = .cell(index)
        if proposal(cell) == nil { page.add(code(cell)) }
        page.addLine(StyledText("Enter runs it.", .faint))
        return
      case .question(let question):
        stage = question.kind == .state ? .goal(index) : .question(index)
        attempt = Attempt()
        page.add(questionText(question))
        return
      case .play(let play):
        stage = .goal(index)
        attempt = Attempt()
        page.add(goalText(play.goal.text))
        return
      }
    }
    finishStep(on: &page)
  }

  private mutating func finishStep(on page: inout Page) {
    stage = .stepDone
    var entry = Progress.Entry(
      attempt.wasShown ? .skipped : .done, contentHash: step.contentHash)
    entry.misses = attempt.misses
    entry.hints = attempt.hints
    entry.guess = attempt.guess
    entry.needsReview = attempt.wasShown || attempt.misses >= 2
    record(entry, for: step, of: lesson, on: &page)
    let isLast = stepIndex == lesson.steps.count - 1
    page.add(isLast ? "Enter ends the lesson." : "Enter goes on.", .faint)
  }

  // MARK: - Cells

  /// Runs the cell the learner was shown, and goes on with the step.
  private mutating func runCell(at index: Int, on page: inout Page) {
    guard case .cell(let cell) = step.items[index] else { return }
    page.add(shown(workspace.run(cell.text, onEvent: forwardProgress)))
    present(from: index + 1, on: &page)
  }

  /// Runs what the learner typed, as the ordinary prompt does.
  mutating func runLine(_ text: String, on page: inout Page) {
    page.add(shown(workspace.run(text, onEvent: forwardProgress)))
    if case .cell(let index) = stage, case .cell(let cell) = step.items[index],
      cell.trimmed.text == text
    {
      present(from: index + 1, on: &page)
    }
  }

  private var forwardProgress: (Event) -> Void {
    { [onProgress] event in
      if case .progress(let fraction, let loss) = event { onProgress(fraction, loss) }
    }
  }

  /// The text of events, below one another.
  func shown(_ events: [Event]) -> StyledText {
    events.compactMap { event in
      if case .binding = event { return nil }
      let text = resultRenderer.render(event, cell: workspace.cell)
      return text.isEmpty ? nil : text
    }.joined(separator: "\n")
  }

  private var resultRenderer: Renderer {
    var copy = renderer
    copy.options.showsPrompts = false
    return copy
  }

  func code(_ cell: Located) -> StyledText {
    prose.text(
      of: CommonMark.Block(
        kind: .code(info: "loss", text: cell.text, isFenced: true), lines: 1...1, column: 1))
  }

  var prose: ProseText { ProseText(options: renderer.options) }

  // MARK: - Names

  /// Brings a workspace to the names with which a step begins, as the lesson's own cells and
  /// sample answers bind them.
  func canonicalState(
    of lesson: Lesson, before index: Int, in workspace: Workspace
  ) -> Environment {
    let before = workspace.state
    defer { workspace.state = before }
    workspace.state = Workspace(makeInterpreter()).state
    for step in lesson.steps.prefix(index) { runUnseen(step, in: workspace) }
    return workspace.state
  }

  /// Runs a step's cells and the lines that reach its goal.
  func runUnseen(_ step: Step, in workspace: Workspace) {
    for item in step.items {
      switch item {
      case .prose: break
      case .cell(let cell), .setup(let cell), .example(let cell, _): workspace.run(cell.text)
      case .play(let play):
        for line in play.solution { workspace.run(line.text) }
      case .question(let question):
        guard question.kind == .state else { break }
        for line in question.answers { workspace.run(line.text) }
      }
    }
  }

  // MARK: - Progress

  /// Changes what is kept; says once if that fails, and plays on.
  mutating func save(on page: inout Page, _ change: (inout Progress) -> Void) {
    do throws(ProgressError) {
      progress = try store.update(change)
    } catch {
      change(&progress)
      complain(error, on: &page)
    }
  }

  mutating func record(
    _ entry: Progress.Entry, for step: Step, of lesson: Lesson, on page: inout Page
  ) {
    let key = Progress.Key(lesson: lesson.id, step: step.id)
    save(on: &page) { $0.record(entry, for: key) }
  }

  private mutating func complain(_ error: ProgressError, on page: inout Page) {
    guard !hasComplained else { return }
    hasComplained = true
    page.add("Your progress cannot be kept: \(error.message). The lesson goes on.", .error)
  }
}
