import Foundation
import Testing

@testable import Setup

/// The golden table that the `packaging` library wrote, one array of fields a line.
private func golden() throws -> [[String]] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let table = root.appendingPathComponent("fixtures/goldens/versions/pep440.tsv")
  let text = try String(contentsOf: table, encoding: .utf8)
  return text.split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
}

@Suite struct VersionTests {
  @Test func packagingAgrees() throws {
    var checked = 0
    for line in try golden() {
      switch line[0] {
      case "order":
        let left = try #require(Version(line[1]))
        let right = try #require(Version(line[2]))
        #expect((left < right ? -1 : left == right ? 0 : 1) == Int(line[3]), "\(line)")
        #expect((right < left ? 1 : left == right ? 0 : -1) == Int(line[3]), "\(line)")
        if left == right { #expect(left.hashValue == right.hashValue, "\(line)") }
      case "contains":
        let set = try #require(VersionSpecifier.parse(line[1]), "\(line)")
        let version = try #require(Version(line[2]))
        #expect(set.contains(version) == (line[3] == "1"), "\(line)")
        #expect(set.complement.contains(version) == (line[3] == "0"), "\(line)")
      case "normal": #expect(Version(line[1])?.description == line[2])
      case "invalid": #expect(Version(line[1]) == nil, "\(line)")
      case "badspec": #expect(VersionSpecifier.parse(line[1]) == nil, "\(line)")
      default: Issue.record("unknown line \(line)")
      }
      checked += 1
    }
    #expect(checked > 4000)
  }

  @Test func numbersThatDoNotFitAreNoVersions() {
    #expect(Version("1." + String(repeating: "9", count: 18)) != nil)
    #expect(Version("1." + String(repeating: "9", count: 19)) == nil)
    #expect(VersionSpecifier.parse("<=1.post999999999999999999")?.description == "<=1.post999999999999999999")
  }
}

@Suite struct VersionSetTests {
  private func set(_ text: String, _ dialect: VersionSpecifier.Dialect = .pep440) throws -> VersionSet {
    try #require(VersionSpecifier.parse(text, dialect))
  }

  @Test(arguments: [
    (">=4.41,<4.46", ">=4.41,<4.46"), ("<4.46,>=4.41,>=4.0", ">=4.41,<4.46"), ("==0.13.*", "==0.13.*"),
    ("==0.13.2", "==0.13.2"), ("!=1.3", "!=1.3"), (">=1,!=1.3,!=1.5.*,<2", ">=1,!=1.3,!=1.5.*,<2"),
    ("", "any"),
    ("<1,>2", "none"), ("<=1.0", "<=1.0"), (">1.0", ">1.0"), ("<0", "none"), (">=0.dev0", "any"),
    ("~=1.4.2", ">=1.4.2,<1.5"), ("==1.0+cu118", "==1.0+cu118"), ("<=1.0.post2", "<=1.0.post2"),
    ("<1.0rc1", "<1.0rc1"), (">1.0a1", ">=1.0a2.dev0"),
  ])
  func descriptions(text: String, expected: String) throws { #expect(try set(text).description == expected) }

  @Test func algebra() throws {
    let old = try set("<0.14")
    let new = try set(">=0.14")
    #expect(old.union(new).description == "<0.14 or >=0.14")
    #expect(old.intersection(new).isEmpty)
    #expect(try set("==0.13.2").isSubset(of: old))
    #expect(try !set(">=0.13").isSubset(of: old))
    #expect(try set(">=0.13,<0.14").isSubset(of: old))
    #expect(try set("<1").union(set(">=0.5")) == .all)
    #expect(old.complement.complement == old)
    #expect(try set("<=1.0") == set("<1.0.post0.dev0"))
    #expect(try set("!=1.0").complement == set("==1.0"))
    #expect(VersionSet.all.complement == .none && VersionSet.none.complement == .all)
    #expect(try set(">=1,<4").subtracting(set("==2.*")).description == ">=1,!=2.*,<4")
  }

  @Test(arguments: [
    ("^1.2.3", ">=1.2.3,<2"), ("^0.2.3", ">=0.2.3,<0.3"), ("^0.0.3", ">=0.0.3,<0.0.4"),
    ("^0.0", ">=0.0,<0.1"),
    ("^0", ">=0,<1"), ("~1.2.3", ">=1.2.3,<1.3"), ("~1.2", ">=1.2,<1.3"), ("~1", ">=1,<2"), ("1.2", "==1.2"),
    ("=1.2", "==1.2"), ("*", "any"), ("1.2.*", "==1.2.*"), ("^1.0 || ^3.0", ">=1.0,<2 or >=3.0,<4"),
    (">=3.9,<4.0", ">=3.9,<4.0"),
  ])
  func poetry(text: String, expected: String) throws {
    #expect(try set(text, .poetry).description == expected)
  }

  @Test(arguments: [
    ("=1.2", "==1.2.*"), ("1.2", "==1.2.*"), ("==1.2", "==1.2"), ("1.2.*", "==1.2.*"),
    (">=1.2,<2", ">=1.2,<2"),
    ("1.2|1.4", "==1.2.* or ==1.4.*"), ("*", "any"), (">=1.2.*", ">=1.2"),
  ])
  func conda(text: String, expected: String) throws { #expect(try set(text, .conda).description == expected) }
}
