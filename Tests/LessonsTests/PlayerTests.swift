import Lessons
import Rendering
import Testing

@Suite struct PlayerTests {
  /// Plays lines and returns what each showed, the beginning first.
  private func play(
    _ lines: [String], store: any ProgressStore = TransientProgressStore()
  ) throws -> [PlayerOutput] {
    var player = try TrialLesson.player(store: store)
    return [player.start()] + lines.map { player.submit($0) }
  }

  @Test func theFirstStepWaitsAtItsCell() throws {
    let output = try play([])[0]
    #expect(output.prompt == "trial 1/6>")
    #expect(output.text.plain.contains("1. Numbers"))
    #expect(output.proposedInput == "y = [1, 2, 3]\nmean(y)")
    #expect(!output.finished)
  }

  @Test func aCellOfSeveralLinesIsPutOnTheLineAndRunsAsItStandsOrEdited() throws {
    let outputs = try play(["y = [1, 2, 3]\nmean(y)"])
    #expect(outputs[1].text.plain.contains("Question: What is the sum of y?"))
    let edited = try play(["y = [1, 2, 3]\nmean(y) + 1"])
    #expect(edited[1].text.plain.contains("3"))
    #expect(edited[1].proposedInput == "y = [1, 2, 3]\nmean(y)")
  }

  @Test func aCellThatTakesTooLongIsCutShortAndSaysSo() throws {
    var player = try TrialLesson.player(store: TransientProgressStore())
    _ = player.start()
    player.secondsForCell = 7
    player.deadline = { _ in { true } }
    let text = player.submit("repeat 1000 { k = 1 }").text.plain
    #expect(text.contains("error[limit]"))
    #expect(text.contains("7 seconds"))
    player.deadline = nil
    #expect(player.submit("1 + 1").text.plain.contains("2"))
  }

  @Test func keepCopiesAFunctionAsItWasWrittenAndANameAsItIsNow() throws {
    let outputs = try play(["g(u) = u^2 + 1", "w = g(2)", ":keep g", ":keep w", ":keep nothing"])
    #expect(outputs[3].kept == ["g(u) = u^2 + 1"])
    #expect(outputs[4].kept == ["w = 5.0"])
    #expect(outputs[5].kept == [])
    #expect(outputs[5].text.plain.contains("nothing"))
  }

  @Test func enterRunsTheCellAndAsks() throws {
    let output = try play([""])[1]
    #expect(output.text.plain.contains("2"))
    #expect(output.text.plain.contains("Question: What is the sum of y?"))
  }

  @Test func aRightAnswerIsExplainedAndNothingGoesOnByItself() throws {
    let output = try play(["", "6"])[2]
    #expect(output.text.plain.contains("Right."))
    #expect(output.text.plain.contains("It is sum(y) → 6."))
    #expect(output.prompt == "trial 1/6>")
    #expect(try play(["", "6", ""])[3].prompt == "trial 2/6>")
  }

  @Test func aForeseenWrongAnswerGetsItsOwnMessage() throws {
    let output = try play(["", "2"])[2]
    #expect(output.text.plain.contains("That is the mean."))
  }

  @Test func anUnreadableAnswerIsNoMiss() throws {
    let output = try play(["", "1 +* 2"])[2]
    #expect(output.text.plain.contains("does not count"))
  }

  @Test func hintsComeOnRequestInOrderAndThenTheAnswerIsOffered() throws {
    let outputs = try play(["", "hint", ":hint", "hint", "hint"])
    #expect(outputs[2].text.plain == "Hint 1 of 3: Add them.")
    #expect(outputs[3].text.plain == "Hint 2 of 3: There are three.")
    #expect(outputs[4].text.plain == "Hint 3 of 3: Type sum(y).")
    #expect(outputs[5].text.plain.contains("answer"))
  }

  @Test func afterThreeMissesAHintIsOfferedAndNotGiven() throws {
    let outputs = try play(["", "1", "2", "3"])
    #expect(!outputs[3].text.plain.contains("hint"))
    #expect(outputs[4].text.plain.contains("hint 1 of 3"))
    #expect(!outputs[4].text.plain.contains("Add them"))
  }

  @Test func anEmptyLineRepeatsTheQuestion() throws {
    #expect(try play(["", ""])[2].text.plain.contains("What is the sum of y?"))
  }

  @Test func bindingAtAQuestionIsOrdinaryInput() throws {
    let outputs = try play(["", "t = 1 + 5", "t"])
    #expect(outputs[2].text.plain.contains("still open"))
    #expect(outputs[3].text.plain.contains("Right."))
  }

  @Test func aWrongPredictionIsComparedAndNotRefused() throws {
    let output = try play(["", "6", "", "72"]).last
    #expect(output?.text.plain.contains("Your guess: 72") == true)
    #expect(output?.text.plain.contains("factor of 2") == true)
    #expect(output?.text.plain.contains("Enter goes on.") == true)
  }

  @Test func theAnswerCanBeShownAndMarksTheStep() throws {
    let store = TransientProgressStore()
    _ = try play(["", "answer"], store: store)
    let entry = try store.load().progress.entries[.init(lesson: "trial", step: "numbers")]
    #expect(entry?.status == .skipped)
    #expect(entry?.needsReview == true)
  }

  @Test func whatWasGivenUpIsAskedAgainAtTheNextStart() throws {
    let store = TransientProgressStore()
    _ = try play(["", "skip", ":leave"], store: store)
    let outputs = try play(["6"], store: store)
    #expect(outputs[0].prompt == "warm-up 1/1>")
    #expect(outputs[0].text.plain.contains("What is the sum of y?"))
    #expect(outputs[1].prompt == "trial 2/6>")
    let entry = try store.load().progress.entries[.init(lesson: "trial", step: "numbers")]
    #expect(entry?.needsReview == false)
  }

  @Test func aLearnersMistakesDoNotReachTheNextStep() throws {
    let outputs = try play(["", "y = [100]", "6"])
    // The learner's own y counts within the step only.
    #expect(outputs[3].text.plain.contains("Right.") == false)
    let again = try play(["", "y = [100]", ":repeat", "", "6"])
    #expect(again[5].text.plain.contains("Right."))
  }

  @Test func leavingAndComingBackKeepsThePlace() throws {
    let store = TransientProgressStore()
    let first = try play(["", "6", "", "144", "", ":leave"], store: store)
    #expect(first.last?.finished == true)
    #expect(try play([], store: store)[0].prompt == "trial 3/6>")
  }

  @Test func choicesAreAnsweredByLetterNumberOrText() throws {
    for answer in ["b", "2", "Four", "B)"] {
      let output = try play(["", "6", "", "144", "", answer]).last
      #expect(output?.text.plain.contains("Twice two.") == true, "\(answer)")
    }
  }

  @Test func theWholeLessonCanBePlayedToItsEnd() throws {
    let outputs = try play([
      "", "6", "", "100", "", "b", "", "a c", "", "2*x*a", "", "w := 3", "", "",
    ])
    let text = outputs.map(\.text.plain).joined(separator: "\n")
    #expect(text.contains("End of Trial"))
    #expect(text.contains("Predictions: 0 of 1 right."))
    #expect(outputs.last?.finished == true)
  }

  @Test func listMarksWhatIsDoneAndWhereOneIs() throws {
    let output = try play(["", "6", "", ":list"]).last
    let lines = output?.text.plain.split(separator: "\n").map(String.init) ?? []
    #expect(lines.count == 6)
    #expect(lines[0].contains("Numbers  done"))
    #expect(lines[1].hasPrefix("> "))
  }

  @Test func keepHandsANameOver() throws {
    let output = try play(["", ":keep y"]).last
    #expect(output?.kept == ["y = [1.0, 2.0, 3.0]"])
  }

  @Test func everyCommandWorksAtEveryPrompt() throws {
    let commands = LessonCommand.table.map { ":" + ($0.name == "keep NAME" ? "keep y" : $0.name) }
    let prefixes = [
      [], [""], ["", "6"], ["", "6", ""],
      ["", "6", "", "1", "", "b", "", "a c", "", "2*a*x", ""],
    ]
    for prefix in prefixes {
      for command in commands {
        let output = try play(prefix + [command]).last
        #expect(output?.text.isEmpty == false, "\(command) after \(prefix)")
      }
    }
  }
}

@Suite struct WholeLineTests {
  @Test func aSignIsAWholeAnswerAndASumGoesOn() throws {
    let text = TrialLesson.text
    let range = try #require(text.firstRange(of: "kind: many"))
    let choices =
      "+ Three -> One more than two.\n- Four -> It is even.\n+ Five -> One more than four.\n"
    let rest = try #require(text.firstRange(of: choices))
    let signed = text.replacingCharacters(in: rest, with: "answer: +\nexplain: Above.\n")
      .replacingCharacters(in: range, with: "kind: sign")
    var player = try TrialLesson.player(signed, store: TransientProgressStore())
    _ = player.start()
    #expect(!player.takesWholeLines)
    _ = player.submit("")
    // A number may be typed as an expression over several lines.
    #expect(!player.takesWholeLines)
    for line in ["6", "", "144", ""] { _ = player.submit(line) }
    #expect(player.takesWholeLines)
    for line in ["b", ""] { _ = player.submit(line) }
    #expect(player.takesWholeLines)
    #expect(player.submit("+").text.plain.contains("Right."))
  }
}
