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
    case .jsonLines, .table, .plainText: self = .records
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

  /// Parses `bytes` with every reader of this language, asks the results everything that readers ask, and holds them
  /// against what they promise.
  func inspect(_ bytes: [UInt8]) -> Inspection {
    var inspection = Inspection()
    let file = SourceFile(path: path, bytes: bytes)
    switch self {
    case .json: inspection.see(inspection.timed { JSONParser.parse(file) })
    case .yaml: inspection.see(inspection.timed { YAMLParser.parse(file) })
    case .toml:
      let version: TOMLVersion = bytes.count.isMultiple(of: 2) ? .v1_1 : .v1_0
      inspection.see(inspection.timed { TOMLParser.parse(file, version: version) })
    case .python: inspection.see(inspection.timed { PythonParser.parse(file) })
    case .cell: inspection.see(inspection.timed { PythonParser.parse(file, dialect: .notebookCell) })
    case .notebook, .shell:
      inspection.see(inspection.timed { DocumentParsing.document(file, kind: FileKind(path: path)) })
    case .pins: readPins(file, &inspection)
    case .records:
      inspection.seeRecords(bytes, path: "a.jsonl", block: 64)
      inspection.seeRecords(bytes, path: "a.json", block: 1 + bytes.count % 200)
      inspection.seeRecords(bytes, path: "a.csv", block: 64)
      inspection.seeRecords(bytes, path: "a.txt", block: 64)
    }
    return inspection
  }

  /// A name under which a file of this language is found.
  private var path: String {
    switch self {
    case .json, .records: "a.json"
    case .yaml: "a.yaml"
    case .toml: "a.toml"
    case .python, .cell: "a.py"
    case .notebook: "a.ipynb"
    case .shell: "a.sh"
    case .pins: "a"
    }
  }

  /// Every reader of pins reads every text, whatever it was meant for.
  private func readPins(_ file: SourceFile, _ inspection: inout Inspection) {
    inspection.see(inspection.timed { RequirementsFile.read(file) })
    inspection.see(inspection.timed { SetupConfig.read(file) })
    inspection.see(inspection.timed { PythonVersionFile.read(file) })
    inspection.see(inspection.timed { Dockerfile.read(file) })
    let project = inspection.timed { TOMLParser.parse(file).roots.first.map(ProjectMetadata.read) }
    let environment = inspection.timed { YAMLParser.parse(file).roots.first.map(CondaEnvironment.read) }
    var script = VersionPins()
    script.pins = inspection.timed { SetupScript.read(PythonParser.parse(file)) }
    for pins in [project, environment, script].compactMap({ $0 }) { inspection.see(pins) }
    let text = file.text(in: TextRange(0, min(file.bytes.count, 400)))
    inspection.timed {
      _ = VersionSpecifier.parse(text)
      _ = VersionSpecifier.parse(text, .conda)
      _ = RequirementMarker.evaluate(text, python: nil)
    }
  }
}
