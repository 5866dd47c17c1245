/// The lines that git leaves in a file whose merge is not finished (git-merge(1), "How conflicts are
/// presented").
package enum MergeConflict {
  package enum Marker: Hashable, Sendable {
    /// `<<<<<<<`: our side begins.
    case ours
    /// `|||||||`: the common ancestor begins (styles diff3 and zdiff3).
    case base
    /// `=======`: their side begins.
    case theirs
    /// `>>>>>>>`: the conflict ends.
    case end
  }

  /// The message for a conflict, wherever it stands.
  package static let message =
    "merge-conflict marker: the two sides of a merge stand here, expected one of them"

  /// The marker on the line that starts at the byte `offset`: seven equal bytes, then a space or the line's
  /// end.
  package static func marker(in bytes: [UInt8], at offset: Int) -> Marker? {
    guard offset >= 0, bytes.count - offset >= 7 else { return nil }
    let marker: Marker
    switch bytes[offset] {
    case UInt8(ascii: "<"): marker = .ours
    case UInt8(ascii: "|"): marker = .base
    case UInt8(ascii: "="): marker = .theirs
    case UInt8(ascii: ">"): marker = .end
    default: return nil
    }
    guard offset == 0 || bytes[offset - 1] == 0x0A || bytes[offset - 1] == 0x0D else { return nil }
    for index in offset + 1..<offset + 7 where bytes[index] != bytes[offset] { return nil }
    guard offset + 7 < bytes.count else { return marker }
    switch bytes[offset + 7] {
    case 0x20, 0x0A, 0x0D: return marker
    default: return nil
    }
  }

  /// Walks over the conflicts of one text in order, so that a parser reads our side and steps over theirs.
  struct Skipper {
    private var isInside = false
    /// Set once no end marker was found, so that the text is not searched again.
    private var hasNoMoreEnds = false

    /// Where reading goes on after the marker line at the byte `offset`, and whether a conflict begins with
    /// it; nil where no marker stands. Behind our side that is the line after the end marker. Linear over all
    /// calls for one text.
    mutating func step(at offset: Int, in bytes: [UInt8]) -> (resume: Int, isNew: Bool)? {
      guard let marker = MergeConflict.marker(in: bytes, at: offset) else { return nil }
      let isNew = marker == .ours || !isInside
      let next = MergeConflict.nextLine(after: offset, in: bytes)
      switch marker {
      case .ours:
        isInside = true
        return (next, isNew)
      case .end:
        isInside = false
        return (next, isNew)
      case .base, .theirs:
        let end = endOfConflict(from: next, in: bytes)
        isInside = end == nil
        return (end ?? next, isNew)
      }
    }

    private mutating func endOfConflict(from start: Int, in bytes: [UInt8]) -> Int? {
      var line = hasNoMoreEnds ? bytes.count : start
      while line < bytes.count {
        let next = MergeConflict.nextLine(after: line, in: bytes)
        if MergeConflict.marker(in: bytes, at: line) == .end { return next }
        line = next
      }
      hasNoMoreEnds = true
      return nil
    }
  }

  /// The end of the line that holds `offset`, without its line end.
  static func lineEnd(from offset: Int, in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { ByteWords.firstLineEnd(in: $0, from: offset) }
  }

  /// The start of the line after the one that holds `offset`.
  static func nextLine(after offset: Int, in bytes: [UInt8]) -> Int {
    var index = lineEnd(from: offset, in: bytes)
    if index < bytes.count, bytes[index] == 0x0D { index += 1 }
    if index < bytes.count, bytes[index] == 0x0A { index += 1 }
    return index
  }
}
