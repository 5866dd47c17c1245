import Syntax

/// Reads the set-ups of a workspace: every checked document by its dialect, and the context it is linked to.
struct SetupReading {
  let workspace: Workspace
  let context: WorkspaceContext
  let resolver: ProjectModules

  init(workspace: Workspace) {
    self.workspace = workspace
    context = WorkspaceContext(workspace: workspace)
    resolver = workspace.modules
  }

  /// The set-ups that a checked file describes.
  func setups(of file: WalkedFile) -> [TrainingSetup] {
    guard let document = workspace.store.document(of: file) else { return [] }
    if file.isLaunched, document.python != nil { return [] }
    let own = setups(of: document)
    return own.isEmpty && file.isNamed ? setupsOfScripts(loading: document) : own
  }

  /// The runs of scripts, beside a config that was named itself or one folder up, that take facts from it. Scripts
  /// under check speak for themselves.
  private func setupsOfScripts(loading document: Document) -> [TrainingSetup] {
    guard document.config != nil else { return [] }
    let name = FilePath.name(document.path)
    return scripts(near: document).flatMap { path -> [TrainingSetup] in
      guard !workspace.isChecked(path), let script = workspace.store.document(at: path), script.python != nil,
        script.file.mentions(name)
      else { return [] }
      return runs(ofScript: script).filter { setup in
        setup.facts.contains { $0.fact.span?.file === document.file }
      }
    }
  }

  private func setups(of document: Document) -> [TrainingSetup] {
    switch document.content {
    case .python: return runs(ofScript: document)
    case .notebook:
      let cells = document.embedded.filter { $0.python?.dialect == .notebookCell }
      let others = document.embedded.filter { $0.python?.dialect != .notebookCell }
      let shells = cells.flatMap(\.embedded)
      return python(cells, in: document, dialect: .notebook) + (others + shells).flatMap(setups)
    case .config(let tree): return config(tree, document)
    case .shell(let script): return launched(script, in: document) + document.embedded.flatMap(setups)
    case .records, .text, .unreadable: return []
    }
  }

  /// The runs of a script by itself; configs beside it ask for them as well.
  private func runs(ofScript document: Document) -> [TrainingSetup] {
    workspace.shared.scriptSetups.value(for: document.file) {
      python([document], in: document, dialect: .pythonScript)
    }
  }

  private func python(
    _ parts: [Document], in document: Document, dialect: Dialect, flags: CommandLineFlags? = nil
  ) -> [TrainingSetup] {
    let trees = parts.compactMap(\.python)
    guard PythonReader.mayTrain(trees) else { return [] }
    let module = workspace.program(of: document) ?? PythonModule(path: document.path, trees: trees)
    let reader = PythonReader(
      module: module, evaluator: PythonEvaluator(resolver: resolver, commandLine: flags), dialect: dialect,
      versions: workspace.versions(for: document.path), context: context)
    return reader.setups()
  }

  private func config(_ tree: ConfigTree, _ document: Document) -> [TrainingSetup] {
    let versions = workspace.versions(for: document.path)
    if GLMDemoReader.recognizes(tree) {
      return GLMDemoReader(tree: tree, versions: versions, context: context).setups(
        with: demoScripts(document))
    }
    if LLaMAFactoryReader.recognizes(tree) {
      return [LLaMAFactoryReader(tree: tree, versions: versions, context: context).setup()].compactMap { $0 }
    }
    if AxolotlReader.recognizes(tree) {
      return [AxolotlReader(tree: tree, versions: versions, context: context).setup()].compactMap { $0 }
    }
    if TRLReader.recognizes(tree) {
      return [TRLReader(tree: tree, versions: versions, context: context).setup()].compactMap { $0 }
    }
    return [AdapterConfigReader(tree: tree, versions: versions, context: context).setup()].compactMap { $0 }
  }

  // MARK: Launch lines

  private func launched(_ script: ShellScript, in document: Document) -> [TrainingSetup] {
    // The lines of a script mostly launch one program, which is often not here.
    var missing: String?
    let reader = LaunchReader(
      script: script,
      readScript: { path, flags in
        guard path != missing else { return [] }
        guard let found = located(path, from: document), found.python != nil else {
          missing = path
          return []
        }
        return python([found], in: found, dialect: .launchLine, flags: flags())
      },
      readConfig: { path, line in
        guard let found = located(path, from: document) else { return [] }
        return config(found, launchedBy: line, from: document)
      }, versions: workspace.versions(for: document.path), context: context)
    return reader.setups()
  }

  private func config(
    _ found: Document, launchedBy line: LaunchReader.LaunchedConfig, from document: Document
  ) -> [TrainingSetup] {
    guard let tree = found.config else { return [] }
    let versions = workspace.versions(for: found.path)
    if GLMDemoReader.recognizes(tree) {
      let script = line.script.flatMap { located($0, from: document) }
      let trainers =
        script.map { runs(ofScript: $0).filter { $0.trainer != nil } } ?? []
      let operands = line.operands
      let folder = operands.first.map { FilePath.join(FilePath.parent(document.path), $0.text) }
      let launched =
        operands.count >= 3
        ? (dataFolder: folder ?? ".", model: Fact<String>.known(operands[1].text, at: operands[1].span)) : nil
      return GLMDemoReader(tree: tree, versions: versions, context: context)
        .setups(with: trainers, launched: launched)
    }
    return [
      TRLReader(tree: tree, versions: versions, context: context)
        .setup(command: line.trlCommand, flags: line.flags)
    ].compactMap { $0 }
  }

  private func located(_ path: String, from document: Document) -> Document? {
    workspace.program(path, launchedFrom: document)
  }

  /// The folder of a file and the one above it, inside the project.
  private func foldersNear(_ document: Document) -> [String] {
    [FilePath.parent(document.path)] + workspace.folders(above: document.path).dropFirst().prefix(1)
  }

  /// The scripts of a folder in the order of their paths.
  private func scripts(in folder: String) -> [String] {
    let names = workspace.store.folders.entries(in: folder)?.keys.map(\.self) ?? []
    return names.filter { FileKind(path: $0) == .python }.sorted().map {
      FilePath.child($0, of: folder)
    }
  }

  /// The scripts beside a file or one folder up.
  private func scripts(near document: Document) -> [String] { foldersNear(document).flatMap(scripts(in:)) }

  /// The trainers of the scripts, beside a GLM demo's config or one folder up, that read such configs.
  private func demoScripts(_ document: Document) -> [TrainingSetup] {
    workspace.shared.demoTrainersNear.value(for: FilePath.parent(document.path)) {
      foldersNear(document).flatMap(demoScripts(in:))
    }
  }

  private func demoScripts(in folder: String) -> [TrainingSetup] {
    workspace.shared.demoTrainers.value(for: folder) {
      scripts(in: folder).flatMap { path -> [TrainingSetup] in
        guard let script = workspace.store.document(at: path), let tree = script.python, tree.readsDemoConfigs
        else { return [] }
        return runs(ofScript: script).filter { $0.trainer != nil }
      }
    }
  }
}

extension PythonTree {
  /// Whether a class here has the fields of the GLM demos' `FinetuningConfig`.
  fileprivate var readsDemoConfigs: Bool {
    nodes(.classDef).contains { node in
      guard let definition = node.asClassDef else { return false }
      let fields = definition.body.compactMap { $0.asAnnAssign?.target.asName?.name }
      return fields.contains("data_config") && fields.contains("training_args")
    }
  }
}

extension Workspace {
  /// The file at a path on a launch line of `document`: from the folder of the line's file, from where the user
  /// stands, or from a folder between that and the root, since nobody says in which folder a script is meant to run.
  package func program(_ path: String, launchedFrom document: Document) -> Document? {
    let own = FilePath.parent(document.path)
    return shared.launched.value(for: LaunchedPath(path: path, folder: own)) {
      for folder in [own, "."] + folders(above: document.path).dropFirst() {
        if let found = store.document(at: FilePath.join(folder, path)) { return found }
      }
      return nil
    }
  }

  /// A path on a launch line, and the folder of the file that has the line.
  struct LaunchedPath: Hashable {
    let path: String
    let folder: String
  }
}
