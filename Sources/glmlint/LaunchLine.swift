import Setup
import Syntax

/// The command behind `check --` as the shell text that a person would have typed.
enum LaunchLine {
  /// The name that findings on it are reported under.
  static let path = "(command line)"

  /// The words, quoted where a shell would otherwise read them differently. O(length).
  static func text(of words: [String]) -> String { words.map(quoted).joined(separator: " ") + "\n" }

  /// The files that the words name, by themselves or behind a `=`, each once: the run is made of them, so they are
  /// under check as well. O(words).
  static func files(of words: [String], in source: any FileSource) -> [WalkedFile] {
    var seen: Set<String> = []
    return words.compactMap { word in
      let value = word.hasPrefix("-") ? word.split(separator: "=", maxSplits: 1).dropFirst().first : word[...]
      guard let path = value.map({ FilePath.normalized(String($0)) }), let kind = FileKind(path: path),
        source.status(path)?.kind == .regular, seen.insert(path).inserted
      else { return nil }
      return WalkedFile(path: path, kind: kind, isNamed: true, isLaunched: true)
    }
  }

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
