import Linting

/// Colours for terminals (ECMA-48 SGR), or none.
package struct TextStyle: Hashable, Sendable {
  package let isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  package static let plain = TextStyle(isColored: false)

  func bold(_ text: String) -> String { styled(text, "1") }
  func dim(_ text: String) -> String { styled(text, "2") }
  /// Line numbers, margins and rulers.
  func frame(_ text: String) -> String { styled(text, "1;34") }
  /// `help:` and the like.
  func note(_ text: String) -> String { styled(text, "1;36") }
  func good(_ text: String) -> String { styled(text, "1;32") }

  func severity(_ text: String, _ severity: Severity) -> String {
    switch severity {
    case .error: return styled(text, "1;31")
    case .warning: return styled(text, "1;33")
    case .info: return styled(text, "1;36")
    }
  }

  private func styled(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
