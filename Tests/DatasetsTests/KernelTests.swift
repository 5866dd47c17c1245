import ByteScan
import Testing

@testable import Datasets
@testable import Syntax

/// The kernels find the same structure; and what they and the walk take for JSON is what the parser takes for JSON.
@Suite struct KernelTests {
  @Test(arguments: 0..<60)
  func kernelsAgree(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let bytes = Self.text(&random, count: 2000)
    for start in [0, 1, 37] {
      for end in [start, start + 1, start + 63, start + 64, start + 65, 1000, bytes.count] {
        let expected = Self.index(bytes, start, end, .portable)
        for kernel in ScanKernel.allCases where kernel.isAvailable {
          #expect(Self.index(bytes, start, end, kernel) == expected, "\(kernel) \(start)..<\(end)")
        }
      }
    }
  }

  @Test(arguments: 0..<200)
  func linesAreTakenAsTheParserTakesThem(seed: UInt64) throws {
    var random = SeededGenerator(state: 1000 + seed)
    let lines = (0..<40).map { _ in Self.line(&random) }
    let bytes = Array(lines.joined(separator: [0x0A]))
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      var window = BlockWindow(MemoryBlock(bytes: bytes), TextRange(0, bytes.count), ScanLimits())
      var index = try Self.index(&window, kernel)
      var start = 0
      for line in lines {
        let end = start + line.count
        let expected = Self.parsed(line)
        switch index.readLine(window.bytes, from: start, isLast: true) {
        case .record(let stop):
          #expect(stop == end)
          #expect(Self.summary(window.bytes, index.nodes) == expected, "\(kernel): \(Self.show(line))")
        case .blank(let stop):
          #expect(stop == end && line.allSatisfy { $0 == 0x20 || $0 == 0x09 })
        case .unsure(let stop):
          #expect(stop == end, "\(kernel): \(Self.show(line))")
        case .cut: Issue.record("cut: \(Self.show(line))")
        }
        start = end + 1
      }
    }
  }

  /// What is passed over are the lines that a reading takes for records, up to the first that is none.
  @Test(arguments: 0..<200)
  func linesArePassedAsTheyAreRead(seed: UInt64) throws {
    var random = SeededGenerator(state: 3000 + seed)
    let good = (0..<Int.random(in: 0..<4, using: &random)).map { #"{"a": [\#($0), "é\\n", {"b": null}]}"# }
    let odd = seed % 4 == 0 ? [[]] : (0..<6).map { _ in Self.line(&random) }
    let lines = good.map { Array($0.utf8) } + odd
    let bytes = Array(lines.joined(separator: [0x0A]))
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      var window = BlockWindow(MemoryBlock(bytes: bytes), TextRange(0, bytes.count), ScanLimits())
      var read = try Self.index(&window, kernel)
      var passing = try Self.index(&window, kernel)
      var start = 0
      var expected = 0
      while case .record(let end) = read.readLine(window.bytes, from: start, isLast: true),
        read.nodes[0].isObject, window.bytes[end] == 0x0A
      {
        start = end + 1
        expected += 1
      }
      let passed = passing.passRecords(window.bytes, from: 0)
      #expect(passed == (expected, start), "\(kernel)")
      #expect(seed % 4 != 0 || expected == good.count)
      // What stands behind is read as before.
      if case .record(let end) = passing.readLine(window.bytes, from: passed.end, isLast: true) {
        #expect(end > start)
      }
    }
  }

  /// Where a long text of ASCII has another code point, blocks before it have been taken as if there were none.
  @Test func codePointsAmidASCIIAreChecked() throws {
    for length in [0, 4000, 20_000, 20_480, 70_000, 70_001] {
      for ending in [[0xC3], [0xC3, 0xA9], [0xE4, 0xBD], [0xF0, 0x9F, 0x98, 0x80], [0x80]] as [[UInt8]] {
        let bytes =
          Array(repeating: UInt8(ascii: "a"), count: length) + ending
          + Array(repeating: UInt8(ascii: " "), count: 30_000)
        let expected = Self.index(bytes, 0, bytes.count, .portable)
        for kernel in ScanKernel.allCases where kernel.isAvailable {
          #expect(Self.index(bytes, 0, bytes.count, kernel) == expected, "\(kernel) \(length)")
        }
      }
    }
  }

  /// Long texts and what stands between them are taken in other ways, by what stood before.
  @Test(arguments: 0..<30)
  func textAndStructureMayTakeTurns(seed: UInt64) {
    var random = SeededGenerator(state: 7000 + seed)
    let fillers = [
      "words, \(seed) {of} [a]: text ", "é中文，字", "\\n and \\u00e9 \\\" ", "[1,{\"a\":\"b\"},null],", "\n",
    ]
    var bytes: [UInt8] = []
    while bytes.count < 60_000 {
      let filler = Array(fillers[Int.random(in: 0..<fillers.count, using: &random)].utf8)
      let times = Int.random(in: 1..<[3, 30, 900].randomElement(using: &random)!, using: &random)
      let isString = Bool.random(using: &random)
      bytes += [UInt8](repeating: 0x22, count: isString ? 1 : 0)
      for _ in 0..<times { bytes += filler }
      if Int.random(in: 0..<4, using: &random) == 0 {
        bytes.append([0x80, 0x01, 0x5C].randomElement(using: &random)!)
      }
      bytes += [UInt8](repeating: 0x22, count: isString ? 1 : 0)
    }
    let expected = Self.index(bytes, 0, bytes.count, .portable)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      let found = Self.index(bytes, 0, bytes.count, kernel)
      #expect(found[0] == expected[0], "\(kernel)")
      #expect(Set(found[1]).isSuperset(of: expected[1]), "\(kernel)")
    }
  }

  /// What is in doubt is slow, so little may be.
  @Test func goodLinesAreNotDoubted() throws {
    let lines = [
      #"{"a": [1, -2.5e3, true, false, null, {}, [], "b\n\u0041\ud83d\ude00"], "é": {"c": "\\"}}"#, #"{}"#,
      #""text""#, "12", "[[], [[]]]", #" {"a" : "b" } "#, #"{"k": "\ud000 \uDBFF\uDFFF \\ud800"}"#,
    ]
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      var window = BlockWindow(MemoryBlock(bytes: bytes), TextRange(0, bytes.count), ScanLimits())
      var index = try Self.index(&window, kernel)
      var start = 0
      for line in lines {
        guard case .record(let end) = index.readLine(window.bytes, from: start, isLast: true) else {
          Issue.record("\(kernel): \(line)")
          return
        }
        start = end + 1
      }
    }
  }

  /// Each of the four digits is looked at wherever the blocks of 64 bytes end.
  @Test func escapesAreCheckedAcrossBlocks() throws {
    for length in 0..<140 {
      for escape in ["\\u004Z", "\\u00Z4", "\\u0Z04", "\\uZ004", "\\u004\""] {
        let line = "{\"a\": \"" + String(repeating: "a", count: length) + escape + "\"}"
        #expect(try profile("{}\n\(line)\n").unreadableRecords == 1, "\(line)")
      }
    }
  }

  /// A string that a line's end closed has no part in those behind it.
  @Test func escapesOfAnUnfinishedStringAreForgotten() throws {
    for length in 0..<140 {
      let line = "{\"prompt\": \"x\\n" + String(repeating: "b", count: length)
      for space in [0, 1, 30, 61, 62, 63, 64] {
        let next = "{" + String(repeating: " ", count: space) + #""pr\u006fmpt": "q", "prompt": "r"}"#
        #expect(try profile("{}\n\(line)\n\(next)\n").duplicateKeys.records.count == 1, "\(length) \(space)")
      }
    }
  }

  /// An index of all that a window may load.
  private static func index(_ window: inout BlockWindow, _ kernel: ScanKernel) throws -> StructuralIndex {
    var index = StructuralIndex(kernel: kernel)
    _ = try window.extend()
    index.cover(window)
    return index
  }

  private static func index(_ bytes: [UInt8], _ start: Int, _ end: Int, _ kernel: ScanKernel) -> [[UInt32]] {
    var offsets = [UInt32](repeating: 0, count: end - start + 64)
    var suspects = [UInt32](repeating: 0, count: (end - start) / 64 + 1)
    let counts = kernel.indexer(bytes, start, end, &offsets, &suspects)
    return [Array(offsets.prefix(Int(counts.offsets))), Array(suspects.prefix(Int(counts.suspects)))]
  }

  /// The nodes of a line as the parser makes them; nil where it is not JSON, or oddly so.
  private static func parsed(_ line: [UInt8]) -> [String]? {
    var padded = line + [UInt8](repeating: 0, count: 32)
    return padded.withUnsafeMutableBufferPointer { buffer in
      guard let text = buffer.baseAddress else { return nil }
      var map = RecordMap()
      let parser = RecordParser(text: text, end: line.count)
      guard case .value(let next) = parser.read(from: 0, into: &map), parser.skipSpace(next) == line.count,
        map.loneSurrogate == nil, map.notANumber == nil
      else { return nil }
      return summary(text, map.nodes)
    }
  }

  /// Kind, text and nesting of every node.
  private static func summary(_ text: UnsafePointer<UInt8>, _ nodes: UnsafePointer<RecordNode>) -> [String] {
    let root = RecordValue(text: text, nodes: nodes, index: 0)
    return (0..<root.next).map { index in
      let value = root.at(index)
      return
        "\(value.rawKind) \(value.next) \(value.hasEscapes) \(String(decoding: value.bytes, as: UTF8.self))"
    }
  }

  private static func show(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self) }

  private static let alphabet: [[UInt8]] =
    [
      "{", "}", "[", "]", "\"", "\"", "\"", ":", ",", "\\", "\\\\", "\\u", "\\ud83d", "\\ude00", "\\n", " ",
      "a", "d", "é", "字", "😀", "1", "-", "0.5", "e3", "true", "null", "\t",
    ]
    .map { Array($0.utf8) } + [
      [0x00], [0x0C], [0x1A], [0x1F], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE4, 0xBD], [0xC0, 0xAF], [0xFF],
    ]

  private static func text(_ random: inout SeededGenerator, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let isLine = Int.random(in: 0..<6, using: &random) == 0
      bytes +=
        isLine
        ? line(&random) + [[0x0A], [0x0D], [0x0D, 0x0A]][Int.random(in: 0..<3, using: &random)]
        : alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
    }
    return Array(bytes.prefix(count))
  }

  /// A record, mostly with something changed in it.
  private static func line(_ random: inout SeededGenerator) -> [UInt8] {
    var line = Array(value(&random, depth: 0).utf8)
    for _ in 0..<[0, 0, 1, 1, 2, 5].randomElement(using: &random)! where !line.isEmpty {
      let place = Int.random(in: 0..<line.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: line.remove(at: place)
      case 1: line.insert(contentsOf: alphabet.randomElement(using: &random)!, at: place)
      default: line.replaceSubrange(place...place, with: alphabet.randomElement(using: &random)!)
      }
    }
    return line.filter { $0 != 0x0A && $0 != 0x0D }
  }

  private static func value(_ random: inout SeededGenerator, depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 4 ? 4 : 7), using: &random) {
    case 0: return ["1", "-2.5e+3", "0", "true", "false", "null", "NaN"].randomElement(using: &random)!
    case 1, 2, 3:
      let pieces = [
        "abc", "é", "字字字", "😀", "\\n", "\\\"", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\\\", "{", ", ", " ",
      ]
      return "\""
        + (0..<Int.random(in: 0..<30, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
        + "\""
    case 4:
      return "["
        + (0..<Int.random(in: 0..<5, using: &random)).map { _ in value(&random, depth: depth + 1) }
        .joined(separator: [",", ", ", " ,\t"].randomElement(using: &random)!) + "]"
    default:
      return "{"
        + (0..<Int.random(in: 0..<5, using: &random)).map {
          "\"k\($0)\": " + value(&random, depth: depth + 1)
        }
        .joined(separator: ", ") + "}"
    }
  }
}
