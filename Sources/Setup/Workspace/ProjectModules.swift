import Syntax

/// The project's own Python modules, found as Python would from the importing file's folder and the root.
final class ProjectModules: PythonModuleResolver {
  /// The workspace owns its modules.
  private unowned let workspace: Workspace
  /// By path; nil where no module is.
  private var modules: [String: PythonModule?] = [:]
  private struct Request: Hashable {
    let name: String
    let level: Int
    let folder: String
  }
  private var answers: [Request: PythonModule?] = [:]

  init(workspace: Workspace) { self.workspace = workspace }

  func module(named name: String, level: Int, importedFrom path: String) -> PythonModule? {
    let request = Request(name: name, level: level, folder: FilePath.parent(path))
    if let known = answers[request] { return known }
    let found = find(name, level: level, importedFrom: path)
    answers[request] = .some(found)
    return found
  }

  private func find(_ name: String, level: Int, importedFrom path: String) -> PythonModule? {
    let parts = name.split(separator: ".").map(String.init)
    if level == 0, let package = parts.first, Self.libraries.contains(package) { return nil }
    for folder in folders(level: level, path) {
      let base = parts.reduce(folder) { FilePath.join($0, $1) }
      // Python prefers a package to a module of the same name (importlib, `FileFinder`).
      if let package = load(FilePath.join(base, "__init__.py")) { return package }
      if !parts.isEmpty, let module = load(base + ".py") { return module }
    }
    return nil
  }

  /// Relative paths start from the folder in which the program is started: its own one, or one above it.
  func config(at path: String, namedIn modulePath: String) -> ConfigTree? {
    let folders = [FilePath.parent(modulePath)] + workspace.folders(above: modulePath).dropFirst()
    let paths = Set(path.hasPrefix("/") ? [path] : folders.map { FilePath.join($0, path) })
    let found = paths.filter { workspace.store.folders.isFile($0) }
    guard found.count == 1, let only = found.first else { return nil }
    return workspace.store.document(at: only)?.config
  }

  /// Who loads a YAML file, by its path, as far as programs were read since they were last taken.
  private var yamlConsumers: [String: [YAMLConsumer]] = [:]

  func takeYAMLConsumers() -> [String: [YAMLConsumer]] {
    defer { yamlConsumers = [:] }
    return yamlConsumers
  }

  func note(_ tree: ConfigTree, isLoadedBy loader: YAMLLoader, at span: Span) {
    let consumer = YAMLConsumer(loader: loader, name: nil, place: span)
    let path = tree.file.outermost.path
    guard tree.language == .yaml, !yamlConsumers[path, default: []].contains(consumer) else { return }
    yamlConsumers[path, default: []].append(consumer)
  }

  /// An absolute import of these is the library's, also where a file beside is called like it (a package's own
  /// `peft.py`), and in the library's own repository, whose modules resolve their names at run time.
  private static let libraries: Set<String> = ["transformers", "peft", "trl", "torch", "dataclasses"]

  private func folders(level: Int, _ path: String) -> [String] {
    let own = FilePath.parent(path)
    if level == 0 {
      return [own] + workspace.folders(above: path).dropFirst()
    }
    return [(1..<level).reduce(own) { folder, _ in FilePath.join(folder, "..") }]
  }

  private func load(_ path: String) -> PythonModule? {
    if let known = modules[path] { return known }
    let module = workspace.store.document(at: path).flatMap { workspace.program(of: $0) }
    modules[path] = .some(module)
    return module
  }
}
