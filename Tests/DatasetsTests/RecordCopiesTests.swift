import ByteScan
import Testing

@testable import Datasets
@testable import Syntax

/// Records that are the same byte for byte.
@Suite struct RecordCopiesTests {
  /// `fixtures/goldens/record_hashes.tsv`: by xxhash from PyPI.
  @Test func hashesAreThoseOfXXH3() throws {
    let rows = try golden("record_hashes.tsv")
    #expect(rows.count > 300)
    for row in rows {
      let length = try #require(Int(row[0]))
      // Zeros around it would be seen if they were read, and it begins at an odd address or not.
      let text = (0..<length).map {
        UInt8(truncatingIfNeeded: (UInt32(truncatingIfNeeded: $0) &* 2_654_435_761) >> 13)
      }
      for offset in 0..<2 {
        let bytes = [UInt8](repeating: 0xA5, count: offset) + text + [0x5A]
        let hash = bytes.withUnsafeBufferPointer { buffer in
          buffer.baseAddress.map { bytescan_hash_of($0 + offset, length) }
        }
        let digits = [hash?.second, hash?.first].map { word in
          let digits = String(word ?? 0, radix: 16)
          return String(repeating: "0", count: 16 - digits.count) + digits
        }
        #expect(digits.joined() == row[1], "\(length) bytes")
      }
    }
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

  @Test(arguments: [0, 1, 17, 4095, 4096, 20_000], [0x0000_0000_0000_FFFF, UInt64.max])
  func printsAreSorted(count: Int, mask: UInt64) {
    var random = SeededGenerator(state: UInt64(count))
    let prints = (0..<count).map { index in
      RecordPrint(
        hash: UInt64.random(in: 0...UInt64.max, using: &random) & mask, moreHash: UInt32(index % 3),
        record: 1,
        line: 1, column: 1, offset: Int.random(in: 0..<count, using: &random))
    }
    let run = PrintRun(ordered: prints)
    run.sort()
    #expect((0..<run.count).map { run[$0] } == prints.sorted(by: RecordPrint.precedes))
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
        try FileSegments(reader, "a.jsonl", ScanLimits(), segmentBytes: min(segmentBytes, reader.size / 2)))
      for threads in [1, 3] {
        let repeats = try SegmentScan("a.jsonl", reader, ObservationPlan(.copies), ScanLimits(), segments)
          .profile(
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
      whole.merge(try DatasetScanner.profile(path, source: source, observing: [.copies, .fields]))
    }
    return whole
  }
}
