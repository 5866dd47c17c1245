/// The text of a key, which equals another one only byte for byte.
///
/// `String` compares by canonical equivalence, so an `é` in one code point equals one in two; the keys of JSON and
/// TOML do not (RFC 8259 section 8.3, TOML 1.0 "Keys"). Mostly the text is what stands in the source, and no String is
/// made.
struct KeyText {
  /// Of `Hasher`, so that no text can be made to have many keys of one hash.
  let hash: Int
  /// The bytes of the text where `decoded` is nil.
  private let range: TextRange
  private let decoded: String?

  /// `range` is where the key stands; `decoded` is its text where that is another one. O(bytes).
  init(_ range: TextRange, in file: SourceFile, decoded: String?) {
    // What is not UTF-8 becomes U+FFFD, so bytes tell keys apart for certain in ASCII alone.
    let decoded = decoded ?? (Self.isASCII(range, in: file) ? nil : file.text(in: range))
    var hasher = Hasher()
    if var text = decoded {
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    } else {
      file.bytes.withUnsafeBytes { hasher.combine(bytes: .init(rebasing: $0[range.start..<range.end])) }
    }
    hash = hasher.finalize()
    self.range = range
    self.decoded = decoded
  }

  func equals(_ other: KeyText, in file: SourceFile) -> Bool {
    guard hash == other.hash else { return false }
    if decoded == nil, other.decoded == nil {
      return file.bytes.withUnsafeBufferPointer {
        $0[range.start..<range.end].elementsEqual($0[other.range.start..<other.range.end])
      }
    }
    return text(in: file).utf8.elementsEqual(other.text(in: file).utf8)
  }

  private func text(in file: SourceFile) -> String { decoded ?? file.text(in: range) }

  private static func isASCII(_ range: TextRange, in file: SourceFile) -> Bool {
    file.bytes.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[..<range.end])
      return ByteWords.firstNonASCII(in: text, from: range.start) == range.end
    }
  }
}
