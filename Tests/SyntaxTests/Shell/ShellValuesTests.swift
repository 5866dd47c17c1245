import Testing

@testable import Syntax

/// The arguments of the command named `show`, `?` for unknown ones and `…` for open ones.
private func shown(_ text: String) -> [String] {
  let script = shell(text)
  let values = script.values
  guard let command = script.commands.last(where: { $0.name == "show" }) else { return ["no command"] }
  return values.arguments(of: command).dropFirst().map { $0.isOpen ? "…" : $0.text ?? "?" }
}

@Suite struct ShellValuesTests {
  @Test func knownVariablesAreSubstituted() {
    #expect(shown("A=1\nB=\"x/$A\"\nshow $A ${B}/y \"$B $A\" '$A'") == ["1", "x/1/y", "x/1 1", "$A"])
    #expect(shown("A=1\nA=2\nshow $A\nA=3") == ["2"])
    #expect(shown("export A=1 B=2\nshow $A$B") == ["12"])
    #expect(shown("A=1\nA+=2\nshow $A") == ["12"])
  }

  @Test func unquotedValuesAreSplitAtBlanks() {
    #expect(
      shown("A=' --x 1  --y '\nshow $A z$A \"$A\"") == [
        "--x", "1", "--y", "z", "--x", "1", "--y", " --x 1  --y ",
      ])
    #expect(shown("A=\nshow $A \"$A\"") == [""])
    #expect(shown("A='a *'\nshow $A") == ["a", "…"])
  }

  @Test func arraysGiveTheirElements() {
    #expect(
      shown("A=(--x \"a b\")\nA+=(--y)\nshow \"${A[@]}\" \"${A[1]}\" $A") == [
        "--x", "a b", "--y", "a b", "--x",
      ])
    #expect(shown("A=()\nshow \"${A[@]}\" end") == ["end"])
    #expect(shown("A=(a $X)\nshow \"${A[@]}\"") == ["a", "…"])
    #expect(shown("A=(a)\nA[1]=b\nshow \"${A[@]}\"") == ["…"])
  }

  @Test func originsLeadToTheAssignment() throws {
    let script = shell("ARGS=\"--lr 1e-4\"\nshow $ARGS a$ARGS\n")
    let arguments = script.values.arguments(of: script.commands[1])
    #expect(arguments.map(\.text) == ["show", "--lr", "1e-4", "a--lr", "1e-4"])
    #expect(arguments[2].origin == TextRange(11, 15) && arguments[2].range == TextRange(22, 27))
    #expect(arguments[3].origin == arguments[3].range)
    #expect(arguments.map(\.isWrittenInPlace) == [true, false, false, false, false])
    #expect(
      arguments[2].embeddedSource(in: script.file).map { Span($0, TextRange(0, 1)).onDisk.range }
        == TextRange(11, 12))
  }

  @Test func whatTheScriptDoesNotSayIsUnknown() {
    #expect(
      shown("show $1 \"$1\" \"$@\" \"$*\" $(x) \"$(x)\" \"$X\" ~/a $((1)) *.y") == [
        "…", "?", "…", "?", "…", "?", "?", "?", "?", "…",
      ])
    #expect(shown("A=$(date)\nshow \"$A\"") == ["?"])
    #expect(shown("A=1\nread A\nshow \"$A\"") == ["?"])
    #expect(shown("A=1\nsource lib.sh\nshow \"$A\"") == ["?"])
    #expect(shown("A=1\nsource ~/venv/bin/activate\nshow \"$A\"") == ["1"])
  }

  @Test func defaultsAreTakenWhereTheScriptDoesNotSetTheVariable() {
    #expect(shown("show ${A:-x} \"${A:-x y}\" ${A-$B}") == ["x", "x y", "…"])
    #expect(shown("A=1\nshow ${A:-x} ${A:+y}") == ["1", "…"])
    #expect(shown("A=' x '\nshow a${B:-$A}b") == ["a", "x", "b"])
    #expect(shown("A=\nshow ${A:-x} \"${A-x}\"") == ["x", ""])
    let script = shell("LR=${LR:-1e-4}\nshow $LR")
    #expect(script.values.arguments(of: script.commands[1])[1].dependsOnEnvironment)
  }

  @Test func branchesLoopsAndFunctionsHideWhatTheySet() {
    #expect(shown("A=1\nif x; then A=2; fi\nshow \"$A\"") == ["?"])
    #expect(shown("A=1\nif x; then A=2; show \"$A\"; fi") == ["2"])
    #expect(shown("A=1\nif x; then A=2; else show \"$A\"; fi") == ["?"])
    #expect(shown("A=1\n[ -z \"$B\" ] && A=2\nshow \"$A\"") == ["?"])
    #expect(shown("A=1\nwhile x; do show \"$A\"; A=2; done") == ["?"])
    #expect(shown("for A in 1 2; do show \"$A\"; done") == ["?"])
    #expect(shown("A=1\n(A=2)\nshow \"$A\"") == ["1"])
    #expect(shown("A=1\nf() { show \"$A\"; }") == ["1"])
    #expect(shown("A=1\nf() { show \"$A\"; }\nA=2") == ["?"])
    #expect(shown("f() { A=1; }\nA=2\nf\nshow \"$A\"") == ["2"])
  }

  @Test func doublingValuesStayWithinBounds() {
    let lines = String(repeating: "A=$A$A\n", count: 200)
    #expect(shown("A=xxxxxxxxxxxxxxxx\n\(lines)show \"$A\"") == ["?"])
    let arrays = String(repeating: "A=(\"${A[@]}\" \"${A[@]}\")\n", count: 200)
    #expect(Set(shown("A=(x)\n\(arrays)show \"${A[@]}\"")) == ["…"])
  }
}
