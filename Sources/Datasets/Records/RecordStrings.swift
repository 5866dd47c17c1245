/// Strings: the bulk of every dataset, so eight bytes at a time where nothing happens.
extension RecordParser {
  /// Reads the string that opens at `start` into the map; gives the offset behind its closing quote.
  @inline(__always)
  func string(
    _ start: Int, _ kind: RecordNode.Kind, _ map: inout RecordMap
  ) throws(ParseFailure) -> Int {
    var index = start &+ 1
    var hasEscapes = false
    while true {
      index = skipPlain(index)
      let byte = text[index]
      if byte == 0x22 {
        map.append(kind, start, index &+ 1, hasEscapes: hasEscapes)
        return index &+ 1
      }
      if byte >= 0x80 {
        index = try skipMultibyte(index)
      } else if byte == 0x5C {
        hasEscapes = true
        index = try escape(index, opening: start, &map)
      } else if byte < 0x20 {
        if index >= end { throw .at(.endedInString, start) }
        throw .at(.controlCharacter, index)
      } else {
        index &+= 1
      }
    }
  }

  /// Skips whole words of plain ASCII: no quote, backslash, control or non-ASCII byte in any of the eight.
  ///
  /// The classic exact test for "some byte of the word is below n" borrows only out of bytes that are
  /// themselves hits or follow one, and the lowest hit is what is asked for; so the count of trailing zeros
  /// is exact.
  @inline(__always)
  private func skipPlain(_ start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index < end {
      let word = UInt64(littleEndian: UnsafeRawPointer(text + index).loadUnaligned(as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let found = ((quotes &- ones) | (slashes &- ones) | (word &- ones &* 0x20) | word) & (ones &* 0x80)
      if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    return min(index, end)
  }

  /// Skips a run of code points above U+007F, each checked (RFC 3629: shortest form, no surrogates, up to
  /// U+10FFFF).
  @inline(__always)
  func skipMultibyte(_ start: Int) throws(ParseFailure) -> Int {
    var index = start
    while true {
      let lead = text[index]
      if lead < 0x80 { return index }
      let second = text[index &+ 1]
      if lead & 0xF0 == 0xE0 {
        // Three bytes first: most non-ASCII text in datasets is Chinese, Japanese or Korean.
        guard second & 0xC0 == 0x80, text[index &+ 2] & 0xC0 == 0x80,
          lead != 0xE0 || second >= 0xA0, lead != 0xED || second < 0xA0
        else { throw .at(.invalidUTF8, index) }
        index &+= 3
      } else if lead & 0xE0 == 0xC0 {
        guard lead >= 0xC2, second & 0xC0 == 0x80 else { throw .at(.invalidUTF8, index) }
        index &+= 2
      } else {
        guard lead >= 0xF0, lead <= 0xF4, second & 0xC0 == 0x80, text[index &+ 2] & 0xC0 == 0x80,
          text[index &+ 3] & 0xC0 == 0x80, lead != 0xF0 || second >= 0x90, lead != 0xF4 || second < 0x90
        else { throw .at(.invalidUTF8, index) }
        index &+= 4
      }
    }
  }

  /// Checks the escape whose backslash is at `start`; gives the offset behind it.
  @inline(__always)
  private func escape(_ start: Int, opening: Int, _ map: inout RecordMap) throws(ParseFailure) -> Int {
    switch text[start &+ 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return start &+ 2
    case 0x75: return try unicodeEscape(start, opening: opening, &map)
    default:
      if start &+ 1 >= end { throw .at(.endedInString, opening) }
      throw .at(.badEscape, start)
    }
  }

  private func unicodeEscape(
    _ start: Int, opening: Int, _ map: inout RecordMap
  ) throws(ParseFailure) -> Int {
    guard let unit = JSONText.codeUnit(text + start) else {
      if start &+ 6 > end { throw .at(.endedInString, opening) }
      throw .at(.badEscape, start)
    }
    guard unit & 0xF800 == 0xD800 else { return start &+ 6 }
    if unit < 0xDC00, let low = JSONText.codeUnit(text + (start &+ 6)), low & 0xFC00 == 0xDC00 {
      return start &+ 12
    }
    if map.loneSurrogate == nil { map.loneSurrogate = start }
    return start &+ 6
  }
}
