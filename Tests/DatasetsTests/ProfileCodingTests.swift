import Testing

@testable import Datasets
@testable import Syntax

/// Profiles as JSON: what one machine writes, another one reads.
@Suite struct ProfileCodingTests {
  @Test(arguments: 0..<10)
  func aProfileIsReadAsItWasWritten(seed: UInt64) throws {
    let profile = try sample(seed)
    let written = profile.json
    let read = try ProfileSet(SourceFile(path: "p.json", bytes: written))
    #expect(read == profile)
    #expect(read.json == written)
    #expect(read.whole == profile.whole)
    #expect(read.whole.copies.repeats == profile.whole.copies.repeats)
  }

  @Test func namesThatAreToldAreReadAsTheyWereWritten() throws {
    let profile = try sample(3)
    let read = try ProfileSet(SourceFile(path: "p.json", bytes: profile.json))
    #expect(read.toldFiles == profile.toldFiles && read.toldFiles.map(\.path) == ["a.jsonl"])
    #expect(read["a.jsonl"]?.naming == profile["a.jsonl"]?.naming)
    #expect(read["a.jsonl"]?.naming.areTold == true)
  }

  @Test func nothingIsReadAsItWasWritten() throws {
    #expect(String(decoding: ProfileSet().json, as: UTF8.self) == "{\"partial\":1}\n")
    #expect(try ProfileSet(SourceFile(path: "p.json", bytes: ProfileSet().json)) == ProfileSet())
  }

  @Test(arguments: [
    ("", "no value stands here, expected a JSON value", 1, 1), ("[]", "expected an object", 1, 1),
    ("{}", "expected what `profile --partial` writes, of version 1", 1, 1),
    ("{\"partial\": 2}", "expected what `profile --partial` writes, of version 1", 1, 1),
    ("{\"partial\": 1,\n \"profiles\": {\"files\": 7}}", "expected a list", 2, 14),
    ("{\"partial\":1,\"profiles\":[{\"files\":7}]}", "expected a list", 1, 35),
    (
      "{\"partial\":1,\"profiles\":[{\"emptyLines\":{\"count\":-1}}]}",
      "expected a whole number from 0 to 2^44", 1, 49
    ),
    ("{\"partial\":1,\"profiles\":[{\"shapes\":[]}]}", "expected 7 elements, found 0", 1, 36),
    (
      "{\"partial\":1,\"profiles\":[{\"faults\":[{\"first\":[{\"kind\":\"x\"}]}]}]}", "`x` is no fault", 1, 47
    ),
    (
      "{\"partial\":1,\"profiles\":[{\"copies\":[{\"path\":\"a\",\"prints\":\"AAAA\"}]}]}",
      "expected 32 bytes a record", 1, 58
    ),
    (
      "{\"partial\":1,\"profiles\":[{\"lengths\":{\"buckets\":[\(Self.zeros)]}}]}",
      "expected 192 buckets at most", 1, 37
    ),
    (
      "{\"partial\":1,\"profiles\":[{\"files\":[{\"size\":9,\"container\":\"empty\",\"parts\":[{\"start\":5,\"end\":10}]}]}]}",
      "expected parts in order, up to the size of the file", 1, 36
    ),
    (
      "{\"partial\":1,\"profiles\":[{\"files\":[{\"size\":9,\"container\":\"empty\",\"parts\":[{\"end\":9,\"records\":11}]}]}]}",
      "expected fewer lines and records than bytes", 1, 36
    ),
    (
      "{\"partial\":1,\"profiles\":[{\"copies\":[{\"path\":\"a\",\"prints\":\"!!!!\"}]}]}",
      "expected bytes in base64", 1, 58
    ),
    ("{\"partial\":1,\"profiles\":[{}]}", "expected one profile for each file", 1, 1),
  ])
  func whatIsNoProfileIsRefusedWithItsPlace(text: String, message: String, line: Int, column: Int) throws {
    let file = SourceFile(path: "p.json", text: text)
    let error = #expect(throws: ProfileFormatError.self) { try ProfileSet(file) }
    #expect(error?.message == message)
    #expect(error?.place?.line == line && error?.place?.column == column, "\(String(describing: error))")
  }

  /// Whatever is done to a profile, reading it ends in one that can be used, or in an error.
  @Test(arguments: 0..<20)
  func brokenProfilesAreSurvived(seed: UInt64) throws {
    var random = SeededGenerator(state: 400 + seed)
    let written = try sample(seed).json
    for _ in 0..<20 {
      var broken = written
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<broken.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: broken[place] = UInt8.random(in: 0x20..<0x7F, using: &random)
        case 1: broken.remove(at: place)
        case 2: broken[place] = UInt8(ascii: "9")
        default: broken.removeSubrange(place..<min(place + 40, broken.count))
        }
        if broken.isEmpty { break }
      }
      guard let read = try? ProfileSet(SourceFile(path: "p.json", bytes: broken)).whole else { continue }
      var merged = read
      merged.merge(read)
      _ = (merged.records, merged.columns, merged.format, merged.copies.repeats, merged.scripts.scripts)
      _ = (merged.lengths.doublings, merged.lengths.bound(of: 0.5), ProfileSet([read]).json.count)
    }
  }

  private static let zeros = [String](repeating: "0", count: 193).joined(separator: ",")

  @Test func base64IsPadded() {
    for (text, expected) in [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
    ] {
      var encoded: [UInt8] = []
      Base64.encode(Array(text.utf8), to: &encoded)
      #expect(String(decoding: encoded, as: UTF8.self) == expected)
      #expect(Base64.decode(encoded) == Array(text.utf8))
    }
  }

  private func sample(_ seed: UInt64) throws -> ProfileSet {
    var random = SeededGenerator(state: seed)
    let lines = [
      "", #"{"id": 1, "text": "é"}"#, #"{"text": null, "id": "x"}"#, #"{"id": 1.5, "id": 2}"#, #"{"id": 1,}"#,
      #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b\ud83d"}]}"#,
      #"{"messages": [{"from": "gpt", "value": "a"}, 1]}"#, #"{"messages": []}"#, #"[1]"#, #"{"a": NaN}"#,
      #"{"late": {"x": 1, "x": 2}}"#, #"{'a': 1}"#, #"{"chosen": "a", "rejected": "a"}"#,
      #"{"images": ["a"], "text": "b \" \\ \u0001"}"#,
    ]
    let text = (0..<60).map { _ in lines.randomElement(using: &random) ?? "" }.joined(separator: "\n")
    let files = ["a.jsonl": Array(text.utf8), "b\"c.json": Array("[\(lines[1]), \(lines[1])]".utf8)]
    let source = OverlayFileSource(over: DiskFileSource(), replacing: files)
    let told = toldFile(
      "a.jsonl", random.next() % 2 == 0 ? nil : ["gpt": .init(.assistant, callsTools: true)])
    return ProfileSet(
      try files.keys.map { path in
        let names = path == told.path ? told.names ?? .usual : .usual
        return try DatasetScanner.profile(path, source: source, observing: .all, names: names)
      }, told: [told])
  }

  private func toldFile(_ path: String, _ speakers: [String: ColumnNames.SpeakerWord]?) -> ToldFile {
    let names = ColumnNames(
      columns: ["text": .prompt, "messages": .conversations], fields: ["from": .role, "value": .content],
      speakers: speakers, pairsHavePrompt: true)
    return ToldFile(
      path: path, tellers: [NamesTeller(path: "dataset_info.json", names: names, because: ["é = \"q\""])])
  }
}
