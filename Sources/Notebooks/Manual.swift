/// The program's page for `man`, made of the tables that `:help` and `:set` are made of.
public enum Manual {
  /// A subcommand of the program: its name, what it is for, and its own help.
  public struct Subcommand: Sendable {
    let name: String
    let abstract: String
    let help: String

    /// Makes one.
    public init(name: String, abstract: String, help: String) {
      self.name = name
      self.abstract = abstract
      self.help = help
    }
  }

  /// Returns the page in the form that `man` reads.
  ///
  /// - Parameters:
  ///   - version: the program's version, for the page's foot.
  ///   - subcommands: what stands after `lossbook` on the command line.
  /// - Returns: the page's source.
  public static func page(version: String, subcommands: [Subcommand]) -> String {
    let keys = HelpTopic.named("keys")
    return [
      ".TH LOSSBOOK 1 \"\" \"\(escaped(version))\" \"User Commands\"",
      ".SH NAME\nlossbook \\- loss functions and their derivatives: by formula, by autodiff, by differences",
      ".SH SYNOPSIS",
      ".B lossbook\n[\\fIoptions\\fR]\n.br\n.B lossbook\n\\fIsubcommand\\fR [\\fIarguments\\fR]",
      ".SH DESCRIPTION",
      escaped(
        "Without a subcommand it is a notebook in the terminal: it evaluates expressions on small tensors, shows every derivative as a textbook writes it, and plays lessons. What is piped into it is run as a script."
      ),
      ".SH SUBCOMMANDS",
      subcommands.map { subcommand in
        paragraph("lossbook " + subcommand.name, subcommand.abstract)
          + "\n.RS\n.PP\n.nf\n\(escaped(subcommand.help))\n.fi\n.RE"
      }.joined(separator: "\n"),
      ".SH COMMANDS OF THE PROMPT",
      Command.all.map { command in
        paragraph(":\(command.name) \(command.usage)".trimmed, command.summary)
      }.joined(separator: "\n"),
      ".SH KEYS",
      keys.map { table(of: $0) } ?? "",
      ".SH SETTINGS",
      escaped("Changed by :set and by the file of settings, one a line: a name and its value."),
      SettingRow.all.map { row in
        paragraph(row.name, "\(row.summary) (\(row.values); \(row.value(Settings())))")
      }.joined(separator: "\n"),
      ".SH FILES",
      table([
        ("~/.config/lossbook/config", "settings, as :set takes them"),
        ("~/.config/lossbook/init.loss", "a script run at the start of the notebook"),
        ("~/.local/state/lossbook/history", "the cells typed, one a line"),
        ("~/.local/state/lossbook/progress", "what a learner has done"),
        ("~/.editrc", "keys of the line editor; see editrc(5)"),
      ]),
      ".SH ENVIRONMENT",
      table([
        ("XDG_CONFIG_HOME, XDG_STATE_HOME", "where the files above are"),
        ("LOSSBOOK_HISTORY", "another file for the history; empty for none"),
        ("NO_COLOR, CLICOLOR_FORCE", "no colours; colours also where the output is no terminal"),
        ("LOSSBOOK_PAGER, PAGER", "shows long results, with :set pager on"),
        ("VISUAL, EDITOR", "the editor of :edit"),
      ]),
      ".SH EXIT STATUS",
      table([
        ("0", "all went well"), ("1", "an expression or a cell failed"),
        ("64", "the command line was wrong"), ("130", "it was interrupted"),
      ]),
    ].joined(separator: "\n") + "\n"
  }

  private static func table(of topic: HelpTopic) -> String {
    topic.parts.map { part in
      switch part {
      case .prose(let text): escaped(text)
      case .example(let code): ".nf\n\(escaped(code))\n.fi"
      case .table(let rows): table(rows)
      case .commands: ""
      }
    }.joined(separator: "\n")
  }

  private static func table(_ rows: [(String, String)]) -> String {
    rows.map { paragraph($0.0, $0.1) }.joined(separator: "\n")
  }

  private static func paragraph(_ term: String, _ text: String) -> String {
    ".TP\n.B \(escaped(term))\n\(escaped(text))"
  }

  /// Writes text so that no character of it is a request.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var result = line.first.map { ".'".contains($0) } ?? false ? "\\&" : ""
      for character in line {
        switch character {
        case "\\": result += "\\e"
        case "-": result += "\\-"
        case "~": result += "\\(ti"
        case "^": result += "\\(ha"
        case "'": result += "\\(aq"
        case "`": result += "\\(ga"
        default: result.append(character)
        }
      }
      return result
    }.joined(separator: "\n")
  }
}
