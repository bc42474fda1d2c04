import Foundation
import Testing

@Test func whatIsPipedInIsAScriptWithoutPrompts() throws {
  let script = "y=[1,0]\np=[0.9,0.2]\nlog_loss(y,p)\ngrad(log_loss(y,p),p)\n"
  let result = try Program.run([], input: script)
  #expect(result.output.hasPrefix("0.164252\n"))
  #expect(result.output.contains("[-0.555556, 0.625000]"))
  #expect(!result.output.contains("In ["))
  #expect(!result.output.contains("\u{1B}"))
  #expect(result.errors.isEmpty)
  #expect(result.exitCode == 0)
}

@Test func aScriptStopsAtItsFirstErrorAndNamesItsLine() throws {
  let result = try Program.run([], input: "1\n\nmean([1,\n  2)\n3\n")
  #expect(result.output == "1\n")
  #expect(result.errors.contains(":4:"))
  #expect(result.exitCode == 1)
}

@Test func aScriptGoesOnWhenAsked() throws {
  let result = try Program.run(["--keep-going"], input: "1\nnothing_there\n3")
  #expect(result.output == "1\n3\n")
  #expect(result.exitCode == 1)
}

@Test func aCellGoesOnOverItsOpenBracketsAndItsRemarks() throws {
  let script = "## Doubles.\nf(x) =\n  2 * x\ns = sum([1,\n\n  2])\nf(s)\n?f\n"
  let result = try Program.run([], input: script)
  #expect(result.output.hasPrefix("6\n"))
  #expect(result.output.contains("Doubles."))
  #expect(result.exitCode == 0)
}

@Test func anUnfinishedCellAtTheEndIsAnError() throws {
  let result = try Program.run([], input: "sum([1,")
  #expect(result.errors.contains("error[syntax]"))
  #expect(result.exitCode == 1)
}

@Test(arguments: ["", "\n\n", "# only a remark\n"])
func nothingToRunIsNoError(input: String) throws {
  let result = try Program.run([], input: input)
  #expect(result.output.isEmpty)
  #expect(result.errors.isEmpty)
  #expect(result.exitCode == 0)
}

@Test func bytesThatAreNoTextAreAnErrorAndNoCrash() throws {
  let home = try TemporaryFolder()
  let file = home.url.appendingPathComponent("bad.loss")
  try Data([0x31, 0x20, 0xFF, 0xFE, 0x00, 0x0A]).write(to: file)
  let result = try Program.run(["run", file.path], home: home)
  #expect(result.exitCode == 1)
  #expect(result.errors.contains("error["))
}

@Test func aNotebookRunsItsFencesAndCanBeExported() throws {
  let home = try TemporaryFolder()
  let file = home.url.appendingPathComponent("book.md")
  try "# Book\n\n```loss\nx = 3\nx^2\n```\n\n```python\nx = 4\n```\n\n```loss\nx + 1\n```\n"
    .write(to: file, atomically: true, encoding: .utf8)
  let out = home.url.appendingPathComponent("out.html")
  let result = try Program.run(["run", file.path, "--export", out.path], home: home)
  #expect(result.output == "9\n4\n")
  #expect(result.exitCode == 0)
  let html = try String(contentsOf: out, encoding: .utf8)
  #expect(html.contains("x^2") && html.contains(">9<"))
}

@Test func aMissingFileIsSaidAndEndsWithOne() throws {
  let result = try Program.run(["run", "no-such-file.loss"])
  #expect(result.errors.contains("no-such-file.loss: no such file"))
  #expect(result.exitCode == 1)
}

@Test func theFileOfSettingsIsReadUnlessToldNotTo() throws {
  let home = try TemporaryFolder()
  let folder = home.url.appendingPathComponent("config/lossbook")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  try "# mine\ndigits 3\nwdith 4\n".write(
    to: folder.appendingPathComponent("config"), atomically: true, encoding: .utf8)
  let result = try Program.run(["eval", "1/3"], home: home)
  #expect(result.output == "0.333\n")
  #expect(result.errors.contains("line 3") && result.errors.contains("width"))
  let bare = try Program.run(["eval", "--no-config", "1/3"], home: home)
  #expect(bare.output == "0.333333\n")
  #expect(bare.errors.isEmpty)
}
