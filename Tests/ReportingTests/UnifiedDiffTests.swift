import Testing

@testable import Reporting

@Suite struct UnifiedDiffTests {
  private func diff(_ old: String, _ new: String, path: String = "a.yaml") -> String {
    UnifiedDiff(path: path, old: Array(old.utf8), new: Array(new.utf8)).rendered(.plain)
  }

  @Test(arguments: [
    ("sub/a.py", "/home/someone/project", "sub/a.py"),
    ("/home/someone/project/sub/a.py", "/home/someone/project", "sub/a.py"),
    ("../other/a.py", "/home/someone/project", "home/someone/other/a.py"),
    ("/tmp/a.py", "/home/someone/project", "tmp/a.py"),
    ("/home/someone/projects/a.py", "/home/someone/project", "home/someone/projects/a.py"),
    ("a.py", "/", "a.py"),
    ("/tmp/a.py", "/", "tmp/a.py"),
  ])
  func namesAreThoseOfTheFolderThatThePatchIsAppliedIn(_ path: String, _ folder: String, _ name: String) {
    #expect(UnifiedDiff.name(of: path, seenFrom: folder) == name)
  }

  @Test func showsThreeLinesAroundAChange() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let new = old.replacing("line 5\n", with: "LINE 5\nmore\n").replacing("line 19\n", with: "")
    #expect(
      diff(old, new) == """
        --- a/a.yaml
        +++ b/a.yaml
        @@ -2,7 +2,8 @@
         line 2
         line 3
         line 4
        -line 5
        +LINE 5
        +more
         line 6
         line 7
         line 8
        @@ -16,5 +17,4 @@
         line 16
         line 17
         line 18
        -line 19
         line 20

        """)
    #expect(diff(old, old) == "")
  }

  /// Line ends of Windows: with one round for each change this took minutes and a gigabyte.
  @Test func aTextWhoseEveryLineChangesIsOneChange() {
    let lines = (0..<30_000).map { "line \($0 % 7_000)" }
    let old = lines.joined(separator: "\r\n") + "\r\n"
    let text = diff(old, lines.joined(separator: "\n") + "\n")
    #expect(text.hasPrefix("--- a/a.yaml\n+++ b/a.yaml\n@@ -1,30000 +1,30000 @@\n-line 0\r\n-line 1\r\n"))
    #expect(text.utf8.split(separator: UInt8(ascii: "\n")).count { $0.first == UInt8(ascii: "+") } == 30_001)
  }

  /// Beyond the limit the patch is no longer the shortest, and still right.
  @Test(arguments: [0, 1, 7, 2_500]) func linesThatMoveAreTakenOutAndPutIn(_ shift: Int) {
    let old = (0..<6_000).map { $0 % 5_000 }
    let new = Array(old[shift...] + old[..<shift])
    let changes = LineDifference(old, new).changes
    var made: [Int] = []
    var place = 0
    for change in changes {
      made += old[place..<change.old.lowerBound] + new[change.new]
      place = change.old.upperBound
    }
    #expect(made + old[place...] == new)
    if shift < 1_000 { #expect(changes.map(\.old.count).reduce(0, +) == shift) }
  }

  @Test func changesNearEachOtherShareAHunkAndEndsAreTold() {
    #expect(
      diff("a\nb\nc", "a\nb\nc\n") == """
        --- a/a.yaml
        +++ b/a.yaml
        @@ -1,3 +1,3 @@
         a
         b
        -c
        \\ No newline at end of file
        +c

        """)
    #expect(
      diff("", "a\n", path: "a b\".yaml") == """
        --- "a/a b\\".yaml"
        +++ "b/a b\\".yaml"
        @@ -0,0 +1 @@
        +a

        """)
    #expect(diff("x\n", "y\n", path: "a b").hasPrefix("--- a/a b\t\n+++ b/a b\t\n@@ -1 +1 @@\n"))
  }

  @Test func theDifferenceIsRightAndMinimal() {
    var random = SplitMix(state: 11)
    for _ in 0..<500 {
      let old = (0..<Int.random(in: 0...14, using: &random)).map { _ in Int.random(in: 0...4, using: &random)
      }
      let new = (0..<Int.random(in: 0...14, using: &random)).map { _ in Int.random(in: 0...4, using: &random)
      }
      let changes = LineDifference(old, new).changes
      var rebuilt: [Int] = []
      var position = 0
      for change in changes {
        rebuilt += old[position..<change.old.lowerBound]
        #expect(rebuilt.count == change.new.lowerBound)
        rebuilt += new[change.new]
        position = change.old.upperBound
      }
      #expect(rebuilt + old[position...] == new)
      let cost = changes.reduce(0) { $0 + $1.old.count + $1.new.count }
      #expect(cost == old.count + new.count - 2 * longestCommon(old, new))
    }
  }

  private func longestCommon(_ left: [Int], _ right: [Int]) -> Int {
    var table = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for row in left.indices {
      for column in right.indices {
        table[row + 1][column + 1] =
          left[row] == right[column]
          ? table[row][column] + 1 : max(table[row][column + 1], table[row + 1][column])
      }
    }
    return table[left.count][right.count]
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
