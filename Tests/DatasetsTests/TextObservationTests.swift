import ByteScan
import Testing

@testable import Datasets
@testable import Syntax

/// What is observed of the texts of records: how long they are, and in which scripts.
@Suite struct TextObservationTests {
  @Test func lengthsAreCountedInCodePoints() throws {
    let profile = try observed(
      #"{"text": "abc"}"# + "\n" + #"{"text": "éé"}"# + "\n" + #"{"text": "\u4e2d\ud83d\ude00\n"}"#)
    let lengths = try #require(profile.fields["text"]?.values.lengths)
    #expect((lengths.count, lengths.total, lengths.shortest, lengths.longest) == (3, 8, 2, 3))
    #expect(profile.lengths.count == 3)
    #expect(profile.lengths.total == 15 + 16 + 32)
  }

  @Test func nothingIsMeasuredUnasked() throws {
    let profile = try profile(#"{"text": "abc"}"#)
    #expect(profile.lengths.count == 0 && profile.fields["text"]?.values.lengths.count == 0)
    #expect(profile.scripts.scripts.isEmpty && profile.copies.records == 0)
  }

  @Test func everyLengthHasABucketThatHoldsIt() {
    for length in Array(0..<5000) + [1 << 20, (1 << 28) - 1] {
      var census = LengthCensus()
      census.note(length)
      census.note(length * 2 + 1)
      let bound = census.bound(of: 0.5)
      #expect(bound >= length && bound <= length + length / 4, "\(length): \(bound)")
      let bars = census.doublings
      #expect(bars.first.map { $0.lower <= length && length <= $0.upper && $0.count == 1 } == true)
      #expect(bars.reduce(0) { $0 + $1.count } == 2)
      #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.upper + 1 == $1.lower })
    }
  }

  @Test func lengthsMergeInAnyOrder() {
    var random = SeededGenerator(state: 5)
    let lengths = (0..<500).map { _ in Int.random(in: 0..<40_000, using: &random) }
    var (whole, left, right) = (LengthCensus(), LengthCensus(), LengthCensus())
    for (index, length) in lengths.enumerated() {
      whole.note(length)
      if index % 3 == 0 { left.note(length) } else { right.note(length) }
    }
    var merged = right
    merged.merge(left)
    #expect(merged == whole)
    left.merge(right)
    #expect(left == whole)
  }

  @Test func scriptsAreCountedByLetter() throws {
    let profile = try observed(
      """
      {"text": "Hello, мир 12"}
      {"text": "中文, abc", "more": ["한국어", "かな"]}
      {"text": "1 + 1 = 2", "n": 3}
      {"text": "\\u0645\\u0631\\u062d\\u0628\\u0627"}
      """)
    let scripts = profile.scripts.scripts
    let letters = Dictionary(uniqueKeysWithValues: scripts.map { ($0.script, $0.letters) })
    #expect(letters == [.latin: 8, .cyrillic: 3, .han: 2, .hangul: 3, .kana: 2, .arabic: 5])
    let records = Dictionary(uniqueKeysWithValues: scripts.map { ($0.script, $0.records.first.map(\.line)) })
    #expect(records == [.latin: [1, 2], .cyrillic: [], .han: [], .hangul: [], .kana: [], .arabic: [4]])
    #expect(profile.scripts.withoutLetters.first.map(\.line) == [3])
  }

  /// The standard library knows the letters, and their names begin with the script's mostly.
  @Test func lettersBelongToTheScriptThatTheirNamesBeginWith() {
    let names: [(String, Script)] = [
      ("LATIN ", .latin), ("GREEK ", .greek), ("CYRILLIC ", .cyrillic), ("ARMENIAN ", .armenian),
      ("HEBREW LETTER", .hebrew), ("ARABIC LETTER", .arabic), ("DEVANAGARI LETTER", .devanagari),
      ("BENGALI LETTER", .bengali), ("GURMUKHI LETTER", .gurmukhi), ("GUJARATI LETTER", .gujarati),
      ("TAMIL LETTER", .tamil), ("TELUGU LETTER", .telugu), ("KANNADA LETTER", .kannada),
      ("MALAYALAM LETTER", .malayalam), ("SINHALA LETTER", .sinhala), ("THAI CHARACTER", .thai),
      ("LAO LETTER", .lao), ("TIBETAN LETTER", .tibetan), ("MYANMAR LETTER", .burmese),
      ("GEORGIAN ", .georgian), ("ETHIOPIC SYLLABLE", .ethiopic), ("KHMER LETTER", .khmer),
      ("MONGOLIAN LETTER", .mongolian), ("HANGUL ", .hangul), ("HIRAGANA ", .kana), ("KATAKANA ", .kana),
      ("CJK ", .han),
    ]
    var seen: [Script: Int] = [:]
    for scalar in (0x80...0x323AF).compactMap(Unicode.Scalar.init) where scalar.properties.isAlphabetic {
      // What has a block of its own beyond the basic plane is rare, and left out.
      guard scalar.value < 0x10000 || scalar.value >= 0x20000, let name = scalar.properties.name else {
        continue
      }
      guard let script = names.first(where: { name.hasPrefix($0.0) })?.1 else { continue }
      if let found = Script.block(of: scalar.value).script {
        #expect(found == script, "\(name)")
        seen[script, default: 0] += 1
      }
    }
    for script in Script.allCases where script != .han { #expect(seen[script, default: 0] > 20, "\(script)") }
    for sign: UInt32 in [0x3002, 0xFF0C, 0x2014, 0x80, 0x10FFFF] {
      let block = Script.block(of: sign)
      #expect(block.script == nil && block.first <= sign && sign <= block.last)
    }
    #expect(Script.block(of: 0x4E2D).script == .han)
  }

  private func observed(_ text: String) throws -> Profile {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: ["a.jsonl": Array(text.utf8)])
    return try DatasetScanner.profile("a.jsonl", source: source, observing: .all)
  }
}
