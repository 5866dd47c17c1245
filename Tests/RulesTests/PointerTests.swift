import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/model_pointers.tsv` says what transformers makes of a model's files that are pointers of Git LFS;
/// `git-lfs-pointer` says the same.
@Suite struct PointerTests {
  private static let pointer = """
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 12345

    """

  @Test func filesOfModelsAreSpokenOfAsTransformersTakesThem() throws {
    let rows = try Golden.rows("model_pointers.tsv")
    #expect(Set(rows.map { $0[2] }) == ["transformers 4.57.6", "transformers 5.23.0"])
    #expect(rows.filter { $0[0] == "none" }.allSatisfy { $0[3] == "loads" })
    for (name, loader, error) in [
      ("config.json", "config", "OSError"), ("config.json", "model", "OSError"),
      ("generation_config.json", "generation", "OSError"),
      ("model.safetensors.index.json", "model", "JSONDecodeError"), ("tokenizer.json", "tokenizer", ""),
      ("tokenizer_config.json", "tokenizer", ""),
    ] {
      let outcomes = rows.filter { $0[0] == name && $0[1] == loader }
      #expect(
        outcomes.count == 2 && outcomes.allSatisfy { $0[3] != "loads" && $0[3].hasPrefix(error) }, "\(name)")
      let text = try #require(try findings([name: Self.pointer]).first?.effect?.text)
      #expect(text.contains(error) && text.contains("from_pretrained"), "\(name)")
    }
    // A model does without it.
    #expect(rows.allSatisfy { $0[0] != "generation_config.json" || $0[1] != "model" || $0[3] == "loads" })
  }

  @Test func aMarkInFrontHidesNoPointer() throws {
    for name in ["config.json", "train.json", "train.jsonl", "train.csv"] {
      let found = try findings([name: "\u{FEFF}" + Self.pointer])
      #expect(found.map(\.rule) == ["git-lfs-pointer"], "\(name)")
    }
  }

  @Test func pointersInPlaceOfScriptsAndConfigsAreToldOnce() throws {
    for name in ["train.py", "train.ipynb", "lora.yaml", "pyproject.toml", "train.sh"] {
      #expect(try findings([name: Self.pointer]).map(\.rule) == ["git-lfs-pointer"], "\(name)")
    }
  }

  private func findings(_ files: [String: String]) throws -> [Finding] {
    try FilesInMemory(files).findings(by: [
      GitLFSPointer.self, JSONSyntax.self, JSONLSyntax.self, CSVSyntax.self, UnreadableFile.self,
      PythonSyntax.self, NotebookSyntax.self, YAMLSyntax.self, TOMLSyntax.self, LaunchLineBroken.self,
    ]).filter { $0.severity != .info }
  }
}
