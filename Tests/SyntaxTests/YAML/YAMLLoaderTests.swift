import Foundation
import Testing

@testable import Syntax

/// What PyYAML, ruamel.yaml and OmegaConf refuse, against what they did: `fixtures/goldens/yaml_loaders.tsv`.
@Suite struct YAMLLoaderTests {
  /// A text and what each way of loading it made of it: `ok`, or the name of an exception.
  struct Golden {
    let name: String
    let bytes: [UInt8]
    let outcomes: [String]
  }

  struct Way: Sendable {
    let name: String
    let loader: YAMLLoader
    let takesSeveral: Bool
    /// In the golden's line, behind the text.
    let column: Int
  }

  static let ways = [
    Way(name: "PyYAML safe_load", loader: .pyYAML, takesSeveral: false, column: 0),
    Way(name: "PyYAML safe_load_all", loader: .pyYAML, takesSeveral: true, column: 1),
    Way(name: "ruamel.yaml load", loader: .ruamel, takesSeveral: false, column: 2),
    Way(name: "ruamel.yaml load_all", loader: .ruamel, takesSeveral: true, column: 3),
    Way(name: "OmegaConf's loader", loader: .omegaConf, takesSeveral: false, column: 4),
  ]

  @Test(arguments: ways)
  func everyTextIsRefusedWhereTheLoaderRefusesIt(_ way: Way) throws {
    var (texts, cases, refused) = (0, 0, 0)
    var different: [String] = []
    for golden in try Self.goldens() {
      if golden.name.hasPrefix("=") { texts += 1 } else { cases += 1 }
      let tree = YAMLParser.parse(SourceFile(path: "a.yaml", bytes: golden.bytes))
      let refusals = try #require(tree.refusals(by: way.loader, takesSeveral: way.takesSeveral))
      let isRefused = golden.outcomes[way.column] != "ok"
      refused += isRefused ? 1 : 0
      if isRefused == refusals.isEmpty {
        different.append("\(golden.name): \(golden.outcomes[way.column]), not \(refusals)")
      }
      let isDuplicate = refusals.contains { $0.stage == .duplicateKey }
      if golden.outcomes[way.column] == "DuplicateKeyError", !isDuplicate {
        different.append("\(golden.name): no duplicate key in \(refusals)")
      }
    }
    print(
      "\(way.name): \(cases) cases of the suite and \(texts) texts of our own, \(refused) of them refused, "
        + "\(different.count) different")
    #expect(different == [])
    #expect(texts > 500)
  }

  /// The texts of our own, and those of the suite where `GLMLINT_CONFORMANCE` names the folder that holds it.
  static func goldens() throws -> [Golden] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../fixtures/goldens/yaml_loaders.tsv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
    return try lines.compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if let name = cells.first, name.hasPrefix("=") {
        return Golden(
          name: name, bytes: Array(unescaped(name.dropFirst()).utf8), outcomes: Array(cells.dropFirst()))
      }
      guard ConformanceSuites.root != nil else { return nil }
      let bytes = try ConformanceSuites.bytes("yaml-test-suite/\(cells[0])/in.yaml")
      return Golden(name: cells[0], bytes: bytes, outcomes: Array(cells.dropFirst()))
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\", let code = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch code {
      case "n": result.append("\n")
      case "t": result.append("\t")
      case "r": result.append("\r")
      case "U":
        result.unicodeScalars.append(UInt32(rest.prefix(8), radix: 16).flatMap(Unicode.Scalar.init) ?? "?")
        rest = rest.dropFirst(8)
      default: result.append(code)
      }
    }
    return result
  }
}

/// Where a loader gives up, and in which words.
@Suite struct YAMLRefusalTests {
  private func refusals(_ text: String, by loader: YAMLLoader, takesSeveral: Bool = false) -> [YAMLRefusal]? {
    YAMLParser.parse(SourceFile(path: "a.yaml", text: text)).refusals(by: loader, takesSeveral: takesSeveral)
  }

  @Test func aTabIsNoWhiteSpaceInFrontOfAValue() {
    let expected = YAMLRefusal(
      stage: .grammar, range: TextRange(4, 5), reason: "a tab where a value or a key starts")
    #expect(refusals("lr: \t1\n", by: .pyYAML) == [expected])
    #expect(refusals("lr: \t1\n", by: .ruamel) == [expected])
    #expect(refusals("[\n\ta]\n", by: .ruamel) == [])
  }

  @Test func ofConstructionAllMistakesAreSaid() {
    #expect(
      refusals("a: !env X\nb: 2024-13-01\n{c: 1}: 2\nd: =\n", by: .pyYAML) == [
        YAMLRefusal(stage: .construction, range: TextRange(8, 9), reason: "the tag '!env'"),
        YAMLRefusal(
          stage: .construction, range: TextRange(13, 23),
          reason: "'2024-13-01', which looks like a number or a date and is none"),
        YAMLRefusal(
          stage: .construction, range: TextRange(24, 30),
          reason: "a key that is a collection, which Python cannot look up"),
        YAMLRefusal(
          stage: .construction, range: TextRange(37, 38),
          reason: "a '=' without quotes, which is a type that no value has"),
      ])
  }

  @Test func theSecondOfTwoEqualKeysIsRefused() {
    let expected = YAMLRefusal(
      stage: .duplicateKey, range: TextRange(5, 8), reason: "the key '1.0' a second time")
    #expect(refusals("1: a\n1.0: b\n", by: .ruamel) == [expected])
    #expect(refusals("1: a\n1.0: b\n", by: .omegaConf) == [])
    #expect(refusals("1: a\n1.0: b\n", by: .pyYAML) == [])
  }

  @Test func anAliasRepeatsAKeyToo() {
    let expected = YAMLRefusal(
      stage: .duplicateKey, range: TextRange(23, 25), reason: "the key '*x' a second time")
    #expect(refusals("&x learning: 1\nrate: 2\n*x : 3\n", by: .ruamel) == [expected])
    #expect(refusals("learning: 1\n'learning': 2\n", by: .ruamel)?.map(\.stage) == [.duplicateKey])
  }

  @Test func oneDocumentOrSeveral() {
    let expected = YAMLRefusal(stage: .construction, range: TextRange(5, 8), reason: "a second document")
    #expect(refusals("a: 1\n---\nb: 2\n", by: .pyYAML) == [expected])
    #expect(refusals("a: 1\n---\nb: 2\n", by: .pyYAML, takesSeveral: true) == [])
  }

  @Test func whatIsTooDeepIsNotAnswered() {
    let text = String(repeating: "[", count: 100_000)
    #expect(refusals(text, by: .pyYAML) == nil)
    #expect(refusals(text, by: .ruamel) == nil)
  }

  @Test func otherLanguagesHaveNoAnswer() {
    #expect(JSONParser.parse(SourceFile(path: "a.json", text: "{}")).refusals(by: .pyYAML) == nil)
  }

  @Test func manyBracketsAndLongNamesTakeLinearTime() {
    let many = String(repeating: "- [a, {b: c}]\n", count: 20_000)
    #expect(refusals(many, by: .ruamel) == [])
    let tag = "!" + String(repeating: "a", count: 300_000) + " b\n"
    #expect(refusals(tag, by: .pyYAML)?.count == 1)
  }
}
