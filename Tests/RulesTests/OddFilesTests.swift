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
    let pieces: [Golden.Piece]
    let says: String?
  }

  @Test func filesAreSpokenOfAsTheLoadersTakeThem() throws {
    let files: [String: File] = try Golden.cases("odd_files.json")
    let rows = try Golden.rows("odd_files.tsv")
    #expect(Set(rows.map { $0[1] }) == ["2.14.7", "2.21.0", "3.6.0", "5.2.0"])
    #expect(rows.count == 4 * files.count)
    for row in rows {
      let file = try #require(files[row[0]])
      let (loads, count) = (row[2] == "loads", Int(row[3]) ?? 0)
      switch file.says {
      case "empty-dataset": #expect(!loads || count == 0, "\(row)")
      case "single-object-wrapper": #expect(loads && count == 1, "\(row)")
      case "deep-nesting": #expect(!loads, "\(row)")
      case "git-lfs-pointer": #expect(loads == (file.builder != "json"), "\(row)")
      default: #expect(loads, "\(row)")
      }
    }
    for (name, file) in files {
      #expect(Set(try findings(file)) == Set([file.says].compactMap(\.self)), "\(name)")
    }
  }

  private func findings(_ file: File) throws -> [String] {
    let script = """
      from datasets import load_dataset
      from transformers import AutoModelForCausalLM
      from trl import SFTTrainer

      SFTTrainer(
          model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B"),
          train_dataset=load_dataset("\(file.builder)", data_files="\(file.name)", split="train"),
      ).train()
      """
    let bytes = file.pieces.flatMap { $0.bytes() }
    return try FilesInMemory(bytes: [file.name: bytes, "train.py": Array(script.utf8)]).findings(by: [
      EmptyDataset.self, SingleObjectWrapper.self, DeepNesting.self, GitLFSPointer.self,
    ]).map(\.rule)
  }
}
