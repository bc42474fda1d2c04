import Testing

@testable import DataFiles

private let limits = DataLimits(bytes: 1 << 20)

private func table(_ text: String, _ change: (inout Table.Options) -> Void = { _ in })
  throws(DataFileError) -> Table
{
  var options = Table.Options()
  change(&options)
  return try Table(of: Array(text.utf8), options: options, limits: limits)
}

private func failure(
  _ text: String, _ change: (inout Table.Options) -> Void = { _ in }
) -> DataFileError? {
  do throws(DataFileError) {
    _ = try table(text, change)
    return nil
  } catch { return error }
}

/// A table as `name: numbers` a line.
private func shown(_ table: Table) -> String {
  table.columns.map { "\($0.name): \($0.values.map { "\($0)" }.joined(separator: " "))" }
    .joined(separator: "\n")
}

@Test(arguments: [
  ("a,b\n1,2\n3,4\n", "a: 1.0 3.0\nb: 2.0 4.0"),
  ("a,b\r\n1,2\r\n3,4", "a: 1.0 3.0\nb: 2.0 4.0"),
  ("a,b\r1,2\r", "a: 1.0\nb: 2.0"),
  ("\u{FEFF}a;b\n1;2\n", "a: 1.0\nb: 2.0"),
  ("a\tb\n1\t2\n", "a: 1.0\nb: 2.0"),
  ("a|b\n1|2\n", "a: 1.0\nb: 2.0"),
  ("# a, b\n 1 , 2\n", "a: 1.0\nb: 2.0"),
  ("1.5 2.5\n  3.5\t4.5\n", "c1: 1.5 3.5\nc2: 2.5 4.5"),
  ("\"a, b\",\"the \"\"second\"\"\nname\"\n1,2\n", "a, b: 1.0\nthe \"second\"\nname: 2.0"),
  ("x\n1e3\n-inf\n\n+.5\n", "x: 1000.0 -inf 0.5"),
  ("a,b,\n1,2,\n,,\n", "a: 1.0\nb: 2.0"),
  (",a\n0,7\n", "c1: 0.0\na: 7.0"),
  ("a,b\n", "a: \nb: "),
])
func tablesOfManyFormsAreRead(text: String, columns: String) throws {
  #expect(try shown(table(text)) == columns)
}

@Test func aLineOfNumbersIsNoLineOfNames() throws {
  let numbers = try table("1,2\n3,4\n")
  #expect(shown(numbers) == "c1: 1.0 3.0\nc2: 2.0 4.0")
  #expect(numbers.remarks == ["the file has no line of names: the columns are c1, c2"])
  #expect(try shown(table("1,2\n3,4\n") { $0.header = true }) == "1: 3.0\n2: 4.0")
}

@Test func wordsAreNumberedAsSortedClasses() throws {
  let words = try table("kind,ok\nspam,True\nham,False\nspam,True\n")
  #expect(shown(words) == "kind: 1.0 0.0 1.0\nok: 1.0 0.0 1.0")
  #expect(
    words.remarks == ["kind is text: 0 \"ham\", 1 \"spam\"", "ok is text: 0 \"false\", 1 \"true\""])
  #expect(try shown(table("ok,x\ntrue,1\n")) == "ok: 1.0\nx: 1.0")
}

@Test func datesAreLeftOutAndToldOf() throws {
  let dated = try table("day,x\n2024-01-31,5\n2024-02-01,6\n")
  #expect(shown(dated) == "x: 5.0 6.0")
  #expect(dated.remarks == ["day is left out: \"2024-01-31\" in row 1 (line 2) is not a number"])
}

@Test(arguments: [
  ("a,b\n1,2\n1,\n,5\n", "row 2 (line 3), column \"b\" is missing; 1 more is"),
  ("a,b\n1,NA\n", "row 1 (line 2), column \"b\" is missing: \"NA\""),
  ("a,\"b\nc\"\n1,2\n3,x\n", "row 2 (line 4), column \"b\\nc\" is \"x\", not a number"),
  ("a\n1\n2\nabc\n", "row 3 (line 4), column \"a\" is \"abc\", not a number"),
  ("a,b\nx,2\n3,4\n", "row 2 (line 3), column \"a\" is \"3\", and the column is text"),
  ("a,b\n1,2\n1,2,3\n", "row 2 (line 3) has 3 fields, and the first line has 2"),
  ("a,b\n1\n", "row 1 (line 2) has 1 field, and the first line has 2"),
  ("a,a\n1,2\n", "columns 1 and 2 are both called \"a\""),
  ("a\n\"1\n2\n", "a quote that opens on line 2 is never closed"),
  ("", "the file is empty"), ("\n\n", "the file is empty"),
  ("a\n\u{0}1\n", "this is no text"),
])
func whatIsWrongIsNamedByItsPlace(text: String, message: String) {
  #expect(failure(text)?.message.contains(message) == true, "\(String(describing: failure(text)))")
}

@Test func aCommaInANumberIsNotGuessedAt() throws {
  #expect(failure("a;b\n1,5;2\n")?.hint?.contains("decimal=\",\"") == true)
  #expect(failure("a,b\n\"1,234\",2\n") != nil)
  #expect(try shown(table("a;b\n1,5;2\n") { $0.decimal = "," }) == "a: 1.5\nb: 2.0")
  #expect(try shown(table("a;b\n1.234,5;2\n") { $0.decimal = "," }) == "a: 1234.5\nb: 2.0")
  #expect(try shown(table("a,b\n\"1,234.5\",2\n") { $0.decimal = "." }) == "a: 1234.5\nb: 2.0")
  #expect(failure("a,b\n\"12,34\",2\n1,2\n") { $0.decimal = "." } != nil)
}

@Test func missingValuesCanBeGivenANumber() throws {
  #expect(try shown(table("a,b\n1,\n2,NA\n") { $0.missing = -1 }) == "a: 1.0 2.0\nb: -1.0 -1.0")
  #expect(try shown(table("a,b\n1,\n") { $0.missing = .nan }) == "a: 1.0\nb: nan")
}

@Test func onlyTheColumnsNamedAreRead() throws {
  #expect(try shown(table("a,b\n1,x\n2,3\n") { $0.columns = ["a"] }) == "a: 1.0 2.0")
  #expect(failure("a,b\n1,2\n") { $0.columns = ["c"] }?.hint == "the columns are a, b")
}

@Test func bytesThatAreNoUTF8AreLatin1() throws {
  let bytes = Array("gr".utf8) + [0xF6, 0xDF, 0x65] + Array("\n1\n".utf8)
  #expect(try Table(of: bytes, limits: limits).columns.map(\.name) == ["gr\u{F6}\u{DF}e"])
}

@Test func aTableBeyondTheMemoryIsRefused() {
  let text = "a\n" + String(repeating: "1\n", count: 200_000)
  #expect(failure(text) == .tooLarge(bytes: 1_081_344, limit: 1 << 20))
  var options = Table.Options()
  options.header = true
  #expect(throws: DataFileError.interrupted) {
    try Table(
      of: Array(text.utf8), options: options, limits: DataLimits(bytes: 1 << 30) { true })
  }
}
