import Syntax

/// Reads the set-ups of a workspace: every checked document by its dialect, and the context it is linked to.
struct SetupReading {
  let workspace: Workspace
  let context: WorkspaceContext
  let resolver: ProjectModules

  init(workspace: Workspace) {
    self.workspace = workspace
    context = WorkspaceContext(workspace: workspace)
    resolver = ProjectModules(workspace: workspace)
  }

  /// In the order of the checked files; a set-up that two of them lead to comes once.
  func setups() -> [TrainingSetup] {
    workspace.files.flatMap { file -> [TrainingSetup] in
      guard let document = workspace.store.document(at: file.path, kind: file.kind) else { return [] }
      return setups(of: document)
    }
  }

  private func setups(of document: Document) -> [TrainingSetup] {
    switch document.content {
    case .python: return python([document], in: document, dialect: .pythonScript)
    case .notebook:
      let cells = document.embedded.filter { $0.python?.dialect == .notebookCell }
      let others = document.embedded.filter { $0.python?.dialect != .notebookCell }
      return python(cells, in: document, dialect: .notebook) + others.flatMap(setups)
    case .config(let tree): return config(tree, document)
    case .shell, .records, .text, .unreadable: return []
    }
  }

  private func python(_ parts: [Document], in document: Document, dialect: Dialect) -> [TrainingSetup] {
    let module = PythonModule(path: document.path, trees: parts.compactMap(\.python))
    let reader = PythonReader(
      module: module, evaluator: PythonEvaluator(resolver: resolver), dialect: dialect,
      versions: workspace.versions(for: document.path), context: context)
    return reader.setups()
  }

  private func config(_ tree: ConfigTree, _ document: Document) -> [TrainingSetup] {
    let versions = workspace.versions(for: document.path)
    if GLMDemoReader.recognizes(tree) {
      return GLMDemoReader(tree: tree, versions: versions, context: context).setups(with: demoScripts(document))
    }
    if TRLReader.recognizes(tree) {
      return [TRLReader(tree: tree, versions: versions, context: context).setup()].compactMap { $0 }
    }
    return [AdapterConfigReader(tree: tree, versions: versions, context: context).setup()].compactMap { $0 }
  }

  /// The trainers of the scripts, beside a GLM demo's config or one folder up, that read such configs.
  private func demoScripts(_ document: Document) -> [TrainingSetup] {
    let folder = FilePath.parent(document.path)
    let folders = [folder] + workspace.folders(above: document.path).dropFirst().prefix(1)
    let paths = folders.flatMap { folder -> [String] in
      let entries = (try? workspace.store.source.list(folder)) ?? []
      return entries.filter { FileKind(path: $0.name) == .python }.map { FilePath.join(folder, $0.name) }.sorted()
    }
    return paths.flatMap { path -> [TrainingSetup] in
      guard let script = workspace.store.document(at: path), let tree = script.python,
        tree.readsDemoConfigs
      else { return [] }
      return python([script], in: script, dialect: .pythonScript).filter { $0.trainer != nil }
    }
  }
}

extension PythonTree {
  /// Whether a class here has the fields of the GLM demos' `FinetuningConfig`.
  fileprivate var readsDemoConfigs: Bool {
    nodes.contains { node in
      guard let definition = node.asClassDef else { return false }
      let fields = definition.body.compactMap { $0.asAnnAssign?.target.asName?.name }
      return fields.contains("data_config") && fields.contains("training_args")
    }
  }
}
