/// What stands between words, and the classes of bytes that end them.
extension ShellReader {
  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      return true
    default: return false
    }
  }

  /// Skips blanks, continuation lines, and a comment up to its line end.
  mutating func skipBlanks() {
    while position < end {
      let byte = bytes[position]
      if Self.isBlank(byte) {
        position += 1
      } else if byte == UInt8(ascii: "\\"), lineEndLength(1) > 0 {
        skipContinuation()
      } else if byte == UInt8(ascii: "\r"), lineEndLength() == 0 {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        let start = position
        while position < end && lineEndLength() == 0 { position += 1 }
        comments.append(TextRange(start, position))
      } else {
        return
      }
    }
  }

  mutating func skipContinuation() {
    let length = 1 + lineEndLength(1)
    continuations.append(TextRange(position, position + length))
    position += length
  }

  mutating func skipBlanksAndLineEnds() {
    while true {
      skipBlanks()
      let length = lineEndLength()
      if length == 0 { return }
      position += length
      readHereDocumentBodies()
    }
  }
}
