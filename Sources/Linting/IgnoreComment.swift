import Syntax

/// `# glmlint: ignore[rule, rule] reason`: silences these rules on its line, or, alone on its line, on the next.
package struct IgnoreComment: Hashable, Sendable {
  package let span: Span
  /// 1-based line of the file whose findings it silences.
  package let line: Int
  package let rules: [String]
  package let reason: String
  /// What is wrong with the comment; a malformed one silences nothing.
  package let problem: String?

  /// The ignores among the comments of a source. O(bytes of the comments).
  package static func all(in file: SourceFile, comments: [TextRange]) -> [IgnoreComment] {
    comments.compactMap { IgnoreComment(file: file, range: $0) }
  }

  /// What stands behind `# glmlint:`; nil for a comment that does not speak to glmlint, as nearly all.
  private static func textBehindMark(_ comment: ArraySlice<UInt8>) -> String? {
    let text = comment.drop {
      $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: " ") || $0 == 0x09
    }
    guard text.starts(with: mark) else { return nil }
    return String(decoding: text.dropFirst(mark.count), as: UTF8.self)
  }

  private static let mark = Array("glmlint:".utf8)

  /// nil for a comment that does not speak to glmlint.
  init?(file: SourceFile, range: TextRange) {
    guard let said = Self.textBehindMark(file.bytes[range.start..<range.end]) else { return nil }
    var rest = Substring(said).drop { $0 == " " }
    let own = file.position(at: range.start).line
    let start = file.lines.range(ofLine: own, in: file.bytes).start
    let isAlone = file.bytes[start..<range.start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    self.span = Span(file, range)
    self.line = isAlone ? own + 1 : own
    guard rest.hasPrefix("ignore[") else {
      (rules, reason) = ([], "")
      problem = "expected `glmlint: ignore[rule] reason`"
      return
    }
    rest = rest.dropFirst("ignore[".count)
    guard let close = rest.firstIndex(of: "]") else {
      (rules, reason) = ([], "")
      problem = "the `[` is never closed"
      return
    }
    let names = rest[..<close].split(separator: ",").map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    rules = names
    reason = String(rest[rest.index(after: close)...].drop { $0 == " " })
    problem = names.isEmpty || names.contains("") ? "no rule is named between the brackets" : nil
  }
}
