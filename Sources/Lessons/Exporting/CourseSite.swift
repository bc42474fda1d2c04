public import Language
internal import Rendering

/// Writes a course as a site of static pages: no network, no script, light and dark, on paper too.
public struct CourseSite {
  private let course: Course
  private let makeInterpreter: () -> Interpreter

  /// A file of the site.
  public struct File: Hashable, Sendable {
    /// Its name, without folders.
    public let name: String
    /// What is in it.
    public let text: String
  }

  /// Makes the site of a course.
  public init(_ course: Course, makeInterpreter: @escaping () -> Interpreter) {
    self.course = course
    self.makeInterpreter = makeInterpreter
  }

  /// Returns the files: the contents, a page a lesson, and the style they share.
  public func files() -> [File] {
    [File(name: "index.html", text: index()), File(name: "style.css", text: Self.style)]
      + course.lessons.indices.map { page(at: $0) }
  }

  private func index() -> String {
    let rows = course.lessons.map { lesson in
      """
      <li value="\(lesson.number)"><a href="\(Self.fileName(of: lesson))">\
      \(Markup.text(lesson.title))</a> <span class="minutes">\(lesson.minutes) min</span><br>
      \(ProseHTML.line(lesson.summary))</li>
      """
    }
    return document(
      title: "Loss functions, one step at a time", navigation: "",
      content: """
        <h1>Loss functions, one step at a time</h1>
        <p>A course to read here, or to play at the prompt with <code>lossbook learn</code>.</p>
        <ol class="contents">
        \(rows.joined(separator: "\n"))
        </ol>
        """)
  }

  private func page(at index: Int) -> File {
    let lesson = course.lessons[index]
    var links = ["<a href=\"index.html\">Contents</a>"]
    if index > 0 { links.insert(link(to: course.lessons[index - 1], "←", ""), at: 0) }
    if index + 1 < course.lessons.count {
      links.append(link(to: course.lessons[index + 1], "", "→"))
    }
    let page = LessonPage(lesson, in: Workspace(makeInterpreter()))
    return File(
      name: Self.fileName(of: lesson),
      text: document(
        title: lesson.title,
        navigation: "<nav>\(links.joined(separator: "\n"))</nav>", content: page.content()))
  }

  /// The name of a lesson's page: its id, with what a link or a file system could read in its own
  /// way written as a number.
  private static func fileName(of lesson: Lesson) -> String {
    lesson.id.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII && scalar.properties.isAlphabetic
        || ("0"..."9").contains(scalar) || scalar == "-"
      return isPlain ? String(scalar) : "_\(String(scalar.value, radix: 16))"
    }.joined() + ".html"
  }

  private func link(to lesson: Lesson, _ before: String, _ after: String) -> String {
    "<a href=\"\(Self.fileName(of: lesson))\">\(before) \(Markup.text(lesson.title)) "
      + "\(after)</a>"
  }

  private func document(title: String, navigation: String, content: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.text(title))</title>
    <link rel="stylesheet" href="style.css">
    </head>
    <body>
    \(navigation)
    <main>
    \(content)
    </main>
    \(navigation)
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1b1d22; --paper: #fffefb; --faint: #666a73;
      --line: #d9d7d0; --box: #f4f2ec; --accent: #1f5fa8; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e4e2dc; --paper: #17181b;
      --faint: #9a9ea8; --line: #3a3c42; --box: #212327; --accent: #84b6f0; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 44rem; padding: 1rem; color: var(--ink);
      background: var(--paper); font: 1.05rem/1.55 Georgia, "Times New Roman", serif; }
    h1, h2, nav, summary, .minutes { font-family: system-ui, sans-serif; }
    h1 { line-height: 1.2; } h1 .number { color: var(--faint); }
    h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem; }
    h2 a { color: inherit; text-decoration: none; } a { color: var(--accent); }
    nav { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 1rem;
      font-size: .85rem; padding: .5rem 0; }
    .summary { font-size: 1.15rem; } .minutes { color: var(--faint); font-size: .85rem; }
    pre, code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
      font-size: .9rem; }
    pre { margin: .5rem 0; padding: .6rem .8rem; overflow-x: auto; line-height: 1.35; }
    pre.code { background: var(--box); border-left: 3px solid var(--accent); }
    .output { border-left: 3px solid var(--line); padding-left: .8rem; overflow-x: auto; }
    .output pre { padding: .2rem 0; } .note { color: var(--faint); font-size: .9rem; }
    .question { background: var(--box); border: 1px solid var(--line); border-radius: 6px;
      padding: .3rem 1rem .7rem; margin: 1rem 0; }
    summary { cursor: pointer; color: var(--accent); font-size: .9rem; padding: .2rem 0; }
    .setup summary { color: var(--faint); }
    math { font-size: 1.1em; } math[display="block"] { margin: .6rem 0; overflow-x: auto; }
    svg { max-width: 100%; height: auto; }
    table { border-collapse: collapse; } th, td { border: 1px solid var(--line);
      padding: .2rem .6rem; } .contents li { margin: .7rem 0; }
    @media (max-width: 32rem) { .output .lossbook-plot { font-size: 20px; }
      pre.code { white-space: pre-wrap; overflow-wrap: anywhere; } }
    @media print { :root { --ink: #000; --paper: #fff; --faint: #555; --line: #bbb; --box: #fff; }
      body { max-width: none; font-size: 10.5pt; padding: 0; } nav { display: none; }
      h2 { break-after: avoid-page; margin-top: 1.5rem; }
      .question, .cell, .formula { break-inside: avoid-page; }
      .output .lossbook-plot { max-width: 11cm; }
      details.hint, details.setup, details.answer:not([open]) { display: none; }
      .question:has(details.answer:not([open])) { padding-bottom: 2cm; } }
    """ + "\n"
}
