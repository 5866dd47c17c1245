import Syntax

/// Reads which library versions the files of one folder ask for.
struct PinReading {
  let store: DocumentStore

  /// `-r other.txt` leads at most this far.
  private static let linkLimit = 8

  /// Several files of one folder that pin the same library allow what any of them allows; a requirement that only
  /// holds on some machines is left out. In the order of the file names. O(bytes of the files).
  func pins(in folder: String) -> [(Library, LibraryVersions.Pin)] {
    let entries = store.folders.entries(in: folder) ?? [:]
    let names = entries.filter { $0.value != .folder }.keys.sorted()
    var found: [Library: LibraryVersions.Pin] = [:]
    for name in names {
      for pin in pins(of: name, in: folder) { Self.add(pin, to: &found) }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func add(_ pin: VersionPin, to found: inout [Library: LibraryVersions.Pin]) {
    guard !pin.isConditional, pin.versions != .all, let library = Library(rawValue: pin.library) else {
      return
    }
    let earlier = found[library]
    found[library] = LibraryVersions.Pin(
      versions: earlier.map { $0.versions.union(pin.versions) } ?? pin.versions,
      span: earlier?.span ?? pin.span)
  }

  /// What one file says; nothing for a file that is no place for versions.
  private func pins(of name: String, in folder: String) -> [VersionPin] {
    var path: String { FilePath.child(name, of: folder) }
    if name.hasPrefix("requirements") && name.hasSuffix(".txt") { return requirements(path, seen: []) }
    switch name {
    case ".python-version": return text(path).map { PythonVersionFile.read($0).pins } ?? []
    case "setup.cfg": return text(path).map { SetupConfig.read($0).pins } ?? []
    case "pyproject.toml": return root(path).map { ProjectMetadata.read($0).pins } ?? []
    case "environment.yml", "environment.yaml": return root(path).map { CondaEnvironment.read($0).pins } ?? []
    case "setup.py": return store.document(at: path)?.python.map(SetupScript.read) ?? []
    case _ where name.hasSuffix(".sh"): return store.document(at: path).map(installed) ?? []
    case _ where name.hasPrefix("Dockerfile"): return text(path).map { Dockerfile.read($0).pins } ?? []
    default: return []
    }
  }

  /// What `pip install` lines of a shell script, or of a notebook's cells, ask for.
  func installed(_ document: Document) -> [VersionPin] {
    document.all.flatMap { part -> [VersionPin] in
      // Every installer that is read is told to `install`; most scripts tell none.
      guard case .shell(let script) = part.content, part.file.mentions("install") else { return [] }
      return script.pipInstalls.flatMap { RequirementsFile.read($0).pins }
    }
  }

  /// The pins of one document by library.
  func pins(installedBy document: Document) -> [(Library, LibraryVersions.Pin)] {
    var found: [Library: LibraryVersions.Pin] = [:]
    for pin in installed(document) { Self.add(pin, to: &found) }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func requirements(_ path: String, seen: Set<String>) -> [VersionPin] {
    guard seen.count < Self.linkLimit, !seen.contains(path), let file = text(path) else { return [] }
    let read = RequirementsFile.read(file)
    let linked = read.links.flatMap { link in
      requirements(FilePath.join(FilePath.parent(path), link.path), seen: seen.union([path]))
    }
    return read.pins + linked
  }

  private func text(_ path: String) -> SourceFile? { store.document(at: path)?.readableFile }
  private func root(_ path: String) -> ConfigNode? { store.document(at: path)?.config?.root }
}

extension Document {
  /// The file, unless it could not be read.
  fileprivate var readableFile: SourceFile? {
    if case .unreadable = content { return nil }
    return file
  }
}
