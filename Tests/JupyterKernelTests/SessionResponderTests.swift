import Notebooks
import Rendering
import Synchronization
import Testing

@testable import JupyterKernel

/// A session with a client that keeps what is published.
private final class Client {
  let responder = SessionResponder(
    Session(),
    surroundings: KernelSurroundings(
      version: "1", identity: "k", date: { "2026-01-01T00:00:00Z" }, interrupt: {},
      forgetInterrupt: {}, isEnding: { false }))
  private(set) var published: [Reply] = []

  /// Sends a request and returns the content of its reply; `published` is what came beside it.
  func ask(_ kind: String, _ content: JSON) throws -> JSON {
    published = []
    let reply = responder.answer("\(kind)_request", content) { self.published.append($0) }
    #expect(reply?.kind == "\(kind)_reply")
    return try #require(reply).content
  }

  func run(_ code: String, _ options: JSON.Member...) throws -> JSON {
    try ask("execute", .object([.init("code", .string(code))] + options))
  }

  /// The media types of the results that were published, with their texts.
  var data: [String: String] {
    var found: [String: String] = [:]
    for member in published.flatMap({ $0.content["data"]?.members ?? [] }) {
      found[member.key] = member.value.string
    }
    return found
  }

  var kinds: [String] { published.map(\.kind) }

  var stdout: String {
    published.filter { $0.kind == "stream" }.compactMap { $0.content["text"]?.string }.joined()
  }
}

@Test func anInputShowsItselfAndItsResult() throws {
  let client = Client()
  let reply = try client.run("x = 2\nx + 1")
  #expect(reply["status"] == "ok")
  #expect(reply["execution_count"] == .integer(1))
  #expect(client.kinds == ["execute_input", "execute_result"])
  #expect(client.data == ["text/plain": "3"])
  #expect(try client.run("_1")["execution_count"] == .integer(2))
  #expect(client.data == ["text/plain": "3"])
}

@Test func resultsComeInTheFormsThatFitThem() throws {
  let client = Client()
  _ = try client.run("w = [1, -2]\ngrad(sum(w^2), w)")
  #expect(client.data["text/latex"]?.contains("2") == true)
  #expect(client.data["text/latex"]?.contains("\\begin{pmatrix} 2 & -4 \\end{pmatrix}") == true)
  _ = try client.run("plot(t^2, t=-1:1)")
  #expect(client.kinds == ["execute_input", "display_data"])
  #expect(client.data["image/svg+xml"]?.hasPrefix("<svg") == true)
  _ = try client.run("check(sum(w^2), w)")
  #expect(client.data["text/html"]?.contains("<table>") == true)
  _ = try client.run("steps(grad(sum(w^2), w))")
  #expect(client.data["text/markdown"]?.hasPrefix("1. **") == true)
  _ = try client.run("\"a text\"")
  #expect(client.stdout == "a text\n")
}

@Test func notesFollowAResultWhateverItsForm() throws {
  let client = Client()
  _ = try client.run("w = 0\ngrad(abs(w), w)")
  #expect(client.kinds == ["execute_input", "execute_result", "stream"])
  #expect(client.data["text/plain"]?.contains("note") == false)
  #expect(client.stdout.hasPrefix("note: "))
}

@Test func anErrorIsPublishedAndReplied() throws {
  let client = Client()
  let reply = try client.run("y = 1\ny + nope")
  #expect(reply["status"] == "error")
  #expect(reply["ename"] == "name")
  #expect(client.kinds == ["execute_input", "error"])
  #expect(client.published.last?.content["evalue"] == reply["evalue"])
  #expect(try client.run("y")["status"] == "ok")
  #expect(try client.run(":nonsense")["ename"] == "name")
}

@Test func aSilentInputShowsAndCountsNothingButBinds() throws {
  let client = Client()
  _ = try client.run("1")
  #expect(try client.run("x = 7; x", .init("silent", .bool(true)))["status"] == "ok")
  #expect(client.published.isEmpty)
  #expect(try client.run("x", .init("store_history", .bool(false)))["status"] == "ok")
  #expect(client.data == ["text/plain": "7"])
  #expect(try client.run("x")["execution_count"] == .integer(2))
}

@Test func commandsCountAsInputs() throws {
  let client = Client()
  #expect(try client.run(":vars")["execution_count"] == .integer(1))
  #expect(client.stdout.contains("nothing is bound yet"))
  #expect(try client.run("5")["execution_count"] == .integer(2))
  _ = try client.run("_2")
  #expect(client.data == ["text/plain": "5"])
}

@Test func userExpressionsAreEvaluatedBesideTheSession() throws {
  let client = Client()
  let reply = try client.run(
    "x = 2", .init("user_expressions", ["a": "x + 1", "b": "nope", "c": "z = 1"]))
  let values = try #require(reply["user_expressions"])
  #expect(values["a"]?["data"]?["text/plain"] == "3")
  #expect(values["b"]?["status"] == "error")
  #expect(values["c"]?["status"] == "ok")
  #expect(try client.run("z")["status"] == "error")
}

@Test func aQuestionMarkOpensAPage() throws {
  let client = Client()
  let reply = try client.run("?huber")
  guard case .array(let payload)? = reply["payload"], let page = payload.first else {
    Issue.record("no payload")
    return
  }
  #expect(page["source"] == "page")
  #expect(page["data"]?["text/plain"]?.string?.contains("huber") == true)
  #expect(try client.run("?nothing")["status"] == "error")
}

@Test func completionsSayWhatTheyReplaceInCodePoints() throws {
  let client = Client()
  // The smiley is one code point and two units of UTF-16.
  let reply = try client.ask("complete", ["code": "# 😀\nhube", "cursor_pos": .integer(8)])
  #expect(reply["matches"] == ["huber"])
  #expect(reply["cursor_start"] == .integer(4))
  #expect(reply["cursor_end"] == .integer(8))
  let command = try client.ask("complete", ["code": "x = 1\n:expo", "cursor_pos": .integer(11)])
  #expect(command["matches"] == [":export"])
  #expect(command["cursor_start"] == .integer(6))
  for cursor in [-5, 0, 99] {
    _ = try client.ask("complete", ["code": "a", "cursor_pos": .integer(cursor)])
  }
}

@Test func aNameOrTheCallAroundTheCursorIsInspected() throws {
  let client = Client()
  for (code, cursor) in [("huber", 2), ("huber(", 6), ("1 + huber(y, p)", 12)] {
    let reply = try client.ask("inspect", ["code": .string(code), "cursor_pos": .integer(cursor)])
    #expect(reply["found"] == .bool(true))
    #expect(reply["data"]?["text/markdown"]?.string?.contains("huber") == true)
  }
  let source = try client.ask(
    "inspect", ["code": "huber", "cursor_pos": .integer(5), "detail_level": .integer(1)])
  #expect(source["data"]?["text/plain"]?.string?.contains("=") == true)
  let nothing = try client.ask("inspect", ["code": "qqq", "cursor_pos": .integer(3)])
  #expect(nothing["found"] == .bool(false))
  #expect(nothing["status"] == "ok")
}

@Test func anInputIsCompleteOrGoesOnOrIsWrong() throws {
  let client = Client()
  let expected = [
    "1 + 1": "complete", "": "complete", ":vars": "complete", "mean([1,": "incomplete",
    "f(x) = {": "incomplete", "1 +": "incomplete", "1 + )": "invalid",
  ]
  for (code, status) in expected {
    let reply = try client.ask("is_complete", ["code": .string(code)])
    #expect(reply["status"]?.string == status, "\(code)")
  }
  let block = try client.ask("is_complete", ["code": "  f(x) = {"])
  #expect(block["indent"] == "    ")
}

@Test func theHistoryIsAskedByRangeTailAndPattern() throws {
  let client = Client()
  for code in ["1 + 1", "x = 3", "1 + 2", "1 + 1"] { _ = try client.run(code) }
  func inputs(_ request: JSON) throws -> [String] {
    guard case .array(let rows)? = try client.ask("history", request)["history"] else { return [] }
    return rows.compactMap { row in
      if case .array(let row) = row { row.last?.string } else { nil }
    }
  }
  #expect(try inputs(["hist_access_type": "tail", "n": .integer(2)]) == ["1 + 2", "1 + 1"])
  #expect(
    try inputs(["hist_access_type": "range", "start": .integer(2), "stop": .integer(4)])
      == ["x = 3", "1 + 2"])
  #expect(
    try inputs(["hist_access_type": "search", "pattern": "1*", "unique": .bool(true)])
      == ["1 + 2", "1 + 1"])
  let outputs = try client.ask(
    "history", ["hist_access_type": "tail", "n": .integer(1), "output": .bool(true)])
  #expect(outputs["history"] == [[.integer(0), .integer(4), ["1 + 1", "2"]]])
}

@Test func patternsHaveStarsAndQuestionMarks() {
  let cases: [(String, String, Bool)] = [
    ("abc", "a*", true), ("abc", "*c", true), ("abc", "a?c", true), ("abc", "a?", false),
    ("", "*", true), ("", "?", false), ("aXbXc", "a*b*c", true), ("ab", "b", false),
    ("aaab", "*ab", true),
  ]
  for (text, pattern, expected) in cases {
    #expect(InputHistory.matches(Array(text), pattern: Array(pattern)) == expected)
  }
}

@Test func otherRequestsAreAnsweredOrLeftAlone() throws {
  let client = Client()
  let information = try client.ask("kernel_info", .object([]))
  #expect(information["protocol_version"] == "5.3")
  #expect(information["language_info"]?["file_extension"] == ".loss")
  #expect(try client.ask("comm_info", .object([]))["comms"] == .object([]))
  #expect(client.responder.answer("strange_request", .null) { _ in } == nil)
  var closed: [Reply] = []
  #expect(client.responder.answer("comm_open", ["comm_id": "7"]) { closed.append($0) } == nil)
  #expect(closed.first?.kind == "comm_close")
}
