import Foundation
import Testing

@testable import Linting
@testable import Rules
@testable import Setup
@testable import Syntax
@testable import glmlint

/// Whatever stands in the files of a project: the whole check ends, its places lie in the files, and it finds the same
/// twice.
@Suite struct ProjectFuzzTests {
  @Test func mutatedProjectsAreChecked() {
    let count = FuzzSettings.count / 100
    let projects = Project.all
    let run = FuzzRun("project")
    let faults = run.run(0..<count) { index in
      var random = SplitMix(seed: FuzzSettings.seed &+ 77, index: index)
      let project = random.pick(projects).mutated(index, &random)
      if FuzzSettings.only != nil { project.write(index) }
      let (findings, seconds) = project.timedCheck()
      var look = FuzzRun.Look(faults: project.faults(of: findings), seconds: seconds)
      if index.isMultiple(of: 4), project.check().map(\.fingerprint) != findings.map(\.fingerprint) {
        look.faults.append("two checks differ")
      }
      return look
    }
    let slowest = run.slowest
    print(
      "fuzz: seed \(FuzzSettings.seed), project: \(count) mutations of \(projects.count) projects, "
        + "slowest \(Int(slowest.seconds * 1e6)) µs (index \(slowest.index)), \(faults.count) faults")
    #expect(faults.isEmpty, "seed \(FuzzSettings.seed): \(faults)")
  }

  /// Programs and configs that lead a reader round and round, as they are.
  @Test(arguments: Project.tangled) func tangledProjectsAreChecked(_ project: Project) {
    let faults = FuzzRun("tangled-\(project.name)").run(0..<1) { _ in
      let (findings, seconds) = project.timedCheck()
      return FuzzRun.Look(faults: project.faults(of: findings), seconds: seconds)
    }
    #expect(faults.isEmpty, "\(project.name): \(faults)")
  }
}

/// Files that are checked together.
struct Project: Sendable, CustomTestStringConvertible {
  let name: String
  /// By path.
  let files: [String: [UInt8]]

  var testDescription: String { name }

  /// One to three of the files changed.
  func mutated(_ index: Int, _ random: inout SplitMix) -> Project {
    var files = files
    let paths = files.keys.sorted()
    for round in 0..<1 + random.nextLength(upTo: 2) {
      let path = random.pick(paths)
      guard let language = FuzzLanguage(path: path), let bytes = files[path] else { continue }
      var mutator = Mutator(
        language, seed: FuzzSettings.seed &+ UInt64(round), index: index, largest: FuzzSettings.largest)
      files[path] = mutator.mutated(bytes)
    }
    return Project(name: name, files: files)
  }

  func check() -> [Finding] {
    let source = MemoryFileSource(files)
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project")
    return LintEngine(rules: Registry.rules, newest: NewestRelease.inside).check(workspace)
  }

  /// The findings, and what they took of the processor, in seconds.
  func timedCheck() -> (findings: [Finding], seconds: Double) {
    let start = ProcessorTime.ofThread
    let findings = check()
    return (findings, ProcessorTime.ofThread - start)
  }

  func faults(of findings: [Finding]) -> [String] {
    var inspection = Inspection()
    for finding in findings {
      for place in [finding.primary] + finding.related.map(\.place) {
        inspection.expect(files[place.path] != nil, "\(finding.rule) speaks of \(place.path)")
        let whole = TextRange(0, files[place.path]?.count ?? 0)
        inspection.see(place.rangeOnDisk, inside: whole, "\(finding.rule): \(finding.message)")
      }
      for edit in finding.fixes.flatMap(\.edits) { inspection.see(edit.span, "edit of \(finding.rule)") }
    }
    return inspection.faults
  }

  /// Writes the files to a folder, before anything can happen to them.
  func write(_ index: Int) {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "glmlint-fuzz-\(FuzzSettings.seed)-\(index)-\(name)")
    for (path, bytes) in files {
      let file = folder.appending(path: path)
      try? FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? Data(bytes).write(to: file)
    }
    print("fuzz: the project of input \(index) is in \(folder.path)")
  }
}

extension Project {
  /// Those in `fixtures/projects/`, and the tangled ones.
  static let all: [Project] = {
    let folder = Corpus.repository.appending(path: "fixtures/projects")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { project($0, in: folder.appending(path: $0)) } + tangled
  }()

  private static func project(_ name: String, in folder: URL) -> Project {
    var files: [String: [UInt8]] = [:]
    for path in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
      if let data = try? Data(contentsOf: folder.appending(path: path)) { files[path] = Array(data) }
    }
    return Project(name: name, files: files)
  }

  private init(_ name: String, _ files: [String: String]) {
    self.init(name: name, files: files.mapValues { Array($0.utf8) })
  }

  private static let trainer = """
    from peft import LoraConfig, TaskType, get_peft_model
    from transformers import AutoModelForCausalLM, Seq2SeqTrainer, Seq2SeqTrainingArguments
    from datasets import load_dataset

    """

  /// Recursion, cycles, and growth.
  static let tangled: [Project] = [
    Project(
      "recursive-functions",
      [
        "train.py": trainer + """
          def a(n): return b(n)
          def b(n): return a(n - 1) if n else c(a)
          def c(f): return f(c)(f)
          def d(*p, **q): return d(*p, *p, **q, **dict(q))
          args = Seq2SeqTrainingArguments(output_dir=a(1), eval_strategy=d(1, x=d), num_train_epochs=(lambda f: f(f))(lambda f: f(f)))
          config = LoraConfig(task_type=a(2), target_modules=[*a(3), c(c)])
          trainer = Seq2SeqTrainer(model=get_peft_model(a(4), config), args=args)
          trainer.train()
          """
      ]),
    Project(
      "cyclic-imports",
      [
        "train.py": trainer
          + "from a import *\nfrom a import x, y as z\nSeq2SeqTrainer(args=x, model=z).train()\n",
        "a.py": "from b import *\nfrom b import x\nimport train\ny = train.z\n",
        "b.py": "from a import x\nfrom a import *\nfrom . import a as b\nx = b.x\n",
        "c/__init__.py": "from c import c\nfrom .c import c\n",
        "c/c.py": "from . import c\nfrom .. import c\n",
      ]),
    Project(
      "self-reference",
      [
        "train.py": trainer + """
          x = x + [x]
          y = {"a": y, **y}
          for x in x: x = x(x)
          class A(A): a = A.a
          class B(C): pass
          class C(B): b: "C" = C.b
          while True: x.append(x); y["b"] = y; y.update(y)
          args = Seq2SeqTrainingArguments(**y, output_dir=x[x], learning_rate=C.b.b.b)
          args.args = args
          args.output_dir = args.args.output_dir
          Seq2SeqTrainer(args=args.args, train_dataset=x.map(lambda x: x)["train"].map(x)).train()
          """
      ]),
    Project("alternatives", ["train.py": trainer + alternatives]),
    Project(
      "loaded-files",
      ["train.py": loading, "a.yaml": bomb, "b.json": "[" + String(repeating: "[", count: 600)]),
    Project(
      "alias-loops",
      [
        "configs/lora.yaml":
          "data_config: &d {train_file: *d}\npeft_config: &p\n  <<: [*p, *d]\n  peft_type: LORA\n" + bomb,
        "train.yaml": "model_name_or_path: &m [*m, *m]\nlearning_rate: 1\n" + bomb + "target_modules: *a29\n",
        "requirements.txt": "-r requirements.txt\n-r requirements-a.txt\n",
        "requirements-a.txt": "-r requirements.txt\n-c requirements-a.txt\npeft==1\n",
      ]),
    Project(
      "launch-loops",
      [
        "a.sh":
          "A=$A$A\nA=\"$A $A\"\nf() { f | f & }\nf\npython train.py $A --config $B\nB=(${B[@]} \"${B[@]}\")\nsource a.sh\nbash a.sh\n"
          + String(repeating: "C=$C$C$C\n", count: 200) + "accelerate launch train.py --x $C\n",
        "train.py": trainer
          + "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x', default=p)\nSeq2SeqTrainer(args=p.parse_args().x).train()\n",
      ]),
  ]

  /// Every name has two values that each use the name before it twice.
  private static let alternatives =
    "v0 = f()\n"
    + (1..<60).map {
      "if c\($0): v\($0) = [v\($0 - 1), v\($0 - 1)]\nelse: v\($0) = v\($0 - 1) or v\($0 - 1)\n"
    }.joined()
    + (1..<60).map { "def g\($0)(x): return g\($0 - 1)(g\($0 - 1)(x)) if x else (g\($0 - 1)(x), v\($0))\n" }
    .joined()
    + "args = Seq2SeqTrainingArguments(output_dir=v59, learning_rate=g59(v59))\nSeq2SeqTrainer(args=args).train()\n"

  private static let loading =
    trainer + """
      import json, yaml
      a = yaml.safe_load(open("a.yaml"))
      b = json.load(open("b.json"))
      args = Seq2SeqTrainingArguments(**a, **a["a29"][0], output_dir=b[0][0][0])
      Seq2SeqTrainer(args=args).train()
      """

  /// Nine times as many nodes with each line.
  private static let bomb =
    "a0: &a0 [x, x]\n"
    + (1..<30).map { level in
      "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
    }.joined()
}
