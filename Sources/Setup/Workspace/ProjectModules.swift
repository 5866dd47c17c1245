import Syntax

/// The project's own Python modules, found as Python would from the importing file's folder and the root.
final class ProjectModules: PythonModuleResolver {
  /// The workspace owns its modules.
  private unowned let workspace: Workspace
  private var modules: [String: PythonModule] = [:]

  init(workspace: Workspace) { self.workspace = workspace }

  func module(named name: String, level: Int, importedFrom path: String) -> PythonModule? {
    let parts = name.split(separator: ".").map(String.init)
    for folder in folders(level: level, path) {
      let base = parts.reduce(folder) { FilePath.join($0, $1) }
      for candidate in parts.isEmpty ? [FilePath.join(base, "__init__.py")] : [base + ".py", FilePath.join(base, "__init__.py")] {
        if let module = load(candidate) { return module }
      }
    }
    return nil
  }

  /// Relative paths start from the folder in which the program is started: its own one, or one above it.
  func config(at path: String, namedIn modulePath: String) -> ConfigTree? {
    let folders = [FilePath.parent(modulePath)] + workspace.folders(above: modulePath).dropFirst()
    let paths = Set(path.hasPrefix("/") ? [path] : folders.map { FilePath.join($0, path) })
    let found = paths.filter { workspace.store.source.status($0)?.kind == .regular }
    guard found.count == 1, let only = found.first else { return nil }
    return workspace.store.document(at: only)?.config
  }

  private func folders(level: Int, _ path: String) -> [String] {
    let own = FilePath.parent(path)
    if level == 0 {
      return [own] + workspace.folders(above: path).dropFirst()
    }
    return [(1..<level).reduce(own) { folder, _ in FilePath.join(folder, "..") }]
  }

  private func load(_ path: String) -> PythonModule? {
    if let known = modules[path] { return known }
    guard let tree = workspace.store.document(at: path, kind: .python)?.python else { return nil }
    let module = PythonModule(path: path, trees: [tree])
    modules[path] = module
    return module
  }
}
