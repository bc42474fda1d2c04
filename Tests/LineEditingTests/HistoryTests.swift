import Foundation
import LineEditing
import Testing

/// A path that no file has yet, removed with the value.
private final class TemporaryPath {
  let path =
    FileManager.default.temporaryDirectory
    .appendingPathComponent("lossbook-history-\(UUID().uuidString)/deep/history").path

  deinit {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().deletingLastPathComponent()
    try? FileManager.default.removeItem(at: folder)
  }
}

@Test func aCellOfManyRowsIsOneLineOfTheFileAndComesBackWhole() throws {
  let file = TemporaryPath()
  let cells = ["y = [1,\n  \"a\\n\"]", "损失 = α\t'", "a\u{1}b"]
  for cell in cells { History(path: file.path).append(cell) }
  #expect(History(path: file.path).entries == cells)
  let text = try String(contentsOfFile: file.path, encoding: .utf8)
  #expect(text.split(separator: "\n").count == 3)
}

@Test func twoSessionsAtOnceKeepBoth() {
  let file = TemporaryPath()
  let first = History(path: file.path)
  let second = History(path: file.path)
  first.append("a")
  second.append("b")
  first.append("c")
  #expect(Set(History(path: file.path).entries) == ["a", "b", "c"])
}

@Test func whatBeginsWithASpaceAndWhatWasJustTypedIsNotKept() {
  let history = History(path: nil)
  for cell in ["x", "x", " secret", "", "y", "x"] { history.append(cell) }
  #expect(history.entries == ["x", "y", "x"])
}

@Test func theFileIsForItsOwnerAlone() throws {
  let file = TemporaryPath()
  History(path: file.path).append("x")
  let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
  #expect(mode as? Int == 0o600)
}

@Test func trimmingKeepsTheLastEntries() throws {
  let file = TemporaryPath()
  History(path: file.path).append("first")
  let many = (0..<(History.limit * 2)).map { "entry \($0)\n" }.joined()
  try many.write(toFile: file.path, atomically: true, encoding: .utf8)
  History(path: file.path).trim()
  let text = try String(contentsOfFile: file.path, encoding: .utf8)
  let lines = text.split(separator: "\n")
  #expect(lines.count == History.limit)
  #expect(lines.last.map(String.init) == "entry \(History.limit * 2 - 1)")
}

@Test func aTornOrForeignLineIsTakenAsItIs() throws {
  let file = TemporaryPath()
  History(path: file.path).append("x")
  try "a\\u00zz\\q\\\n\\\n".write(toFile: file.path, atomically: true, encoding: .utf8)
  #expect(History(path: file.path).entries == ["au00zzq\\", "\\"])
}
