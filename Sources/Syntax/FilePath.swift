/// Paths as plain strings with `/` between the parts; every operation here is lexical and touches no disk.
package enum FilePath {
  /// What stands under `name`, one part as a listing gives it, in `folder`, which is normalized.
  package static func child(_ name: String, of folder: String) -> String {
    folder == "." ? name : joined(folder, name)
  }

  /// `base/part`; `part` alone where it is absolute, `base` alone where `part` is empty or `.`.
  package static func join(_ base: String, _ part: String) -> String {
    if part.hasPrefix("/") || base.isEmpty || base == "." { return normalized(part) }
    if part.isEmpty || part == "." { return base }
    return normalized(joined(base, part))
  }

  /// Both with a `/` between them, which is `base`'s own where it ends in one.
  private static func joined(_ base: String, _ part: String) -> String {
    withBytes(of: base) { base in
      withBytes(of: part) { part in
        let slash = UInt8(ascii: "/")
        let hasSlash = base.last == slash
        return String(unsafeUninitializedCapacity: base.count + 1 + part.count) { joined in
          var end = joined[...].update(fromContentsOf: base)
          if !hasSlash {
            joined[end] = slash
            end += 1
          }
          return joined[end...].update(fromContentsOf: part)
        }
      }
    }
  }

  /// The folder of `path`: `a/b` gives `a`, `a` gives `.`, `/a` gives `/`.
  package static func parent(_ path: String) -> String {
    withBytes(of: path) { bytes in
      guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
      return slash == 0 ? "/" : text(bytes, 0..<slash)
    }
  }

  /// The last part of `path`.
  package static func name(_ path: String) -> String {
    withBytes(of: path) { bytes in
      guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
      return text(bytes, slash + 1..<bytes.count)
    }
  }

  /// The ending of the name in lower case without its dot; empty for none and for `.gitignore`.
  package static func fileExtension(_ path: String) -> String {
    withBytes(of: path) { bytes in
      let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
      guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > start else { return "" }
      let ending = dot + 1..<bytes.count
      let isPlain = bytes[ending].allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
      return isPlain ? text(bytes, ending) : text(bytes, ending).lowercased()
    }
  }

  /// Whether `left` comes before `right` by their UTF-8 bytes. O(length).
  package static func precedes(_ left: String, _ right: String) -> Bool {
    withBytes(of: left) { left in
      withBytes(of: right) { right in ByteWords.precedes(left, right) }
    }
  }

  /// The indices of `paths` in the order of their UTF-8 bytes, equal ones in their own. The bytes are laid side by
  /// side once, since each path is compared with a dozen others. O(n log n).
  package static func ordering(_ paths: [String]) -> [Int] {
    var bytes: [UInt8] = []
    let places = paths.indices.map { index in
      let start = bytes.count
      bytes.append(contentsOf: paths[index].utf8)
      return (range: start..<bytes.count, index: index)
    }
    return bytes.withUnsafeBufferPointer { bytes in
      let ordered = places.sorted { left, right in
        let first = UnsafeBufferPointer(rebasing: bytes[left.range])
        return ByteWords.precedes(first, UnsafeBufferPointer(rebasing: bytes[right.range]))
      }
      return ordered.map(\.index)
    }
  }

  /// The bytes of a path where they lie: views of a String are walked several times more slowly.
  private static func withBytes<Result>(
    of path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    var path = path
    return path.withUTF8(body)
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// `path` without `.`, empty parts, and the `..` that can be undone. O(length).
  package static func normalized(_ path: String) -> String {
    if isNormalized(path) { return path }
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    let all = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).map {
      Substring($0)
    }
    for part in all where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part == ".." && isAbsolute {
        continue
      } else {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if isAbsolute { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// Whether there is nothing for `normalized` to do, in one look at the bytes: most paths are made of parts that
  /// are. A part that begins with a dot is left to the thorough way. O(length).
  private static func isNormalized(_ path: String) -> Bool {
    withBytes(of: path) { bytes in
      let slash = UInt8(ascii: "/")
      var last = slash
      for index in bytes.indices {
        let byte = bytes[index]
        if last == slash, byte == UInt8(ascii: ".") || (byte == slash && index > 0) { return false }
        last = byte
      }
      return last != slash
    }
  }

  /// Whether `path` is `folder` or lies in it.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    if folder == "." { return !path.hasPrefix("/") && path != ".." && !path.hasPrefix("../") }
    if folder == "/" { return path.hasPrefix("/") }
    return path == folder || path.hasPrefix(folder + "/")
  }
}
