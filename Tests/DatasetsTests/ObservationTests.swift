import Testing

@testable import Datasets
@testable import Syntax

@Suite struct ObservationTests {
  @Test func fieldsKeepTypesFirstPlacesAndTheFirstRecordWithout() throws {
    let result = try profile(
      """
      {"id": 1, "tags": null}
      {"id": "x", "tags": [], "late": 1.5}
      {"id": 2}
      """)
    #expect(result.fields.names == ["id", "tags", "late"])
    let id = try #require(result.fields["id"])
    #expect(id.count == 3)
    #expect(id.kinds.seen == [.integer, .string])
    #expect(id.kinds[.integer].first.map(\.line) == [1, 3])
    #expect(
      id.kinds[.string].first == [
        RecordPlace(
          path: "train.jsonl", record: 2, range: TextRange(31, 34), start: .init(line: 2, column: 8),
          end: .init(line: 2, column: 11))
      ])
    #expect(id.firstLacking == nil)
    #expect(result.fields["tags"]?.firstLacking?.line == 3)
    #expect(result.fields["late"]?.firstLacking?.line == 1)
    #expect(result.fields["late"]?.kinds.seen == [.real])
    #expect(result.columns["id"]?.isInEveryRecord == true)
    #expect(result.columns["tags"]?.isInEveryRecord == false)
  }

  @Test func turnsKeepRolesKeysAndWhatIsOdd() throws {
    let result = try profile(
      """
      {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "weight": 0}]}
      {"messages": []}
      {"messages": [{"from": "human"}, "text", {"content": "c"}]}
      {"messages": "none"}
      """)
    let turns = try #require(result.conversations[.messages])
    #expect(turns.lists == 3)
    #expect(turns.roles?.map(\.name) == ["user", "assistant", "human"])
    #expect(turns.roles?[1].turns.first.map(\.column) == [58])
    #expect(turns.lastRoles?.map(\.name) == ["assistant"])
    #expect(turns[.emptyList].first.map(\.line) == [2])
    #expect(turns[.notObject].first.map(\.column) == [34])
    #expect(turns[.withoutRole].count == 1)
    #expect(
      result.fields["messages"]?.values.element?.object?.names == ["role", "content", "weight", "from"])
    #expect(result.conversations[.conversations] == nil)
  }

  @Test func preferencePairsAreComparedByWhatTheySay() throws {
    let result = try profile(
      #"""
      {"chosen": "a", "rejected": "b"}
      {"chosen": "\u00e9", "rejected": "é"}
      {"chosen": [{"a": 1}], "rejected": [{"a": 1}]}
      {"chosen": [{"a": 1}], "rejected": [{"a":1}]}
      {"chosen": "", "rejected": ""}
      {"chosen": null, "rejected": null}
      {"chosen": "a"}
      {"chosen": "a", "rejected": ["a"]}
      """#)
    #expect(result.preferencePairs.count == 5)
    #expect(result.preferencePairs.equal.count == 3)
    #expect(result.preferencePairs.equal.first.map(\.line) == [2, 3, 5])
    #expect(result.preferencePairs.equal.first.map(\.column) == [34, 36, 28])
  }

  @Test func duplicateKeysAreFoundAtAnyDepthAndByTheirText() throws {
    let result = try profile(
      #"""
      {"a": 1, "b": {"c": 1, "\u0063": 2}}
      {"ab": 1, "bb": 2, "a": [{"x": 1, "x": 2, "x": 3}]}
      """#)
    #expect(result.duplicateKeys.records.count == 2)
    let keys = try #require(result.duplicateKeys.keys)
    #expect(keys.map(\.name) == ["c", "x"])
    #expect(keys.map(\.places.count) == [1, 2])
    #expect(keys[0].places.first.map(\.column) == [24])
  }

  @Test func aKeyThatStandsTwiceIsInOneRecord() throws {
    let result = try profile(#"{"a": 1, "a": "x"}"#)
    #expect(result.fields["a"]?.count == 1)
    #expect(result.fields["a"]?.kinds.seen == [.integer, .string])
    #expect(result.columns["a"]?.isInEveryRecord == true)
  }

  @Test func aKeyInEachRecordDoesNotFillTheMemory() throws {
    let lines = (0..<5000).map { "{\"id\": 1, \"user_\($0)\": 1}" }
    let whole = try profile(lines.joined(separator: "\n"))
    #expect(whole.fields.isSaturated)
    #expect(whole.fields.objects == 5000)
    #expect(whole.columns == ColumnSet(columns: [], isClosed: false))
  }

  /// Also keys that are too many to be kept stand twice or not.
  @Test func duplicateKeysAreFoundAmongTooManyKeys() throws {
    let lines = (0..<4200).map { "{\"id\": 1, \"user_\($0)\": 1}" }
    let whole = try profile((lines + [#"{"zz": 1, "id": 2, "zz": 2, "id": 3}"#]).joined(separator: "\n"))
    #expect(whole.fields.isSaturated)
    #expect(whole.duplicateKeys.keys?.map(\.name) == ["zz", "id"])
    #expect(whole.duplicateKeys.records.first.map(\.line) == [4201])
  }

  /// Whichever path is the first for which there was no room.
  @Test(arguments: 50..<80)
  func elementsAreCountedWhereverTheirPathStands(keys: Int) throws {
    let others = (0..<keys).map { "\"k\($0)\": 1" }.joined(separator: ", ")
    let profile = try profile("{\(others), \"a\": [\"x\", \"yy\"]}\n{\(others), \"a\": [\"zzz\"]}")
    #expect(profile.fields["a"]?.values.element?.kinds[.string].count == 3)
    #expect(profile.fields["a"]?.values.element?.kinds[.string].first.count == 3)
  }

  @Test func duplicateKeysStandInTheOrderOfTheText() throws {
    let depth = 70
    let deep =
      String(repeating: "{\"d\": ", count: depth) + "{\"x\": {\"y\": 1, \"y\": 2}, \"x\": 3}"
      + String(repeating: "}", count: depth)
    let result = try profile("{}\n\(deep)\n")
    #expect(result.duplicateKeys.keys?.map(\.name) == ["y", "x"])
  }

  @Test func blankLinesBehindARecordOverSeveralAreNoneOfIt() throws {
    let result = try profile("{}\n{\n  \"a\": 1\n}\n\n\n{}\n")
    #expect(
      result.faults.first.map(\.message) == [
        "the record takes 3 lines; in JSON lines each one takes exactly one"
      ])
    #expect(result.emptyLines.first.map(\.line) == [5, 6])
  }

  /// Places count on from each other, so that a record with very many keys costs what it is long.
  @Test func aRecordOfManyKeysHasExactPlaces() throws {
    let fields = (0..<3000).map { "\"é\($0)\": \($0)" }.joined(separator: ", ")
    let result = try profile("{\(fields), \"m\": {\(fields)}}\n{}\n")
    let last = try #require(result.fields["m"]?.values.object?["é2999"]?.firstPlace)
    let first = try #require(result.fields["é0"]?.firstPlace)
    #expect(first.column == 2)
    #expect(last.column == 2 * fields.count + 10 - "\"é2999\": 2999".count)
  }

  @Test func textIsDecodedOnDemand() throws {
    var seen = Listener()
    let line = #"{"role": "\u4f60\ud83d\ude00\n\"\ud800", "n": [1, {"k": true}], "n": -2.5}"#
    _ = try DatasetScanner.scan("a", MemoryBlock(bytes: Array(line.utf8)), ScanLimits(), into: &seen) { _ in }
    #expect(seen.texts == ["你😀\n\"\u{FFFD}", "-2.5", "2"])
  }
}

/// Copies out of a record what the cursor shows of it.
private struct Listener: RecordSink {
  var texts: [String] = []

  mutating func take(_ record: RecordView) {
    texts.append(record.root["role"]?.string ?? "")
    texts.append(record.root["n"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
    for field in record.root.fields where field.value.kind == .array {
      texts.append(String(field.value.elements.reduce(0) { count, _ in count + 1 }))
    }
  }

  mutating func take(_ fault: SyntaxFault) {}
  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace) {}
}
