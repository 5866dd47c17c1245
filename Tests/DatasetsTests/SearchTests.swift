import ByteScan
import Testing

@testable import Datasets
@testable import Syntax

/// Secrets and control tokens are found where they stand, and nowhere else.
@Suite struct SearchTests {
  @Test(arguments: 0..<40)
  func kernelsFindTheSameBeginnings(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var beginnings = bytescan_beginnings()
    let words = (0..<Int.random(in: 1..<9, using: &random)).map { _ in Self.bytes(3, &random) }
    for (number, word) in words.enumerated() { bytescan_add_beginning(&beginnings, word, Int32(number % 8)) }
    let text = Self.bytes(700, &random)
    for length in Array(0..<140) + [700] {
      let expected = Self.find(text, length, beginnings, .portable)
      for kernel in ScanKernel.allCases where kernel.isAvailable {
        #expect(Self.find(text, length, beginnings, kernel) == expected, "\(kernel) \(length)")
      }
      for start in 0..<max(0, length - 2) where words.contains(Array(text[start..<start + 3])) {
        #expect(expected.contains(UInt32(start)))
      }
    }
  }

  @Test func aBracketMayBeAnEscape() throws {
    let profile = try searched(
      #"""
      {"messages": [{"role": "user", "content": "so \u005bgMASK]"}, {"role": "assistant", "content": "\u005b"}]}
      """#)
    #expect(profile.search.controlTokens.map(\.token) == ["[gMASK]"])
  }

  /// Each has a bit of a number while the texts of a record are searched.
  @Test func controlTokensFitIntoANumber() {
    #expect(ControlToken.all.count <= UInt64.bitWidth)
  }

  @Test func aTokenCountsOnceForEachText() throws {
    let profile = try searched(
      #"""
      {"messages": [{"role": "user", "content": "<|im_end|> \u003c|im_end|> [gMASK]"}, {"role": "assistant", "content": "<|im_end|><|im_end|>"}]}
      {"messages": [{"role": "user", "content": "<|im_end|>"}]}
      """#)
    #expect(profile.search.controlTokens.map(\.token) == ["<|im_end|>", "[gMASK]"])
    #expect(profile.search.controlTokens.map(\.texts) == [3, 1])
    #expect(profile.search.withControlTokens.count == 2)
  }

  @Test func controlTokensAreFoundInTurns() throws {
    let profile = try searched(
      #"""
      {"messages": [{"role": "user", "content": "a <|im_end|> b"}, {"role": "assistant", "content": "[gMASK]<|im_end|>"}]}
      {"messages": [{"role": "user", "content": "\u003c|im_start|\u003e"}, {"role": "assistant", "content": "é<｜User｜>"}]}
      {"text": "<|im_end|>", "messages": [{"role": "<|im_end|>", "content": "<|im_end|"}]}
      {"instruction": "<eop>", "output": "<\uff5cAssistant\uff5c>"}
      {"messages": [{"role": "user", "content": [{"type": "text", "text": "<|eot_id|>"}]}]}
      """#)
    let search = profile.search
    #expect(search.records == 5)
    #expect(search.withControlTokens.count == 4)
    #expect(search.withControlTokens.first.map(\.line) == [1, 2, 4, 5])
    #expect(search.withControlTokens.first.map(\.column) == [46, 43, 18, 70])
    #expect(
      search.controlTokens.map(\.token)
        == [
          "<|im_end|>", "<eop>", "<|eot_id|>", "<|im_start|>", "<｜Assistant｜>", "<｜User｜>", "[gMASK]",
        ].sorted { ($0 == "<|im_end|>" ? 0 : 1, $0) < ($1 == "<|im_end|>" ? 0 : 1, $1) })
    #expect(search.controlTokens.map(\.texts) == [2, 1, 1, 1, 1, 1, 1])
  }

  /// `fixtures/goldens/secrets.tsv`: what detect-secrets takes for a secret and what not.
  @Test func secretsAreThoseOfDetectSecrets() throws {
    let table = try golden("secrets.tsv")
    #expect(table.count > 20)
    for row in table {
      let profile = try searched(#"{"prompt": "p", "completion": "\#(row[0])"}"#)
      let found = SecretKind.allCases.reduce(0) { $0 + profile.search.secrets[$1].count }
      #expect((found > 0) == !row[1].isEmpty, "\(row)")
    }
  }

  @Test func secretsAreFoundByTheirForm() throws {
    let body = "Q7rT2mZx9LpW4cVb8NkY3sHd6FgJ1uEaR5oC"
    for text in [
      "sk-ant-api03-\(body)-\(String(body.reversed()))_\(body.prefix(19))AA", "ghp_\(body)",
      "x hf_\(body.prefix(34)) y", "key=AKIAQ7RT2MZX9LPW4CVB.",
      "\\nAIzaQ7rT2mZx9LpW4cVb8NkY3sHd6FgJ1uEa-_o",
    ] {
      let profile = try searched(#"{"prompt": "p", "completion": "\#(text)"}"#)
      let found = SecretKind.allCases.reduce(0) { $0 + profile.search.secrets[$1].count }
      #expect(found == 1, "\(text)")
    }
    for text in [
      "ghp_\(body)x", "xghp_\(body)", "ghp_\(String(repeating: "a1", count: 18))", "AKIAIOSFODNN7EXAMPLE",
      "hf_abcdefghijklmnopqrstuvwxyzabcdefgh", "ghp_ABC",
    ] {
      let profile = try searched(#"{"prompt": "p", "completion": "\#(text)"}"#)
      #expect(SecretKind.allCases.allSatisfy { profile.search.secrets[$0].count == 0 }, "\(text)")
    }
  }

  @Test func aKeyNeedsItsBody() throws {
    let body = "MIIEpAIBAAKCAQEA7bq9Q2rT5mZx8LpW3cVb6NkY1sHd4FgJ0uEaR9oCwTzPiXsQ"
    let key = #"{"text": "-----BEGIN RSA PRIVATE KEY-----\n\#(body)\n"}"#
    let profile = try searched(key + "\n" + #"{"text": "-----BEGIN RSA PRIVATE KEY-----\n...\n"}"#)
    #expect(profile.search.secrets[.privateKey].count == 1)
    #expect(profile.search.secrets[.privateKey].first.map(\.column) == [15])
  }

  /// A long record is searched in stretches, and a word may stand across two.
  @Test func wordsAcrossStretchesAreFoundOnce() throws {
    for filler in 8150..<8220 {
      let text = String(repeating: "x", count: filler) + "<|im_end|>"
      let profile = try searched(#"{"instruction": "\#(text)", "output": ""}"#)
      #expect(profile.search.withControlTokens.first.map(\.column) == [18 + filler])
      #expect(profile.search.controlTokens.map(\.texts) == [1])
    }
  }

  private func searched(_ text: String) throws -> Profile {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: ["train.jsonl": Array(text.utf8)])
    return try DatasetScanner.profile("train.jsonl", source: source, observing: .search)
  }

  private static func find(
    _ text: [UInt8], _ length: Int, _ beginnings: bytescan_beginnings, _ kernel: ScanKernel
  ) -> [UInt32] {
    var (offsets, beginnings) = ([UInt32](repeating: 0, count: 1000), beginnings)
    let count = kernel.finder(text, length, &beginnings, &offsets)
    return Array(offsets.prefix(count))
  }

  /// Few different bytes, so that words are found.
  private static func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in Array("<|[aA0\u{E9}".utf8).randomElement(using: &random) ?? 0 }
  }
}
