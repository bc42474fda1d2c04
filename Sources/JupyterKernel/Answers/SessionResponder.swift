import Language
public import Notebooks
import Rendering
import Syntax

/// Answers the requests of the shell channel by a session.
///
/// It knows no sockets: what it publishes and answers is handed out as ``Reply`` values.
public final class SessionResponder {
  private let session: Session
  private let surroundings: KernelSurroundings
  private var history = InputHistory()

  /// Makes a responder.
  public init(_ session: Session, surroundings: KernelSurroundings) {
    self.session = session
    self.surroundings = surroundings
    session.onProgress = { _, _ in }
    session.proposesInput = false
  }

  /// Answers a request.
  ///
  /// - Parameters:
  ///   - kind: the kind of the request.
  ///   - content: what it asks.
  ///   - publish: gets what all clients are to see, as it comes.
  /// - Returns: the reply; nil for what wants none.
  func answer(_ kind: String, _ content: JSON, publish: @escaping (Reply) -> Void) -> Reply? {
    switch kind {
    case "kernel_info_request":
      return .kernelInformation(version: surroundings.version)
    case "execute_request":
      return Reply("execute_reply", execute(content, publish))
    case "complete_request":
      return Reply("complete_reply", complete(content))
    case "inspect_request":
      return Reply("inspect_reply", inspect(content))
    case "is_complete_request":
      return Reply("is_complete_reply", isComplete(content))
    case "history_request":
      return Reply("history_reply", history.content(for: content))
    case "comm_info_request":
      return Reply("comm_info_reply", ["status": "ok", "comms": .object([])])
    case "comm_open":
      // There is nothing here that could be talked to; the other side is told so.
      publish(
        Reply("comm_close", ["comm_id": content["comm_id"] ?? .null, "data": .object([])]))
      return nil
    default:
      return nil
    }
  }

  // MARK: - Running

  private func execute(_ request: JSON, _ publish: @escaping (Reply) -> Void) -> JSON {
    let code = request["code"]?.string ?? ""
    let isSilent = request["silent"]?.bool ?? false
    let isRecorded = !isSilent && (request["store_history"]?.bool ?? true)
    let number = isRecorded ? session.nextNumber : max(0, session.nextNumber - 1)
    surroundings.forgetInterrupt()
    if !isSilent {
      publish(
        Reply("execute_input", ["code": .string(code), "execution_count": .integer(number)]))
    }
    let run = Execution(number: number, options: session.renderer.options) { reply in
      if !isSilent { publish(reply) }
    }
    let page = self.page(code)
    var status = Status.done
    if page == nil {
      session.presents = { event, cell in run.show(event, cell: cell) }
      status = session.submit(code, isRecorded: isRecorded) { text, _ in run.show(text) }
      session.presents = { _, _ in false }
    }
    run.finish(status)
    if isRecorded {
      history.append(.init(number: number, input: code, output: run.lastPlainText))
    }
    var reply: [JSON.Member] = [.init("execution_count", .integer(number))]
    if let error = run.error {
      reply.append(.init("status", "error"))
      reply += error
    } else {
      reply += [
        .init("status", "ok"), .init("payload", .array([page ?? exit(status)].compactMap(\.self))),
        .init("user_expressions", userExpressions(request["user_expressions"])),
      ]
    }
    return .object(reply)
  }

  /// What `?name` asks for, which clients show in a place of its own.
  private func page(_ code: String) -> JSON? {
    let text = code.filter { !$0.isWhitespace }
    guard text.hasPrefix("?"), let found = session.inspection(of: text, at: text.count) else {
      return nil
    }
    return ["source": "page", "start": .integer(0), "data": Self.data(found)]
  }

  private func exit(_ status: Status) -> JSON? {
    status == .quit ? ["source": "ask_exit", "keepkernel": .bool(false)] : nil
  }

  /// Evaluates expressions beside the session, each under the name that it came with.
  private func userExpressions(_ expressions: JSON?) -> JSON {
    let options = session.renderer.options
    return .object(
      (expressions?.members ?? []).map { member in
        var result: JSON = ["status": "ok", "data": .object([]), "metadata": .object([])]
        for event in session.evaluateAside(member.value.string ?? "") {
          switch event {
          case .output(let output):
            let data = Execution.data(RichOutput(output, cell: 0, options: options))
            result = ["status": "ok", "data": data, "metadata": .object([])]
          case .failure(let diagnostic):
            let error = Execution.error(diagnostic, options: options)
            return .init(member.key, .object([.init("status", "error")] + error))
          case .binding, .note, .progress: continue
          }
        }
        return .init(member.key, result)
      })
  }

  // MARK: - Asking

  private func complete(_ request: JSON) -> JSON {
    let code = Array((request["code"]?.string ?? "").unicodeScalars)
    let cursor = max(0, min(request["cursor_pos"]?.integer ?? code.count, code.count))
    // A command is one line among others.
    let lineStart = (code[..<cursor].lastIndex(of: "\n") ?? -1) + 1
    let line = String(String.UnicodeScalarView(code[lineStart..<cursor]))
    let isCommand = line.drop { $0 == " " }.hasPrefix(":")
    let text = isCommand ? line : String(String.UnicodeScalarView(code[..<cursor]))
    let offset = isCommand ? lineStart : 0
    let found = session.suggestions(for: text, at: cursor - offset)
    let start = JSON.integer(found.start + offset)
    let types = found.candidates.map { candidate -> JSON in
      [
        "start": start, "end": .integer(cursor), "text": .string(candidate.text),
        "type": .string(candidate.summary),
      ]
    }
    return [
      "status": "ok", "matches": .array(found.candidates.map { .string($0.text) }),
      "cursor_start": start, "cursor_end": .integer(cursor),
      "metadata": ["_jupyter_types_experimental": .array(types)],
    ]
  }

  private func inspect(_ request: JSON) -> JSON {
    let code = request["code"]?.string ?? ""
    let cursor = request["cursor_pos"]?.integer ?? code.unicodeScalars.count
    guard let found = session.inspection(of: code, at: cursor) else {
      return [
        "status": "ok", "found": .bool(false), "data": .object([]), "metadata": .object([]),
      ]
    }
    let isDetailed = request["detail_level"]?.integer ?? 0 > 0
    return [
      "status": "ok", "found": .bool(true), "metadata": .object([]),
      "data": Self.data(found, withSource: isDetailed),
    ]
  }

  private static func data(_ found: Session.Inspection, withSource: Bool = false) -> JSON {
    let source = withSource ? found.source : nil
    return [
      "text/plain": .string(found.text + (source.map { "\n\n\($0)" } ?? "")),
      "text/markdown": .string(found.markdown + (source.map { "\n\n````\n\($0)\n````" } ?? "")),
    ]
  }

  private func isComplete(_ request: JSON) -> JSON {
    switch session.completeness(of: request["code"]?.string ?? "") {
    case .complete: ["status": "complete"]
    case .incomplete(let indent): ["status": "incomplete", "indent": .string(indent)]
    case .invalid: ["status": "invalid"]
    }
  }
}
