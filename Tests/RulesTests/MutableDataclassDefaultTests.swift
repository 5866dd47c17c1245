import Foundation
import Setup
import Syntax
import Testing

@testable import Linting
@testable import Rules
@testable import glmlint

@Suite struct MutableDataclassDefaultTests {
  /// A class definition, and what each CPython made of it (fixtures/goldens/dataclass_defaults/make.py).
  struct Case: Decodable {
    let name: String
    let source: String
    let answers: [String: String]
  }

  /// Cases whose default is of a class that the rule does not know for sure, so that it says nothing.
  static let unknown: Set<String> = [
    "conditional list or tuple", "instance of an unknown class", "default of dataclass through a variable",
  ]

  static func cases() throws -> [Case] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "fixtures/goldens/dataclass_defaults/outcomes.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(Case.self, from: Data($0.utf8)) }
  }

  @Test func agreesWithEveryCPython() throws {
    let cases = try Self.cases()
    #expect(cases.count == 253)
    var differences: [String] = []
    for item in cases {
      for (python, answer) in item.answers.sorted(by: { $0.key < $1.key }) where answer != "-" {
        let found = Self.answer(to: item.source, python: python)
        let expected = Self.unknown.contains(item.name) ? "none" : answer
        if found != expected {
          differences.append("\(item.name) [\(python)]: \(found), CPython: \(expected)")
        }
      }
    }
    #expect(differences == [])
  }

  /// As `make.py` words it.
  private static func answer(to source: String, python: String) -> String {
    guard let finding = findings(in: source, ["python": "==\(python).*"]).first,
      let field = finding.message.split(separator: "`").dropFirst().first
    else { return "none" }
    return finding.effect?.when == .start ? "error \(field)" : "shared \(field)"
  }

  @Test func asksWhetherTheClassCanBeDefined() {
    let source = "from dataclasses import dataclass\n\n@dataclass\nclass C:\n    x: list = [1]\n"
    let mended = FactChange("class.x.default_factory", to: .string("lambda: [1]"))
    let object = Experiment.DefaultObject(
      field: "x", className: "list", isContainer: true, hashability: [.init(.always, isHashable: false)])
    #expect(
      Self.findings(in: source).map(\.experiment)
        == [Experiment(.classDefinition(object), of: "case.py:4", mended: [mended])])
  }

  static func findings(in source: String, _ versions: [String: String] = [:]) -> [Finding] {
    let (engine, workspace) = linting(["case.py": source], versions)
    return engine.check(workspace)
  }

  static func linting(
    _ files: [String: String], _ versions: [String: String] = [:]
  ) -> (LintEngine, Workspace) {
    var walk = WalkResult()
    walk.files = files.keys.sorted().compactMap { path in
      FileKind(path: path).map { WalkedFile(path: path, kind: $0, isNamed: true) }
    }
    var pins = LibraryVersions()
    for (name, specifiers) in versions {
      guard let library = Library(rawValue: name), let set = VersionSpecifier.parse(specifiers) else {
        continue
      }
      pins.override(library, .init(versions: set, span: nil))
    }
    let source = OverlayFileSource(over: NoFiles(), replacing: files.mapValues { Array($0.utf8) })
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project", versions: pins)
    let engine = LintEngine(rules: [MutableDataclassDefault.self], newest: NewestRelease.inside)
    return (engine, workspace)
  }

  /// The file after its safe fixes; nil where nothing is fixed.
  static func fixed(_ source: String) -> String? {
    let (engine, workspace) = linting(["case.py": source])
    let changes = FixPass(engine: engine, workspace: workspace).outcome(for: engine.check(workspace)).changes
    return changes.first.map { String(decoding: $0.new, as: UTF8.self) }
  }

  private struct NoFiles: FileSource {
    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { throw .notFound }
    func status(_ path: String) -> FileStatus? { nil }
    func list(_ folder: String) throws(FileError) -> [FolderEntry] { throw .notFound }
    func open(_ path: String) throws(FileError) -> any BlockReader { throw .notFound }
  }
}

@Suite struct MutableDataclassDefaultFixTests {
  private static func fixed(_ source: String) -> String? { MutableDataclassDefaultTests.fixed(source) }

  /// A class with one field, as written and as fixed.
  @Test(arguments: [
    ("[]", "list"), ("{}", "dict"), ("set()", "set"), ("()", nil),
    ("[1, 2]", "lambda: [1, 2]"), ("[i for i in range(3)]", "lambda: [i for i in range(3)]"),
    ("(\n    [1]\n  )", "(\n    lambda: [1]\n  )"),
  ])
  func keywordGivesWayToAFactory(_ value: String, _ factory: String?) {
    func source(_ parameter: String, _ value: String) -> String {
      "import dataclasses as dc\n\n@dc.dataclass\nclass C:\n"
        + "  x: list = dc.field(\(parameter)=\(value), repr=False)\n"
    }
    #expect(Self.fixed(source("default", value)) == factory.map { source("default_factory", $0) })
  }

  @Test(arguments: [
    ("from dataclasses import dataclass, field", "from dataclasses import dataclass, field", "field"),
    ("from dataclasses import dataclass, field as f", "from dataclasses import dataclass, field as f", "f"),
    ("from dataclasses import dataclass", "from dataclasses import dataclass, field", "field"),
    (
      "from dataclasses import (\n  dataclass,\n)", "from dataclasses import (\n  dataclass, field,\n)",
      "field"
    ),
    (
      "import dataclasses\nfrom dataclasses import dataclass",
      "import dataclasses\nfrom dataclasses import dataclass",
      "dataclasses.field"
    ),
  ])
  func bareDefaultBecomesAField(_ imports: String, _ imported: String, _ name: String) {
    let source = "\(imports)\n\n@dataclass\nclass C:\n  x: dict = {'a': 1}  # a comment\n"
    #expect(
      Self.fixed(source)
        == "\(imported)\n\n@dataclass\nclass C:\n"
        + "  x: dict = \(name)(default_factory=lambda: {'a': 1})  # a comment\n"
    )
  }

  @Test func oneImportServesSeveralFixes() {
    #expect(
      Self.fixed(
        "from dataclasses import dataclass\n\n@dataclass\nclass C:\n  x: list = []\n  y: dict = {}\n")
        == "from dataclasses import dataclass, field\n\n@dataclass\nclass C:\n"
        + "  x: list = field(default_factory=list)\n  y: dict = field(default_factory=dict)\n")
  }

  /// Nothing safe can be done where the name `field` is taken, where the import is out of reach, where a
  /// lambda would not see a name of the class body, or where the object is made elsewhere.
  @Test(arguments: [
    "from dataclasses import dataclass\n\n@dataclass\nclass C:\n  field: str = 'a'\n  x: list = []\n",
    "from dataclasses import *\n\n@dataclass\nclass C:\n  x: list = []\n",
    "from dataclasses import dataclass, field\n\n@dataclass\nclass C:\n  n = 3\n"
      + "  x: list = field(default=[n])\n",
    "from dataclasses import dataclass, field\nxs = []\n\n@dataclass\nclass C:\n"
      + "  x: list = field(default=xs)\n",
    "from dataclasses import dataclass, field\n\n@dataclass\nclass C:\n  x: list = field(default=[y := 1])\n",
  ])
  func nothingIsFixedWhereItCouldBreak(_ source: String) { #expect(Self.fixed(source) == nil) }

  @Test func aClassOfTheBodyIsNamedWithoutALambda() {
    let head =
      "from dataclasses import dataclass, field\n\n@dataclass\nclass C:\n  @dataclass\n"
      + "  class P:\n    a: int = 1\n"
    #expect(
      Self.fixed(head + "  p: P = field(default=P())\n") == head + "  p: P = field(default_factory=P)\n")
  }

  @Test func theFixOfChatGLM3IsTheProjectsOwn() {
    let before = "    default=Seq2SeqTrainingArguments(output_dir='./output')\n"
    let after = "    default_factory=lambda: Seq2SeqTrainingArguments(output_dir='./output')\n"
    func source(_ line: String) -> String {
      """
      import dataclasses as dc
      from transformers import (
          AutoTokenizer,
          Seq2SeqTrainingArguments,
      )

      @dc.dataclass
      class FinetuningConfig(object):
          training_args: Seq2SeqTrainingArguments = dc.field(

      """ + line + "    )\n"
    }
    #expect(Self.fixed(source(before)) == source(after))
    #expect(MutableDataclassDefaultTests.findings(in: source(after)).isEmpty)
  }
}

@Suite struct MutableDataclassDefaultProjectTests {
  private static func messages(_ files: [String: String], _ versions: [String: String] = [:]) -> [String] {
    let (engine, workspace) = MutableDataclassDefaultTests.linting(files, versions)
    return engine.check(workspace).map { "\($0.primary.path): \($0.message)" }
  }

  @Test func classesAndWrappersOfOtherModulesAreFollowed() {
    let found = Self.messages([
      "arguments.py": """
      from dataclasses import dataclass, field

      NAMES = ("a",)

      @dataclass
      class Data:
        path: str = "a"

      @dataclass(frozen=True)
      class Frozen:
        path: str = "a"

      def named(default=NAMES):
        return field(default=default)
      """,
      "train.py": """
      from dataclasses import dataclass

      from arguments import Data, Frozen, named

      NAMES = ["a"]

      @dataclass
      class Arguments:
        data: Data = Data()
        frozen: Frozen = Frozen()
        names: tuple = named()
        own: list = named(NAMES)
      """,
    ])
    #expect(
      found == [
        "train.py: the default of `data` is one mutable `Data` object for all instances",
        "train.py: the default of `own` is one mutable `list` object for all instances",
      ])
  }

  @Test func cellsOfANotebookAreOneProgram() {
    let cells = [
      "from dataclasses import dataclass\\n", "NAMES = ['a']\\n",
      "@dataclass\\nclass C:\\n  x: list = NAMES\\n  y: dict = {}\\n",
    ].map { "{\"cell_type\": \"code\", \"metadata\": {}, \"outputs\": [], \"source\": [\"\($0)\"]}" }
    let notebook = "{\"cells\": [\(cells.joined(separator: ", "))], \"nbformat\": 4, \"nbformat_minor\": 5}"
    #expect(
      Self.messages(["a.ipynb": notebook]) == [
        "a.ipynb: the default of `x` is one mutable `list` object for all instances",
        "a.ipynb: the default of `y` is one mutable `dict` object for all instances",
      ])
  }

  /// `GenerationConfig` got its `__hash__` in transformers 4.34.
  @Test(arguments: [
    ("==4.33.3", "==3.11.4", ["start"]), ("==4.33.3", "==3.10.4", ["silently"]), ("==4.34.0", "==3.11.4", []),
    ("==4.34.0", "==3.10.4", []),
  ])
  func libraryReleasesCount(_ transformers: String, _ python: String, _ expected: [String]) {
    let source = """
      from dataclasses import dataclass
      from transformers import GenerationConfig

      @dataclass
      class C:
        x: GenerationConfig = GenerationConfig()
      """
    let found = MutableDataclassDefaultTests.findings(
      in: source, ["transformers": transformers, "python": python])
    #expect(found.map { $0.effect?.when.rawValue } == expected)
  }

  @Test func bothOutcomesAreToldWherePythonIsOpen() {
    let source =
      "from dataclasses import dataclass\nfrom peft import LoraConfig\n\n@dataclass\n"
      + "class C:\n  x: object = LoraConfig()\n"
    let found = MutableDataclassDefaultTests.findings(in: source)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.map(\.certainty) == [.possible])
    #expect(
      found.first?.effects.map(\.text) == [
        "ValueError: mutable default <class 'peft.tuners.lora.config.LoraConfig'> for field x is not allowed: use default_factory",
        "no error: all instances share the one default, so that a change to it in one shows in all",
      ])
  }

  /// Code that expects the error, or that asks for the version itself, knows what it does.
  @Test(arguments: [
    "with pytest.raises(ValueError):\n  @dataclass\n  class C:\n    x: list = []\n",
    "try:\n  @dataclass\n  class C:\n    x: list = []\nexcept ValueError:\n  pass\n",
    "@dataclass\nclass C:\n  if sys.version_info < (3, 11):\n    x: Data = Data()\n",
  ])
  func guardedCodeIsLeftAlone(_ code: String) {
    let head =
      "import sys, pytest\nfrom dataclasses import dataclass\n\n@dataclass\nclass Data:\n  a: int = 1\n\n"
    #expect(MutableDataclassDefaultTests.findings(in: head + code).isEmpty)
  }

  @Test(arguments: [
    ("class M(BaseModel):\n  a: int = 1\n", 1), ("class M(BaseModel, frozen=True):\n  a: int = 1\n", 0),
    ("class M(BaseModel):\n  class Config:\n    frozen = True\n", 0),
    ("class M(BaseModel):\n  model_config = {'frozen': True}\n", 0),
    ("class M(BaseModel):\n  model_config = {'extra': 'forbid'}\n", 1),
  ])
  func pydanticSettingsDecide(_ model: String, _ count: Int) {
    let source =
      "from dataclasses import dataclass\nfrom pydantic import BaseModel\n\(model)\n"
      + "@dataclass\nclass C:\n  x: object = M()\n"
    #expect(MutableDataclassDefaultTests.findings(in: source, ["python": "==3.12.1"]).count == count)
  }

  /// A class that is its own base, and a chain of bases without end.
  @Test func circularBasesEnd() {
    let source = """
      from dataclasses import dataclass

      class A(B):
        pass

      class B(A):
        pass

      @dataclass
      class C:
        x: object = B()
      """
    #expect(MutableDataclassDefaultTests.findings(in: source).isEmpty)
  }
}
