/// A command that starts a training run, taken apart: what launches, what is launched, and with which
/// arguments.
package struct LaunchLine: Sendable {
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

  package let launcher: Launcher
  /// The source that the ranges belong to.
  package let file: SourceFile
  /// Variables set for this command alone: in front of it, and by `env`.
  package let environment: [LaunchVariable]
  /// The words in front of the launcher, such as `nohup`, `srun -n 8` or `uv run`.
  package let wrappers: [ShellArgument]
  /// The launcher's own words, such as `accelerate launch` or `python3`.
  package let command: [ShellArgument]
  /// `train` of `llamafactory-cli train`, `sft` of `swift sft` and `trl sft`; nil for other launchers.
  package let subcommand: ShellArgument?
  /// The launcher's own options, raw.
  package let launcherArguments: [ShellArgument]
  /// The launcher's own options, read with its table.
  package let launcherOptions: [LaunchOption]
  /// The path of the script; of torchtune, the recipe.
  package let script: ShellArgument?
  /// The module behind `-m` or `--module`.
  package let module: ShellArgument?
  /// What the script or module receives, raw.
  package let arguments: [ShellArgument]
  /// The arguments as options; see `LaunchOption.read`.
  package let options: [LaunchOption]
  /// False where an argument stands for any number of arguments: then a missing flag proves nothing.
  package let isClosed: Bool
  /// From the first word of the command to its last one, redirections included.
  package let range: TextRange

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

/// A flag with its values, or a positional argument.
package struct LaunchOption: Sendable {
  /// With its dashes, as it is written; nil for a positional argument.
  package let flag: String?
  /// The flag without `=value`.
  package let flagRange: TextRange?
  /// The value in `--flag=value`, the arguments behind `--flag`, or the positional argument itself. Empty for
  /// a flag that stands alone.
  package let values: [ShellArgument]
  /// `--flag=value`
  package let isJoined: Bool

  package init(flag: String?, flagRange: TextRange?, values: [ShellArgument], isJoined: Bool) {
    self.flag = flag
    self.flagRange = flagRange
    self.values = values
    self.isJoined = isJoined
  }

  /// The first value.
  package var value: ShellArgument? { values.first }

  /// The flag without dashes, `-` as `_`: `--learning-rate` gives `learning_rate`.
  package var name: String? {
    flag.map { flag in
      String(
        decoding: flag.utf8.drop { $0 == UInt8(ascii: "-") }.map {
          $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0
        }, as: UTF8.self)
    }
  }

  /// Reads arguments without knowing the script's options: everything behind a flag up to the next flag is
  /// its values, so a positional argument behind a boolean flag counts as the flag's value. O(arguments).
  package static func read(_ arguments: [ShellArgument]) -> [LaunchOption] {
    var options: [LaunchOption] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard let text = argument.text, isFlag(text) else {
        options.append(LaunchOption(flag: nil, flagRange: nil, values: [argument], isJoined: false))
        continue
      }
      if let joined = splitJoined(argument, text) {
        options.append(joined)
        continue
      }
      var values: [ShellArgument] = []
      while index < arguments.count, !(arguments[index].text.map(isFlag) ?? false) {
        values.append(arguments[index])
        index += 1
      }
      options.append(
        LaunchOption(flag: text, flagRange: argument.origin, values: values, isJoined: false))
    }
    return options
  }

  /// A word that begins with a dash and is neither a number nor the dash alone.
  static func isFlag(_ text: String) -> Bool {
    var bytes = text.utf8.makeIterator()
    guard bytes.next() == UInt8(ascii: "-"), let second = bytes.next() else { return false }
    return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second) && second != UInt8(ascii: ".")
  }

  /// `--flag=value`; nil where there is no `=`.
  static func splitJoined(_ argument: ShellArgument, _ text: String) -> LaunchOption? {
    guard text.hasPrefix("--"), let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let flag = String(text[..<sign])
    let length = flag.utf8.count
    let value = argument.dropping(length + 1)
    return LaunchOption(
      flag: flag, flagRange: argument.prefixRange(length), values: [value], isJoined: true)
  }
}

extension ShellArgument {
  /// Where the first `count` bytes of the text are written.
  fileprivate func prefixRange(_ count: Int) -> TextRange {
    guard let traced, traced.origin != nil else { return range }
    return EmbeddedMap(segments: traced.segments, encoding: .verbatim).outer(TextRange(0, count))
  }
}
