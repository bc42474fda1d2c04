import ArgumentParser
import CLibEdit
import LineEditing
import Notebooks
import Rendering

/// The loop of the notebook in the terminal: read a cell, run it, show what it makes.
struct Repl {
  private let session: Session
  private let workplace: Workplace
  private let history: History
  private let reader: any LineReader
  private let options: GlobalOptions

  /// Opens the line editor on a session.
  init(_ workplace: Workplace, _ options: GlobalOptions) throws {
    session = workplace.session
    self.workplace = workplace
    self.options = options
    history = History(path: Paths.history)
    session.proposesInput = true
    let session = session
    let context = EditingContext(
      isIncomplete: { session.goesOn(after: $0) },
      complete: { text, cursor in CompletionList(session.suggestions(for: text, at: cursor)) },
      hint: { text, cursor in session.hint(for: text, at: cursor) },
      cleanPaste: { PastedTranscript.inputs(of: $0) })
    let editorOptions = LibEditReader.Options(
      hasViKeys: session.settings.hasViKeys, isDumb: options.isDumb,
      showsHints: !session.settings.plain,
      hintColor: workplace.output.outputTheme?.parameters(.faint) ?? "")
    guard let reader = LibEditReader(history: history, context: context, options: editorOptions)
    else {
      TextOutput.complain("the line editor cannot use this terminal; reading plain lines")
      self.reader = PlainReader()
      return
    }
    self.reader = reader
  }

  /// Reads and runs cells until the person leaves.
  ///
  /// - Parameter first: what is submitted before the first prompt; without it there is a greeting.
  /// - Throws: the exit code, where it is not 0.
  func run(first: String? = nil) throws {
    defer { close() }
    if first == nil { show(Greeting.text, isError: false) }
    runInitScript()
    if let first { _ = runCell(first) }
    while true {
      session.window = Workplace.window
      let draft = session.draft
      session.draft = ""
      switch reader.readLine(prompt: prompt, draft: draft) {
      case .line(let text):
        let input = Self.command(typedAfter: draft, in: text) ?? text
        history.append(input)
        if let path = history.takeLoss() {
          TextOutput.complain("the history cannot be kept in \(path); the session goes on")
        }
        if let path = history.takeSetAside() {
          TextOutput.complain("the history could not be read; it is kept as \(path)")
        }
        guard runCell(input) != .quit else { return }
      case .interrupted: continue
      case .endOfInput: return
      case .terminated(let signal):
        close()
        edit_die_by(signal)
      }
      if edit_termination_signal() != 0 {
        close()
        edit_die_by(edit_termination_signal())
      }
    }
  }

  /// The `:command` or `?name` that was typed behind a cell of a lesson which stood on the line: it
  /// is meant, and not a cell that ends in it.
  private static func command(typedAfter draft: String, in text: String) -> String? {
    guard !draft.isEmpty, text.hasPrefix(draft) else { return nil }
    let rest = text.dropFirst(draft.count).drop { $0.isWhitespace }
    return rest.hasPrefix(":") || rest.hasPrefix("?") ? String(rest) : nil
  }

  private func runCell(_ text: String) -> Status {
    session.window = Workplace.window
    let status = session.submit(text) { show($0, isError: $1) }
    workplace.bar.clear()
    edit_forget_interrupt()
    return status
  }

  private func show(_ text: StyledText, isError: Bool) {
    if session.settings.usesPager, text.lines.count >= session.window.lines {
      workplace.bar.clear()
      let theme = workplace.output.outputTheme
      if Pager.show(theme.map(text.ansi) ?? text.plain) { return }
    }
    // On a terminal both streams are one; in one stream they keep their order.
    workplace.write(text, isError: false)
  }

  private var prompt: Prompt {
    let text = session.prompt
    guard let theme = workplace.output.outputTheme else { return Prompt(text) }
    let parameters = theme.parameters(.inputPrompt)
    // libedit wants each escape before a visible character: the last one is the space.
    let shown = text.dropLast()
    return Prompt(text, styled: "\u{1}\u{1B}[\(parameters)m\u{1}\(shown)\u{1}\u{1B}[0m\u{1} ")
  }

  private func runInitScript() {
    guard !options.noConfig, let path = Paths.initScript,
      case .success(let bytes) = FileSystem.read(path)
    else { return }
    for cell in ScriptFile.cells(of: String(decoding: bytes, as: UTF8.self), path: path) {
      _ = session.run(cell, name: path) { show($0, isError: $1) }
    }
  }

  private func close() {
    (reader as? LibEditReader)?.close()
    history.trim()
  }
}

extension CompletionList {
  /// The session's suggestions, as the editor takes them.
  init(_ suggestions: Suggestions) {
    self.init(
      start: suggestions.start,
      candidates: suggestions.candidates.map {
        Completion($0.text, kind: $0.kind, summary: $0.summary)
      },
      hint: suggestions.hint)
  }
}
