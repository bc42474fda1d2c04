import Testing

@Test func theVersionNamesTheProgramAndItsBuild() throws {
  let result = try Program.run(["--version"])
  #expect(result.output.contains(/^lossbook \d+\.\d+\.\d+ \(.*(debug|release), Swift/))
}

@Test func thePageForManHasEveryCommandAndOption() throws {
  let page = try Program.run(["doc", "--to", "man"]).output
  #expect(page.hasPrefix(".TH LOSSBOOK 1"))
  for term in [".B :watch [expr]", ".B digits", ".B lossbook eval", ".B Ctrl\\-R"] {
    #expect(page.contains(term), "\(term) is missing")
  }
  #expect(!page.split(separator: "\n").contains { $0.hasPrefix("'") })
}

@Test(arguments: ["bash", "zsh", "fish"])
func aShellsCompletionNamesEverySubcommand(_ shell: String) throws {
  let script = try Program.run(["--generate-completion-script", shell]).output
  for subcommand in ["learn", "eval", "run", "lessons", "doc", "code", "jupyter"] {
    #expect(script.contains(subcommand))
  }
}

@Test func theCompletionOfBashIsOneThatBashReads() throws {
  let script = try Program.run(["--generate-completion-script", "bash"]).output
  let result = try Program.run(["-n"], of: "/bin/bash", input: script)
  #expect(result.exitCode == 0)
  #expect(result.errors.isEmpty)
}
