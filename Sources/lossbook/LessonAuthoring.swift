import ArgumentParser
import Lessons
import Notebooks
import Rendering
import Syntax

/// `lossbook lessons new`: a lesson to begin from.
struct NewLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a lesson that passes its test, to begin from.")

  @OptionGroup var options: GlobalOptions

  @ArgumentParser.Argument(
    help: "The file to write, such as 17-my-loss.md; a name without .md gets it.")
  var name: String

  func run() throws {
    let path = name.hasSuffix(".md") ? name : name + ".md"
    if case .success = FileSystem.read(path) {
      TextOutput.complain("\(path) exists already")
      throw ExitCode(1)
    }
    let stem = path.split(separator: "/").last.map { String($0.dropLast(3)) } ?? path
    let words = stem.drop { $0.isNumber || $0 == "-" }.split(separator: "-")
    let sentence = words.joined(separator: " ")
    let title = sentence.prefix(1).uppercased() + sentence.dropFirst()
    let text = LessonTemplate.text(title: title.isEmpty ? "A lesson" : title)
    if let failure = FileSystem.write(path, text) {
      TextOutput.complain("\(path): \(failure.message)")
      throw ExitCode(1)
    }
    TextOutput.write(line: "\(path) is written; `lossbook lessons test \(path)` tests it")
  }
}

/// `lossbook lessons export`: the course as pages, notebooks or Markdown.
struct ExportLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the course into a folder.",
    discussion: "html is a site that needs no network and no script; ipynb and md are a file each.")

  /// The forms in which a course is written.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case html, ipynb, md
  }

  @OptionGroup var options: GlobalOptions

  @Option(help: "The form: html, ipynb or md.")
  var to = Form.html

  @ArgumentParser.Argument(help: "The folder to write into; it is made if it is not there.")
  var folder: String

  func run() throws {
    let workplace = Workplace(options, options.settings())
    let course = workplace.session.course
    FileSystem.makeFolder(of: folder + "/.")
    let files =
      to == .html
      ? CourseSite(course, makeInterpreter: workplace.session.lessonInterpreter).files()
        .map { ($0.name, $0.text) }
      : course.lessons.map { lesson in
        let name = lesson.source.name.split(separator: "/").last.map(String.init) ?? lesson.id
        return (name.dropLast(2) + to.rawValue, text(of: lesson))
      }
    for (name, text) in files {
      if let failure = FileSystem.write("\(folder)/\(name)", text) {
        TextOutput.complain("\(folder)/\(name): \(failure.message)")
        throw ExitCode(1)
      }
    }
    TextOutput.write(line: "\(files.count) files are written into \(folder)")
  }

  /// A lesson as one file: as it stands, or as a notebook with what its cells show.
  private func text(of lesson: Lesson) -> String {
    guard to == .ipynb else { return lesson.source.text }
    let session = Workplace(options, options.settings()).session
    return NotebookFormat.jupyter.text(
      of: LessonNotebook.cells(of: lesson, in: session), title: lesson.title,
      options: session.renderer.options)
  }
}
