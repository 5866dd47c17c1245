import Testing

@testable import Datasets
@testable import Syntax

@Suite struct ArrayTests {
  @Test func anArrayIsReadElementByElement() throws {
    let result = try profile("[\n  {\"text\": \"é\"},\n  {\"text\": \"b\"}\n]\n", path: "a.json")
    #expect(result.faults.count == 0)
    #expect(result.files[0].container == .jsonArray)
    #expect(result.records == 2)
    #expect(
      result.columns == ColumnSet(columns: [.init(name: "text", isInEveryRecord: true)], isClosed: true))
    #expect(
      result.fields["text"]?.kinds[.string].first.last
        == RecordPlace(
          path: "a.json", record: 2, range: TextRange(31, 34), start: .init(line: 3, column: 12),
          end: .init(line: 3, column: 15)))
  }

  @Test(arguments: [
    ("[{\"a\": 1}, {\"a\": 2,}, {\"a\": 3}]", ["1:19 trailing-comma"]),
    ("[{\"a\": 1}, {\"a\": \"2}, {\"a\": 3}]", ["1:25 unescaped-quote"]),
    ("[{\"a\": 1} {\"a\": 2}]", ["1:11 missing-comma"]),
    ("[{\"a\": 1}, {\"a\": 2},]", ["1:20 trailing-comma"]),
    ("[{\"a\": 1}, {\"a\": {\"b\": 2}, {\"a\": 3}]", ["1:28 unexpected-text"]),
    ("[{\"a\": 1}, {\"a\": 2}", ["1:20 truncated"]),
    ("[{\"a\": 1}] x", ["1:12 unexpected-text"]),
    ("[1, 'b', \"c\"]", ["1:2 not-an-object", "1:5 single-quotes", "1:10 not-an-object"]),
    ("[{\"a\": 1}, {\"a\": {\"a\": [{\"a\": 0}, x]}}, {\"a\": 2}]", ["1:35 unexpected-text"]),
    ("[{'a': 1}, {'a': 2}]", ["1:3 single-quotes", "1:13 single-quotes"]),
    ("[]", []),
    ("[{\" \":1} x\" {\" \":2}, {\" \":3}]", ["1:10 unexpected-text"]),
    (
      "[ 1 x, 2 , \"\", 5 ]",
      [
        "1:3 not-an-object", "1:5 unexpected-text", "1:8 not-an-object", "1:12 not-an-object",
        "1:16 not-an-object",
      ]
    ),
  ])
  func aBrokenElementDoesNotTouchTheNext(text: String, expected: [String]) throws {
    #expect(try faults(profile(text, path: "a.json")) == expected)
  }

  @Test func recordsBehindABrokenOneAreRead() throws {
    let result = try profile("[\n{\"a\": \"x},\n{\"a\": \"y\"},\n{\"a\": \"z\"}\n]", path: "a.json")
    #expect(faults(result) == ["2:11 control-character"])
    #expect(result.records == 3)
    #expect(result.unreadableRecords == 1)
    #expect(result.fields["a"]?.count == 2)
  }

  @Test func aMissingBracketDoesNotHideTheRestOfTheFile() throws {
    let good = String(repeating: ",{\"a\": [1]}", count: 50)
    let text = "[{\"a\": [1]},{\"a\": [1\(good)]"
    let result = try profile(text, path: "a.json")
    #expect(faults(result) == ["1:\(text.utf8.count + 1) truncated"])
    #expect(result.fields["a"]?.count == 51)
  }

  @Test func aLongElementIsAFaultAndTheNextOneIsRead() throws {
    var limit = ScanLimits()
    limit.blockBytes = 64
    limit.recordBytes = 256
    let long = "{\"a\": \"" + String(repeating: "x", count: 1000) + "\"}"
    let result = try profile("[{\"a\": 1}, \(long), {\"a\": 2}]", path: "a.json", limit: limit)
    #expect(faults(result) == ["1:12 too-long"])
    #expect(result.fields["a"]?.kinds[.integer].first.map(\.column) == [8, 1029])
  }

  @Test func anArrayOnEachLineIsReadByLines() throws {
    let result = try profile("[{\"role\": \"user\"}]\n[{\"role\": \"user\"}]\n")
    #expect(result.files[0].container == .jsonLines)
    #expect(faults(result) == ["1:1 not-an-object", "2:1 not-an-object"])
    #expect(result.shapes[.array].count == 2)
    #expect(!result.columns.isClosed)
  }

  @Test(arguments: [64, 67, 100, 4096])
  func blockSizesDoNotShow(block: Int) throws {
    var text = "\u{FEFF} [\r\n"
    for index in 0..<80 {
      text +=
        index % 9 == 4
        ? "{\"id\": \"broken}," : "{\"id\": \(index), \"t\": \"\(String(repeating: "字", count: index))\"},"
      text += index % 2 == 0 ? "\n" : ""
    }
    text += "{\"id\": 0}]"
    var limit = ScanLimits()
    limit.blockBytes = block
    let whole = try profile(text, path: "a.json")
    #expect(whole.records == 81)
    #expect(try profile(text, path: "a.json", limit: limit) == whole)
  }

  /// What stands where it should not goes on behind a block: a number that is none, a word, a conflict marker.
  @Test(
    arguments: [
      ("{\"a\": ", "-", 3000, "}"), ("{\"a\": ", "0", 3000, "}"), ("{", "None", 900, "}"),
      ("{\", prompt\": 1}", "=======\n", 3, ""),
    ])
  func blockSizesDoNotShowInAMistake(before: String, piece: String, count: Int, after: String) throws {
    let mistake = before + String(repeating: piece, count: count) + after
    let text = "[\n  {\"a\": \"b\"},\n  \(mistake),\n  {\"a\": 1}\n]\n"
    let whole = try profile(text, path: "a.json")
    for block in 50..<90 {
      var limit = ScanLimits()
      limit.blockBytes = block
      #expect(try profile(text, path: "a.json", limit: limit) == whole, "blocks of \(block) bytes")
    }
  }

  /// A mistake inside of the very first key, which goes on behind the first block.
  @Test(arguments: [64, 100, 4096])
  func blockSizesDoNotShowInALongFirstKey(block: Int) throws {
    let key =
      Array(String(repeating: "*/", count: 49).utf8) + [0xAA] + Array(String(repeating: "*/", count: 12).utf8)
    let text = Array("[\n  {\"p".utf8) + key + Array("rompt\": \"a\"},\n  {\"prompt\": 1}\n]\n".utf8)
    var limit = ScanLimits()
    limit.blockBytes = block
    #expect(try profile(text, path: "a.json", limit: limit) == profile(text, path: "a.json"))
  }
}
