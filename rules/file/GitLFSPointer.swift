import Datasets
import Linting
import Setup
import Syntax

/// Files of which only the pointer is here, as a clone without Git LFS leaves them.
enum GitLFSPointer: FileRule {
  static let metadata = RuleMetadata(
    "git-lfs-pointer", family: "file", severity: .error, since: "0.1.0", observing: [],
    "a file of which only the Git LFS pointer is here")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let range = pointer(document, in: workspace) else { return [] }
    return [
      Observed(
        at: range, label: "not the data", "the file is a pointer of Git LFS, not the data",
        advice: "fetch the data: `git lfs install`, then `git lfs pull`",
        effects: [effect(document)])
    ]
  }

  /// Whether a script, or a file that is read as a config, is a pointer.
  static func isPointer(_ document: Document) -> Bool { pointerLength(document) != nil }

  private static func pointerLength(_ document: Document) -> Int? {
    if case .records = document.content { return nil }
    return DatasetFile.pointerLength(document.file.bytes)
  }

  private static func pointer(_ document: Document, in workspace: Workspace) -> Place? {
    guard document.file === document.file.outermost else { return nil }
    if let length = pointerLength(document) { return .span(Span(document.file, TextRange(0, length))) }
    guard case .records = document.content else { return nil }
    return workspace.profile(at: document.path)?.faults[.pointerFile].first.first?.place.asPlace
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/odd_files.py`.
  private static func effect(_ document: Document) -> Effect {
    switch document.kind {
    case .table, .plainText:
      return Effect(
        .always, when: .silently, severity: .error, "`load_dataset` makes rows of the lines of the pointer")
    case .json, .jsonLines:
      return Effect(.always, when: .start, severity: .error, refusal(FilePath.name(document.path)))
    case .python:
      return Effect(.always, when: .start, severity: .error, "Python raises SyntaxError")
    default:
      return Effect(
        .always, when: .start, severity: .error, "whoever reads it gets the three lines of the pointer")
    }
  }

  /// The files of models: run with transformers 4.57.6 and 5.23.0: `fixtures/goldens/model_pointers.py`.
  private static func refusal(_ name: String) -> String {
    switch name {
    case "config.json": return "`from_pretrained` raises OSError: the config file is not a valid JSON file"
    case "tokenizer.json", "tokenizer_config.json":
      return "`AutoTokenizer.from_pretrained` ends with an error"
    case "generation_config.json":
      return "`GenerationConfig.from_pretrained` raises OSError, and a model is loaded without it"
    case _ where name.hasSuffix(".index.json"):
      return "the `from_pretrained` of the model raises JSONDecodeError"
    default:
      return
        "readers of JSON refuse it: `load_dataset` raises DatasetGenerationError (ArrowInvalid: JSON parse error: Invalid value)"
    }
  }
}
