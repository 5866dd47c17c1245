import Testing

@testable import Syntax

@Suite struct FilePathTests {
  @Test func pathsAreOrderedByTheirBytes() {
    let paths = ["b", "a/b", "a", "ä", "a-b", "", "a/b", "B"]
    #expect(FilePath.ordering(paths) == [5, 7, 2, 4, 1, 6, 0, 3])
    #expect(FilePath.ordering([]) == [])
  }

  @Test func joiningPutsOneSlashBetween() {
    #expect(FilePath.join("a/", "b") == "a/b")
    #expect(FilePath.join("a", "./b/../c") == "a/c")
    #expect(FilePath.join("/", "b") == "/b")
    #expect(FilePath.join("größe", "ü") == "größe/ü")
  }

  @Test(arguments: [
    ("a/b.tar.GZ", "a", "b.tar.GZ", "gz"), ("train.yaml", ".", "train.yaml", "yaml"),
    ("/a", "/", "a", ""), ("a/.gitignore", "a", ".gitignore", ""), ("a.b/c", "a.b", "c", ""),
    ("a/.b.yml", "a", ".b.yml", "yml"), ("数据/训练.jsonl", "数据", "训练.jsonl", "jsonl"),
  ])
  func partsOfAPath(path: String, parent: String, name: String, ending: String) {
    #expect(FilePath.parent(path) == parent)
    #expect(FilePath.name(path) == name)
    #expect(FilePath.fileExtension(path) == ending)
  }

  /// Paths that differ in and around the places where eight bytes end, and letters that Swift's own order of
  /// strings has elsewhere.
  @Test func orderIsThatOfBytes() {
    var paths = ["", "a", "a/b", "a-b", "a.b", "é", "e\u{301}", "\u{FFFD}", "😀", "z"]
    for length in 6...18 {
      let base = String(repeating: "group/run", count: 2).prefix(length)
      paths += [String(base), base + "a", base + "b", base.dropLast() + "é"]
    }
    for left in paths {
      for right in paths {
        #expect(
          FilePath.precedes(left, right) == left.utf8.lexicographicallyPrecedes(right.utf8),
          "\(left) \(right)")
      }
    }
  }
}
