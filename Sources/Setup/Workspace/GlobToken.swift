/// A piece of a glob as git writes them, after escapes and brackets have been read.
enum GlobToken: Hashable, Sendable {
  case byte(UInt8)
  /// `?`: one byte that is no slash.
  case anyByte
  /// `[…]`: one of these bytes, never a slash.
  case oneOf(ByteSet)
  /// `*`: any bytes without a slash.
  case star
  /// `**/` at the start or behind a slash: nothing, or any bytes up to and including a slash.
  case folders
  /// `/**` at the end, `**` alone, or `**\/`: any bytes.
  case anything

  /// The tokens of `pattern`; nil where it can match nothing: an open bracket, a backslash at the end.
  static func tokens(of pattern: [UInt8]) -> [GlobToken]? {
    var tokens: [GlobToken] = []
    var index = 0
    while index < pattern.count {
      switch pattern[index] {
      case UInt8(ascii: "\\"):
        guard index + 1 < pattern.count else { return nil }
        tokens.append(.byte(pattern[index + 1]))
        index += 2
      case UInt8(ascii: "?"):
        tokens.append(.anyByte)
        index += 1
      case UInt8(ascii: "*"):
        tokens.append(stars(in: pattern, at: &index))
      case UInt8(ascii: "["):
        guard let (set, end) = ByteSet.read(pattern, at: index) else { return nil }
        tokens.append(.oneOf(set))
        index = end
      case let byte:
        tokens.append(.byte(byte))
        index += 1
      }
    }
    return tokens
  }

  /// One star or a run of them; only a run that fills a whole part of the path crosses slashes.
  private static func stars(in pattern: [UInt8], at index: inout Int) -> GlobToken {
    let start = index
    while index < pattern.count && pattern[index] == UInt8(ascii: "*") { index += 1 }
    // Git compares the text before the first wildcard by itself and reads what is left as a pattern of its
    // own, so that `a**/b` crosses slashes although gitignore(5) says that it does not.
    let opensPart =
      start == 0 || pattern[start - 1] == UInt8(ascii: "/") || !pattern[..<start].contains(where: isWildcard)
    guard index - start > 1, opensPart else { return .star }
    if index == pattern.count { return .anything }
    if pattern[index] == UInt8(ascii: "/") {
      index += 1
      return .folders
    }
    // An escaped slash ends the part as well, but is not taken along with the stars.
    return pattern[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "/")]) ? .anything : .star
  }

  private static func isWildcard(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): return true
    default: return false
    }
  }

  /// Whether the tokens match all of `text`.
  ///
  /// Backtracks to the last star, and where a slash bars that, to the last token that crosses slashes: going
  /// back further can find nothing new, since what lies between was matched as early as it can be.
  /// O(tokens × text²) at worst, O(tokens + text) for patterns of one star.
  static func match(_ tokens: [GlobToken], _ text: ArraySlice<UInt8>) -> Bool {
    var position = Position(token: 0, byte: text.startIndex)
    var star: Position?
    var crossing: Position?
    while true {
      if step(tokens, text, &position, &star, &crossing) { continue }
      if position.token == tokens.count && position.byte == text.endIndex { return true }
      if let last = star, last.byte < text.endIndex, text[last.byte] != UInt8(ascii: "/") {
        position = Position(token: last.token, byte: last.byte + 1)
        star = position
      } else if let next = crossing.flatMap({ advanced($0, tokens, text) }) {
        position = next
        crossing = next
        star = nil
      } else {
        return false
      }
    }
  }

  private struct Position {
    var token: Int
    var byte: Int
  }

  /// Matches one token at `position` and moves on; false where it does not match or nothing is left.
  private static func step(
    _ tokens: [GlobToken], _ text: ArraySlice<UInt8>, _ position: inout Position, _ star: inout Position?,
    _ crossing: inout Position?
  ) -> Bool {
    guard position.token < tokens.count else { return false }
    switch tokens[position.token] {
    case .star:
      position.token += 1
      star = position
      return true
    case .folders, .anything:
      position.token += 1
      crossing = position
      star = nil
      return true
    case .byte(let byte):
      guard position.byte < text.endIndex, text[position.byte] == byte else { return false }
    case .anyByte:
      guard position.byte < text.endIndex, text[position.byte] != UInt8(ascii: "/") else { return false }
    case .oneOf(let set):
      guard position.byte < text.endIndex, set.contains(text[position.byte]),
        text[position.byte] != UInt8(ascii: "/")
      else { return false }
    }
    position.token += 1
    position.byte += 1
    return true
  }

  /// The next place where what follows a crossing token may begin: any byte, or the one behind a slash.
  private static func advanced(
    _ position: Position, _ tokens: [GlobToken], _ text: ArraySlice<UInt8>
  ) -> Position? {
    var next = position
    if tokens[position.token - 1] == .anything {
      next.byte += 1
      return next.byte <= text.endIndex ? next : nil
    }
    guard let slash = text[position.byte...].firstIndex(of: UInt8(ascii: "/")) else { return nil }
    next.byte = slash + 1
    return next
  }
}
