import ByteScan

/// The words that are searched for, laid out so that a look at a place costs no more than a comparison or two.
///
/// There is one for the life of the program, and its memory is never given back, so that threads read it without counting
/// references: nobody writes to it once it is made.
final class SearchPlan: @unchecked Sendable {
  static let shared = SearchPlan()

  /// What a word stands for.
  enum Meaning: Hashable, Sendable {
    /// By its number in `ControlToken.all`.
    case controlToken(Int)
    /// An escape that may hide one.
    case escape
    /// By its number in `SecretForm.all`; its landmark.
    case secret(Int)
    case privateKey
    /// Of a character that may be odd.
    case oddity(OddityWord)
  }

  /// A word that stands in a text, from byte `start` on.
  struct Match {
    let meaning: Meaning
    let start: Int
  }

  /// The first eight bytes of a word, missing ones as zero, and those of them that count.
  private struct Word {
    let first: UInt64
    let mask: UInt64
    let count: Int
    /// Where the three bytes stand by which it is found.
    let rarest: Int
    let number: Int
  }

  /// For the finder.
  let beginnings: UnsafePointer<bytescan_beginnings>
  /// In the order of the bytes by which they are found, and where those of each byte begin.
  private let words: UnsafePointer<Word>
  private let starts: UnsafePointer<Int>
  private let texts: [[UInt8]]
  private let meanings: [Meaning]

  private init() {
    let all = Self.vocabulary
    texts = all.map(\.text)
    meanings = all.map(\.meaning)
    let beginnings = UnsafeMutablePointer<bytescan_beginnings>.allocate(capacity: 1)
    beginnings.initialize(to: bytescan_beginnings())
    for word in all {
      Array(word.text[word.rarest..<word.rarest + 3]).withUnsafeBufferPointer { three in
        if let start = three.baseAddress { bytescan_add_beginning(beginnings, start, Int32(word.set)) }
      }
    }
    self.beginnings = UnsafePointer(beginnings)
    let order = all.indices.sorted { all[$0].text[all[$0].rarest] < all[$1].text[all[$1].rarest] }
    let words = UnsafeMutablePointer<Word>.allocate(capacity: order.count)
    let starts = UnsafeMutablePointer<Int>.allocate(capacity: 257)
    starts.initialize(repeating: 0, count: 257)
    for (place, number) in order.enumerated() {
      let (text, rarest) = (all[number].text, all[number].rarest)
      let first = text.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let mask = text.count >= 8 ? UInt64.max : (1 << UInt64(8 * text.count)) - 1
      (words + place).initialize(
        to: Word(first: first, mask: mask, count: text.count, rarest: rarest, number: number))
      for behind in (Int(text[rarest]) + 1)..<257 { starts[behind] = place + 1 }
    }
    self.words = UnsafePointer(words)
    self.starts = UnsafePointer(starts)
  }

  /// The word by whose rarest bytes `offset` was found; nil where none stands there. Eight bytes behind the text may be
  /// read.
  @inline(__always)
  func word(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Match? {
    guard let bytes = text.baseAddress else { return nil }
    let byte = Int(bytes[offset])
    for index in starts[byte]..<starts[byte + 1] {
      let start = offset &- words[index].rarest
      guard start >= 0, start &+ words[index].count <= text.count else { continue }
      let eight = UInt64(littleEndian: UnsafeRawPointer(bytes + start).loadUnaligned(as: UInt64.self))
      if eight & words[index].mask == words[index].first, let match = match(words[index].number, text, start)
      {
        return match
      }
    }
    return nil
  }

  /// The rest of a word, whose first eight bytes are there.
  @inline(never)
  private func match(_ number: Int, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Match? {
    text[start...].starts(with: texts[number]) ? Match(meaning: meanings[number], start: start) : nil
  }

  /// A word with the set of the finder that it belongs to: words of one set are alike, so that few other texts are found.
  private typealias Entry = (text: [UInt8], rarest: Int, set: Int, meaning: Meaning)

  private static var vocabulary: [Entry] {
    var all: [Entry] = ControlToken.bytes.enumerated().map { number, text in
      (text, 0, text[0] == UInt8(ascii: "<") ? 0 : 2, .controlToken(number))
    }
    for (number, form) in SecretForm.all.enumerated() {
      let three = Array(form.landmark[form.rarest..<form.rarest + 3])
      all.append((form.landmark, form.rarest, set(of: three), .secret(number)))
    }
    all.append((Array("-BEGIN ".utf8), 1, 2, .privateKey))
    all.append((Array("\\u003c".utf8), 3, 4, .escape))
    all.append((Array("\\u003C".utf8), 3, 4, .escape))
    all.append((Array("\\u005b".utf8), 3, 4, .escape))
    all.append((Array("\\u005B".utf8), 3, 4, .escape))
    all.append((Array("<\\u".utf8), 0, 0, .escape))
    return all + oddities
  }

  /// The words of odd characters. Each set holds leads that are far from one another, and from those of letters.
  private static var oddities: [Entry] {
    func words(_ set: Int, _ meaning: OddityWord, rarest: Int, _ texts: [[UInt8]]) -> [Entry] {
      texts.map { ($0, rarest, set, .oddity(meaning)) }
    }
    let general: [UInt8] = Array(0x8B...0x8F) + Array(0xA8...0xAE)
    let isolates: [UInt8] = [0xA0] + Array(0xA6...0xA9)
    let tags: [[UInt8]] = [[0xF3, 0xA0, 0x80], [0xF3, 0xA0, 0x81]]
    let digits = ["\\u000", "\\u001"].map { Array($0.utf8) }
    let letters = ["\\ufeff", "\\uFEFF", "\\ufffd", "\\uFFFD", "\\udb40", "\\uDB40"].map { Array($0.utf8) }
    let western = ["c2", "C2", "c3", "C3", "e2", "E2"].flatMap { lead in
      ["0", "2"].map { Array("\\u00\(lead)\\u\($0)0".utf8) }
    }
    // From `Â` and `Ã` on, those that the first bytes of Latin, Greek, Cyrillic, punctuation, emoji, Chinese and Korean become.
    let leads: [UInt8] =
      [0x82, 0x83, 0x8E, 0x8F, 0x90, 0x91, 0xA2, 0xB0] + Array(0xA3...0xA9) + [0xAA, 0xAB, 0xAC, 0xAD, 0xAF]
    let broken = leads.flatMap { lead in [0xC2, 0xC5, 0xC6, 0xCB, 0xE2].map { [0xC3, lead, $0] as [UInt8] } }
    let separators: [[UInt8]] = general.map { [0xE2, 0x80, $0] } + isolates.map { [0xE2, 0x81, $0] }
    let others: [[UInt8]] = tags + [[0xEF, 0xBB, 0xBF], [0xEF, 0xBF, 0xBD]]
    return words(1, .character, rarest: 0, separators) + words(7, .character, rarest: 0, others)
      + words(6, .escape, rarest: 1, [Array("\\u20".utf8)]) + words(6, .escape, rarest: 1, digits)
      + words(7, .escape, rarest: 0, letters) + words(6, .escapedMojibake, rarest: 4, western)
      + words(2, .mojibake, rarest: 0, broken)
  }

  /// By what is rare about them: a capital first, an underscore last, or a zero first.
  private static func set(of three: [UInt8]) -> Int {
    if (0x41...0x5A).contains(three[0]) { return 2 }
    if three[2] == 0x5F { return 3 }
    return three[0] == 0x30 ? 4 : 5
  }
}
