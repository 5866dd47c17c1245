import ByteScan
import Testing

@testable import Datasets
@testable import Syntax

/// Records that are the same byte for byte.
@Suite struct RecordCopiesTests {
  /// By mmh3 5 from PyPI: `mmh3.hash64(text.encode(), 0, True, signed=False)`.
  @Test(
    arguments: [
      ("", 0, 0), ("a", 0x8555_5565_f659_7889, 0xe6b5_3a48_510e_895a),
      ("hello", 0xcbd8_a7b3_41bd_9b02, 0x5b1e_906a_48ae_1d19),
      ("0123456789abcdef", 0x4be0_6d94_cf4a_d1a7, 0x87c3_5b5c_63a7_08da),
      ("0123456789abcdefg", 0x8e32_612d_aa45_f9de, 0x800f_4c20_6c37_2ee),
      (String(repeating: "é", count: 40), 0x176f_1119_0e9f_15fd, 0x4bec_d016_6009_0c33),
    ] as [(String, UInt64, UInt64)])
  func hashesAreMurmurs(text: String, first: UInt64, second: UInt64) {
    let bytes = Array(text.utf8)
    let hash = bytes.withUnsafeBufferPointer { buffer in
      withUnsafePointer(to: UInt8(0)) { bytescan_hash_of(buffer.baseAddress ?? $0, buffer.count) }
    }
    #expect((hash.first, hash.second) == (first, second))
  }

  @Test func aCopyIsNamedWithItsOriginal() throws {
    let profile = try observed([
      "a.jsonl": "{\"a\": 1}\n{\"b\": 2}\n  {\"a\": 1}\t\n{\"a\":1}\n{\"b\": 2}\n{\"a\": 1}"
    ])
    let repeats = profile.copies.repeats
    #expect(repeats.count == 3)
    #expect(repeats.first.map(\.place.line) == [3, 5, 6])
    #expect(repeats.first.map(\.place.column) == [3, 1, 1])
    #expect(repeats.first.map(\.place.record) == [3, 5, 6])
    #expect(repeats.first.map(\.original.line) == [1, 2, 1])
    #expect(profile.copies.records == 6)
  }

  @Test func filesAndArraysAreComparedWithEachOther() throws {
    let profile = try observed([
      "a.json": "[\n  {\"a\": 1}, {\"b\": 2},\n  {\"a\": 1}\n]", "b.jsonl": "{\"c\": 3}\n{\"b\": 2}\n",
    ])
    let repeats = profile.copies.repeats
    #expect(
      repeats.first.map { "\($0.place.path):\($0.place.line):\($0.place.column)" } == [
        "a.json:3:3", "b.jsonl:2:1",
      ])
    #expect(
      repeats.first.map { "\($0.original.path):\($0.original.line):\($0.original.column)" } == [
        "a.json:2:3", "a.json:2:13",
      ])
  }

  @Test(arguments: 0..<4)
  func manyCopiesAreCountedWhateverTheParts(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    var lines: [String] = []
    var seen: [String: Int] = [:]
    var expected: [[Int]] = []
    for line in 1...5000 {
      let text = "{\"id\": \(Int.random(in: 0..<2500, using: &random))}"
      if let original = seen[text] { expected.append([line, original]) } else { seen[text] = line }
      lines.append(text)
    }
    let reader = MemoryBlock(bytes: Array(lines.joined(separator: "\n").utf8))
    for segmentBytes in [1 << 20, 4000, 300] {
      let segments = try #require(
        try FileSegments(reader, ScanLimits(), segmentBytes: min(segmentBytes, reader.size / 2)))
      for threads in [1, 3] {
        let repeats = try SegmentScan("a.jsonl", reader, .copies, ScanLimits(), segments).profile(
          threads: threads
        )
        .copies.repeats
        #expect(repeats.count == expected.count)
        #expect(repeats.first.map { [$0.place.line, $0.original.line] } == Array(expected.prefix(5)))
        #expect(
          repeats.first.map { [$0.place.record ?? 0, $0.original.record ?? 0] } == Array(expected.prefix(5)))
      }
    }
  }

  @Test func whatTwoSetsShareIsNamedWithTheFirstOfBoth() throws {
    let train = try observed(["t.jsonl": "{\"a\": 1}\n{\"b\": 2}\n{\"b\": 2}\n{\"c\": 3}\n"])
    let dev = try observed(["d.jsonl": "{\"b\": 2}\n{\"d\": 4}\n{\"c\": 3}\n{\"b\": 2}"])
    let shared = train.copies.shared(with: dev.copies)
    #expect(shared.count == 3)
    #expect(shared.first.map { [$0.place.line, $0.original.line] } == [[1, 2], [3, 4], [4, 2]])
    #expect(
      dev.copies.shared(with: train.copies).first.map { [$0.place.line, $0.original.line] } == [
        [2, 1], [3, 1], [4, 3],
      ])
    #expect(train.copies.shared(with: RecordCopies()).count == 0)
    #expect(RecordCopies().shared(with: train.copies).count == 0)
  }

  private func observed(_ files: [String: String]) throws -> Profile {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: files.mapValues { Array($0.utf8) })
    var whole = Profile()
    for path in files.keys.sorted().reversed() {
      whole.merge(try DatasetScanner.profile(path, source: source, observing: .copies))
    }
    return whole
  }
}
