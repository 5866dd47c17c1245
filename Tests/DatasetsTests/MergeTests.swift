import Testing

@testable import Datasets
@testable import Syntax

/// A part of a dataset may be any set of its records; the whole is the same whatever the parts and their
/// order.
@Suite struct MergeTests {
  @Test(arguments: 0..<20)
  func partsOfAFileMergeInAnyOrderToTheWhole(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let bytes = Array(sample(&random).utf8)
    let reader = MemoryBlock(bytes: bytes)
    var builder = ProfileBuilder(ObservationPlan(.all))
    let file = try DatasetScanner.scan("a.jsonl", reader, ScanLimits(), into: &builder) {
      $0 = ProfileBuilder(ObservationPlan(.all))
    }
    let whole = builder.profile(of: nil)
    var dealer = Dealer(parts: (0...seed % 7).map { _ in Part() }, random: random)
    _ = try DatasetScanner.scan("a.jsonl", reader, ScanLimits(), into: &dealer) { dealer in
      dealer.parts = dealer.parts.map { _ in Part() }
    }
    #expect(merged(dealer.parts.map { $0.profile() }, &random) == whole)
    #expect(file.records == whole.shapes.seen.reduce(file.unreadableRecords) { $0 + whole.shapes[$1].count })
  }

  @Test(arguments: 0..<10)
  func filesMergeInAnyOrder(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let parts = try (0..<6).map { try profile(sample(&random), path: "part-\($0).jsonl") }
    let inOrder = parts.dropFirst().reduce(parts[0], Profile.merge)
    #expect(merged(parts.shuffled(using: &random), &random) == inOrder)
    #expect(inOrder.files.map(\.path) == (0..<6).map { "part-\($0).jsonl" })
    #expect(inOrder.records == parts.reduce(0) { $0 + $1.records })
    #expect(inOrder.bytes == parts.reduce(0) { $0 + $1.bytes })
  }

  @Test func tablesThatAreFullTogetherAreFullInAnyOrder() throws {
    let parts = try (0..<3).map { part in
      try profile(
        (0..<2000).map { "{\"k\(part * 1500 + $0)\": 1}" }.joined(separator: "\n"), path: "\(part).jsonl")
    }
    #expect(!parts[0].fields.isSaturated)
    #expect(!Profile.merge(parts[0], parts[1]).fields.isSaturated)
    let left = Profile.merge(Profile.merge(parts[0], parts[1]), parts[2])
    #expect(left.fields.isSaturated)
    #expect(left == Profile.merge(parts[2], Profile.merge(parts[1], parts[0])))
  }

  @Test func nothingIsNeutral() throws {
    let some = try profile("{\"a\": 1}\n{\"b\": 1,}\n")
    #expect(Profile.merge(some, Profile()) == some)
    #expect(Profile.merge(Profile(), some) == some)
  }

  /// Merges neighbours at random until one profile is left.
  private func merged(_ parts: [Profile], _ random: inout SeededGenerator) -> Profile {
    var parts = parts
    while parts.count > 1 {
      let left = parts.remove(at: Int.random(in: 0..<parts.count, using: &random))
      let right = parts.remove(at: Int.random(in: 0..<parts.count, using: &random))
      parts.append(Profile.merge(left, right))
    }
    return parts[0]
  }

  private func sample(_ random: inout SeededGenerator) -> String {
    let lines = [
      "", #"{"id": 1, "text": "é"}"#, #"{"text": null, "id": "x"}"#, #"{"id": 1.5, "id": 2}"#,
      #"{"id": 1,}"#,
      #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#,
      #"{"messages": [{"from": "gpt", "value": "a"}, 1]}"#, #"{"messages": []}"#, #"[1]"#, #"{"a": NaN}"#,
      "{\n  \"pretty\": 1\n}", #"{"late": {"x": 1, "x": 2}}"#, #"{'a': 1}"#,
      #"{"images": ["a"], "text": "b"}"#,
    ]
    return (0..<80).map { _ in lines.randomElement(using: &random) ?? "" }.joined(separator: "\n")
  }
}

/// Deals each record, fault and empty line to one of several profiles.
private struct Dealer: RecordSink {
  var parts: [Part]
  var random: SeededGenerator

  private mutating func next() -> Int { Int.random(in: parts.indices, using: &random) }

  mutating func take(_ record: RecordView) { parts[next()].take(record) }
  mutating func take(_ fault: SyntaxFault) { parts[next()].take(fault) }
  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace) {
    let empty = place()
    parts[next()].takeEmptyLine(at: empty)
  }
}

/// What is dealt to one.
private final class Part {
  private var builder: ProfileBuilder? = ProfileBuilder(ObservationPlan(.all))

  func take(_ record: RecordView) { builder?.take(record) }
  func take(_ fault: SyntaxFault) { builder?.take(fault) }
  func takeEmptyLine(at place: RecordPlace) { builder?.takeEmptyLine(at: place) }
  /// What was dealt so far; nothing is dealt any more.
  func profile() -> Profile { builder.take()?.profile(of: nil) ?? Profile() }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
