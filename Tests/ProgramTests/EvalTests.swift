import Testing

@Test func eachArgumentIsACellOfOneEnvironment() throws {
  let result = try Program.run(["eval", "x = 2", "x^2", "_ + 1"])
  #expect(result.output == "4\n5\n")
  #expect(result.errors.isEmpty)
  #expect(result.exitCode == 0)
}

@Test(arguments: [
  (["eval", "-3 + 1"], "-2\n"), (["eval", " 1 + 1"], "2\n"), (["eval", "--", "-1"], "-1\n"),
  (["eval", "1/3", "--digits", "3"], "0.333\n"),
])
func anExpressionMayLookLikeAnOption(arguments: [String], output: String) throws {
  let result = try Program.run(arguments)
  #expect(result.output == output)
  #expect(result.exitCode == 0)
}

@Test func anErrorIsOnStandardErrorWithACaretAndEndsWithOne() throws {
  let result = try Program.run(["eval", "1 + 1", "mean([1,2)", "3"])
  #expect(result.output == "2\n")
  #expect(result.errors.contains("error[syntax]"))
  #expect(result.errors.contains("mean([1,2)\n"))
  #expect(result.errors.contains("hint:"))
  #expect(result.exitCode == 1)
}

@Test func keepGoingGoesOnAndStillEndsWithOne() throws {
  let result = try Program.run(["eval", "--keep-going", "nothing_there", "3"])
  #expect(result.output == "3\n")
  #expect(result.exitCode == 1)
}

@Test func aMisspeltNameIsAnsweredWithTheNearest() throws {
  let result = try Program.run(["eval", "hubber(1,2)"])
  #expect(result.errors.contains("`huber`"))
  #expect(result.exitCode == 1)
}

@Test(arguments: [
  ["eval"], ["eval", "--digits", "99", "1"], ["eval", "--dtype", "int", "1"],
  ["eval", "--no-such-option", "1"], ["run"], ["--color", "sometimes"], ["no-such-command"],
])
func badUsageEndsWith64(arguments: [String]) throws {
  #expect(try Program.run(arguments).exitCode == 64)
}

@Test func jsonHasAnObjectALineForResultsAndErrors() throws {
  let result = try Program.run(["eval", "--json", "--keep-going", "[1, 1/3]", "a b", "2;"])
  let lines = result.output.split(separator: "\n")
  #expect(lines.count == 2)
  #expect(lines.first?.contains(#""cell": 1"#) == true)
  #expect(lines.first?.contains("0.3333333333333333") == true)
  #expect(lines.last?.contains(#""error": {"code": "syntax""#) == true)
  #expect(result.errors.isEmpty)
  #expect(result.exitCode == 1)
}

@Test func aFormulaOfTheJSONReadsBack() throws {
  let result = try Program.run(["eval", "--json", "grad(mean((p-y)^2), p)"])
  let mark = #""ascii": ""#
  let rest = result.output.split(separator: mark, omittingEmptySubsequences: false)
  #expect(rest.count == 2)
  let formula = rest.last.map { $0.prefix { $0 != "\"" } } ?? ""
  let back = try Program.run([
    "eval", "p = [1, 2]", "y = [0, 4]", "equivalent(\(formula), 2*(p - y)/2)",
  ])
  #expect(back.exitCode == 0)
  #expect(back.output.contains("equal"))
}

@Test func digitsAndTypeAreOptions() throws {
  #expect(
    try Program.run(["eval", "--digits", "17", "1/3"]).output.hasPrefix("0.3333333333333333"))
  let single = try Program.run(["eval", "--json", "--dtype", "float32", "x = [0.1]", "x"])
  #expect(single.output.contains("float32"))
}

@Test func colorsAreOnlyThereWhenAskedFor() throws {
  let escape = "\u{1B}["
  #expect(!(try Program.run(["eval", "x y"])).errors.contains(escape))
  #expect(try Program.run(["eval", "--color", "always", "x y"]).errors.contains(escape))
  let forced = try Program.run(["eval", "x y"], environment: ["CLICOLOR_FORCE": "1"])
  #expect(forced.errors.contains(escape))
  let both = try Program.run(
    ["eval", "x y"], environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"])
  #expect(!both.errors.contains(escape))
}
