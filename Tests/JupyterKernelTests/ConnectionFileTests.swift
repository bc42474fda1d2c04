import Testing

@testable import JupyterKernel

private func file(_ changes: [String: String?] = [:]) throws -> ConnectionFile {
  var members: [String: String?] = [
    "ip": "\"127.0.0.1\"", "transport": "\"tcp\"", "key": "\"secret\"",
    "signature_scheme": "\"hmac-sha256\"", "shell_port": "5001", "control_port": "5002",
    "iopub_port": "5003", "stdin_port": "5004", "hb_port": "5005",
  ]
  members.merge(changes) { $1 }
  let text = members.compactMap { key, value in value.map { "\"\(key)\": \($0)" } }
  return try ConnectionFile(Array("{\(text.joined(separator: ", "))}".utf8))
}

private func message(_ changes: [String: String?]) -> String? {
  do {
    _ = try file(changes)
    return nil
  } catch {
    return (error as? ConnectionFile.Failure)?.message
  }
}

@Test func aConnectionFileSaysWhereToListen() throws {
  let file = try file()
  #expect(file.key == Array("secret".utf8))
  #expect(file.endpoint(of: .shell) == "tcp://127.0.0.1:5001")
  #expect(file.endpoint(of: .heartbeat) == "tcp://127.0.0.1:5005")
}

@Test func onlyAddressesOfThisMachineAreListenedOn() throws {
  for ip in ["127.0.0.1", "127.3.2.1", "localhost", "::1"] {
    #expect(message(["ip": "\"\(ip)\""]) == nil)
  }
  for ip in ["0.0.0.0", "*", "192.168.0.1", "::", "127.0.0.1.example.org", "127.1", "eth0", ""] {
    #expect(message(["ip": "\"\(ip)\""]) != nil, "\(ip)")
  }
  #expect(try file(["ip": "\"::1\""]).endpoint(of: .shell) == "tcp://[::1]:5001")
  let local = try file(["ip": "\"/run/kernel\"", "transport": "\"ipc\""])
  #expect(local.endpoint(of: .iopub) == "ipc:///run/kernel-5003")
}

@Test func whatIsMissingOrUnknownIsNamed() {
  #expect(message(["shell_port": nil]) == "`shell_port` is missing or no port")
  #expect(message(["hb_port": "70000"]) == "`hb_port` is missing or no port")
  #expect(message(["key": nil]) == "`key` is missing")
  #expect(message(["signature_scheme": "\"hmac-md5\""])?.contains("hmac-md5") == true)
  #expect(message(["transport": "\"udp\""])?.contains("udp") == true)
  #expect(throws: ConnectionFile.Failure.self) { try ConnectionFile(Array("[]".utf8)) }
  #expect(throws: ConnectionFile.Failure.self) { try ConnectionFile([0xFF]) }
}
