import Testing

@testable import Datasets
@testable import Syntax

/// Shards of a data set, in whatever number and order, merge to the bytes of the whole.
@Suite struct ShardTests {
  @Test(arguments: 0..<6)
  func shardsMergeToTheBytesOfTheWhole(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let files = [
      "a.jsonl": text(200, &random),
      "b.json": "[\(text(3, &random).split(separator: "\n").joined(separator: ","))]",
      "c.json": "{\n\"a\": {\n\"b\": 1}\n}", "d.jsonl": "", "e.jsonl": "\u{FEFF}" + text(90, &random),
      "f.jsonl": " \n",
      "g.json": "{\n{\n\"a\": 1\n}\n}", "h.jsonl": "{\"a\": \"" + String(repeating: "x", count: 4000) + "\"}",
    ]
    let whole = try profiles(files, nil).json
    for count in [1, 2, 3, 7, 40] {
      let shards = try (1...count).map { number in
        let shard = try #require(DatasetShard(number, of: count))
        return try ProfileSet(SourceFile(path: "\(number).json", bytes: profiles(files, shard).json))
      }
      var merged = ProfileSet()
      for shard in shards.shuffled(using: &random) { try merged.merge(shard) }
      #expect(merged.json == whole, "\(count) shards")
    }
  }

  /// What is beyond the limits of the tables is read all the same, so that no shard knows more than the whole.
  @Test func limitsOfTablesDoNotShow() throws {
    let keys = (0..<6000).map { "{\"k\($0)\": \"hello\", \"prompt\": \"a\", \"completion\": \"b\"}" }
    let odd = (0..<4500).map { "{\"messages\": [{\"role\": \"r\($0)\", \"content\": \"a\"}]}" }
    let usual = (0..<300).map {
      "{\"messages\": [{\"role\": \"user\", \"content\": \"\($0)\"}, {\"role\": \"assistant\", \"content\": \"\"}]}"
    }
    let files = ["a.jsonl": keys.joined(separator: "\n"), "b.jsonl": (odd + usual).joined(separator: "\n")]
    let whole = try profiles(files, nil)
    #expect(whole["a.jsonl"]?.scripts.scripts.first?.letters == 6000 * 7)
    #expect(whole["b.jsonl"]?.conversations[.messages]?[.emptyAnswer].count == 300)
    var merged = ProfileSet()
    for number in 1...3 { try merged.merge(try profiles(files, DatasetShard(number, of: 3))) }
    #expect(merged.json == whole.json)
  }

  @Test func theSameBytesAreNotMergedTwice() throws {
    let files = ["a.jsonl": "{\"a\": 1}\n{\"a\": 2}\n"]
    let whole = try profiles(files, nil)
    var merged = try profiles(files, DatasetShard(1, of: 2))
    let error = #expect(throws: ProfileConflict.self) { try merged.merge(whole) }
    #expect(error?.path == "a.jsonl" && error?.reason == "two profiles hold its bytes from 0 to 9")
    try merged.merge(try profiles(files, DatasetShard(2, of: 2)))
    #expect(merged == whole)
    let grown = try profiles(["a.jsonl": "{}"], nil)
    let other = #expect(throws: ProfileConflict.self) { try merged.merge(grown) }
    #expect(other?.reason == "it had 18 bytes in one profile, and 2 in another")
  }

  @Test func whatWasReadByOtherNamesIsNotMerged() throws {
    let text = ["a.jsonl": "{\"a\": \"x\"}\n{\"a\": \"y\"}\n"]
    func shard(_ number: Int, _ column: KnownColumn) throws -> ProfileSet {
      let names = ColumnNames(columns: ["a": column])
      let source = OverlayFileSource(over: DiskFileSource(), replacing: text.mapValues { Array($0.utf8) })
      let part = try #require(DatasetShard(number, of: 2)?.parts(ofSizes: [22])[0])
      let profile = try DatasetScanner.profile(
        "a.jsonl", part: part, source: source, observing: .all, names: names)
      let teller = NamesTeller(path: "dataset_info.json", names: names, because: [])
      return ProfileSet([profile], told: [ToldFile(path: "a.jsonl", tellers: [teller])])
    }
    var merged = try shard(1, .text)
    let error = #expect(throws: ProfileConflict.self) { try merged.merge(try shard(2, .prompt)) }
    #expect(error?.reason == "two profiles were told different names of its columns")
    try merged.merge(try shard(2, .text))
    #expect(merged["a.jsonl"]?.naming == ColumnNames(columns: ["a": .text]))
  }

  @Test func eachByteBelongsToOneShard() throws {
    for sizes in [[], [0], [5], [3, 0, 4, 1], [0, 0], [1, 1, 1, 1000, 0]] {
      for count in [1, 2, 3, 10] {
        let shards = try (1...count).map { try #require(DatasetShard($0, of: count)).parts(ofSizes: sizes) }
        for file in sizes.indices {
          let parts = shards.compactMap { $0[file] }
          #expect(parts.reduce(0) { $0 + $1.count } == sizes[file])
          #expect(parts.first?.start == 0 && parts.last?.end == sizes[file])
          #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.end == $1.start })
        }
      }
    }
    #expect(DatasetShard(0, of: 3) == nil && DatasetShard(4, of: 3) == nil && DatasetShard(1, of: 0) == nil)
  }

  private func profiles(_ files: [String: String], _ shard: DatasetShard?) throws -> ProfileSet {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: files.mapValues { Array($0.utf8) })
    let paths = files.keys.sorted()
    let parts = shard?.parts(ofSizes: paths.map { files[$0, default: ""].utf8.count })
    return ProfileSet(
      try paths.enumerated().compactMap { index, path in
        guard let parts else { return try DatasetScanner.profile(path, source: source, observing: .all) }
        return try parts[index].map {
          try DatasetScanner.profile(path, part: $0, source: source, observing: .all, threads: 2)
        }
      })
  }

  private func text(_ lines: Int, _ random: inout SeededGenerator) -> String {
    let kinds = [
      #"{"id": 1, "text": "é"}"#, #"{"text": null, "id": "x"}"#, #"{"id": 1,}"#, "", "{\n  \"pretty\": 1\n}",
      #"[1]"#,
      #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#,
    ]
    return (0..<lines).map { _ in kinds.randomElement(using: &random) ?? "" }.joined(separator: "\n")
  }
}
