/// Which encoding a Python file declares (reference manual, 2.1.4), and whether its bytes keep to it.
enum PythonEncoding {
  /// Reports bytes that are not in the file's encoding, and an encoding that Python does not know; returns the codec
  /// that the file declares. A file that says it is UTF-8 is left to `checkDeclaredUTF8`. O(bytes).
  ///
  /// What is written in another encoding is read byte by byte, which is right where its first half is ASCII; what
  /// its other characters are is not known (`PythonTree.isUTF8`).
  static func check(_ bytes: [UInt8], _ problems: inout [SyntaxProblem]) -> PythonCodec? {
    if let declared = declaration(bytes) {
      return isUTF8(declared.name) ? .utf8 : check(bytes, declared, &problems)
    }
    if let first = firstNonASCII(bytes), let range = firstInvalid(bytes, from: first) {
      problems.append(
        SyntaxProblem(.encoding, range, "not valid UTF-8, and the file declares no other encoding"))
    }
    return nil
  }

  /// Where a file that declares UTF-8 is none: CPython 3.8 to 3.13 takes any bytes in its comments then (run). O(bytes).
  static func checkDeclaredUTF8(
    _ bytes: [UInt8], comments: [TextRange], _ problems: inout [SyntaxProblem]
  ) {
    guard let first = firstNonASCII(bytes), firstInvalid(bytes, from: first) != nil else { return }
    var code = bytes
    for comment in comments {
      for index in comment.start..<comment.end where code[index] >= 0x80 { code[index] = 0x20 }
    }
    guard let range = firstInvalid(code, from: first) else { return }
    problems.append(SyntaxProblem(.encoding, range, "not valid UTF-8, which the file declares"))
  }

  private static func check(
    _ bytes: [UInt8], _ declared: (name: String, range: TextRange), _ problems: inout [SyntaxProblem]
  ) -> PythonCodec? {
    func report(_ range: TextRange, _ message: String) {
      problems.append(SyntaxProblem(.encoding, range, message))
    }
    let isLatin = ["latin-1", "iso-8859-1", "iso-latin-1"].contains { declared.name.hasPrefix($0 + "-") }
    let codec = isLatin ? .singleByte(undefined: []) : PythonCodec(named: declared.name)
    let name = "encoding '\(declared.name)'"
    if bytes.starts(with: SourceFile.byteOrderMark) {
      report(declared.range, "\(name) with a UTF-8 byte-order mark")
      return codec
    }
    switch codec {
    case nil: report(declared.range, "unknown \(name)")
    case .impossible?: report(declared.range, "\(name), in which this is no Python")
    case .stateful?: report(declared.range, "\(name), which is not read here")
    case .utf8?:
      // Under another name than `utf-8` the codec reads all of the file.
      if let first = firstNonASCII(bytes), let range = firstInvalid(bytes, from: first) {
        report(range, "not valid UTF-8, which the file declares")
      }
      return nil
    case let codec?:
      guard firstNonASCII(bytes) != nil, let index = codec.firstInvalid(in: bytes) else { break }
      let byte = String(bytes[index], radix: 16, uppercase: true)
      report(TextRange(index, index + 1), "byte 0x\(byte) is not \(declared.name)")
    }
    return codec
  }

  /// The name in a `coding: name` comment of the first two lines, in lower case with `-` for `_`.
  static func declaration(_ bytes: [UInt8]) -> (name: String, range: TextRange)? {
    var start = bytes.starts(with: SourceFile.byteOrderMark) ? SourceFile.byteOrderMark.count : 0
    for _ in 0..<2 {
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      let line = bytes[start..<end]
      let code = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0C }
      if let first = code.first, first != UInt8(ascii: "#") { return nil }
      if let range = declaredName(in: code) {
        let name = String(decoding: bytes[range.start..<range.end], as: UTF8.self)
        return (
          name.lowercased().split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-"),
          range
        )
      }
      start = end + 1
      if end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A { start += 1 }
      if start >= bytes.count { return nil }
    }
    return nil
  }

  /// `coding`, then `:` or `=`, then blanks and the name.
  private static func declaredName(in comment: ArraySlice<UInt8>) -> TextRange? {
    let word = Array("coding".utf8)
    var index = comment.startIndex
    while index + word.count < comment.endIndex {
      defer { index += 1 }
      guard comment[index..<index + word.count].elementsEqual(word) else { continue }
      let mark = comment[index + word.count]
      guard mark == UInt8(ascii: ":") || mark == UInt8(ascii: "=") else { continue }
      let rest = comment[(index + word.count + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
      let name = rest.prefix { isNameByte($0) }
      if !name.isEmpty { return TextRange(name.startIndex, name.endIndex) }
    }
    return nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || (byte < 0x80 && PythonTokenizer.isIdentifierByte(byte))
  }

  /// As `get_normal_name` in CPython's tokenizer: a suffix such as `-unix` is Emacs's.
  private static func isUTF8(_ name: String) -> Bool {
    name == "utf-8" || name.hasPrefix("utf-8-")
  }

  private static func firstNonASCII(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { raw in
      var index = 0
      while index + 8 <= raw.count {
        if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
        index += 8
      }
      while index < raw.count {
        if raw[index] >= 0x80 { return index }
        index += 1
      }
      return nil
    }
  }

  /// The first bytes from `start` on that are no UTF-8. Nearly every text with a character beyond ASCII is whole,
  /// which the standard library finds out many bytes at a time.
  private static func firstInvalid(_ bytes: [UInt8], from start: Int) -> TextRange? {
    guard String(validating: bytes[start...], as: UTF8.self) == nil else { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes[start...].makeIterator()
    var offset = start
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error(let length): return TextRange(offset, offset + max(1, length))
      case .emptyInput: return nil
      }
    }
  }
}
