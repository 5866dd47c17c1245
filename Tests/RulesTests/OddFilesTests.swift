import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/odd_files.tsv` says what four releases of `datasets` make of files that are no proper data sets; the
/// rules speak of the same ones.
@Suite struct OddFilesTests {
  private struct File: Decodable {
    let builder: String
    let name: String
    let pieces: [[Piece]]
    let says: String?
  }

  /// A text, or how often it stands.
  private enum Piece: Decodable {
    case text(String)
    case count(Int)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let count = try? value.decode(Int.self) {
        self = .count(count)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  @Test func filesAreSpokenOfAsTheLoadersTakeThem() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/goldens")
    let files = try JSONDecoder().decode(
      [String: File].self, from: Data(contentsOf: folder.appendingPathComponent("odd_files.json")))
    let rows = try String(contentsOf: folder.appendingPathComponent("odd_files.tsv"), encoding: .utf8)
      .split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
    #expect(Set(rows.map { $0[1] }) == ["2.14.7", "2.21.0", "3.6.0", "5.2.0"])
    #expect(rows.count == 4 * files.count)
    for row in rows {
      let file = try #require(files[row[0]])
      let (loads, count) = (row[2] == "loads", Int(row[3]) ?? 0)
      switch file.says {
      case "empty-dataset": #expect(!loads || count == 0, "\(row)")
      case "single-object-wrapper": #expect(loads && count == 1, "\(row)")
      case "deep-nesting": #expect(!loads, "\(row)")
      default: #expect(loads, "\(row)")
      }
    }
    for (name, file) in files {
      #expect(Set(findings(file)) == Set([file.says].compactMap(\.self)), "\(name)")
    }
  }

  private func findings(_ file: File) -> [String] {
    let script = """
      from datasets import load_dataset
      from transformers import AutoModelForCausalLM
      from trl import SFTTrainer

      SFTTrainer(
          model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B"),
          train_dataset=load_dataset("\(file.builder)", data_files="\(file.name)", split="train"),
      ).train()
      """
    let bytes = file.pieces.flatMap { piece -> [UInt8] in
      guard case .text(let text) = piece[0], case .count(let count) = piece[1] else { return [] }
      return Array(String(repeating: text, count: count).utf8)
    }
    let source = MemoryFileSource([file.name: bytes, "train.py": Array(script.utf8)])
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    let rules: [any Rule.Type] = [EmptyDataset.self, SingleObjectWrapper.self, DeepNesting.self]
    let engine = LintEngine(rules: rules, selection: RuleSelection(), newest: NewestRelease.inside)
    let workspace = Workspace(
      walk: walk, source: source, workingFolder: "/project", versions: LibraryVersions(),
      observing: engine.observed)
    return engine.check(workspace).map(\.rule)
  }
}
