import Testing

@testable import Datasets
@testable import Syntax

/// Threads read segments of a file; nobody sees it in what comes out.
@Suite struct SegmentTests {
  @Test(arguments: 0..<12)
  func segmentsGiveTheProfileOfTheWhole(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let bytes = Array(sample(&random).utf8)
    let reader = MemoryBlock(bytes: bytes)
    var builder = ProfileBuilder(ObservationPlan(.all))
    let file = try DatasetScanner.scan("a.jsonl", reader, ScanLimits(), into: &builder) {
      $0 = ProfileBuilder(ObservationPlan(.all))
    }
    let whole = builder.profile(of: file)
    for segmentBytes in [64, 500, 3000] {
      let segments = try #require(
        try FileSegments(reader, "a.jsonl", ScanLimits(), segmentBytes: segmentBytes))
      #expect(segments.ranges.count > 1)
      #expect(segments.ranges.reduce(0) { $0 + $1.count } == bytes.count)
      for threads in [1, 2, 7] {
        let scan = SegmentScan("a.jsonl", reader, ObservationPlan(.all), ScanLimits(), segments)
        #expect(try scan.profile(threads: threads) == whole, "\(segmentBytes) bytes, \(threads) threads")
      }
    }
  }

  @Test func partsOfAFileMergeInAnyOrder() throws {
    var random = SeededGenerator(state: 99)
    let reader = MemoryBlock(bytes: Array(sample(&random).utf8))
    let segments = try #require(try FileSegments(reader, "a.jsonl", ScanLimits(), segmentBytes: 400))
    let parts = try segments.ranges.indices.map { index in
      try part(segments.ranges[index], mark: index == 0 ? segments.markLength : 0, reader)
    }
    let whole = parts.reduce(Profile(), Profile.merge)
    #expect(whole.files[0].parts.count == 1)
    for _ in 0..<8 {
      #expect(parts.shuffled(using: &random).reduce(Profile(), Profile.merge) == whole)
    }
    let left = parts[...3].reduce(Profile(), Profile.merge)
    let right = parts[4...].reversed().reduce(Profile(), Profile.merge)
    #expect(Profile.merge(right, left) == whole)
  }

  @Test func aFileIsCutOnlyBeforeALineThatOpensAnObject() throws {
    let text =
      "{\"a\": 1}\n{\n  \"a\": [\n{},\n{}]\n}\r\n{\"a\": 2}\r[1]\n{}\r{\"a\": 3}\n\n{\"a\": 4}\n{\"a\": 5}"
    let reader = MemoryBlock(bytes: Array(text.utf8))
    let segments = try #require(try FileSegments(reader, "a.jsonl", ScanLimits(), segmentBytes: 1))
    let starts = segments.ranges.map { String(text.utf8.dropFirst($0.start).prefix(8)) ?? "" }
    #expect(starts == ["{\"a\": 1}", "{\n  \"a\":", "{\"a\": 2}", "{\"a\": 3}", "{\"a\": 5}"])
  }

  @Test func anArrayIsNotCut() throws {
    let text = "[\n" + String(repeating: "{\"a\": 1},\n", count: 100) + "{}]"
    #expect(
      try FileSegments(MemoryBlock(bytes: Array(text.utf8)), "a.jsonl", ScanLimits(), segmentBytes: 64) == nil
    )
  }

  private func part(_ range: TextRange, mark: Int, _ reader: MemoryBlock) throws -> Profile {
    var window = BlockWindow(reader, range, ScanLimits())
    var lines = LineReader(ScannedFile(path: "a.jsonl"), isWhole: true)
    var builder = ProfileBuilder(ObservationPlan(.all))
    var count = RecordCount()
    try lines.read(&window, skipping: mark, into: &builder, count: &count)
    return builder.profile(
      of: DatasetFile(
        path: "a.jsonl", size: reader.size, container: .jsonLines, unreadableRecords: count.unreadable,
        hasByteOrderMark: mark == 3, parts: [.init(range, lines: count.lines, records: count.records)]))
  }

  private func sample(_ random: inout SeededGenerator) -> String {
    let lines = [
      "", #"{"id": 1, "text": "é"}"#, #"{"text": null, "id": "x"}"#, #"{"id": 1.5, "id": 2}"#,
      #"{"id": 1,}"#, "\t", "  {\"id\": 7}", "}", "{\"open\": [", "{\"cut\": \"a",
      #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#,
      #"{"messages": [{"from": "gpt", "value": "a"}, 1]}"#, #"{"messages": []}"#, #"[1]"#, #"{"a": NaN}"#,
      "{\n  \"pretty\": 1\n}", "{\"a\": [\n{\"b\": 1},\n{\"b\": {\n\"c\": 2}\n}\n]}",
      "{\n\"a\":\n{\"b\": 3}\n}",
      "{\"vain\": [\n{\"b\": 1},\n{\"b\": 2},", #"{"late": {"x": 1, "x": 2}}"#, #"{'a': 1}"#,
      #"{"chosen": "a", "rejected": "a"}"#,
      #"{"images": ["a"], "text": "b"}"#, "{\"b\": \"\u{FEFF}\"}", "\u{FEFF}{\"b\": 1}",
    ]
    let ends = ["\n", "\n", "\n", "\r\n", "\r"]
    return "\u{FEFF}{}\n"
      + (0..<400).map { _ in
        (lines.randomElement(using: &random) ?? "") + (ends.randomElement(using: &random) ?? "")
      }.joined()
  }
}
