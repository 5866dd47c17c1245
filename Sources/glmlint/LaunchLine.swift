/// The command behind `check --` as the shell text that a person would have typed.
enum LaunchLine {
  /// The name that findings on it are reported under.
  static let path = "(command line)"

  /// The words, quoted where a shell would otherwise read them differently. O(length).
  static func text(of words: [String]) -> String { words.map(quoted).joined(separator: " ") + "\n" }

  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.utf8.allSatisfy(isHarmless)
    return isPlain
      ? word
      : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }

  /// Bytes that mean nothing to a shell wherever they stand.
  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: return true
    default: return "-_=+.,/:@%".utf8.contains(byte)
    }
  }
}
