/// Keys that a mapping has twice (YAML 1.2.2, section 3.2.1.3).
extension YAMLParserState {
  /// Reports every key whose text and kind of scalar were there before in the same mapping; `<<` may repeat.
  ///
  /// A table of slots over all the keys of one mapping, used again for the next one. O(nodes and bytes of
  /// keys).
  mutating func reportDuplicateKeys() {
    var slots: [Int32] = []
    for index in builder.records.indices where builder.records[index].kind == .mapping {
      let count = Int(builder.records[index].childCount) / 2
      guard count > 1 else { continue }
      var size = 4
      while size < count * 2 { size *= 2 }
      if slots.count < size { slots = Array(repeating: -1, count: size) }
      for slot in 0..<size { slots[slot] = -1 }
      var key = builder.records[index].firstChild
      while key != ConfigTree.Record.none {
        let value = builder.records[Int(key)].nextSibling
        if builder.records[Int(key)].kind == .scalar, !isMerge(key) { enter(key, &slots, mask: size - 1) }
        guard value != ConfigTree.Record.none else { break }
        key = builder.records[Int(value)].nextSibling
      }
    }
  }

  private mutating func enter(_ key: Int32, _ slots: inout [Int32], mask: Int) {
    var slot = Int(truncatingIfNeeded: hash(key)) & mask
    while slots[slot] >= 0 {
      let first = slots[slot]
      if isSameKey(first, key) {
        let range = TextRange(Int(builder.records[Int(first)].start), Int(builder.records[Int(first)].end))
        guard builder.takes(.duplicateKey(first: range)) else { return }
        let own = TextRange(Int(builder.records[Int(key)].start), Int(builder.records[Int(key)].end))
        return builder.report(
          .duplicateKey(first: range), own, "key '\(keyText(key))' is in this mapping twice")
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = key
  }

  private func isMerge(_ key: Int32) -> Bool {
    let record = builder.records[Int(key)]
    return record.style == .plain && record.end - record.start == 2
      && bytes[Int(record.start)] == UInt8(ascii: "<") && bytes[Int(record.start) + 1] == UInt8(ascii: "<")
  }

  /// The source bytes that are the key's text, where it needed no decoding.
  @inline(__always)
  private func slice(_ key: Int32) -> TextRange {
    let record = builder.records[Int(key)]
    let quote = record.style == .singleQuoted || record.style == .doubleQuoted ? 1 : 0
    return TextRange(Int(record.start) + quote, Int(record.end) - quote)
  }

  private func keyText(_ key: Int32) -> String { builder.decodedText(of: key) ?? text(slice(key)) }

  /// Multiplies and shifts over eight bytes at a time.
  @inline(__always)
  private func hash(_ key: Int32) -> UInt64 {
    if var decoded = builder.decodedText(of: key) {
      return decoded.withUTF8 { Self.hash(UnsafeRawBufferPointer($0)) }
    }
    let slice = slice(key)
    return Self.hash(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[slice.start..<slice.end])))
  }

  private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var hash = HashChains.seed ^ UInt64(text.count)
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      hash = product.high ^ product.low
    }
    guard text.count >= 8 else {
      var word: UInt64 = 0
      for byte in text { word = word << 8 | UInt64(byte) }
      mix(word)
      return hash
    }
    for index in stride(from: 0, to: text.count - 8, by: 8) {
      mix(text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
    // The last eight bytes, some of which were there already.
    mix(text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
    return hash
  }

  /// Same text, and a plain one that is no string (such as `1`) is not the same as a quoted one.
  @inline(__always)
  private func isSameKey(_ first: Int32, _ second: Int32) -> Bool {
    if builder.decodedText(of: first) == nil, builder.decodedText(of: second) == nil {
      let (left, right) = (slice(first), slice(second))
      guard bytes[left.start..<left.end].elementsEqual(bytes[right.start..<right.end]) else { return false }
    } else if keyText(first) != keyText(second) {
      return false
    }
    let (one, two) = (form(of: first), form(of: second))
    if one == two { return true }
    guard one.tag == two.tag else { return false }
    var text = keyText(first)
    return text.withUTF8(YAMLSchema.ruamel.resolve) == .string
  }

  /// What a key's value depends on besides its text.
  private func form(of key: Int32) -> (tag: String?, isPlain: Bool) {
    let record = builder.records[Int(key)]
    let tag = builder.tag(of: key)
    if tag == "!!str" || tag == "!" { return (nil, false) }
    return (tag, record.style == .plain || record.style == .missing)
  }
}
