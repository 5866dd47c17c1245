import Datasets
import Syntax

// The first records of a data file, whole.
extension Workspace {
  /// How much of a file is looked at, in bytes.
  private static let portion = 1 << 18

  /// The first records that a run trains on, as they stand in its first data file.
  package func trainingRecords(of setup: TrainingSetup) -> [ConfigNode] {
    guard let name = setup.split(.train)?.files.value?.first else { return [] }
    return firstRecords(of: name, namedIn: setup.anchor.file.path, count: 16)
  }

  /// The first objects of the data file that `path` names, at most `count`; none where the file is not found, or where they
  /// lie beyond its first quarter of a megabyte. O(bytes of the portion).
  func firstRecords(of name: String, namedIn path: String, count: Int) -> [ConfigNode] {
    guard let file = dataFile(name, namedIn: path)?.files.first,
      let bytes = portion(of: file.path)
    else { return [] }
    switch file.container {
    case .jsonLines: return lines(bytes, path: file.path, isWhole: bytes.count == file.size, count: count)
    case .jsonArray, .jsonValue:
      guard bytes.count == file.size else { return [] }
      let tree = JSONParser.parse(SourceFile(path: file.path, bytes: bytes))
      let rows = tree.root?.kind == .sequence ? tree.root?.elements ?? [] : [tree.root].compactMap(\.self)
      return Array(rows.filter { $0.kind == .mapping }.prefix(count))
    case .commaSeparated, .tabSeparated, .plainText, .empty, .unreadable: return []
    }
  }

  private func portion(of path: String) -> [UInt8]? {
    guard let reader = try? store.source.open(path) else { return nil }
    return try? [UInt8](unsafeUninitializedCapacity: min(reader.size, Self.portion)) { buffer, count in
      count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
    }
  }

  /// Without the last line where the file goes on behind it.
  private func lines(_ bytes: [UInt8], path: String, isWhole: Bool, count: Int) -> [ConfigNode] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    if !isWhole { _ = lines.popLast() }
    var records: [ConfigNode] = []
    for line in lines {
      if records.count == count { break }
      let tree = JSONParser.parse(SourceFile(path: path, bytes: Array(line)))
      if tree.problems.isEmpty, let root = tree.root, root.kind == .mapping { records.append(root) }
    }
    return records
  }
}
