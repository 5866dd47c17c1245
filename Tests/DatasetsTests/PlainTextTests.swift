import Foundation
import Testing

@testable import Datasets
@testable import Syntax

/// Plain text is one record a line, as the text loader of `datasets` takes it.
@Suite struct PlainTextTests {
  private struct File: Decodable {
    let pieces: [[Piece]]
    var latin1: Bool?
    var name: String?
    var arguments: [String: Argument]?
  }

  /// A text, or how often it stands.
  private enum Piece: Decodable {
    case text(String)
    case count(Int)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let count = try? value.decode(Int.self) {
        self = .count(count)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  /// Only that it is there counts.
  private struct Argument: Decodable {
    init(from decoder: any Decoder) throws {}
  }

  /// Read otherwise here, and why.
  private static let apart: Set<String> = [
    // What opens an object or an array of them is read as JSON, whatever the name says.
    "JSON lines", "a list of JSON",
    // The loader unpacks it.
    "gzip",
    // Nothing at all is a file without records here, and refused there.
    "empty",
  ]

  /// `fixtures/goldens/text_loaders.tsv` says what `datasets` makes of texts: the reader finds the same lines, with as many
  /// characters, and something wrong in those that it refuses.
  @Test func textsAreReadAsTheLoaderReadsThem() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../fixtures/goldens")
    let files = try JSONDecoder().decode(
      [String: File].self, from: Data(contentsOf: folder.appending(path: "text_files.json")))
    let rows = try golden("text_loaders.tsv")
    #expect(rows.count == 3 * files.count && Set(rows.map { $0[1] }) == ["2.14.7", "3.6.0", "5.2.0"])
    var compared = 0
    for (name, file) in files where !Self.apart.contains(name) {
      guard file.name == nil, file.arguments == nil else { continue }
      compared += 1
      let profile = try read(content(file), threads: compared % 3 + 1)
      let lengths = profile.fields["text"]?.values.lengths
      let found = [profile.records, lengths?.total ?? 0, lengths?.longest ?? 0].map(String.init)
      for row in rows where row[0] == name {
        if row[2] == "refuses" {
          #expect(profile.faults.hidingRecords > 0, "\(name) \(row[1])")
          continue
        }
        #expect(found == Array(row[4...6]) && row[3] == "text", "\(name) \(row[1])")
        #expect(profile.faults.count == 0 && profile.isComplete, "\(name)")
        #expect(profile.format?.format == .text && profile.columns.isClosed)
        #expect(profile.files.map(\.container) == [.plainText])
      }
    }
    #expect(compared == 50)
  }

  @Test func placesAreThoseOfTheFile() throws {
    let profile = try read(
      Array("\u{FEFF}é one\r\n\nb\rb\n\u{2028}x\u{FF}".utf8.dropLast(2)) + [0xFF, 0x0A, 0x62])
    #expect(profile.records == 6 && profile.unreadableRecords == 1)
    #expect(faults(profile) == ["5:3 invalid-utf8"])
    #expect(profile.faults.first.first?.place.record == 5)
    #expect(profile.copies.repeats.first.map { "\($0.place.line) \($0.original.line)" } == ["4 3", "6 3"])
    #expect(profile.fields["text"]?.firstPlace?.range == TextRange(3, 9))
    #expect(profile.lengths.shortest == 0 && profile.files[0].hasByteOrderMark)
  }

  @Test func blankLinesAreNoCopies() throws {
    let profile = try read(Array("a\n\n\n \n \nb\na\n".utf8))
    #expect(profile.records == 7 && profile.emptyLines.count == 0)
    #expect(profile.copies.repeats.count == 1)
  }

  /// Lines longer than a record may be are left out, whatever stands around them.
  @Test func tooLongLinesAreLeftOut() throws {
    var limit = ScanLimits()
    (limit.recordBytes, limit.blockBytes) = (100, 64)
    let text = "a\n" + String(repeating: "x", count: 1000) + "\r\nb\n"
    let profile = try DatasetScanner.profile("a.txt", source: source(Array(text.utf8)), limit: limit)
    #expect(profile.records == 3 && faults(profile) == ["2:1 too-long"] && profile.unreadableRecords == 1)
    #expect(profile.files[0].parts.map(\.lines) == [3])
  }

  /// What a limit cuts is not looked at.
  @Test func partsOfAFileEndWithAWholeLine() throws {
    var limit = ScanLimits()
    limit.fileBytes = 6
    let profile = try DatasetScanner.profile("a.txt", source: source(Array("one\ntwo\n".utf8)), limit: limit)
    #expect(profile.records == 1 && profile.files[0].bytesRead == 4 && !profile.isComplete)
  }

  @Test(arguments: 0..<8)
  func blocksAndSegmentsDoNotShow(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let bytes = Self.sample(&random)
    let whole = try read(bytes)
    for block in [64, 65, 100] {
      var limit = ScanLimits()
      limit.blockBytes = block
      #expect(
        try DatasetScanner.profile("a.txt", source: source(bytes), observing: .all, limit: limit) == whole)
    }
    let reader = MemoryBlock(bytes: bytes)
    let opening = try FileOpening(reader, "a.txt", ScanLimits())
    for segmentBytes in [1, 50, 700] {
      let segments = try FileSegments(
        reader, TextRange(0, bytes.count), opening, segmentBytes: segmentBytes)
      #expect(segments.ranges.count > 1 && segments.ranges.reduce(0) { $0 + $1.count } == bytes.count)
      for threads in [1, 2, 7] {
        let scan = SegmentScan("a.txt", reader, ObservationPlan(.all), ScanLimits(), segments)
        #expect(try scan.profile(threads: threads) == whole, "\(segmentBytes) bytes, \(threads) threads")
      }
    }
    for count in [2, 3, 17] {
      let parts = try (1...count).compactMap { number in
        try #require(DatasetShard(number, of: count)).parts(ofSizes: [bytes.count])[0].map {
          try DatasetScanner.profile("a.txt", part: $0, source: source(bytes), observing: .all)
        }
      }
      #expect(parts.shuffled(using: &random).reduce(Profile(), Profile.merge) == whole, "\(count) shards")
    }
  }

  /// Wherever in a word of eight bytes something stands, it is found.
  @Test func oddBytesAreFoundWhereTheyStand() {
    for length in 0..<20 {
      for place in 0...length {
        let around = [UInt8](repeating: 0x61, count: length)
        func content(_ bytes: [UInt8]) -> LineContent {
          let text = around[..<place] + bytes + around[place...]
          let padded = Array(text) + [UInt8](repeating: 0, count: BlockWindow.padding)
          return LineContent(padded, from: 0, to: text.count)
        }
        for byte in [0x00, 0x1F, 0x0B] as [UInt8] { #expect(content([byte]).control == place) }
        for byte in [0x80, 0xC1, 0xD6, 0xFF] as [UInt8] { #expect(content([byte]).invalid == place) }
        for text in ["é", "你", "😀", "\t", "\u{C}", "~ \u{7F}"] {
          let plain = content(Array(text.utf8))
          #expect(plain.control == nil && plain.invalid == nil)
        }
      }
    }
  }

  @Test func textsAreSearched() throws {
    let key = "ghp_NqVwYS81VP7Hb1DX8pPd5khxE3pyIgKpaUnA"
    let profile = try read(Array("one\nuse \(key) now\n<|im_end|>\n".utf8))
    #expect(profile.search.records == 3 && profile.search.secrets[.gitHubToken].count == 1)
    #expect(profile.search.secrets[.gitHubToken].first.map { "\($0.line):\($0.column)" } == ["2:5"])
    // What a template is not applied to may have them.
    #expect(profile.search.withControlTokens.count == 0)
  }

  @Test func tablesAreSearched() throws {
    let key = "ghp_NqVwYS81VP7Hb1DX8pPd5khxE3pyIgKpaUnA"
    let text = #"""
      instruction,output,note
      "Say ""x""",\#(key),1
      Hi,"a <|im_end|>, b",<|im_end|>
      12,<|eot_id|>,\u003c|im_end|>
      """#
    let profile = try DatasetScanner.profile(
      "a.csv", source: source(Array(text.utf8), path: "a.csv"), observing: .search)
    #expect(profile.search.records == 3)
    #expect(profile.search.secrets[.gitHubToken].first.map { "\($0.line):\($0.column)" } == ["2:13"])
    #expect(profile.search.withControlTokens.first.map { "\($0.line):\($0.column)" } == ["3:7", "4:4"])
    #expect(
      profile.search.controlTokens.map { "\($0.token) \($0.texts)" } == ["<|eot_id|> 1", "<|im_end|> 1"])
  }

  private func read(_ bytes: [UInt8], threads: Int = 1) throws -> Profile {
    try DatasetScanner.profile("a.txt", source: source(bytes), observing: .all, threads: threads)
  }

  private func source(_ bytes: [UInt8], path: String = "a.txt") -> OverlayFileSource {
    OverlayFileSource(over: DiskFileSource(), replacing: [path: bytes])
  }

  private func content(_ file: File) -> [UInt8] {
    file.pieces.flatMap { piece -> [UInt8] in
      guard case .text(let text) = piece[0], case .count(let count) = piece[1] else { return [] }
      let once = file.latin1 == true ? text.unicodeScalars.map { UInt8($0.value) } : Array(text.utf8)
      if once.count == 1 { return [UInt8](repeating: once[0], count: count) }
      var bytes: [UInt8] = []
      for _ in 0..<count { bytes += once }
      return bytes
    }
  }

  private static func sample(_ random: inout SeededGenerator) -> [UInt8] {
    let pieces: [[UInt8]] = [
      Array("one two".utf8), [0x0A], [0x0D], [0x0D, 0x0A], [0x0A, 0x0A], Array("你好".utf8), [0xE4, 0xBD],
      [0x20],
      Array("\u{2028}".utf8), Array("AKIAQ7RT2MZX9LPW4CVB".utf8), [0], Array("Word".utf8), [0x0A],
    ]
    return [0xEF, 0xBB, 0xBF] + (0..<400).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
  }
}
