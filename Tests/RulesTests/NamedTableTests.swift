import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// Tables with columns of no format of training are looked at where somebody trains on them, and nowhere else.
@Suite struct NamedTableTests {
  /// `title,ask` and a row in GBK, which pandas refuses: `invalid…` in `fixtures/goldens/csv_loaders.py`.
  private static let table = Array("title,ask\n".utf8) + [0xD6, 0xD0, 0x2C, 0xCE, 0xC4, 0x0A]

  @Test func nobodyNamesIt() throws {
    #expect(try findings([:]).isEmpty)
    #expect(try findings(["use.py": "import pandas\npandas.read_csv('asked.csv', encoding='gbk')\n"]).isEmpty)
  }

  @Test func dataRegistryNamesIt() throws {
    let info = #"{"asked": {"file_name": "asked.csv", "columns": {"prompt": "title", "response": "ask"}}}"#
    #expect(try findings(["dataset_info.json": info]) == ["asked.csv csv-syntax error"])
  }

  @Test func scriptLoadsIt() throws {
    func script(_ more: String) -> String {
      """
      from datasets import load_dataset
      from trl import SFTTrainer

      rows = load_dataset("csv", data_files="asked.csv", split="train"\(more))
      rows = rows.map(lambda row: {"prompt": row["title"], "completion": row["ask"]})
      SFTTrainer(model="Qwen/Qwen2.5-0.5B-Instruct", train_dataset=rows).train()
      """
    }
    #expect(try findings(["train.py": script("")]) == ["asked.csv csv-syntax error"])
    #expect(try findings(["train.py": script(""), "again.py": script("")]) == ["asked.csv csv-syntax error"])
    #expect(try findings(["train.py": script(", encoding=\"gbk\"")]).isEmpty)
  }

  private func findings(_ files: [String: String]) throws -> [String] {
    var contents = files.mapValues { Array($0.utf8) }
    contents["asked.csv"] = Self.table
    return try FilesInMemory(bytes: contents).findings(by: [CSVSyntax.self])
      .map { "\($0.primary.path) \($0.rule) \($0.severity)" }
  }
}
