import Datasets
import Syntax

// A record of a data set, whole, by a place in it.
extension Workspace {
  /// How far a record may reach from the place, in bytes, to either side.
  private static let reach = 1 << 17
  /// The largest array that is read for one of its records, in bytes.
  private static let largestArray = 16 << 20

  /// The record around a place of a file of JSON lines or of one array; nil where it is too long, or is no object, or where
  /// the file is not what it was. O(bytes that a record may have), or O(bytes of the array).
  package func record(at place: RecordPlace) -> ConfigNode? {
    guard !isReadElsewhere(place.path), let file = profile(at: place.path)?.files.first else { return nil }
    switch file.container {
    case .jsonLines: return line(around: place)
    case .jsonArray: return element(around: place)
    default: return nil
    }
  }

  private func line(around place: RecordPlace) -> ConfigNode? {
    guard let size = store.source.status(place.path)?.size, place.range.end <= size else { return nil }
    let start = max(0, place.range.start - Self.reach)
    guard let bytes = bytes(TextRange(start, min(size, place.range.end + Self.reach)), of: place.path) else {
      return nil
    }
    let newline = UInt8(ascii: "\n")
    let first = bytes[..<(place.range.start - start)].lastIndex(of: newline).map { $0 + 1 }
    let last = bytes[(place.range.end - start)...].firstIndex(of: newline)
    guard let lower = first ?? (start == 0 ? 0 : nil),
      let upper = last ?? (start + bytes.count == size ? bytes.count : nil)
    else { return nil }
    let tree = JSONParser.parse(SourceFile(path: place.path, bytes: Array(bytes[lower..<upper])))
    return tree.problems.isEmpty ? tree.root : nil
  }

  private func element(around place: RecordPlace) -> ConfigNode? {
    guard let size = store.source.status(place.path)?.size, size <= Self.largestArray,
      let bytes = bytes(TextRange(0, size), of: place.path)
    else { return nil }
    let tree = JSONParser.parse(SourceFile(path: place.path, bytes: bytes))
    return tree.root?.elements.first {
      $0.range.start <= place.range.start && place.range.end <= $0.range.end
    }
  }

  private func bytes(_ range: TextRange, of path: String) -> [UInt8]? {
    guard let reader = try? store.source.open(path) else { return nil }
    return try? [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer), at: range.start)
    }
  }
}
