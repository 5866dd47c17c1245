import Setup
import Syntax

/// Recognizes files that are templates of configs or programs: what a parser will see is what comes out of them.
enum Template {
  /// Whether a text with problems has the marks of Jinja, Go (Helm), cookiecutter or ERB outside its strings, or
  /// lies in a folder whose name is still to be filled in. O(bytes).
  static func isLikely(_ document: Document) -> Bool {
    if document.path.contains("{{") { return true }
    let bytes = document.file.bytes
    guard var index = nextOpening(in: bytes, from: 0) else { return false }
    let strings = document.config?.quotedRanges ?? []
    var next = 0
    while true {
      if isMark(bytes, index, document.kind) {
        while next < strings.count && strings[next].end <= index { next += 1 }
        if next == strings.count || strings[next].start > index { return true }
      }
      guard let following = nextOpening(in: bytes, from: index + 1) else { return false }
      index = following
    }
  }

  /// Where `{%`, `<%` or `{{` stands at or after `start`.
  private static func nextOpening(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { text in
      var index = start
      while index + 1 < text.count {
        let (first, second) = (text[index], text[index + 1])
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "<"),
          second == UInt8(ascii: "%") || second == first
        {
          return index
        }
        index += 1
      }
      return nil
    }
  }

  /// `{%`, `<%`, or `{{` before what a template engine names there. `${{` belongs to GitHub's workflows, which are
  /// YAML as they stand.
  private static func isMark(_ bytes: [UInt8], _ index: Int, _ kind: FileKind?) -> Bool {
    let (first, second) = (bytes[index], bytes[index + 1])
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "<") else { return false }
    if second == UInt8(ascii: "%"), first == UInt8(ascii: "{") || first == UInt8(ascii: "<") {
      return kind != .python || beginsLine(bytes, index)
    }
    guard first == UInt8(ascii: "{"), second == first, kind != .python || beginsLine(bytes, index) else {
      return false
    }
    guard index == 0 || bytes[index - 1] != UInt8(ascii: "$") else { return false }
    let name = bytes[(index + 2)...].drop { $0 == 0x20 || $0 == UInt8(ascii: "-") }
    guard let start = name.first else { return false }
    switch start {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "/"):
      return true
    // `{{ "text" | quote }}`; in JSON that is a bracket too many.
    case UInt8(ascii: "\""): return kind == .yaml
    default: return false
    }
  }

  /// In Python, braces within a line are dictionaries and sets.
  private static func beginsLine(_ bytes: [UInt8], _ index: Int) -> Bool {
    let before = bytes[..<index].last { $0 != 0x20 && $0 != 0x09 }
    return before == nil || before == 0x0A || before == 0x0D
  }
}
