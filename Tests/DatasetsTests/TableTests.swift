import Testing

@testable import Datasets
@testable import Syntax

/// CSV and TSV files, read into the profile that JSON records are read into.
@Suite struct TableTests {
  private static let header = "prompt,completion\n"

  @Test(arguments: [
    ("a,b,c\nd,e,f,g\n", ["2:1 shifted-columns", "3:7 too-many-fields"]),
    ("a,b\nc\nd,e,\n", ["3:1 too-few-fields", "4:5 too-many-fields"]),
    ("a,b\n\"é\nf\",\"x\n", ["4:4 unclosed-quote"]),
    ("a,b\n\n \t\n\"x\ny\",z\nc\0d,e\n", ["7:2 nul"]),
    ("\"a\"\"\n\",b\r\nc,d\re,f,g\r\n", ["5:5 too-many-fields"]),
    ("5\" wide,b\n \"c,d\n", []),
    ("\"say \\\"hi\\\"\",b\n", []),
  ])
  func faultsHavePlaces(rows: String, expected: [String]) throws {
    #expect(faults(try profile(Self.header + rows, path: "a.csv")) == expected)
  }

  @Test func invalidTextHasAPlace() throws {
    let found = try profile(Array("prompt,completion\na,b\né".utf8) + [0xE9, 0x2C, 0x62], path: "a.csv")
    #expect(faults(found) == ["3:2 invalid-utf8"])
    #expect(found.records == 2 && found.unreadableRecords == 1)
    let header = try profile(Array("prompt,r".utf8) + [0xE9], path: "a.csv")
    #expect(faults(header) == ["1:9 invalid-utf8"])
    #expect(header.records == 0 && header.unreadableRecords == 0 && !header.isComplete)
  }

  @Test func cellsAreCountedByWhatPandasTakesThemFor() throws {
    let rows = "a,1,NA,true\n\"b\",007, x,\nc,1e3,None,FALSE\nd,,None,yes\n"
    let profile = try profile("prompt,completion,text,label\n" + rows, path: "a.csv")
    func counts(_ name: String) -> [String] {
      guard let kinds = profile.fields[name]?.kinds else { return [] }
      return kinds.seen.map { "\($0) \(kinds[$0].count)" }
    }
    #expect(profile.fields.names == ["prompt", "completion", "text", "label"])
    #expect(counts("prompt") == ["string 4"])
    #expect(counts("completion") == ["null 1", "integer 2", "real 1"])
    #expect(counts("text") == ["null 3", "string 1"])
    #expect(counts("label") == ["null 1", "boolean 2", "string 1"])
    #expect(profile.tables["completion"].leadingZeros.first.map(\.column) == [5])
    #expect(profile.tables["text"].missingWords.map(\.word) == ["NA", "None"])
    #expect(profile.tables["text"].missing == 3)
    #expect(
      profile.fields["text"]?.kinds[.null].first.map { "\($0.line):\($0.column)" } == ["2:5", "4:7", "5:4"])
    #expect(profile.fields["label"]?.firstPlace?.column == 24)
    #expect(profile.columns.isClosed && profile.records == 4)
  }

  @Test func formatsCopiesAndPairsAreFound() throws {
    let rows = "a,\"x\"\"\",\"x\"\"\"\na,\"y\",z\na,\"x\"\"\",\"x\"\"\"\n,,\n,,\na,y,\"y\"\n"
    let source = OverlayFileSource(
      over: DiskFileSource(), replacing: ["a.csv": Array(("prompt,chosen,rejected\n" + rows).utf8)])
    let profile = try DatasetScanner.profile("a.csv", source: source, observing: .all)
    #expect(profile.format?.format == .preference(explicitPrompt: true))
    #expect(profile.copies.repeats.count == 1)
    #expect(profile.copies.repeats.first.map(\.place.line) == [4])
    #expect(profile.preferencePairs.equal.first.map(\.line) == [2, 4, 7])
    #expect(profile.fields["chosen"]?.values.lengths.total == 2 + 1 + 2 + 1)
  }

  @Test func repeatedAndEmptyNamesAreThoseOfPandas() throws {
    func names(_ header: String) throws -> [String] {
      try profile(header + "\n", path: "a.csv").fields.names
    }
    #expect(try names("a,a,a,a.1") == ["a", "a.2", "a.3", "a.1"])
    #expect(try names("prompt,,") == ["prompt", "Unnamed: 1", "Unnamed: 2"])
    #expect(try names(",Unnamed: 0") == ["Unnamed: 0.1", "Unnamed: 0"])
    #expect(faults(try profile("a,b,a\n", path: "a.csv")) == ["1:5 repeated-column"])
  }

  /// A header without rows; a row as long as a block.
  @Test func nothingIsNoFault() throws {
    #expect(try profile("", path: "a.csv").files[0].container == .empty)
    let empty = try profile("text\n", path: "a.tsv")
    #expect(empty.files[0].container == .tabSeparated && empty.records == 0 && empty.fields.names == ["text"])
    var limit = ScanLimits()
    limit.recordBytes = 1 << 10
    limit.blockBytes = 1 << 10
    let long = try profile("text\n\"" + String(repeating: "x\n", count: 4000), path: "a.csv", limit: limit)
    #expect(faults(long) == ["2:1 too-long"])
    #expect(!long.isComplete)
  }

  @Test func fieldsAreLimited() throws {
    let commas = String(repeating: ",", count: 1 << 16)
    let profile = try profile("text\(commas)\na\(commas)\na,b\n", path: "a.csv")
    #expect(faults(profile) == ["1:1 too-many-fields", "2:1 too-many-fields", "3:1 too-few-fields"])
    #expect(profile.fields.isSaturated && profile.records == 2)
  }

  /// Where the blocks end that a file is read in does not show.
  @Test(arguments: 0..<30)
  func blocksDoNotShow(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let text = sample(&random)
    let whole = try profile(text, path: "a.csv")
    for block in [64, 65, 100, 257] {
      var limit = ScanLimits()
      limit.blockBytes = block
      #expect(try profile(text, path: "a.csv", limit: limit) == whole)
    }
    let read = try ProfileSet(SourceFile(path: "p.json", bytes: ProfileSet([whole]).json))
    #expect(read.whole == whole)
  }

  @Test func filesMergeInAnyOrderAndShardsAreWholeFiles() throws {
    var random = SeededGenerator(state: 7)
    var files: [String: [UInt8]] = [:]
    for number in 0..<5 { files["\(number).csv"] = Array(sample(&random).utf8) }
    let source = OverlayFileSource(over: DiskFileSource(), replacing: files)
    let paths = files.keys.sorted()
    let parts = try paths.map { try DatasetScanner.profile($0, source: source, observing: .all) }
    let whole = Profile.merge(parts)
    #expect(Profile.merge(parts.reversed()) == whole)
    #expect(Profile.merge(parts.shuffled(using: &random)) == whole)
    var shards: [Profile] = []
    for number in 1...4 {
      let shard = try #require(DatasetShard(number, of: 4))
      for (path, part) in zip(paths, shard.parts(ofSizes: paths.map { files[$0]?.count ?? 0 })) {
        guard let part else { continue }
        shards.append(
          try DatasetScanner.profile(path, part: part, source: source, observing: .all, threads: 2))
      }
    }
    #expect(Profile.merge(shards) == whole)
  }

  private func sample(_ random: inout SeededGenerator) -> String {
    let rows = [
      "a,b", "\"x\"\"y\",z", "\"line\nbreak\",1", "\"line\r\nbreak\",é模型🤖", "NA,007", "", "  ", "short",
      "a,b,c", "5\" wide,true", "\"\",\"\"", "a,\"b\" c", "\"cr\rin\",1.5", "\0,x", "None,\"None\"", ",",
      String(repeating: "long ", count: 40) + ",y",
    ]
    let ends = ["\n", "\n", "\r\n", "\r"]
    return "prompt,completion\n"
      + (0..<60).map { _ in
        (rows.randomElement(using: &random) ?? "") + (ends.randomElement(using: &random) ?? "\n")
      }.joined()
  }
}
