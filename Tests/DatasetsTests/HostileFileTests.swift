import Foundation
import Testing

@testable import Datasets
@testable import Syntax

/// Files made to hurt: they end in faults, in time that grows with their size only.
@Suite struct HostileFileTests {
  @Test(arguments: [
    ("{\n", "{"), ("[\n", ""), ("[", ""), ("{\"a\":", ""), ("[{\"a\":[", ""), ("{\"a\":[{\"a\":\"", ""),
    (" {\n  x\n", "{"), ("\\\"", "[\""), ("{\"\\u", "["), ("}\n", ""), ("\r", "{"), ("\u{0}", "{}\n"),
  ])
  func repeatedPiecesEndInFaults(piece: String, opening: String) throws {
    let text = opening + String(repeating: piece, count: 20_000)
    let result = try profile(text)
    #expect(result.faults.count > 0)
    #expect(!result.columns.isClosed)
    #expect(result.faults.first.allSatisfy { $0.place.range.end <= text.utf8.count })
  }

  @Test(arguments: 0..<40)
  func randomBytesNeverTrap(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let alphabet = Array("{}[]\",:\\ \n\r\tu0aé1-.eEtrue'/#<NaN".utf8) + [0x00, 0xEF, 0xBB, 0xBF, 0xFF, 0xE4]
    let bytes = (0..<3000).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    for opening in ["", "[", "{", "[{\"a\": 1},", "{}\n"] {
      let text = Array(opening.utf8) + bytes
      var limit = ScanLimits()
      limit.blockBytes = 64
      let whole = try profile(text)
      #expect(try profile(text, limit: limit) == whole)
      #expect(whole.unreadableRecords <= whole.records)
    }
  }

  /// Each of half a thousand million elements says the same, so the first ones are counted and the end is told.
  @Test(arguments: ["1,", "[],", "\"{\",", "x,", "\n null ,"])
  func anArrayWithoutRecordsIsGivenUp(element: String) throws {
    let text = "[" + String(repeating: element, count: 150_000)
    let result = try profile(text, path: "a.json")
    let given = try #require(result.faults[.noRecords].first.first)
    #expect(given.message == "100000 elements in a row hold no record; the rest of the file was not read")
    #expect(given.place.range.start == 1 + 100_000 * element.utf8.count + (element.hasPrefix("\n") ? 2 : 0))
    #expect(result.records == 100_000)
    #expect(!result.isComplete)
    #expect(!result.files[0].isReadToEnd)
  }

  @Test func recordsAmongOtherElementsAreAllRead() throws {
    let other = String(repeating: "1,", count: 99_999)
    let result = try profile("[" + other + "{\"a\":1}," + other + "{\"a\":2}]", path: "a.json")
    #expect(result.faults[.noRecords].count == 0)
    #expect(result.shapes[.object].count == 2)
    #expect(result.files[0].isReadToEnd)
  }

  @Test func anArrayThatEndsAtTheLimitIsReadToItsEnd() throws {
    let text = "[" + String(repeating: "1,", count: 99_999) + "1 ]"
    let result = try profile(text, path: "a.json")
    #expect(result.faults[.noRecords].count == 0)
    #expect(result.faults[.notAnObject].count == 100_000)
    #expect(result.files[0].isReadToEnd)
  }

  /// Long runs are passed eight bytes at a time, and places come out the same.
  @Test(arguments: ["", " ", "       ", "        ", "\t \n \r\n", String(repeating: " \n\t", count: 40), "é"])
  func placesBehindLongTextAreExact(gap: String) throws {
    let filler = String(repeating: "aé\u{1F600}", count: 50)
    let space = gap == "é" ? "" : gap
    let text = "[{\"a\": \"\(filler)\(gap == "é" ? gap : "")\"},\(space)\n\(space){\"a\": x}]"
    let place = try #require(try profile(text, path: "a.json").faults.first.first).place
    let offset = try #require(text.utf8.lastIndex(of: UInt8(ascii: "x"))).utf16Offset(in: text)
    let before = String(text.utf16.prefix(offset)) ?? ""
    let table = SourceFile(path: "a.json", text: text)
    #expect(place.range.start == before.utf8.count)
    #expect(place.start == table.position(at: place.range.start))
  }

  @Test func aFileThatShrinksIsAnError() {
    #expect(throws: FileError.changedWhileReading) {
      var sink = ProfileBuilder()
      _ = try DatasetScanner.scan("a", Shrinking(), ScanLimits(), into: &sink) { _ in }
    }
  }

  /// A file that is written to is in two states; what is read of it is neither.
  @Test func aFileThatGrowsIsAnError() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.jsonl").path
    try Data("{\"a\": 1}\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try DatasetScanner.profile(path, source: DiskFileSource()).records == 1)
    #expect(throws: FileError.changedWhileReading) {
      try DatasetScanner.profile(path, source: Growing(path: path))
    }
  }

  /// Appends a line to the file as soon as it is open.
  private struct Growing: FileSource {
    let path: String

    func open(_ path: String) throws(FileError) -> any BlockReader {
      let reader = try DiskFileSource().open(path)
      if let handle = FileHandle(forWritingAtPath: path) {
        handle.seekToEndOfFile()
        handle.write(Data("{\"a\": 2}\n".utf8))
      }
      return reader
    }

    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { throw .notFound }
    func status(_ path: String) -> FileStatus? { nil }
    func list(_ folder: String) throws(FileError) -> [FolderEntry] { throw .notFound }
  }

  private struct Shrinking: BlockReader {
    let size = 100

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
      guard offset == 0 else { return 0 }
      buffer.copyBytes(from: Array("{}\n".utf8))
      return 3
    }
  }
}
