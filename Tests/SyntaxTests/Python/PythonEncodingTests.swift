import Foundation
import Testing

@testable import Syntax

/// Encoding declarations, against what CPython 3.11 compiles: `fixtures/goldens/python_encodings.tsv`.
@Suite struct PythonEncodingTests {
  private func tree(_ bytes: [UInt8], _ dialect: PythonDialect = .script) -> PythonTree {
    PythonParser.parse(SourceFile(path: "a.py", bytes: bytes), dialect: dialect)
  }

  private func problems(_ bytes: [UInt8], _ dialect: PythonDialect = .script) -> [String] {
    tree(bytes, dialect).problems.map { "\($0.range.start)-\($0.range.end) \($0.message)" }
  }

  @Test func filesAreReadWhereCPythonReadsThem() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../fixtures/goldens/python_encodings.tsv")
    var count = 0
    var undecided = 0
    var different: [String] = []
    for row in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let cells = row.split(separator: "\t")
      let digits = Array(cells[0].utf8)
      let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
      }
      count += 1
      let found = tree(bytes).problems
      if found.isEmpty, cells[1] != "ok", isDoubleByte(bytes) {
        undecided += 1
      } else if found.isEmpty != (cells[1] == "ok") {
        different.append("\(String(decoding: bytes, as: UTF8.self).debugDescription): \(cells[1]), \(found)")
      }
    }
    print(
      "\(count) files with encodings, \(different.count) read differently, \(undecided) with pairs of bytes that are no "
        + "character of their encoding")
    #expect(undecided < count / 40)
    #expect(different == [])
    #expect(count > 1000)
  }

  /// Whether the file declares an encoding whose characters we have no table of.
  private func isDoubleByte(_ bytes: [UInt8]) -> Bool {
    guard let name = PythonEncoding.declaration(bytes)?.name else { return false }
    if case .doubleByte? = PythonCodec(named: name) { return true }
    return ["gb2312", "euc-jp", "euc-kr"].contains(name)
  }

  @Test func theMistakeIsNamedAndPlaced() {
    #expect(problems(Array("# coding: utf-9\nx = 1\n".utf8)) == ["10-15 unknown encoding 'utf-9'"])
    #expect(
      problems(Array("# coding: utf-16\nx = 1\n".utf8)) == [
        "10-16 encoding 'utf-16', in which this is no Python"
      ])
    #expect(
      problems(Array("# coding: hz\nx = 1\n".utf8)) == ["10-12 encoding 'hz', which is not read here"])
    #expect(
      problems(Array("# coding: cp1252\nx = '".utf8) + [0x81, 0x27]) == ["22-23 byte 0x81 is not cp1252"])
    #expect(problems(Array("# coding: ascii\n# é\n".utf8)) == ["18-19 byte 0xC3 is not ascii"])
    #expect(
      problems(SourceFile.byteOrderMark + Array("# coding: latin-1\n".utf8)) == [
        "13-20 encoding 'latin-1' with a UTF-8 byte-order mark"
      ])
    #expect(problems([0x78, 0x3D, 0xFF]).count >= 1)
  }

  /// The second byte of 表 is a backslash in Shift JIS, and no escape.
  @Test func charactersOfSeveralBytesHideNoQuotes() {
    let text = Array("# coding: shift_jis\nx = '".utf8) + [0x95, 0x5C] + Array("'\ny = 'plain'\n".utf8)
    #expect(problems(text) == [])
    let values = tree(text).nodes(.constant)
    #expect(values.map(\.asString) == [nil, "plain"])
    #expect(values.map(\.asConstant) == [nil, .string("plain")])
  }

  @Test func latinTextIsNotGuessed() {
    let text = Array("# coding: latin-1\nx = 'caf".utf8) + [0xE9] + Array("'\ny = 'é'\nz = b'a'\n".utf8)
    #expect(tree(text).nodes(.constant).map(\.asConstant) == [nil, nil, .bytes([0x61])])
  }

  @Test func cellsAreTextAndDeclareNothing() {
    #expect(problems(Array("# coding: nonsense\nx = 'é'\n".utf8), .notebookCell) == [])
  }
}
