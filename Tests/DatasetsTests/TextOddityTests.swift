import Testing

@testable import Datasets
@testable import Syntax

/// Characters that hardly anybody means are counted, and those that texts need are not.
@Suite struct TextOddityTests {
  @Test(arguments: [
    ("a\u{2028}b", TextOddity.lineSeparator), ("\u{2029}", .lineSeparator), ("posi\u{200B}tive", .invisible),
    ("a\u{FEFF}b", .invisible), ("a\u{2060}", .invisible), ("a\u{200D}b", .invisible),
    ("1\u{200E}2", .invisible),
    ("\u{202E}abc", .bidirectional), ("\u{5D0}\u{202D}abc", .bidirectional),
    ("\u{2066}abc\u{2069}", .bidirectional),
    ("a\u{E0041}\u{E0042}", .tag), ("\u{1F600}\u{E0041}", .tag), ("a\u{FFFD}", .replacement),
  ])
  func oddCharactersAreFoundAsTheyAreAndAsEscapes(_ text: String, _ oddity: TextOddity) throws {
    #expect(try oddities("\"\(text)\"") == [oddity], "\(text.debugDescription)")
    let escaped = try oddities(Self.escaped(text))
    // Escaped, a separator ends no line.
    #expect(escaped == (oddity == .lineSeparator ? [] : [oddity]), "\(text.debugDescription)")
    #expect(try oddities(Self.escaped(text).uppercased().replacing("\\U", with: "\\u")) == escaped)
  }

  @Test(arguments: [
    "\u{1F469}\u{200D}\u{1F4BB}", "\u{645}\u{6CC}\u{200C}\u{62E}", "\u{915}\u{94D}\u{200D}\u{937}",
    "\u{E2A}\u{200B}\u{E04}", "\u{1780}\u{200B}\u{1781}", "\u{5D0}\u{202B}abc\u{202C}\u{200F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}", "a \u{200E}(b)", "“quotes” – and … — ‘more’ \u{2022}",
    "\u{3001}\u{3002}\u{300C}\u{FF0C}\u{FFE5}", "tabs\u{9}and \u{C}feeds",
  ])
  func whatTextsNeedIsNotOdd(_ text: String) throws {
    let plain = text.replacing("\u{9}", with: "\\t").replacing("\u{C}", with: "\\f")
    #expect(try oddities("\"\(plain)\"") == [], "\(text.debugDescription)")
    #expect(try oddities(Self.escaped(text)) == [], "\(text.debugDescription)")
  }

  @Test func controlCharactersAreFoundInEscapes() throws {
    for unit in [0, 1, 8, 0x0B, 0x0E, 0x1B, 0x1F] {
      let digits = String(unit, radix: 16)
      let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      #expect(try oddities("\"a\(escape)b\"") == [.control])
      // A backslash before it makes plain characters of it.
      #expect(try oddities("\"a\\\(escape)b\"") == [])
      #expect(try oddities("\"a\\\\\(escape)b\"") == [.control])
    }
    for escape in ["\\u0009", "\\u000a", "\\u000D", "\\u000c", "\\u0020", "\\u0100", "1000 2001"] {
      #expect(try oddities("\"\(escape)\"") == [])
    }
  }

  @Test(arguments: [
    "café", "Ünïcödé", "don’t", "“quoted”", "10 € for 5 £", "20 °C", "Привет мир", "Ελληνικά", "你好世界",
    "안녕하세요",
    "こんにちは", "😀 fun", "naïve … text", "SÃO", "İstanbul’da", "™",
  ])
  func mojibakeIsProvenByTheWayBack(_ text: String) throws {
    let broken = Self.readAsWindows1252(text)
    #expect(try oddities("\"\(text)\"") == [], "\(text)")
    #expect(try oddities("\"\(broken)\"") == [.mojibake], "\(broken)")
  }

  @Test(arguments: ["Iï¿½m", "only ï¿½1.50", "ï»¿first"])
  func whatIsLostAndThenReadWronglyIsMojibake(_ text: String) throws {
    #expect(try oddities("\"\(text)\"") == [.mojibake], "\(text)")
  }

  @Test(arguments: [
    "« Où ? » “NÃO”", "Au café », à « Été »…", "IRMÃ—não", "“MINHA IRMÃ”", "IRMÃ»", "“É»”", "naïve”",
    "touché—” she",
    "ESPAÑA® “AÑO”", "MENÜ…", "Ž š ž Œ Íš äšž", "ÄÖÜ", "£ © ® ° ± ½ ¿Qué?", "Â", "Ã", "à\u{A0}: é\u{A0}»",
    "½€ ©™", "Ð ð þ",
    "Tiếng Việt: Ấ Ã Â", "Why does it begin with ï»¿, or ï¿½?", "ĂÂÎȘȚ", "×÷¬", "«\u{A0}café\u{A0}»",
  ])
  func lettersBesideSignsAreNoMojibake(_ text: String) throws {
    #expect(try oddities("\"\(text)\"") == [], "\(text)")
    #expect(try oddities(Self.escaped(text)) == [], "\(text)")
  }

  @Test func mojibakeIsFoundInEscapes() throws {
    for text in ["café", "don’t", "20 °C"] {
      #expect(try oddities(Self.escaped(Self.readAsWindows1252(text))) == [.mojibake], "\(text)")
    }
  }

  @Test func recordsAreCountedOnceAtTheFirstPlace() throws {
    let profile = try searched(
      #"""
      {"prompt": "a", "completion": "b"}
      {"prompt": "x\u0000\u0001", "completion": "\u0002"}
      {"prompt": "é​​", "completion": "\ufffd�"}
      {"k​": 1, "prompt": [{"content": "​"}]}
      """#)
    let search = profile.search
    #expect(search.records == 4)
    #expect(search.oddities[.control].count == 1 && search.oddities[.control].first.map(\.column) == [14])
    #expect(search.oddities[.invisible].first.map { "\($0.line):\($0.column)" } == ["3:14", "4:35"])
    #expect(search.oddities[.replacement].first.map { "\($0.line):\($0.column)" } == ["3:34"])
  }

  /// A long record is searched in stretches, and a character may stand across two.
  @Test func charactersAcrossStretchesAreFoundOnce() throws {
    for filler in 8160..<8200 {
      for text in ["\u{200B}", "\\u200b", "\u{E0041}", "Ã©"] {
        let profile = try searched("{\"prompt\": \"\(String(repeating: "x", count: filler))\(text)\"}")
        let found = TextOddity.allCases.flatMap { profile.search.oddities[$0].first }
        #expect(found.map(\.column) == [13 + filler], "\(filler) \(text.debugDescription)")
      }
    }
  }

  @Test func rowsAndLinesAreSearched() throws {
    let table = try searched("text\n\"a\u{200B}, b\"\n\\u200b\ncafÃ©\n", path: "a.csv").search
    #expect(
      table.records == 3 && table.oddities[.invisible].first.map { "\($0.line):\($0.column)" } == ["2:3"])
    #expect(table.oddities[.mojibake].first.map { "\($0.line):\($0.column)" } == ["4:4"])
    let text = try searched("\u{FEFF}a\tb\u{C}\n\u{1B}[0m\u{0}\nx\u{2028}\\u0000\n", path: "a.txt").search
    #expect(text.oddities[.control].first.map { "\($0.line):\($0.column)" } == ["2:1"])
    #expect(text.oddities[.control].count == 1 && text.oddities[.invisible].count == 0)
    #expect(text.oddities[.lineSeparator].first.map { "\($0.line):\($0.column)" } == ["3:2"])
  }

  private func oddities(_ literal: String) throws -> [TextOddity] {
    let search = try searched("{\"prompt\": \(literal)}").search
    #expect(search.records == 1)
    return TextOddity.allCases.filter { search.oddities[$0].count > 0 }
  }

  private func searched(_ text: String, path: String = "train.jsonl") throws -> Profile {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: [path: Array(text.utf8)])
    let profile = try DatasetScanner.profile(path, source: source, observing: .search)
    #expect(profile.faults.count == 0)
    return profile
  }

  /// All of it in escapes but ASCII, as `json.dumps` writes it.
  private static func escaped(_ text: String) -> String {
    let units = text.utf16.map { unit -> String in
      if (0x20..<0x7F).contains(unit) { return String(UnicodeScalar(UInt8(unit))) }
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"\(units.joined())\""
  }

  /// What a program makes of a text that takes its UTF-8 for Windows-1252.
  private static func readAsWindows1252(_ text: String) -> String {
    let special: [UInt8: UInt32] = [
      0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021,
      0x88: 0x02C6,
      0x89: 0x2030, 0x8A: 0x0160, 0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018, 0x92: 0x2019,
      0x93: 0x201C,
      0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x02DC, 0x99: 0x2122, 0x9A: 0x0161,
      0x9B: 0x203A,
      0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
    ]
    var broken = String.UnicodeScalarView()
    for byte in text.utf8 {
      if let scalar = UnicodeScalar(special[byte] ?? UInt32(byte)) { broken.append(scalar) }
    }
    return String(broken)
  }
}
