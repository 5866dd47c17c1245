import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/dataset_info_cases.tsv` says what LLaMA-Factory makes of entries of `dataset_info.json` and their files;
/// the rules say nothing of what it takes whole.
@Suite struct DatasetInfoTests {
  private static let release = "0.9.5"

  private static let rules: [any FileRule.Type] = [
    ImagePlaceholderCount.self, KTOLabelNotBool.self, LFMissingColumn.self, LFNullContent.self,
    LFTagsUnsetBecomeNone.self,
    LFUnknownFormatting.self, LFWrongRoleContentKeys.self, RolesDoNotAlternate.self,
  ]

  private struct Outcome {
    let name: String
    let takesAll: Bool
  }

  @Test func whatIsTakenWholeIsNotBlamed() throws {
    let cases = try #require(
      try JSONSerialization.jsonObject(
        with: Golden.data("dataset_info_cases.json"))
        as? [String: [String: Any]])
    let outcomes = try outcomes()
    var (blamed, lost, said): ([String], Int, Int) = ([], 0, 0)
    for outcome in outcomes {
      // The entry alone decides; arguments of the run and picture models are beyond these files.
      guard let entry = cases[outcome.name], entry["arguments"] == nil, entry["picture model"] == nil,
        let set = entry["set"] as? [String: Any], let files = entry["files"] as? [String: Any]
      else { continue }
      let findings = try findings(set, files)
      if outcome.takesAll, !findings.isEmpty { blamed.append("\(outcome.name): \(findings.map(\.message))") }
      if !outcome.takesAll {
        lost += 1
        said += findings.isEmpty ? 0 : 1
      }
    }
    #expect(blamed.sorted() == [])
    // What is not said: odd types of keys, folders, suffixes, splits, pairs, tools, values that are no texts.
    #expect((said, lost) == (86, 210))
  }

  private func outcomes() throws -> [Outcome] {
    try Golden.rows("dataset_info_cases.tsv").compactMap { parts in
      guard parts[1] == Self.release else { return nil }
      let rows = parts[4].split(separator: "/")
      return Outcome(
        name: parts[0], takesAll: parts[3] == "loads" && rows.first == rows.last && parts[5].isEmpty)
    }
  }

  private func findings(_ set: [String: Any], _ files: [String: Any]) throws -> [Observed] {
    var contents = ["data/dataset_info.json": try JSONSerialization.data(withJSONObject: ["set": set])]
    for (name, content) in files {
      if let text = content as? String {
        contents["data/\(name)"] = Data(text.utf8)
      } else if JSONSerialization.isValidJSONObject(content) {
        contents["data/\(name)"] = try JSONSerialization.data(withJSONObject: content)
      }
    }
    let workspace = try FilesInMemory(bytes: contents.mapValues { Array($0) }).workspace()
    return contents.keys.sorted().compactMap { workspace.store.document(at: $0) }.flatMap { document in
      Self.rules.flatMap { $0.check(document, in: workspace) }.filter { $0.severity != .info }
    }
  }
}
