import Syntax

/// The profiles of the files of a data set, or of parts of them, each file by itself.
package struct ProfileSet: Hashable, Sendable {
  /// By path, each of one file.
  private var byPath: [String: Profile] = [:]
  /// Files of the data set of which nothing was read here, in the order of their paths.
  private var awaited: [String] = []

  package init() {}

  /// A set of what was read of files, each by itself, of a data set that has all of `files`. O(profiles).
  package init(_ profiles: [Profile], of files: [String] = []) {
    for profile in profiles {
      guard let path = profile.files.first?.path else { continue }
      byPath[path, default: Profile()].merge(profile)
    }
    expect(files)
  }

  private mutating func expect(_ files: [String]) {
    awaited = Set(awaited + files).filter { byPath[$0] == nil }.sorted()
  }

  /// The paths of the files, in order.
  package var paths: [String] { byPath.keys.sorted() }

  package subscript(path: String) -> Profile? { byPath[path] }

  /// The first file of which a part is in no profile; nil where all of the data set is here.
  package var incomplete: String? {
    paths.first { byPath[$0]?.files.first?.isCut == true } ?? awaited.first
  }

  /// What all files hold together.
  package var whole: Profile { Profile.merge(paths.compactMap { byPath[$0] }) }

  /// Adds what was read elsewhere. Throws where both read the same bytes, or files that differ in size; this set is then
  /// as it was.
  package mutating func merge(_ other: ProfileSet) throws(ProfileConflict) {
    for path in other.paths {
      guard let mine = byPath[path]?.files.first, let theirs = other.byPath[path]?.files.first else {
        continue
      }
      if let reason = mine.conflict(with: theirs) { throw ProfileConflict(path: path, reason: reason) }
    }
    byPath.merge(other.byPath, uniquingKeysWith: Profile.merge)
    expect(other.awaited)
  }
}

/// Why two profiles cannot be joined.
package struct ProfileConflict: Error, Hashable, Sendable {
  package let path: String
  /// Lower case, no full stop.
  package let reason: String
}

extension DatasetFile {
  /// Why what was read of this file here and there cannot be joined; nil where it can. O(parts).
  fileprivate func conflict(with other: DatasetFile) -> String? {
    if size != other.size { return "it had \(size) bytes in one profile, and \(other.size) in another" }
    if parts.isEmpty, other.parts.isEmpty { return "two profiles hold all of it" }
    for part in parts {
      guard let twice = other.parts.first(where: { $0.range.overlaps(part.range) || $0.range == part.range })
      else {
        continue
      }
      let start = max(part.range.start, twice.range.start)
      return "two profiles hold its bytes from \(start) to \(min(part.range.end, twice.range.end))"
    }
    return nil
  }
}

/// Sets of profiles as JSON: what a machine that read a part of a data set hands on. Version 1 of the format that
/// `Schemas/partial-v1.schema.json` of Reporting describes.
extension ProfileSet {
  private static let version = 1

  /// The same profiles give the same bytes. O(names, places and, where copies were looked for, records).
  package var json: [UInt8] {
    var (version, writer) = (Self.version, ProfileWriter())
    var profiles = paths.compactMap { byPath[$0] }
    var missing = awaited
    writer.beginObject()
    writer.member("partial", &version)
    writer.member("awaited", &missing)
    writer.member("profiles", &profiles)
    writer.endObject()
    return writer.json + [0x0A]
  }

  /// Reads what `json` wrote into `file`. O(bytes).
  package init(_ file: SourceFile) throws(ProfileFormatError) {
    let tree = JSONParser.parse(file)
    if let problem = tree.problems.first {
      let position = file.position(at: problem.range.start)
      throw ProfileFormatError(message: problem.message, place: (position.line, position.column))
    }
    guard let root = tree.root else { throw ProfileFormatError(message: "no profile", place: nil) }
    var (profiles, version, reader): ([Profile], Int, ProfileReader) = ([], 0, ProfileReader(root))
    var missing: [String] = []
    try reader.beginObject()
    try reader.member("partial", &version)
    try reader.require(
      version == Self.version, "expected what `profile --partial` writes, of version \(Self.version)")
    try reader.member("awaited", &missing)
    try reader.member("profiles", &profiles)
    try reader.require(
      profiles.allSatisfy { $0.files.count == 1 }
        && Set(profiles.map { $0.files[0].path }).count == profiles.count,
      "expected one profile for each file")
    self.init(profiles, of: missing)
  }
}
