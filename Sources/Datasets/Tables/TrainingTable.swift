import Syntax

extension DatasetFormat {
  /// The columns of which a table must have all of one line, so that it is one to train on: texts only, since cells
  /// hold no lists.
  private static let columns: [Set<String>] = [
    ["text"], ["prompt", "completion"], ["instruction", "output"], ["chosen", "rejected"],
  ]

  /// Whether a table with these columns is of a format of training.
  package static func isNamed(by columns: some Sequence<String>) -> Bool {
    let given = Set(columns)
    return Self.columns.contains { given.isSuperset(of: $0) }
  }
}

extension TableDialect {
  /// What else stands between fields in the wild, with its name.
  package static let others: [(delimiter: UInt8, name: String)] = [
    (comma, "commas"), (UInt8(ascii: ";"), "semicolons"), (UInt8(ascii: "\t"), "tabs"),
    (UInt8(ascii: "|"), "bars"),
  ]

  /// How the fields of a table are parted whose only column is named `name`, if that is a whole header written with
  /// another delimiter; nil mostly.
  package static func delimiter(inside name: String) -> (delimiter: UInt8, name: String)? {
    others.first { other in
      let names = name.utf8.split(separator: other.delimiter, omittingEmptySubsequences: false).map {
        String($0) ?? ""
      }
      // A single column `text` has no delimiter in its header.
      return names.count > 1 && DatasetFormat.isNamed(by: names)
    }
  }
}

extension DatasetScanner {
  /// The same of UTF-16, by its ASCII: what Excel writes as "Unicode text" is such a file.
  private static func isWideTrainingTable(_ reader: any BlockReader) throws(FileError) -> Bool {
    var start = [UInt8](repeating: 0, count: min(reader.size, 4096))
    var outcome: Result<Int, FileError> = .success(0)
    start.withUnsafeMutableBytes { buffer in
      do throws(FileError) {
        outcome = .success(try reader.read(into: buffer, at: 0))
      } catch {
        outcome = .failure(error)
      }
    }
    let ascii = start.prefix(try outcome.get()).filter { $0 > 0 && $0 < 0x80 && $0 != TableDialect.quote }
    let header = String(decoding: ascii.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    return DatasetFormat.isNamed(by: [header]) || TableDialect.delimiter(inside: header) != nil
  }

  /// How many bytes a header may take.
  private static let headerBytes = 64 << 10

  /// Whether the file at `path`, a table, has the columns of a format of training, be it with another delimiter than
  /// its name says, or is a pointer to a table that nobody has fetched. Reads its start only. Throws as `profile(_:source:)` does.
  package static func holdsTrainingTable(
    _ path: String, source: any FileSource
  ) throws(FileError) -> Bool {
    var limit = ScanLimits()
    limit.fileBytes = headerBytes
    limit.blockBytes = headerBytes
    let profile = try profile(path, source: source, limit: limit)
    if profile.faults[.pointerFile].count > 0 { return true }
    if profile.faults[.wideEncoding].count > 0 { return try isWideTrainingTable(source.open(path)) }
    if DatasetFormat.isNamed(by: profile.fields.names) { return true }
    return profile.fields.names.first.flatMap { TableDialect.delimiter(inside: $0) } != nil
      && profile.fields.names.count == 1
  }
}
