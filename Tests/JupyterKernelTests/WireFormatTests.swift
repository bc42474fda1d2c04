import Rendering
import Testing

@testable import JupyterKernel

private let header = "{\"msg_id\": \"1\", \"msg_type\": \"kernel_info_request\"}"

/// The frames of a request as a client with the key `secret` would send them.
private func frames(
  header: String = header, content: String = "{}", key: String = "secret", signature: String? = nil
) -> [[UInt8]] {
  let parts = [header, "{}", "{}", content].map { Array($0.utf8) }
  let signed = WireFormat(key: Array(key.utf8)).signature(of: parts)
  return [
    Array("client".utf8), Array("<IDS|MSG>".utf8), signature.map { Array($0.utf8) } ?? signed,
  ]
    + parts
}

private func format(key: String = "secret") -> WireFormat { WireFormat(key: Array(key.utf8)) }

@Test func theSignatureIsTheHMACOfRFC4231() {
  let text = "what do ya want for nothing?"
  let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  #expect(format(key: "Jefe").signature(of: [Array(text.utf8)]) == Array(expected.utf8))
  // The frames are one text for the signature, however they are cut.
  let cut = [text.prefix(9), text.dropFirst(9)].map { Array($0.utf8) }
  #expect(format(key: "Jefe").signature(of: cut) == Array(expected.utf8))
}

@Test func aRequestOfAnotherProgramIsTakenIn() throws {
  // The signature was made by Python's `hmac`.
  let signature = "3069ff718c1e652b16ee5d1f1ba7c65743a41077de9305009e288b45c52e5397"
  let message = try format().message(of: frames(signature: signature))
  #expect(message.kind == "kernel_info_request")
  #expect(message.identities == [Array("client".utf8)])
}

@Test func aWrongSignatureIsRefusedBeforeAnythingIsRead() {
  for signature in ["", "0", String(repeating: "0", count: 64)] {
    #expect(throws: WireFormat.Failure.badSignature) {
      try format().message(of: frames(header: "no JSON", signature: signature))
    }
  }
  #expect(throws: WireFormat.Failure.badSignature) {
    try format().message(of: frames(key: "another"))
  }
}

@Test func everyFrameIsSigned() throws {
  for place in 3...6 {
    var changed = frames()
    changed[place].append(UInt8(ascii: " "))
    #expect(throws: WireFormat.Failure.badSignature) { try format().message(of: changed) }
  }
}

@Test func aMessageIsTakenInOnce() throws {
  let format = format()
  _ = try format.message(of: frames())
  #expect(throws: WireFormat.Failure.repeated) { try format.message(of: frames()) }
  // A forgery of it does not make the true one a repetition, and others still pass.
  _ = try format.message(of: frames(content: "{\"a\": 1}"))
}

@Test func theOldestSignaturesMakeRoom() {
  var seen = SeenSignatures(capacity: 2)
  let isNew = [1, 2, 1, 3, 1, 3].map { seen.insert([$0]) }
  #expect(isNew == [true, true, false, true, true, false])
}

@Test func malformedFramesAreErrors() {
  let whole = frames()
  for cut in 0..<whole.count {
    #expect(throws: WireFormat.Failure.incomplete) {
      try format().message(of: Array(whole.prefix(cut)))
    }
  }
  for header in ["", "[]", "{", "{}", "{\"msg_type\": 1}", "{\"msg_type\": \"a\"}", "\u{0}"] {
    #expect {
      try format().message(of: frames(header: header))
    } throws: { error in
      if case WireFormat.Failure.malformed = error { true } else { false }
    }
  }
}

@Test func withoutAKeyMessagesAreNotSigned() throws {
  let format = format(key: "")
  for _ in 0..<2 { _ = try format.message(of: frames(key: "", signature: "")) }
  let made = format.frames(of: WireMessage(header: .object([]), content: .object([])))
  #expect(made[1].isEmpty)
}

@Test func whatIsWrittenIsReadAgain() throws {
  let message = WireMessage(
    identities: [[0, 255], []],
    header: ["msg_id": "7", "msg_type": "stream"], parent: ["msg_id": "6"],
    content: ["text": .string("a\n\"σ\" \u{1F600}\u{7F}"), "number": .number(0.1)])
  let read = try format().message(of: format().frames(of: message))
  #expect(read == message)
}
