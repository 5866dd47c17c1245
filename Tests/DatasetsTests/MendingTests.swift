import Foundation
import Syntax
import Testing

@testable import Datasets

/// What each fault becomes, byte for byte.
@Suite struct MendingTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let old: String
    let new: String
    var path = "train.jsonl"
    var testDescription: String { name }
  }

  private static let bom = "\u{FEFF}"

  static let cases = [
    Case(name: "nothing to do", old: "{\"a\": 1}\n\n {\"b\": 2} \n", new: "{\"a\": 1}\n\n {\"b\": 2} \n"),
    Case(name: "trailing comma, object", old: "{\"a\": 1 , }\n{\"a\":2}\n", new: "{\"a\": 1  }\n{\"a\":2}\n"),
    Case(name: "trailing comma, array", old: "{\"a\": [\"x\",]}\n", new: "{\"a\": [\"x\"]}\n"),
    Case(name: "trailing commas, nested", old: "{\"a\": [[1,],{},],}\n", new: "{\"a\": [[1],{}]}\n"),
    Case(name: "comma in a string", old: "{\"a\": \",}\",}\n", new: "{\"a\": \",}\"}\n"),
    Case(name: "escaped quote", old: "{\"a\\\"\": \"\\\\\",}\n", new: "{\"a\\\"\": \"\\\\\"}\n"),
    Case(name: "comma behind a record", old: "{\"a\": 1},\n{\"a\": 2} , \n", new: "{\"a\": 1}\n{\"a\": 2}\n"),
    Case(name: "two records on a line", old: "{\"a\": 1} {\"a\": 2}\n", new: "{\"a\": 1}\n{\"a\": 2}\n"),
    Case(name: "three with commas", old: "{\"a\":1},{},{\"a\":3},\n", new: "{\"a\":1}\n{}\n{\"a\":3}\n"),
    Case(name: "marks of cat", old: "{}\n\(bom){\"a\": 1}\n\(bom)\(bom){}", new: "{}\n{\"a\": 1}\n{}"),
    Case(
      name: "cat without a line end", old: "{\"a\": 1}\(bom){\"a\": 2}\n", new: "{\"a\": 1}\n{\"a\": 2}\n"),
    Case(name: "cat of an empty file", old: "{}\n\(bom)\n{}\n\(bom)", new: "{}\n{}\n"),
    Case(name: "mark at the start", old: "\(bom){\"a\": \"\(bom)\"}\n", new: "{\"a\": \"\(bom)\"}\n"),
    Case(name: "two marks at the start", old: "\(bom)\(bom){\"a\": 1}\n", new: "{\"a\": 1}\n"),
    Case(
      name: "control characters", old: "{\"a\": \"x\ty\u{1}\u{1F}\u{8}\u{C}\", \"b\tc\": \"模\t\"}\n",
      new: "{\"a\": \"x\\ty\\u0001\\u001f\\b\\f\", \"b\\tc\": \"模\\t\"}\n"),
    Case(
      name: "several lines", old: "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\" :\n {}\n}\n{}\n",
      new: "{\"a\": [1, 2], \"b\" : {}}\n{}\n"),
    Case(
      name: "lines within that open others",
      old: "{\"a\": [\n{\"b\": 1},\n{\"b\": 2}\n]}\n{\n\"a\": [\n[\n1\n]\n]\n}\n{\"a\": [\n{\"b\": 1},\n",
      new: "{\"a\": [{\"b\": 1}, {\"b\": 2}]}\n{\"a\": [[1]]}\n{\"a\": [\n{\"b\": 1}\n"),
    Case(
      name: "all at once", old: "{\n\"a\": \"\t\",\n\"b\": NaN,\n},\n\(bom){}{\"c\": [\"]\",]}",
      new: "{\"a\": \"\\t\", \"b\": NaN}\n{}\n{\"c\": [\"]\"]}"),
    Case(
      name: "array", old: "[{\"a\": 1}, {\"a\": 2},\n {\n\"a\": 3}\n]",
      new: "{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n"),
    Case(
      name: "array with faults", old: "\(bom)[\n{\"a\": \"\n\"},\n{\"b\": [1,],},\n]\n",
      new: "{\"a\": \"\\n\"}\n{\"b\": [1]}\n"),
    Case(
      name: "array under json", old: "[\n  {\"a\": \"\t\"},\n  {\n  \"b\": 1,\n  },\n]\n",
      new: "[\n  {\"a\": \"\\t\"},\n  {\n  \"b\": 1\n  }\n]\n", path: "train.json"),
    Case(
      name: "what is in doubt stays beside what is not",
      old: "{'a': 1,}\n{\"a\": 1,}\n{\"a\": [,]}\n{\"a\": [1,,]}\n{\"a\":,}\n{\"a\": \"\u{0}\"}\n"
        + "{\"a\": \"\\\t\"}\n{\"a\": 1} 2\n{\"a\": 1},,\n{\"a\": \"x\n",
      new: "{'a': 1,}\n{\"a\": 1}\n{\"a\": [,]}\n{\"a\": [1,,]}\n{\"a\":,}\n{\"a\": \"\u{0}\"}\n"
        + "{\"a\": \"\\\t\"}\n{\"a\": 1} 2\n{\"a\": 1},,\n{\"a\": \"x\n"),
    Case(
      name: "numbers on two lines", old: "{\"a\": [1\n2],\n\"b\": [3,]}\n",
      new: "{\"a\": [1\n2],\n\"b\": [3,]}\n"),
    Case(name: "arrays a line", old: "[1]\n[2,]\n{\"a\": 1,}\n", new: "[1]\n[2,]\n{\"a\": 1}\n"),
    Case(
      name: "array with text behind it", old: "[{\"a\": 1}]\n[{\"a\": 2,}]\n",
      new: "[{\"a\": 1}]\n[{\"a\": 2,}]\n"),
    Case(
      name: "array with what is in doubt", old: "[{\"a\": 'x'},\n{\"a\": 1,},\n{\"a\": 2},\n]",
      new: "[{\"a\": 'x'},\n{\"a\": 1},\n{\"a\": 2}\n]"),
    Case(name: "array of other things", old: "[1, {\"a\": 2}]\n", new: "[1, {\"a\": 2}]\n"),
    Case(name: "empty array", old: "[]\n", new: "[]\n"),
  ]

  @Test(arguments: cases) func becomes(_ example: Case) throws {
    try expect(Array(example.old.utf8), toBecome: Array(example.new.utf8), example)
  }

  /// The same where lines end in CR LF, behind a mark, beside text of many bytes, and without a last line end.
  @Test(arguments: cases) func becomesInEveryForm(_ example: Case) throws {
    func crlf(_ text: String) -> [UInt8] { text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
    // A raw line break in a string is content.
    let isTwoBytes = example.new.contains("\\n")
    if !isTwoBytes {
      try expect(crlf("{}\n" + example.old), toBecome: crlf("{}\n" + example.new), example, isAlone: false)
    }
    guard !example.old.hasPrefix("["), !example.old.hasPrefix(Self.bom) else { return }
    try expect(Array((Self.bom + example.old).utf8), toBecome: Array(example.new.utf8), example)
    let wide = "{\"模型\": \"ñandú 🤖 e\u{301}\"}\n"
    try expect(Array((wide + example.old).utf8), toBecome: Array((wide + example.new).utf8), example)
    guard example.old.last == "\n", example.new.last == "\n", example.old.suffix(2) != "\n\n" else { return }
    try expect(Array(example.old.utf8.dropLast()), toBecome: Array(example.new.utf8.dropLast()), example)
  }

  /// Every fault at every place around an edge of the blocks that are read.
  @Test(arguments: [64, 100]) func faultsOverBlockEdges(block: Int) throws {
    for example in Self.cases where example.path == "train.jsonl" && !example.old.hasPrefix("[") {
      guard !example.old.hasPrefix(Self.bom) else { continue }
      for distance in 0...block { try expectOverEdge(example.old, example.new, distance, block) }
    }
  }

  /// The same with the blocks that are really read and written.
  @Test func faultsOverEdgesOfLargeBlocks() throws {
    let clear = Self.cases.filter {
      $0.path == "train.jsonl" && !$0.old.hasPrefix("[") && !$0.old.hasPrefix(Self.bom) && $0.old.last == "\n"
        && !$0.name.hasPrefix("what is in doubt")
    }
    let (old, new) = (clear.map(\.old).joined(), clear.map(\.new).joined())
    for distance in stride(from: 0, to: old.utf8.count, by: 13) {
      try expectOverEdge(old, new, distance, 1 << 20)
    }
  }

  /// `old` starts so many bytes before the edge.
  private func expectOverEdge(_ old: String, _ new: String, _ distance: Int, _ block: Int) throws {
    let length = block - distance
    guard length >= 9 || length == 0 else { return }
    let padding = length == 0 ? "" : "{\"t\":\"" + String(repeating: "x", count: length - 9) + "\"}\n"
    var limit = ScanLimits()
    limit.blockBytes = block
    let (mended, _) = try mend(Array((padding + old).utf8), as: "train.jsonl", limit: limit)
    #expect(
      mended == Array((padding + new).utf8), "\(old.debugDescription), \(distance) bytes before the edge")
  }

  private func expect(_ old: [UInt8], toBecome new: [UInt8], _ example: Case, isAlone: Bool = true) throws {
    if !isAlone, example.old.hasPrefix("[") || example.old.hasPrefix(Self.bom) { return }
    let (mended, mending) = try mend(old, as: example.path)
    let shown = String(decoding: mended, as: UTF8.self)
    #expect(mended == new, "\(example.name) gave \(shown.debugDescription)")
    #expect(mending.changesAnything == (old != new))
    let (again, second) = try mend(mended, as: example.path)
    #expect(again == mended && !second.changesAnything, "a second time changes \(example.name)")
    for block in [64, 100] {
      var limit = ScanLimits()
      limit.blockBytes = block
      #expect(try mend(old, as: example.path, limit: limit).bytes == mended, "\(example.name) by \(block)")
    }
  }

  @Test func onlyWhatIsAskedForIsDone() throws {
    let old = "\(Self.bom){\"a\": 1},\n{\"a\": 2,}\n"
    let repair = DatasetRepair("train.jsonl", kinds: [.trailingComma])
    #expect(try mend(Array(old.utf8), repair).bytes == Array("\(Self.bom){\"a\": 1},\n{\"a\": 2}\n".utf8))
  }

  @Test func countsAreOfWhatWasMended() throws {
    let old = "\(Self.bom){\"a\": 1,}\n{\"a\": [2,],}\n{\"a\": 1}{\"b\": NaN}\n{'a': 1}\n"
    let mending = try mend(Array(old.utf8), as: "train.jsonl").mending
    #expect(mending.mended == [.trailingComma: 2, .secondRecord: 1])
    #expect(mending.left == [.notANumber: 1, .singleQuotes: 1])
    #expect(mending.records == 5 && mending.unreadable == 1 && mending.droppedMark)
    #expect(mending.firstChanges.map(\.old).first == "{\"a\": 1,}")
    #expect(mending.firstChanges.map(\.offset).first == 10)
  }

  /// A record that is too long to be read is copied as it is.
  @Test func longRecordsAreCopied() throws {
    var limit = ScanLimits()
    limit.blockBytes = 64
    limit.recordBytes = 1000
    let long = "{\"a\": \"" + String(repeating: "x", count: 5000) + "\",}\n"
    let (mended, mending) = try mend(
      Array(("{\"a\": 1,}\n" + long + "{\"a\": 2,}\n").utf8), as: "train.jsonl", limit: limit)
    #expect(mended == Array(("{\"a\": 1}\n" + long + "{\"a\": 2}\n").utf8))
    #expect(mending.left == [.tooLong: 1])
  }

  /// Elements whose ends are looked for in vain cost time that grows with the file only.
  @Test func brokenElementsWithoutEndTakeLinearTime() throws {
    let old = "[" + String(repeating: "{\"a\": tru, \"b\": [\n", count: 20_000)
    let (mended, _) = try mend(Array(old.utf8), as: "train.json")
    #expect(mended == Array(old.utf8))
  }

  @Test func anOutputThatFailsIsTold() throws {
    let old = Array(String(repeating: "{\"a\": 1,}\n", count: 300_000).utf8)
    #expect(throws: FileError.permissionDenied) {
      try DatasetMender.mend(
        MemoryBlock(bytes: old), as: all("train.jsonl"), into: FailingSink(after: 1 << 20))
    }
  }

  @Test func aFileThatBecomesShorterIsTold() throws {
    let old = Array(String(repeating: "{\"a\": 1,}\n", count: 30_000).utf8)
    for size in [0, 100_000, old.count - 1] {
      #expect(throws: FileError.changedWhileReading) {
        try DatasetMender.mend(
          ShrunkBlock(bytes: old, left: size), as: all("train.jsonl"), into: CollectedBytes())
      }
    }
  }
}

/// A repair of all that can be mended.
func all(_ path: String) -> DatasetRepair {
  DatasetRepair(path, kinds: DatasetRepair.mendableKinds, dropsMark: true, makesLines: path.hasSuffix("l"))
}

func mend(
  _ bytes: [UInt8], as path: String, limit: ScanLimits = ScanLimits()
) throws -> (bytes: [UInt8], mending: DatasetMending) {
  try mend(bytes, all(path), limit: limit)
}

/// Mends bytes in memory; what comes out holds what it should.
func mend(
  _ bytes: [UInt8], _ repair: DatasetRepair, limit: ScanLimits = ScanLimits()
) throws -> (bytes: [UInt8], mending: DatasetMending) {
  let output = CollectedBytes()
  let mending = try DatasetMender.mend(MemoryBlock(bytes: bytes), as: repair, into: output, limit: limit)
  if limit.recordBytes == ScanLimits().recordBytes {
    let difference = try DatasetMender.difference(of: output, from: mending, repair, threads: 1)
    #expect(difference == nil, "\(String(decoding: bytes.prefix(3000), as: UTF8.self).debugDescription)")
  }
  return (output.bytes, mending)
}

/// Takes so many bytes and no more.
private final class FailingSink: ByteSink {
  private var left: Int
  init(after count: Int) { left = count }

  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    left -= bytes.count
    if left < 0 { throw .permissionDenied }
  }
  func restart() {}
}

/// A file that has lost its end since it was opened.
private struct ShrunkBlock: BlockReader {
  let bytes: [UInt8]
  let left: Int
  var size: Int { bytes.count }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    let count = max(0, min(buffer.count, left - offset))
    buffer.copyBytes(from: bytes[min(offset, left)..<min(offset, left) + count])
    return count
  }
}
