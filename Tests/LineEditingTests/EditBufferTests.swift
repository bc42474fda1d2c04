import LineEditing
import Testing

@Test(arguments: [
  ("a*bb-cc[0] = x", "a*bb-cc[0] = "), ("a*bb-cc[0] = ", "a*bb-cc[0] "),
  ("a*bb-cc[0]", "a*bb-cc[0"), ("a*bb-cc[0", "a*bb-cc["), ("a*bb-cc", "a*bb-"),
  ("w :=", "w "), ("损失 = α", "损失 = "), ("", ""),
])
func aWordBackEndsBeforeANameOrARunOfSigns(text: String, rest: String) {
  var buffer = EditBuffer(text)
  buffer.delete(to: buffer.previousWordStart)
  #expect(buffer.text == rest)
}

@Test func aWordOnEndsAfterANameOrARunOfSigns() {
  var buffer = EditBuffer("ab := sigmoid(z)", cursor: 0)
  var places: [Int] = []
  while buffer.cursor < buffer.scalars.count {
    buffer.move(to: buffer.nextWordEnd)
    places.append(buffer.cursor)
  }
  #expect(places == [2, 5, 13, 14, 15, 16])
}

@Test func upAndDownKeepTheColumnWhereTheRowHasOne() {
  var buffer = EditBuffer("first\nab\nthird", cursor: 13)
  buffer.moveUp()
  #expect(buffer.cursor == 8)
  buffer.moveUp()
  #expect(buffer.cursor == 2)
  buffer.moveUp()
  #expect(buffer.cursor == 2)
  buffer.moveDown()
  buffer.moveDown()
  buffer.moveDown()
  #expect(buffer.cursor == 11)
}

@Test func aNewRowIsIndentedByTheBracketsThatAreOpen() {
  var buffer = EditBuffer("f(x) = { g([")
  buffer.insertNewline()
  #expect(buffer.text == "f(x) = { g([\n      ")
}

@Test func placesOutsideOfTheTextAreItsEnds() {
  var buffer = EditBuffer("abc", cursor: 99)
  #expect(buffer.cursor == 3)
  buffer.move(to: -4)
  #expect(buffer.cursor == 0)
  #expect(buffer.delete(to: 77) == "abc")
}
