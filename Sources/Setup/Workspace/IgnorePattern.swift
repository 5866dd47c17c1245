/// One line of a `.gitignore`, ready to be matched against paths.
///
/// The rules are those of gitignore(5), and where that is silent those of git's own matcher: a pattern with a
/// slash inside is anchored to the folder of its file, one without matches the last part of any path below
/// it; `*`, `?` and `[…]` never match a slash, `**/`, `/**` and `/**/` match any number of folders.
struct IgnorePattern: Hashable, Sendable {
  /// `!pattern`: takes back what an earlier pattern has ignored.
  let isNegated: Bool
  /// `pattern/`: matches folders only.
  let isForFolders: Bool
  /// No slash but a trailing one: matched against the last part of the path alone.
  let matchesNameOnly: Bool
  private let matcher: Matcher

  /// How the text is compared; the two simple forms, which are nearly all of them, need no token walk.
  private enum Matcher: Hashable, Sendable {
    case exact([UInt8])
    case suffix([UInt8])
    case glob([GlobToken])
  }

  /// Reads one line without its line end; nil for a blank line, a comment, and a pattern that matches
  /// nothing.
  init?(line: ArraySlice<UInt8>) {
    if line.first == UInt8(ascii: "#") { return nil }
    var text = Self.withoutTrailingBlanks(line)
    isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text = text.dropFirst() }
    isForFolders = text.last == UInt8(ascii: "/")
    if isForFolders { text = text.dropLast() }
    matchesNameOnly = !text.contains(UInt8(ascii: "/"))
    if text.first == UInt8(ascii: "/") { text = text.dropFirst() }
    guard !text.isEmpty else { return nil }

    if !text.contains(where: Self.isSpecial) {
      matcher = .exact(Array(text))
    } else if matchesNameOnly && text.first == UInt8(ascii: "*")
      && !text.dropFirst().contains(where: Self.isSpecial)
    {
      matcher = .suffix(Array(text.dropFirst()))
    } else {
      guard let tokens = GlobToken.tokens(of: Array(text)) else { return nil }
      matcher = .glob(tokens)
    }
  }

  /// Whether `path`, relative to the folder of the ignore file, is meant. `nameStart` is the offset of its
  /// last part. O(path × pattern) at worst, O(path) for nearly all patterns.
  func matches(_ path: [UInt8], nameStart: Int, isFolder: Bool) -> Bool {
    if isForFolders && !isFolder { return false }
    let subject = matchesNameOnly ? path[nameStart...] : path[...]
    switch matcher {
    case .exact(let text): return subject.elementsEqual(text)
    case .suffix(let text):
      return subject.count >= text.count && subject.suffix(text.count).elementsEqual(text)
    case .glob(let tokens): return GlobToken.match(tokens, subject)
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): return true
    default: return false
    }
  }

  /// Blanks at the end do not count, unless a backslash stands before them; tabs always count.
  private static func withoutTrailingBlanks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == UInt8(ascii: "\\") {
        index = min(index + 2, line.endIndex)
        end = index
        continue
      }
      index += 1
      if line[index - 1] != UInt8(ascii: " ") { end = index }
    }
    return line[line.startIndex..<end]
  }
}
