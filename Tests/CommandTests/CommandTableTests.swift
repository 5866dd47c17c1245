import Testing

@testable import glmlint

@Suite struct CommandTableTests {
  private let table = CommandTable.glmlint

  private func read(_ arguments: String...) throws(UsageError) -> Request { try table.read(arguments) }

  private func message(_ arguments: String...) -> String {
    do throws(UsageError) {
      _ = try table.read(arguments)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func flagsOperandsAndTheCommandLineAreToldApart() throws {
    var wanted = ReadArguments(command: .check)
    wanted.flags = [
      GivenFlag(name: "--format", value: "json"), GivenFlag(name: "--fix", value: nil),
      GivenFlag(name: "--output", value: "text:a=b"), GivenFlag(name: "--output", value: "json"),
    ]
    wanted.operands = ["a", "-", "b"]
    let request = try read(
      "check", "a", "--format", "json", "-", "--fix", "--output=text:a=b", "b", "--output", "json")
    #expect(request == .run(wanted))
    var line = ReadArguments(command: .check)
    line.commandLine = ["python", "train.py", "--fix", "--", "x"]
    #expect(try read("check", "--", "python", "train.py", "--fix", "--", "x") == .run(line))
    #expect(try read("--version") == .version)
    #expect(try read("--help") == .help(nil))
    #expect(try read("check", "a", "--help", "--nonsense") == .help(.check))
  }

  @Test func mistakesAreNamedWithWhatWasMeant() {
    #expect(message() == "no command given")
    #expect(message("chekc") == "unknown command `chekc`; did you mean `check`?")
    #expect(message("lint") == "unknown command `lint`")
    #expect(message("--versoin") == "unknown flag `--versoin`; did you mean `--version`?")
    #expect(
      message("check", "--stdin-file", "x")
        == "unknown flag `--stdin-file` for `check`; did you mean `--stdin-filename`?")
    #expect(message("check", "-f") == "unknown flag `-f` for `check`")
    #expect(message("rules", "--fix") == "unknown flag `--fix` for `rules`")
    #expect(message("check", "--fix=yes") == "`--fix` takes no value, but `yes` was given")
    #expect(message("check", "--format") == "`--format` needs a value: text|concise|json")
    #expect(message("check", "--select", "--fix") == "`--select` needs a value: RULE[,…]")
    #expect(message("check", "--select=") == "`--select` needs a value: RULE[,…]")
    #expect(
      message("check", "--fail-on", "warn")
        == "`--fail-on` does not take `warn`, only `error`, `warning` or `info`")
    #expect(
      message("check", "--format", "jsno")
        == "`--format` does not take `jsno`, only `text`, `concise` or `json`; did you mean `json`?")
    #expect(message("explain") == "`explain` needs a RULE")
    #expect(message("explain", "a", "b") == "`explain` has no use for `b`")
    #expect(message("rules", "a") == "`rules` has no use for `a`")
  }

  @Test func everyFlagHasHelpThatFitsATerminal() {
    for entry in table.commands {
      let help = table.help(for: entry)
      for flag in entry.flags { #expect(help.contains("  \(flag.name)")) }
      for line in help.split(separator: "\n") { #expect(line.unicodeScalars.count <= 110, "\(line)") }
    }
  }

  @Test func helpIsLaidOutInColumns() throws {
    #expect(
      table.help == """
        glmlint finds mistakes in LLM fine-tuning scripts, configs and datasets before the run does.

        usage: glmlint COMMAND [FLAG…]

        commands:
          check    find mistakes in files, folders, or a command line
          confirm  run the experiment behind a rule's findings, and tell all of it
          explain  print the page of a rule
          rules    list all rules
          setup    show what glmlint understands of a training run, and where from
          profile  show what data sets hold
          merge    join partial profiles to the profile of the whole

        flags:
          --help     print this and stop
          --version  print the version and stop

        glmlint COMMAND --help tells more about a command.

        """)
    let explain = try #require(table.command("explain"))
    #expect(
      table.help(for: explain) == """
        print the page of a rule

        usage: glmlint explain [FLAG…] RULE

          RULE  the name of a rule, such as invalid-task-type

        flags:
          --color auto|always|never  when to use colours; NO_COLOR and FORCE_COLOR decide under auto [auto]
          --help                     print this and stop

        """)
  }
}
