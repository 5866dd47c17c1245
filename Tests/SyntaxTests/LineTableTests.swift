import Testing

@testable import Syntax

@Suite struct LineTableTests {
  @Test func columnsCountCodePointsAndSkipTheByteOrderMark() {
    let file = SourceFile(path: "a", text: "\u{FEFF}é=1\r\nb\rc\n")
    #expect(file.position(at: 3) == .init(line: 1, column: 1))
    #expect(file.position(at: 5) == .init(line: 1, column: 2))
    #expect(file.position(at: 9) == .init(line: 2, column: 1))
    #expect(file.position(at: 11) == .init(line: 3, column: 1))
    #expect(file.lines.count == 4)
    #expect(file.text(in: file.lines.range(ofLine: 1, in: file.bytes)) == "é=1")
  }

  /// Each kind of line end at each place of a word of eight bytes, and across two words.
  @Test(arguments: 0..<20) func linesEndAtEachPlaceOfAWord(offset: Int) {
    let head = String(repeating: "é", count: offset / 2) + String(repeating: "a", count: offset % 2)
    let file = SourceFile(path: "a", text: head + "\r\n\t\u{B}\n\r\rb\n")
    let starts = (1...file.lines.count).map { file.lines.range(ofLine: $0, in: file.bytes).start }
    #expect(starts == [0, offset + 2, offset + 5, offset + 6, offset + 7, offset + 9])
  }

  /// Places in a long line are found without counting it from its start.
  @Test func columnsOfALongLineAreThoseOfACount() {
    let text = "short\n" + String(repeating: "aé设", count: 5000) + "\nend"
    let file = SourceFile(path: "a", text: text)
    var column = 1
    for offset in 6..<6 + 30_000 {
      if file.bytes[offset] & 0xC0 != 0x80 {
        #expect(file.position(at: offset) == .init(line: 2, column: column))
        column += 1
      }
    }
    #expect(file.position(at: file.bytes.count) == .init(line: 3, column: 4))
    #expect(file.position(at: 1 << 30) == .init(line: 3, column: 4))
  }

  @Test func pathsAreJoinedAndNormalizedWithoutTheDisk() {
    #expect(FilePath.join("a/b", "../c.yaml") == "a/c.yaml")
    #expect(FilePath.parent("a") == ".")
    #expect(FilePath.fileExtension("x/.gitignore") == "")
    #expect(FilePath.fileExtension("x/Train.JSONL") == "jsonl")
    #expect(FilePath.normalized("a/./../..") == "..")
  }
}
