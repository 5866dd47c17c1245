import Foundation
import Testing

@testable import Syntax

/// What the real loaders made of the merge keys in fixtures/goldens/yaml_merges.tsv; the script beside it made
/// it.
@Suite struct YAMLMergeGoldenTests {
  @Test(arguments: [
    (YAMLLoader.pyYAML, ScalarResolution.pyYAML, 1), (.ruamel, .ruamel, 2), (.omegaConf, .omegaConf, 3),
  ])
  func everyMergeGivesTheLoadersEntries(
    _ loader: YAMLLoader, _ resolution: ScalarResolution, _ column: Int
  ) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../fixtures/goldens/yaml_merges.tsv")
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    for row in rows {
      let text = row[0].replacingOccurrences(of: "\\n", with: "\n")
      let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: text))
      let refusals = try #require(tree.refusals(by: loader))
      guard refusals.isEmpty else {
        #expect(row[column] == "refused", "\(loader) \(row[0])")
        continue
      }
      let mapping = try #require(tree.roots.first?["y"])
      let entries = mapping.effectiveEntries(resolution).entries.map { entry in
        "\(word(entry.key.pythonKey(resolution)))=\(word(entry.value.value(resolution)))"
      }
      // Python keeps the first of two equal keys, an entry here the one that gave the value.
      let expected = row[column].replacingOccurrences(of: "True=", with: "1=")
        .replacingOccurrences(of: "1.0=", with: "1=")
      #expect(entries.joined(separator: "; ") == expected, "\(loader) \(row[0])")
    }
    print("merge keys as \(loader) has them: \(rows.count) texts")
    #expect(rows.count > 300)
  }

  /// Python's `repr`.
  private func word(_ value: ScalarValue) -> String {
    switch value {
    case .null: return "None"
    case .bool(let flag): return flag ? "True" : "False"
    case .integer(let number): return "\(number)"
    case .float(let number): return "\(number)"
    case .string(let text): return "'\(text)'"
    case .collection: return "collection"
    default: return "?"
    }
  }
}
