import Foundation
import Notebooks
import Rendering
import Testing

/// A session written down: what was typed and what was shown, line by line.
///
/// ```
/// > y = [1, 0]
/// > mean([1,
/// .       3])
/// Out[2]: 2
/// ```
/// `> ` begins an input, `. ` goes on with it, every other line is output. A line `#! columns 40`
/// at the beginning sets the window.
struct Transcript {
  let name: String
  let text: String

  /// The transcripts in the folder beside the tests.
  static let all: [Transcript] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Transcript.folder.path)) ?? []
    return names.filter { $0.hasSuffix(".transcript") }.sorted().compactMap { name in
      guard
        let text = try? String(
          contentsOf: Transcript.folder.appendingPathComponent(name), encoding: .utf8)
      else { return nil }
      return Transcript(name: name, text: text)
    }
  }()

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Transcripts")

  /// The inputs, each with the lines that it goes on over.
  var inputs: [String] {
    var inputs: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("> ") || line == ">" {
        inputs.append(String(line.dropFirst(2)))
      } else if line.hasPrefix(". ") || line == ".", let last = inputs.popLast() {
        inputs.append(last + "\n" + line.dropFirst(2))
      }
    }
    return inputs
  }

  /// The lines at the beginning that are neither input nor output.
  private var directives: [Substring] {
    text.split(separator: "\n").prefix { $0.hasPrefix("#!") }
  }

  /// Plays the inputs in a session of their own, and returns the transcript that comes of it.
  func replayed() -> String {
    let session = Session()
    var lines = directives.map(String.init)
    for directive in directives {
      let words = directive.split(separator: " ")
      if words.count == 3, words[1] == "columns", let columns = Int(words[2]) {
        session.window = (columns, 24)
      }
    }
    for input in inputs {
      let rows = input.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, row) in rows.enumerated() { lines.append((index == 0 ? "> " : ". ") + row) }
      _ = session.submit(input) { text, _ in
        lines += text.plain.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Transcript: CustomTestStringConvertible {
  var testDescription: String { name }
}

/// With `RECORD_TRANSCRIPTS=1` what is shown is written down in place of compared, and the run is
/// red: a recording is to be read before it is believed.
@Test(arguments: Transcript.all)
func aSessionShowsWhatItsTranscriptSays(transcript: Transcript) throws {
  let shown = transcript.replayed()
  guard ProcessInfo.processInfo.environment["RECORD_TRANSCRIPTS"] == "1" else {
    #expect(shown == transcript.text)
    return
  }
  try shown.write(
    to: Transcript.folder.appendingPathComponent(transcript.name), atomically: true,
    encoding: .utf8)
  Issue.record("recorded \(transcript.name)")
}

@Test func thereAreTranscripts() {
  #expect(Transcript.all.count >= 5)
}
