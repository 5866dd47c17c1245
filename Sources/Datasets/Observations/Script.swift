/// A script that letters belong to, by the blocks of Unicode that it fills.
package enum Script: Int, Hashable, Sendable, CaseIterable {
  case latin, greek, cyrillic, armenian, hebrew, arabic, devanagari, bengali, gurmukhi, gujarati, tamil,
    telugu, kannada
  case malayalam, sinhala, thai, lao, tibetan, burmese, georgian, ethiopic, khmer, mongolian, hangul, kana,
    han

  /// As people name it.
  package var name: String { Self.names[rawValue] }

  /// In the order of the cases.
  private static let names = [
    "Latin", "Greek", "Cyrillic", "Armenian", "Hebrew", "Arabic", "Devanagari", "Bengali", "Gurmukhi",
    "Gujarati",
    "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Tibetan", "Burmese", "Georgian",
    "Ethiopic",
    "Khmer", "Mongolian", "Hangul", "Kana", "Han",
  ]

  package init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: index)
  }

  /// The letters next to one another that belong to one script, or to none.
  struct Block {
    let first: UInt32
    let last: UInt32
    /// Nil for what are no letters, or letters of none of these scripts.
    let script: Script?

    fileprivate init(_ first: UInt32, _ last: UInt32, _ script: Script?) {
      (self.first, self.last, self.script) = (first, last, script)
    }
  }

  /// The block that a code point belongs to, which is not ASCII. O(log blocks).
  static func block(of scalar: UInt32) -> Block {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].first <= scalar { low = middle + 1 } else { high = middle }
    }
    if low > 0, scalar <= blocks[low - 1].last { return blocks[low - 1] }
    return Block(
      low > 0 ? blocks[low - 1].last + 1 : 0, low < blocks.count ? blocks[low].first - 1 : .max, nil)
  }

  /// Ranges of letters and their marks, in order: held against the names that the standard library has for all letters
  /// (`TextObservationTests`).
  private static let blocks = [
    Block(0xAA, 0xAA, .latin), Block(0xBA, 0xBA, .latin), Block(0xC0, 0xD6, .latin),
    Block(0xD8, 0xF6, .latin),
    Block(0xF8, 0x2AF, .latin), Block(0x370, 0x3FF, .greek), Block(0x400, 0x52F, .cyrillic),
    Block(0x531, 0x588, .armenian), Block(0x5D0, 0x5F2, .hebrew), Block(0x620, 0x65F, .arabic),
    Block(0x66E, 0x6D3, .arabic), Block(0x6D5, 0x6FF, .arabic), Block(0x750, 0x77F, .arabic),
    Block(0x8A0, 0x8FF, .arabic), Block(0x900, 0x963, .devanagari), Block(0x971, 0x97F, .devanagari),
    Block(0x980, 0x9E3, .bengali), Block(0xA01, 0xA5E, .gurmukhi), Block(0xA70, 0xA75, .gurmukhi),
    Block(0xA81, 0xAE3, .gujarati), Block(0xB82, 0xBD7, .tamil), Block(0xC00, 0xC63, .telugu),
    Block(0xC80, 0xCE3, .kannada), Block(0xD00, 0xD63, .malayalam), Block(0xD81, 0xDDF, .sinhala),
    Block(0xE01, 0xE4E, .thai), Block(0xE81, 0xECD, .lao), Block(0xEDC, 0xEDF, .lao),
    Block(0xF40, 0xFBC, .tibetan),
    Block(0x1000, 0x103F, .burmese), Block(0x1050, 0x108F, .burmese), Block(0x10A0, 0x10FF, .georgian),
    Block(0x1100, 0x11FF, .hangul), Block(0x1200, 0x135A, .ethiopic), Block(0x1780, 0x17D3, .khmer),
    Block(0x1820, 0x18AA, .mongolian), Block(0x1C80, 0x1C8A, .cyrillic), Block(0x1C90, 0x1CBF, .georgian),
    Block(0x1E00, 0x1EFF, .latin), Block(0x1F00, 0x1FFE, .greek), Block(0x2C60, 0x2C7F, .latin),
    Block(0x2DE0, 0x2DFF, .cyrillic), Block(0x3005, 0x3007, .han), Block(0x3041, 0x3096, .kana),
    Block(0x309D, 0x309F, .kana), Block(0x30A1, 0x30FA, .kana), Block(0x30FC, 0x30FF, .kana),
    Block(0x3131, 0x318E, .hangul), Block(0x31F0, 0x31FF, .kana), Block(0x3400, 0x4DBF, .han),
    Block(0x4E00, 0x9FFF, .han), Block(0xA640, 0xA69F, .cyrillic), Block(0xA722, 0xA7FF, .latin),
    Block(0xA8E0, 0xA8FF, .devanagari), Block(0xA960, 0xA97C, .hangul), Block(0xAB30, 0xAB5A, .latin),
    Block(0xAC00, 0xD7A3, .hangul), Block(0xD7B0, 0xD7FB, .hangul), Block(0xF900, 0xFAD9, .han),
    Block(0xFB00, 0xFB06, .latin), Block(0xFB1D, 0xFB4F, .hebrew), Block(0xFB50, 0xFDFB, .arabic),
    Block(0xFE70, 0xFEFC, .arabic), Block(0xFF21, 0xFF3A, .latin), Block(0xFF41, 0xFF5A, .latin),
    Block(0xFF66, 0xFF9D, .kana), Block(0xFFA0, 0xFFDC, .hangul), Block(0x20000, 0x323AF, .han),
  ]
}
