/// A command that installs Python packages: `pip install`, `python -m pip install`, `uv pip install`, `uv
/// add`, `conda install` and `conda create`.
package struct PipInstall: Sendable {
  /// Whose syntax the requirements have.
  package enum Tool: Hashable, Sendable {
    /// PEP 508 requirements.
    case pip
    /// conda match specifications, such as `pytorch=2.1`.
    case conda
  }

  package let tool: Tool
  package let file: SourceFile
  /// Requirements as they are written, paths and addresses among them.
  package let requirements: [ShellArgument]
  /// Files behind `-r` (or conda's `--file`), relative to the folder where the command runs.
  package let requirementFiles: [ShellArgument]
  /// Files behind `-c`.
  package let constraintFiles: [ShellArgument]
  /// `-U`, `--upgrade`: installed versions are replaced by the newest ones that fit.
  package let upgrades: Bool
  package let range: TextRange

  /// Recognises an installation in `command` of the script that `values` belongs to; nil for other commands.
  ///
  /// A version behind an unquoted `>` is no part of the requirement: the shell reads `torch>=2.0` as `torch`
  /// with its output sent to the file `=2.0`.
  package static func read(_ command: ShellCommand, _ values: ShellValues) -> PipInstall? {
    read(values.arguments(of: command), file: values.script.file, range: command.range)
  }

  private static func read(_ words: [ShellArgument], file: SourceFile, range: TextRange) -> PipInstall? {
    guard let head = Head(words) else { return nil }
    let valued = head.tool == .pip ? Self.pipValued : Self.condaValued
    var requirements: [ShellArgument] = []
    var requirementFiles: [ShellArgument] = []
    var constraintFiles: [ShellArgument] = []
    var upgrades = false
    var index = head.length
    func take(_ flag: String, _ value: ShellArgument) {
      switch flag {
      case "-r", "--requirement", "--requirements", "--file": requirementFiles.append(value)
      case "-c" where head.tool == .pip, "--constraint", "--constraints": constraintFiles.append(value)
      default: break
      }
    }
    while index < words.count {
      let word = words[index]
      index += 1
      guard let text = word.text, text.hasPrefix("-"), text != "-" else {
        requirements.append(word)
        continue
      }
      upgrades = upgrades || text == "-U" || text == "--upgrade"
      if case .joined(let length) = ArgumentForm(text) {
        let joined = LaunchOption(joined: word, flagLength: length)
        if let flag = joined.flag, let value = joined.value { take(flag, value) }
      } else if valued.contains(text) {
        if index < words.count { take(text, words[index]) }
        index += 1
      } else if text.utf8.count > 2, !text.hasPrefix("--"), valued.contains(String(text.prefix(2))) {
        take(String(text.prefix(2)), word.dropping(2))
      }
    }
    return PipInstall(
      tool: head.tool, file: file, requirements: requirements, requirementFiles: requirementFiles,
      constraintFiles: constraintFiles, upgrades: upgrades, range: range)
  }

  /// The words up to and with `install`.
  private struct Head {
    let tool: Tool
    let length: Int

    init?(_ words: [ShellArgument]) {
      var index = 0
      func text(_ ahead: Int = 0) -> String? { index + ahead < words.count ? words[index + ahead].text : nil }
      while let word = text(), ["sudo", "!", "time", "nohup", "exec"].contains(word) || Self.isFlag(word) {
        index += 1
      }
      guard let first = text() else { return nil }
      let name = FilePath.name(first)
      if name.hasPrefix("python"), text(1) == "-m", text(2) == "pip" || text(2) == "uv" {
        index += text(2) == "uv" ? 3 : 2
      } else if name == "uv" {
        index += 1
      }
      let program = text().map(FilePath.name) ?? ""
      let action = Self.nextAction(words, behind: index)
      if name == "uv" && program == "add" {
        self.init(tool: .pip, length: index + 1)
      } else if Self.isPip(program), let action, action.text == "install" {
        self.init(tool: .pip, length: action.index + 1)
      } else if ["conda", "mamba", "micromamba"].contains(program), let action,
        action.text == "install" || action.text == "create"
      {
        self.init(tool: .conda, length: action.index + 1)
      } else {
        return nil
      }
    }

    private init(tool: Tool, length: Int) {
      self.tool = tool
      self.length = length
    }

    private static func isFlag(_ word: String) -> Bool { word.hasPrefix("-") }

    /// `pip`, `pip3`, `pip3.11`.
    private static func isPip(_ name: String) -> Bool {
      name.hasPrefix("pip") && name.utf8.dropFirst(3).allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }

    /// The first word behind `index` that is no option.
    private static func nextAction(_ words: [ShellArgument], behind index: Int) -> (text: String, index: Int)?
    {
      for next in words.indices.dropFirst(index + 1) {
        guard let text = words[next].text else { return nil }
        if !text.hasPrefix("-") { return (text, next) }
      }
      return nil
    }
  }

  /// Options with a value of `pip install` (pip 23.2.1) and of `uv pip install` (uv 0.5). `-e` is not among
  /// them: its value is the requirement.
  private static let pipValued: Set<String> = Set(
    """
    -r --requirement --requirements -c --constraint --constraints -t --target --platform --python-version \
    --implementation --abi --root --prefix --src --source --upgrade-strategy -C --config-settings \
    --global-option --no-binary --only-binary --progress-bar --root-user-action --report -i --index-url \
    --extra-index-url -f --find-links --python -p --log --keyring-provider --proxy --retries --timeout \
    --exists-action --trusted-host --cert --client-cert --cache-dir --use-feature --use-deprecated --index \
    --default-index --index-strategy --python-platform --torch-backend --overrides --override --extra \
    --group --no-build-isolation-package --link-mode --resolution --prerelease --exclude-newer
    """.split(separator: " ").map(String.init))

  /// Options with a value of `conda install` and `conda create` (conda 24).
  private static let condaValued: Set<String> = Set(
    "-n --name -p --prefix -c --channel --file --repodata-fn --solver --experimental --revision"
      .split(separator: " ").map(String.init))
}

extension ShellScript {
  /// All installations in the order of the text. O(script).
  package var pipInstalls: [PipInstall] {
    let values = values
    return commands.compactMap { PipInstall.read($0, values) }
  }
}
