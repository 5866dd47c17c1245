import Syntax

extension LaunchLine {
  /// Whether the launcher starts a program of its own choice or a training command: not `python -m pip`, not
  /// `swift build` of the Swift language.
  var startsTraining: Bool {
    if let module = module?.text { return !Self.toolModules.contains(module) }
    switch launcher {
    case .swift: return subcommand?.text.map { !Self.swiftPackageCommands.contains($0) } ?? false
    case .python, .script: return scriptPath.map { FilePath.name($0) != "setup.py" } ?? true
    case .torchrun, .torchDistributedLaunch, .deepspeed, .accelerate, .llamaFactory, .trl, .axolotl, .tune:
      return true
    }
  }

  /// The launcher has not been told yet what to start.
  var lacksProgram: Bool {
    guard subcommand == nil, module == nil else { return false }
    return scriptPath.map { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } } ?? (script == nil)
  }

  private static let toolModules: Set<String> = [
    "build", "ensurepip", "http.server", "ipykernel", "json.tool", "notebook", "pip", "pytest", "timeit",
    "unittest", "venv", "virtualenv", "zipfile",
  ]
  private static let swiftPackageCommands: Set<String> = [
    "build", "docc", "format", "package", "repl", "run", "sdk", "test",
  ]
}

extension SourceFile {
  /// A command behind `!` in a notebook's cell.
  var isInteractiveCommand: Bool {
    guard case .embedded(let host, let map, .shellText) = origin else { return false }
    let start = map.outer(.at(0)).start
    return start > 0 && host.bytes[start - 1] == UInt8(ascii: "!")
  }
}
