import Testing

@testable import Syntax

@Suite struct ShellLineBreakTests {
  /// The breaks of the first command of `text`: the cause, what is marked, the gap, and the first word cut off.
  private func breaks(_ text: String, isIncomplete: Bool = false) -> [String] {
    let script = ShellParser.parse(SourceFile(path: "a.sh", text: text))
    return script.lineBreaks(of: script.commands[0], isIncomplete: { isIncomplete && $0.count == 1 }).map {
      found in
      let rest = found.rest.map { script.file.text(in: $0.words.first?.range ?? $0.range) } ?? "-"
      let marked = script.file.text(in: found.range)
      return "\(found.cause) <\(marked)> <\(script.file.text(in: found.gap))> \(rest)"
    }
  }

  @Test(arguments: [
    ("run --a 1 \\\n  # --b 2 \\\n  --c 3\n", ["comment <# --b 2 \\> < \\\n  # --b 2 \\\n  > --c"]),
    ("run --a 1 # note \\\n--c 3", ["trailingComment <# note \\> < # note \\\n> --c"]),
    ("run --a 1 \\ \n--c 3", ["escapedBlank <\\ > < \\ \n> --c"]),
    ("run --a 1 \\\t \n--c 3", ["escapedBlank <\\\t > < \\\t \n> --c"]),
    ("run --a 1\\ \n--c 3", ["escapedBlank <\\ > <\\ \n> --c"]),
    ("run --a 1 \\ # n\n--c 3", ["escapedBlank <\\ > < \\ # n\n> --c"]),
    ("run --a 1 \\  # n\n--c 3", ["escapedBlank <\\  > < \\  # n\n> --c"]),
    ("run --a 1 \\\n\n  --c 3", ["emptyLine <\\> < \\\n\n  > --c"]),
    ("run --a 1\n  -c 3", ["missingBackslash <1> <\n  > -c"]),
    ("run --a 1\r\n  --c=$X\r\n", ["missingBackslash <1> <\r\n  > --c=$X"]),
    ("run --a 1 \\\n# x\n | tee log", ["comment <# x> < \\\n# x\n > -"]),
    ("run --a 1\n && echo", ["missingBackslash <1> <\n > -"]),
    ("run --a 1 \\\n# x\n 2>&1 | tee log", ["comment <# x> < \\\n# x\n > 2>&1"]),
    ("run --a 1 \\\n# x\n > log", ["comment <# x> < \\\n# x\n > > log"]),
    (
      "run \\\n# x\n--a \\\n# y\n--b\n",
      ["comment <# x> < \\\n# x\n> --a", "comment <# y> < \\\n# y\n> --b"]
    ),
  ])
  func whatIsCutOff(text: String, expected: [String]) {
    #expect(breaks(text) == expected)
  }

  @Test(arguments: [
    "run --a 1 \\\n  # --b 2 \\\n  # --c 3\n", "run --a 1 \\\n  # --b 2\n\necho done", "run --a 1\n> log",
    "run --a 1 \\\n", "run --a 1 \\", "run --a 1 \\\n  --b 2", "run --a 'x \\ \n --b'",
    "run <<A\n--b\nA\n--c",
    "run --a 1; --b", "run --a 1 \\\n# x\nB=1 --c", "run --a x#1 \\\n  --b", "run a\\ b\n\"--c\"",
    "run --a 1\n- b",
    "run --a 1\n-1 b",
  ])
  func nothingIsCutOff(text: String) {
    #expect(breaks(text) == [])
  }

  @Test func anIncompleteCommandLosesWhateverFollows() {
    let text = "torchrun \\\n  # --nnodes 2 \\\n  train.py --a 1\n"
    #expect(breaks(text) == [])
    #expect(
      breaks(text, isIncomplete: true) == ["comment <# --nnodes 2 \\> < \\\n  # --nnodes 2 \\\n  > train.py"])
    #expect(breaks("torchrun\ntrain.py", isIncomplete: true) == [])
  }

  @Test func aBackslashInAnExpandedBodyHidesTheDelimiter() {
    let joined = ShellParser.parse(SourceFile(path: "a.sh", text: "cat <<A\nb \\\nA\nc\nA\nd\n"))
    #expect(joined.commands.map(\.name) == ["cat", "d"])
    let quoted = ShellParser.parse(SourceFile(path: "a.sh", text: "cat <<'A'\nb \\\nA\nd\n"))
    #expect(quoted.commands.map(\.name) == ["cat", "d"])
    let escaped = ShellParser.parse(SourceFile(path: "a.sh", text: "cat <<A\nb \\\\\nA\nd\n"))
    #expect(escaped.commands.map(\.name) == ["cat", "d"])
    let divided = ShellParser.parse(SourceFile(path: "a.sh", text: "cat <<EOF\nb\nE\\\nOF\nd\n"))
    #expect(divided.commands.map(\.name) == ["cat", "d"])
  }
}
