extension Version {
  /// Reads a version in any spelling that PEP 440 normalises (appendix B): `v1.0`, `1.0-alpha.1`, `1.0-1`.
  ///
  /// nil for anything else, and for numbers of more than 18 digits. O(bytes).
  package init?(_ text: String) {
    var reader = VersionReader(text)
    guard let version = reader.read() else { return nil }
    self = version
  }
}

/// Walks over the bytes of one version in lower case.
private struct VersionReader {
  let bytes: [UInt8]
  var position = 0

  init(_ text: String) {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    var trimmed = Array(text.utf8).drop(while: isSpace)
    while let last = trimmed.last, isSpace(last) { trimmed.removeLast() }
    bytes = trimmed.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  mutating func read() -> Version? {
    if byte == UInt8(ascii: "v") { position += 1 }
    guard let first = number() else { return nil }
    var version = Version(release: [first])
    if byte == UInt8(ascii: "!") {
      position += 1
      guard let second = number() else { return nil }
      version.epoch = first
      version.release = [second]
    }
    while byte == UInt8(ascii: "."), position + 1 < bytes.count, Self.isDigit(bytes[position + 1]) {
      position += 1
      guard let next = number() else { return nil }
      version.release.append(next)
    }
    if let (name, number) = label(["alpha", "a", "beta", "b", "preview", "pre", "c", "rc"]) {
      let phase: Version.Phase = name.hasPrefix("a") ? .alpha : name.hasPrefix("b") ? .beta : .candidate
      version.pre = Version.PreRelease(phase: phase, number: number)
    }
    if byte == UInt8(ascii: "-"), position + 1 < bytes.count, Self.isDigit(bytes[position + 1]) {
      position += 1
      guard let post = number() else { return nil }
      version.post = post
    } else if let (_, number) = label(["post", "rev", "r"]) {
      version.post = number
    }
    if let (_, number) = label(["dev"]) { version.dev = number }
    if byte == UInt8(ascii: "+") {
      position += 1
      guard readLocal(&version) else { return nil }
    }
    return position == bytes.count ? version : nil
  }

  /// Up to 18 digits; nil for none and for more.
  private mutating func number() -> Int? {
    let start = position
    var value = 0
    while Self.isDigit(byte) {
      if position - start == 18 { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      position += 1
    }
    return position > start ? value : nil
  }

  /// `[.-_]? name [.-_]? number?`, the number 0 where it is missing; nil and nothing consumed for no match.
  private mutating func label(_ names: [String]) -> (String, Int)? {
    let start = position
    if Self.isSeparator(byte) { position += 1 }
    guard let name = names.first(where: { bytes[position...].starts(with: $0.utf8) }) else {
      position = start
      return nil
    }
    position += name.utf8.count
    let afterName = position
    if Self.isSeparator(byte) { position += 1 }
    if Self.isDigit(byte) {
      guard let number = number() else { return nil }
      return (name, number)
    }
    position = afterName
    return (name, 0)
  }

  private mutating func readLocal(_ version: inout Version) -> Bool {
    while true {
      let start = position
      while Self.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { position += 1 }
      guard position > start else { return false }
      let segment = bytes[start..<position]
      if segment.allSatisfy(Self.isDigit) {
        guard let number = Int(String(decoding: segment, as: UTF8.self)) else { return false }
        version.local.append(.number(number))
      } else {
        version.local.append(.text(String(decoding: segment, as: UTF8.self)))
      }
      if position == bytes.count { return true }
      guard Self.isSeparator(byte) else { return false }
      position += 1
    }
  }
}
