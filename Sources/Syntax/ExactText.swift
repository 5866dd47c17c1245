/// A text that equals another one only byte for byte.
///
/// `String` compares by canonical equivalence, so an `é` in one code point equals one in two; the keys of
/// JSON and TOML do not (RFC 8259 section 8.3, TOML 1.0 "Keys").
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
