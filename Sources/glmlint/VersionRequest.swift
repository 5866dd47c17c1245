import Setup

/// One part of `--versions`, such as `peft=0.13.2`.
struct VersionRequest: Hashable, Sendable {
  let library: Library
  let versions: VersionSet

  /// Reads the values of every `--versions`. A version of one or two numbers, such as `python=3.11`, stands
  /// for all releases that begin with them.
  static func read(_ values: [String]) throws(UsageError) -> [VersionRequest] {
    var requests: [VersionRequest] = []
    for part in values.flatMap({ $0.split(separator: ",").map(String.init) }) {
      guard let equals = part.firstIndex(of: "="), equals != part.startIndex else {
        throw .invalidVersion(part, reason: "expected LIBRARY=VERSION")
      }
      let name = String(part[..<equals])
      guard let library = Library(rawValue: name) else {
        let names = Library.allCases.map(\.rawValue)
        throw .invalidValue(
          name, flag: "--versions", expected: names, nearest: NearestName.of(name, in: names))
      }
      let text = String(part[part.index(after: equals)...])
      guard let version = Version(text) else {
        throw .invalidVersion(part, reason: "`\(text)` is not a version number")
      }
      let isSeries = version.release.count < 3 && !version.isPreRelease
      guard let versions = VersionSpecifier.parse(isSeries ? "==\(text).*" : "==\(text)") else {
        throw .invalidVersion(part, reason: "`\(text)` is not a version number")
      }
      requests.append(VersionRequest(library: library, versions: versions))
    }
    return requests
  }

  /// As pins that win over those of the files; the last one for a library counts.
  static func pins(_ requests: [VersionRequest]) -> LibraryVersions {
    var versions = LibraryVersions()
    for request in requests {
      versions.override(request.library, LibraryVersions.Pin(versions: request.versions, span: nil))
    }
    return versions
  }
}
