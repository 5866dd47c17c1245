import Syntax

/// The profiles of the files of a data set, or of parts of them, each file by itself.
package struct ProfileSet: Hashable, Sendable {
  /// By path, each of one file.
  private var byPath: [String: Profile] = [:]
  /// Files of the data set of which nothing was read here, in the order of their paths.
  private var awaited: [String] = []
  /// By path, who tells by which names it was read, of those for which somebody does.
  private var told: [String: ToldFile] = [:]

  package init() {}

  /// A set of what was read of files, each by itself, of a data set that has all of `files`; by the names that `told` says
  /// of a file. O(profiles).
  package init(_ profiles: [Profile], of files: [String] = [], told: [ToldFile] = []) {
    for profile in profiles {
      guard let path = profile.files.first?.path else { continue }
      byPath[path, default: Profile()].merge(profile)
    }
    for file in told where byPath[file.path] != nil { self.told[file.path] = file }
    expect(files)
  }

  private mutating func expect(_ files: [String]) {
    awaited = Set(awaited + files).filter { byPath[$0] == nil }.sorted()
  }

  /// The paths of the files, in order.
  package var paths: [String] { byPath.keys.sorted() }

  package subscript(path: String) -> Profile? {
    guard let profile = byPath[path], let told = told[path] else { return byPath[path] }
    return told.tellsAnew(profile, observed: .all) ? profile : profile.named(.usual)
  }

  /// The files of which set-ups tell names that find something else than the usual ones, in the order of their paths.
  package var toldFiles: [ToldFile] {
    paths.compactMap { told[$0] }.filter { file in
      byPath[file.path].map { file.tellsAnew($0, observed: .all) } ?? false
    }
  }

  /// The first file of which a part is in no profile; nil where all of the data set is here.
  package var incomplete: String? {
    paths.first { byPath[$0]?.files.first?.isCut == true } ?? awaited.first
  }

  /// What all files hold together.
  package var whole: Profile { Profile.merge(paths.compactMap { self[$0] }) }

  /// Adds what was read elsewhere. Throws where both read the same bytes, files that differ in size, or the same one by other
  /// names; this set is then as it was.
  package mutating func merge(_ other: ProfileSet) throws(ProfileConflict) {
    for path in other.paths {
      guard let mine = byPath[path]?.files.first, let theirs = other.byPath[path]?.files.first else {
        continue
      }
      if let reason = mine.conflict(with: theirs) { throw ProfileConflict(path: path, reason: reason) }
      guard told[path] == other.told[path] else {
        throw ProfileConflict(path: path, reason: "two profiles were told different names of its columns")
      }
    }
    told.merge(other.told) { mine, _ in mine }
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
    var (missing, told) = (awaited, paths.compactMap { self.told[$0] })
    writer.beginObject()
    writer.member("partial", &version)
    writer.member("awaited", &missing)
    writer.member("told", &told)
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
    var (missing, told): ([String], [ToldFile]) = ([], [])
    try reader.beginObject()
    try reader.member("partial", &version)
    try reader.require(
      version == Self.version, "expected what `profile --partial` writes, of version \(Self.version)")
    try reader.member("awaited", &missing)
    try reader.member("told", &told)
    try reader.member("profiles", &profiles)
    try reader.require(
      profiles.allSatisfy { $0.files.count == 1 }
        && Set(profiles.map { $0.files[0].path }).count == profiles.count,
      "expected one profile for each file")
    let names = Dictionary(told.map { ($0.path, $0.names ?? .usual) }) { first, _ in first }
    let named = profiles.map { $0.named(names[$0.files[0].path] ?? .usual) }
    self.init(named, of: missing, told: told)
  }
}
