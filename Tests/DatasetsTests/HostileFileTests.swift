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

  @Test func aFileThatShrinksIsAnError() {
    #expect(throws: FileError.changedWhileReading) {
      var sink = Profile()
      _ = try DatasetScanner.scan("a", Shrinking(), ScanLimits(), into: &sink) { $0 = Profile() }
    }
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
