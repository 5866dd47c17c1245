extension CommandTable {
  /// The help for the program as a whole.
  var help: String {
    var lines = [
      "glmlint finds mistakes in LLM fine-tuning scripts, configs and datasets before the run does.", "",
      "usage: glmlint COMMAND [FLAG…]", "", "commands:",
    ]
    lines += Self.columns(commands.map { ($0.name.rawValue, $0.summary) })
    lines += ["", "flags:"]
    lines += Self.columns(globalFlags.map { ($0.name, $0.help) })
    lines += ["", "glmlint COMMAND --help tells more about a command.", ""]
    return lines.joined(separator: "\n")
  }

  /// The help for one command.
  func help(for command: CommandEntry) -> String {
    var lines = ["\(command.summary)", ""]
    lines += usageLines(of: command)
    if !command.operands.isEmpty {
      lines.append("")
      lines += Self.columns(command.operands.map { ($0.word, $0.help) })
    }
    lines += ["", "flags:"]
    lines += Self.columns(command.flags.map(Self.row))
    if command.name == .check {
      lines += ["", "exit codes:"]
      lines += Self.columns(ExitCode.all.map { (String($0.rawValue), $0.meaning) })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `usage: glmlint check [FLAG…] [PATH…]`, one line for each form.
  func usageLines(of command: CommandEntry) -> [String] {
    let forms = command.forms.isEmpty ? [""] : command.forms
    return forms.enumerated().map { index, form in
      let start = index == 0 ? "usage: " : "       "
      return start
        + ["glmlint", command.name.rawValue, "[FLAG…]", form].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  private static func row(_ flag: FlagEntry) -> (String, String) {
    let left = [flag.name, flag.value.placeholder].compactMap(\.self).joined(separator: " ")
    return (left, flag.help + (flag.standard.map { " [\($0)]" } ?? ""))
  }

  /// Two columns; all texts here are ASCII but for `…`, which is one column wide.
  private static func columns(_ rows: [(left: String, right: String)]) -> [String] {
    let width = rows.map(\.left.unicodeScalars.count).max() ?? 0
    return rows.map { left, right in
      "  " + left + String(repeating: " ", count: width + 2 - left.unicodeScalars.count) + right
    }
  }
}
