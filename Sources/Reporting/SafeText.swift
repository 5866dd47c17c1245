/// Makes text from files harmless to a terminal and to a reader.
package enum SafeText {
  /// `text` with control, bidirectional and other invisible characters, line ends included, written as
  /// `\u{…}`.
  package static func escaped(_ text: String) -> String {
    // Nearly all text is; looking up what kind a code point is takes many times as long.
    if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
    var shown = ""
    for scalar in text.unicodeScalars { shown += escaped(scalar) }
    return shown
  }

  /// One code point as it may be printed.
  static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: break
    // Joiners shape emoji and many scripts; all other format characters move or hide text.
    case .format where scalar.value != 0x200C && scalar.value != 0x200D: break
    default: return String(scalar)
    }
    return "\\u{" + String(scalar.value, radix: 16) + "}"
  }

  /// A path at the start of a line. One that a CI runner would take for a workflow command gets `./` before
  /// it.
  static func path(_ path: String) -> String {
    let shown = escaped(path)
    return shown.hasPrefix("::") || shown.hasPrefix("##[") ? "./" + shown : shown
  }
}
