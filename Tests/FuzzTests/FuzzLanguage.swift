import Syntax
import Testing

@testable import Setup

/// A grammar that strangers' bytes meet, and how they meet it.
enum FuzzLanguage: String, CaseIterable, CustomTestStringConvertible {
  case json, yaml, toml, python, cell, notebook, shell, pins, records

  var testDescription: String { rawValue }

  /// By the ending of a file of a fixture or a suite; nil for goldens and expectations.
  init?(path: String) {
    switch FileKind(path: path) {
    case .json: self = .json
    case .yaml: self = .yaml
    case .toml: self = .toml
    case .python: self = .python
    case .notebook: self = .notebook
    case .shell: self = .shell
    case .jsonLines: self = .records
    case .dockerfile: self = .pins
    case nil:
      guard FilePath.name(path).hasPrefix("requirements") else { return nil }
      self = .pins
    }
  }

  /// By the word behind a fence of a page.
  init?(fence: String) {
    let languages: [String: FuzzLanguage] = [
      "json": .json, "yaml": .yaml, "toml": .toml, "python": .python, "sh": .shell, "jsonl": .records,
      "text": .pins,
    ]
    guard let language = languages[fence] else { return nil }
    self = language
  }

  /// Parses `bytes`, asks the result everything that readers ask, and holds it against what it promises.
  func inspect(_ bytes: [UInt8]) -> Inspection {
    var inspection = Inspection()
    switch self {
    case .json: inspection.see(JSONParser.parse(SourceFile(path: "a.json", bytes: bytes)))
    case .yaml: inspection.see(YAMLParser.parse(SourceFile(path: "a.yaml", bytes: bytes)))
    case .toml:
      let file = SourceFile(path: "a.toml", bytes: bytes)
      inspection.see(TOMLParser.parse(file, version: bytes.count.isMultiple(of: 2) ? .v1_1 : .v1_0))
    case .python: inspection.see(PythonParser.parse(SourceFile(path: "a.py", bytes: bytes)))
    case .cell:
      inspection.see(PythonParser.parse(SourceFile(path: "a.py", bytes: bytes), dialect: .notebookCell))
    case .notebook: inspection.see(document("a.ipynb", bytes))
    case .shell: inspection.see(document("a.sh", bytes))
    case .pins: readPins(bytes, &inspection)
    case .records:
      inspection.seeRecords(bytes, path: "a.jsonl", block: 64)
      inspection.seeRecords(bytes, path: "a.json", block: 1 + bytes.count % 200)
    }
    return inspection
  }

  private func document(_ path: String, _ bytes: [UInt8]) -> Document {
    DocumentParsing.document(SourceFile(path: path, bytes: bytes), kind: FileKind(path: path))
  }

  /// Every reader of pins reads every text, whatever it was meant for.
  private func readPins(_ bytes: [UInt8], _ inspection: inout Inspection) {
    let file = SourceFile(path: "a", bytes: bytes)
    inspection.see(RequirementsFile.read(file))
    inspection.see(SetupConfig.read(file))
    inspection.see(PythonVersionFile.read(file))
    inspection.see(Dockerfile.read(file))
    if let root = TOMLParser.parse(file).roots.first { inspection.see(ProjectMetadata.read(root)) }
    if let root = YAMLParser.parse(file).roots.first { inspection.see(CondaEnvironment.read(root)) }
    var script = VersionPins()
    script.pins = SetupScript.read(PythonParser.parse(file))
    inspection.see(script)
    let text = file.text(in: TextRange(0, min(bytes.count, 400)))
    _ = VersionSpecifier.parse(text)
    _ = VersionSpecifier.parse(text, .conda)
    _ = RequirementMarker.evaluate(text, python: nil)
  }
}
