/// A command that starts a training run, taken apart: what launches, what is launched, and with which
/// arguments.
package final class LaunchLine: Sendable {
  /// What starts the script. The names are those of the commands.
  package enum Launcher: Hashable, Sendable {
    /// `python FILE`, `python -m MODULE`
    case python
    /// `torchrun`, `python -m torch.distributed.run`
    case torchrun
    /// `python -m torch.distributed.launch`
    case torchDistributedLaunch
    case deepspeed
    /// `accelerate launch`, `accelerate-launch`, `python -m accelerate.commands.launch`
    case accelerate
    /// `llamafactory-cli`, `lmf`
    case llamaFactory
    /// `swift` and `megatron` of ms-swift.
    case swift
    case trl
    case axolotl
    /// `tune run` of torchtune: torchrun's options, then a recipe.
    case tune
    /// A script that is started by its own name, such as `./train.py`.
    case script
  }

  /// Where the parts of a launch stand among the arguments of its command.
  struct Places: Sendable {
    /// Behind the wrappers.
    var commandStart = 0
    var commandEnd = 0
    var launcherStart = 0
    var launcherEnd = 0
    var subcommand: Int?
    var script: Int?
    /// Behind everything that is the launcher's.
    var argumentsStart = 0
  }

  package let launcher: Launcher
  /// The source that the ranges belong to.
  package let file: SourceFile
  /// Variables set for this command alone: in front of it, and by `env`.
  package let environment: [LaunchVariable]
  /// All of the command's; every part of the launch is a slice of them.
  package let words: [ShellArgument]
  private let places: Places
  /// The launcher's own options, read with its table.
  package let launcherOptions: [LaunchOption]
  /// The module behind `-m` or `--module`.
  package let module: ShellArgument?
  /// From the first word of the command to its last one, redirections included.
  package let range: TextRange

  init(
    launcher: Launcher, file: SourceFile, environment: [LaunchVariable], words: [ShellArgument],
    places: Places, launcherOptions: [LaunchOption], module: ShellArgument?, range: TextRange
  ) {
    self.launcher = launcher
    self.file = file
    self.environment = environment
    self.words = words
    self.places = places
    self.launcherOptions = launcherOptions
    self.module = module
    self.range = range
  }

  /// The words in front of the launcher, such as `nohup`, `srun -n 8` or `uv run`.
  package var wrappers: ArraySlice<ShellArgument> { words[..<places.commandStart] }
  /// The launcher's own words, such as `accelerate launch` or `python3`.
  package var command: ArraySlice<ShellArgument> { words[places.commandStart..<places.commandEnd] }
  /// The launcher's own options, raw.
  package var launcherArguments: ArraySlice<ShellArgument> {
    words[places.launcherStart..<places.launcherEnd]
  }
  /// `train` of `llamafactory-cli train`, `sft` of `swift sft` and `trl sft`; nil for other launchers.
  package var subcommand: ShellArgument? { places.subcommand.map { words[$0] } }
  /// The path of the script; of torchtune, the recipe.
  package var script: ShellArgument? { places.script.map { words[$0] } }
  /// The text of `script`; nil where it is not known.
  package var scriptPath: String? { places.script.flatMap { words[$0].text } }
  /// What the script or module receives, raw.
  package var arguments: ArraySlice<ShellArgument> { words[places.argumentsStart...] }
  /// The arguments as options.
  package var options: LaunchOptions { LaunchOptions(arguments) }
  /// False where an argument stands for any number of arguments: then a missing flag proves nothing. O(arguments).
  package var isClosed: Bool { !words.contains(where: \.isOpen) }

  /// The launcher's option of this name, without dashes and with `_` for `-`; the last one counts.
  package func launcherOption(_ name: String) -> LaunchOption? {
    launcherOptions.last { $0.name == name }
  }
}

/// `NAME=value` for one command.
package struct LaunchVariable: Sendable {
  package let name: String
  /// From the name on.
  package let range: TextRange
  /// nil for an array.
  package let value: ShellArgument?
}
