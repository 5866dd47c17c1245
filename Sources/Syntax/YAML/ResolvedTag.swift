extension ConfigNode {
  /// The tag with its handle replaced, such as `tag:yaml.org,2002:str` for `!!str`; nil where none is
  /// written.
  ///
  /// Handles are those of the node's document (YAML 1.2.2, section 6.9.1); `!` stays as it is. O(documents).
  package var resolvedTag: String? {
    guard let tag else { return nil }
    if tag.hasPrefix("!<") { return String(tag.dropFirst(2).dropLast(tag.hasSuffix(">") ? 1 : 0)) }
    guard tag != "!" else { return tag }
    let document = tree.documents.last { $0.range.start <= range.start }
    let bytes = tag.utf8
    let handleEnd =
      bytes.dropFirst().firstIndex(of: UInt8(ascii: "!")).map { bytes.index(after: $0) }
      ?? bytes.index(after: bytes.startIndex)
    let handle = String(tag[..<handleEnd])
    let prefix = document?.tagPrefixes[handle] ?? (handle == "!!" ? "tag:yaml.org,2002:" : handle)
    return prefix + Self.decodingPercents(tag[handleEnd...])
  }

  /// Undoes `%21` and the like; text that is no such escape stays.
  private static func decodingPercents(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = bytes[index + 1].hexadecimalValue, let low = bytes[index + 2].hexadecimalValue
      {
        decoded.append(UInt8(high << 4 | low))
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
