import Foundation
import Syntax
import Testing

@testable import Datasets

/// Random files, mended, and read by Python's json.
@Suite struct MendingAgreementTests {
  static let hasPython = (try? python("", [:])) != nil

  /// Records with faults whose meaning is known beside others that stay as they are: Python reads from each line of the
  /// mended file what was planted.
  @Test(.enabled(if: hasPython, "skipped: no python3 here"), arguments: 0..<8)
  func plantedRecordsComeOut(seed: UInt64) throws {
    var random = SeededGenerator(state: seed &+ 77)
    var files: [String: [UInt8]] = [:]
    for number in 0..<30 {
      var planter = Planter(random: random)
      let (old, expected) = number % 4 == 3 ? planter.array() : planter.lines()
      random = planter.random
      files["\(number).mended"] = try mend(old, as: "train.jsonl").bytes
      files["\(number).expected"] = Array(expected.joined(separator: "\n").utf8)
    }
    #expect(try Self.python(Self.comparing, files) == "30 files\n")
  }

  /// Damage anywhere: what Python could read before is still there, byte for byte and in order, a second time changes
  /// nothing, and as many lines cannot be read as the scanner says.
  @Test(.enabled(if: hasPython, "skipped: no python3 here"), arguments: 0..<8)
  func damagedFilesKeepWhatCouldBeRead(seed: UInt64) throws {
    var random = SeededGenerator(state: seed &+ 7001)
    var files: [String: [UInt8]] = [:]
    for number in 0..<30 {
      var planter = Planter(random: random)
      var (old, _) = planter.lines()
      random = planter.random
      for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&old, &random) }
      let (mended, mending) = try mend(old, as: "train.jsonl")
      let (again, second) = try mend(mended, as: "train.jsonl")
      #expect(again == mended && !second.changesAnything)
      files["\(number).old"] = old
      files["\(number).mended"] = mended
      files["\(number).count"] = Array("\(mending.records - mending.unreadable)".utf8)
    }
    #expect(try Self.python(Self.keeping, files) == "30 files\n")
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let pieces: [[UInt8]] = [
      Array("\"".utf8), Array(",".utf8), Array("}".utf8), Array("{".utf8), Array("\n".utf8), Array("\t".utf8),
      Array("]".utf8), Array("[".utf8), Array("\\".utf8), [0xEF, 0xBB, 0xBF], [0xFF], [0], Array(",}".utf8),
      Array("}{".utf8), Array("'".utf8), Array(":".utf8), Array("\r\n".utf8), Array("NaN".utf8),
    ]
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = pieces.randomElement(using: &random)?.first ?? 0
    default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
    }
  }

  private static let comparing = """
    import json, pathlib, sys
    names = sorted(pathlib.Path(sys.argv[1]).glob("*.mended"))
    for name in names:
        lines = [line for line in name.read_bytes().replace(b"\\r", b"\\n").split(b"\\n") if line.strip()]
        expected = name.with_suffix(".expected").read_bytes().split(b"\\n")
        assert len(lines) == len(expected), (name, len(lines), len(expected))
        for line, wanted in zip(lines, expected):
            if wanted.startswith(b"RAW "):
                assert line == wanted[4:], (line, wanted)
            else:
                assert json.loads(line.decode("utf-8")) == json.loads(wanted), (line, wanted)
    print(len(names), "files")
    """

  /// Lines end as readers of lines have it: LF, CR LF, or CR.
  private static let keeping = """
    import json, pathlib, re, sys
    def record(line):
        try:
            value = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            return False
        return True
    def readable(data):
        return [line for line in re.split(b"\\r\\n|\\n|\\r", data) if line.strip(b" \\t") and record(line)]
    names = sorted(pathlib.Path(sys.argv[1]).glob("*.mended"))
    for name in names:
        old = name.with_suffix(".old").read_bytes()
        if old[:1] == b"[" or old.lstrip()[:1] == b"[":
            continue
        new = readable(name.read_bytes())
        rest = iter(new)
        # Parts of a record over several lines may be JSON themselves (`1`); records are objects.
        for line in readable(old):
            if line.lstrip()[:1] == b"{":
                assert any(line == other for other in rest), (name, line)
    print(len(names), "files")
    """

  /// What Python prints that runs `script` on a folder of files. Throws where there is none, or where it fails.
  private static func python(_ script: String, _ files: [String: [UInt8]]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mend-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, folder.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw PythonFailure(text: text) }
    return text
  }

  struct PythonFailure: Error { let text: String }
}

/// Makes files of records with faults, and says what each of their lines is to be.
private struct Planter {
  var random: SeededGenerator
  private var lineEnd = "\n"

  init(random: SeededGenerator) { self.random = random }

  private mutating func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }

  private static let words = [
    "a", "模型", "ñandú", "🤖", "x,}", "{\\\"", "\\\\", "]", "\u{FEFF}", "\\u00e9", ": ", "[1,]",
  ]

  /// A file of lines, and the records in it; `RAW ` opens what cannot be mended.
  mutating func lines() -> (old: [UInt8], expected: [String]) {
    lineEnd = chance(3) ? "\r\n" : "\n"
    var text = chance(4) ? "\u{FEFF}" : ""
    var expected: [String] = []
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      if chance(6) { text += "\u{FEFF}" }
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        let raw =
          ["{'a': 1,}", "{\"a\": [,]}", "{\"a\": tru,}", "{\"a\" 1}", "{\"a\": 1} x", "{\"a\": \"\\x\"}"]
          .randomElement(using: &random) ?? ""
        if text.unicodeScalars.last == "\u{FEFF}" { text.unicodeScalars.removeLast() }
        text += raw + lineEnd
        expected.append("RAW " + raw)
      case 1, 2:
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          text += record(&expected) + (["", " ", ",", "\u{FEFF}"].randomElement(using: &random) ?? "")
        }
        text += lineEnd
      default:
        let isMarked = text.unicodeScalars.last == "\u{FEFF}"
        text += record(&expected, mayBeSpread: !isMarked) + (chance(5) ? "," : "") + lineEnd
      }
    }
    if chance(3) { text = String(text.dropLast()) }
    return (Array(text.utf8), expected)
  }

  /// The same as one array.
  mutating func array() -> (old: [UInt8], expected: [String]) {
    var expected: [String] = []
    let count = Int.random(in: 2...20, using: &random)
    let records = (0..<count).map { _ in record(&expected, mayBeSpread: true) }
    let comma = chance(2) ? ", " : ",\n  "
    return (Array(("[" + records.joined(separator: comma) + (chance(2) ? "," : "") + "\n]\n").utf8), expected)
  }

  /// One over several lines stands alone on them.
  private mutating func record(_ expected: inout [String], mayBeSpread: Bool = false) -> String {
    let isSpread = mayBeSpread && chance(4)
    let (broken, right) = object(depth: 0, isSpread ? lineEnd + "  " : "")
    expected.append(right)
    return broken
  }

  /// An object with faults, and the same without.
  private mutating func object(depth: Int, _ space: String) -> (String, String) {
    var (broken, right) = ("{" + space, "{")
    let count = Int.random(in: 1...3, using: &random)
    for number in 0..<count {
      let value = value(depth: depth, space)
      broken += "\"k\(number)\": \(space)\(value.0)" + (number + 1 < count ? "," + space : "")
      right += "\"k\(number)\": \(value.1)" + (number + 1 < count ? "," : "")
    }
    return (broken + (chance(5) ? "," + space : "") + "}", right + "}")
  }

  private mutating func value(depth: Int, _ space: String) -> (String, String) {
    switch Int.random(in: 0..<(depth > 2 ? 3 : 5), using: &random) {
    case 0: return ("-1.5e3", "-1.5e3")
    case 1, 2:
      let word = (0..<3).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined()
      return chance(5) ? ("\"\(word)\t\u{1}\"", "\"\(word)\\t\\u0001\"") : ("\"\(word)\"", "\"\(word)\"")
    case 3: return object(depth: depth + 1, space)
    default:
      let one = value(depth: depth + 1, space)
      return ("[\(space)\(one.0)" + (chance(4) ? ", ]" : "]"), "[\(one.1)]")
    }
  }
}
