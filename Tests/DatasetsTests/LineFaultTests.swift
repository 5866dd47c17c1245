import Testing

@testable import Datasets
@testable import Syntax

@Suite struct LineFaultTests {
  @Test(arguments: [
    (#"{'a': 1}"#, "1:2 single-quotes"),
    (#"{"a": 'b'}"#, "1:7 single-quotes"),
    (#"{"a": True}"#, "1:7 python-literal"),
    (#"{"a": 1,}"#, "1:8 trailing-comma"),
    (#"{"a": [1, ]}"#, "1:9 trailing-comma"),
    (#"{"a": 1},"#, "1:9 comma-after-record"),
    (#"{"a": 1"#, "1:8 truncated"),
    (#"{"a": "b"#, "1:7 truncated"),
    (#"{"a": 1}{"a": 2}"#, "1:9 second-record"),
    (#"{"a": 1 "b": 2}"#, "1:9 missing-comma"),
    (#"{"a" 1}"#, "1:6 missing-colon"),
    (#"{"a": }"#, "1:7 missing-value"),
    (#"{a: 1}"#, "1:2 unquoted-key"),
    (#"// note"#, "1:1 comment"),
    (#"<<<<<<< HEAD"#, "1:1 conflict-marker"),
    (#"{"é": "say "hi" now"}"#, "1:13 unescaped-quote"),
    ("{\"a\": \"\t\"}", "1:8 control-character"),
    (#"{"a": "\x"}"#, "1:8 bad-escape"),
    (#"{"a": 01}"#, "1:7 bad-number"),
    (#"{"a": 1]"#, "1:8 wrong-bracket"),
    (#"{"a": NaN}"#, "1:7 not-a-number"),
    (#"{"a": -Infinity}"#, "1:7 not-a-number"),
    (#"{"a": "\ud83d"}"#, "1:8 lone-surrogate"),
    (#"[{"role": "user"}]"#, "1:1 not-an-object"),
    ("null", "1:1 null-record"),
    (#"hello"#, "1:1 unexpected-text"),
  ])
  func aBadLineIsNamedByItsCause(line: String, expected: String) throws {
    // Behind a good line, so that the file is read by lines.
    let result = try profile("{\"a\": 0}\n" + line + "\n{\"a\": 3}\n")
    #expect(faults(result) == ["2" + expected.dropFirst()])
    #expect(result.records == 3)
    let fault = try #require(result.faults.first.first)
    #expect(fault.place.record == 2)
    #expect(result.unreadableRecords == (fault.kind.keepsRecord ? 0 : 1))
    #expect(
      result.columns.isClosed
        == (fault.kind.keepsRecord && ![.notAnObject, .nullRecord].contains(fault.kind)))
  }

  @Test func messagesSayWhatStandsThereAndWhatWasExpected() throws {
    func message(_ line: String) throws -> String? { try profile("{}\n" + line).faults.first.first?.message }
    #expect(try message(#"{"a": {"b": ["#) == "the line ends before the record does; `]}}` is missing")
    #expect(try message(#"{"a": None}"#) == "`None` is Python; JSON writes `null`")
    #expect(
      try message("{\"a\": \"\u{1}\"}")
        == "U+0001 stands raw inside a string, where JSON takes `\\u0001` only")
    #expect(try message(#"{"a": .5}"#) == "a JSON value was expected, not `.`")
    #expect(try message(#"{"a": 1.}"#) == "`1.` is no JSON number")
  }

  @Test func placesHoldBytesLinesAndCodePoints() throws {
    let result = try profile("\u{FEFF}{\"a\": 1}\r\n\r\n{\"é\": 1,}\r\n")
    let fault = try #require(result.faults.first.first)
    #expect(
      fault.place
        == RecordPlace(
          path: "train.jsonl", record: 2, range: TextRange(23, 24), start: .init(line: 3, column: 8),
          end: .init(line: 3, column: 9)))
    #expect(result.files[0].hasByteOrderMark)
    #expect(result.emptyLines.count == 1)
    #expect(result.emptyLines.first[0].line == 2)
  }

  @Test func aMarkBehindTheStartIsAFault() throws {
    #expect(try faults(profile("{}\n\u{FEFF}{}\n")) == ["2:1 byte-order-mark"])
  }

  @Test func invalidBytesAreNamed() throws {
    let result = try profile(Array("{\"a\": \"caf".utf8) + [0xE9] + Array("\"}\n".utf8))
    #expect(faults(result) == ["1:11 invalid-utf8"])
    #expect(result.faults.first.first?.message == "byte 0xE9 is not valid UTF-8 here")
  }

  @Test func wideAndBinaryFilesAreNotRead() throws {
    #expect(try faults(profile([0xFF, 0xFE, 0x7B, 0x00])) == ["1:1 wide-encoding"])
    #expect(try faults(profile([0x7B, 0x00, 0x22, 0x00])) == ["1:1 wide-encoding"])
    let zipped = try profile([0x1F, 0x8B, 0x08, 0x00])
    #expect(faults(zipped) == ["1:1 compressed-file"])
    #expect(try faults(profile(Array("PAR1".utf8) + [0, 0])) == ["1:1 binary-file"])
    #expect(zipped.files[0].container == .unreadable)
    #expect(!zipped.columns.isClosed)
  }

  @Test func aPrettyPrintedRecordIsOneRecordAndOneFault() throws {
    let pretty = "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n"
    let result = try profile(pretty + "{\"a\": {}}\n" + pretty)
    #expect(faults(result) == ["1:1 spans-lines", "7:1 spans-lines"])
    #expect(result.records == 3)
    #expect(result.columns.names == ["a"])
    #expect(result.columns.isClosed)
  }

  @Test func aMistakeInAPrettyPrintedRecordDoesNotCascade() throws {
    let result = try profile("{\n  \"a\": 1,\n  \"b\": 2,\n}\n{\"a\": 1}\n{\n  \"a\": 1\n  \"b\": 2\n}\n")
    #expect(faults(result) == ["3:9 trailing-comma", "8:3 missing-comma"])
    #expect(result.records == 3)
  }

  @Test func aPrettyPrintedValueAloneIsNoFaultInAJSONFile() throws {
    let text = "{\n  \"data\": [1, 2]\n}\n"
    let alone = try profile(text, path: "train.json")
    #expect(alone.faults.count == 0)
    #expect(alone.files[0].container == .jsonValue)
    #expect(try faults(profile(text)) == ["1:1 spans-lines"])
  }

  /// Python's json and `datasets` read the whole file where its lines are no records: `fixtures/goldens/odd_files.py`.
  @Test(arguments: [64, 4096])
  func aValueWhoseLinesOpenAtTheMarginIsOneValue(block: Int) throws {
    var limit = ScanLimits()
    limit.blockBytes = block
    let records = String(repeating: "{\"instruction\": \"a\", \"output\": \"b\"},\n", count: 20)
    let text = "{\"data\": [\n\(records){\"instruction\": \"c\"}\n]}\n"
    let result = try profile(text, path: "train.json", limit: limit)
    #expect(result.files[0].container == .jsonValue)
    #expect(result.faults.count == 0)
    #expect(result.records == 1)
    #expect(result.fields["data"]?.kinds[.array].count == 1)
    // Wherever the value ends in a block.
    for spaces in 0..<64 {
      let moved = String(repeating: " ", count: spaces) + text + "\n"
      let container = try profile(moved, path: "train.json", limit: limit).files[0].container
      #expect(container == .jsonValue, "\(spaces)")
    }
    let broken = try profile(text + "{\"data\": []}\n", path: "train.json", limit: limit)
    #expect(broken.files[0].container == .jsonLines)
    #expect(broken.faults.count > 0)
  }

  @Test func aCutLineDoesNotTouchItsNeighbours() throws {
    let result = try profile("{\"a\": [1, {\"b\": \n{\"a\": 2}\n{\"a\": [\n<<<<<<< x\n{\"a\": 3}\n")
    #expect(faults(result) == ["1:17 truncated", "3:8 truncated", "4:1 conflict-marker"])
    #expect(result.fields["a"]?.count == 2)
  }

  @Test func everyFaultIsCountedAndTheFirstOnesKept() throws {
    let result = try profile(String(repeating: "{\"a\": 1,}\n", count: 12))
    #expect(result.faults.count == 12)
    #expect(result.faults[.trailingComma].first.map(\.place.line) == [1, 2, 3, 4, 5])
  }

  @Test func longRecordsAreAFaultAndTheNextLineIsRead() throws {
    var limit = ScanLimits()
    limit.blockBytes = 64
    limit.recordBytes = 256
    let long = "{\"a\": \"" + String(repeating: "x", count: 1000) + "\"}"
    let result = try profile("{\"a\": 1}\r\n\(long)\r\n{\"a\": 2}\r\n", limit: limit)
    #expect(faults(result) == ["2:1 too-long"])
    #expect(result.fields["a"]?.kinds[.integer].first.map(\.line) == [1, 3])
  }

  @Test(arguments: [64, 65, 66, 71, 128, 1000])
  func blockSizesDoNotShow(block: Int) throws {
    var text = ""
    for index in 0..<60 {
      text += "{\"id\": \(index), \"text\": \"\(String(repeating: "字\\n", count: index % 37))\"}"
      text += ["\n", "\r\n", "\r", "\n\n"][index % 4]
      if index % 11 == 0 { text += "{\n \"id\": 1\n}\n" }
      if index % 13 == 0 { text += "{\"id\": \n" }
    }
    var limit = ScanLimits()
    limit.blockBytes = block
    #expect(try profile(text, limit: limit) == profile(text))
  }

  @Test func anEmptyFileHasNoRecords() throws {
    #expect(try profile("").files[0].container == .empty)
    #expect(try profile(" \n\n").records == 0)
  }

  @Test func aScanOfTheBeginningLeavesTheColumnsOpen() throws {
    var limit = ScanLimits()
    limit.fileBytes = 12
    let result = try profile("{\"a\": 1}\n{\"a\": 2}\n", limit: limit)
    #expect(result.records == 1)
    #expect(result.faults.count == 0)
    #expect(!result.columns.isClosed)
  }

  @Test func deepNestingIsAFaultAndNoCrash() throws {
    let deep =
      "{\"a\": " + String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000) + "}"
    let result = try profile("{}\n" + deep + "\n")
    #expect(result.faults[.tooDeep].count == 1)
  }

  /// A record that breaks off and the one that is looked for behind it, both at the `n`. Found by the fuzz: in the
  /// order of a dictionary's buckets, another one in each process and each profile.
  @Test func faultsOfTwoRecordsAtOnePlaceHaveOneOrder() throws {
    let text = "[[[\n  {\"prompt\": \"a\", n\u{1B}s\"response\": \"b\"},\n  {\"prompt\": 1}\n]\n"
    for _ in 0..<20 {
      let faults = try profile(text, path: "a.json").faults.first
      #expect(faults.map(\.place.record) == [1, 2])
      #expect(Set(faults.map(\.place.range)).count == 1)
    }
  }
}
