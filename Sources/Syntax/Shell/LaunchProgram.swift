/// What the name of a command says of how it launches.
enum LaunchProgram {
  case python
  /// Options of its own, then the script or module.
  case withTable(LaunchLine.Launcher, LauncherTable)
  /// The same behind one more word: `launch` of `accelerate launch`.
  case behind(String, LaunchLine.Launcher, LauncherTable)
  case withSubcommand(LaunchLine.Launcher)
  /// A script that is started by its own name.
  case script

  /// nil for the name of a command that launches nothing.
  init?(_ name: String) {
    if Self.isPython(name) {
      self = .python
      return
    }
    switch name {
    case "torchrun": self = .withTable(.torchrun, .torchrun)
    case "deepspeed", "ds": self = .withTable(.deepspeed, .deepspeed)
    case "accelerate-launch": self = .withTable(.accelerate, .accelerate)
    case "accelerate": self = .behind("launch", .accelerate, .accelerate)
    case "tune": self = .behind("run", .tune, .torchrun)
    case "llamafactory-cli", "lmf": self = .withSubcommand(.llamaFactory)
    case "swift", "megatron": self = .withSubcommand(.swift)
    case "trl": self = .withSubcommand(.trl)
    case "axolotl": self = .withSubcommand(.axolotl)
    default:
      guard FilePath.fileExtension(name) == "py" else { return nil }
      self = .script
    }
  }

  /// `python`, `python3`, `python3.11`.
  private static func isPython(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { name in
      let start = pythonName.count
      guard name.count >= start, (0..<start).allSatisfy({ name[$0] == pythonName[$0] }) else { return false }
      return name[start...].allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    }
  }
  private static let pythonName = Array("python".utf8)
}
