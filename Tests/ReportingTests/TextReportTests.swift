import Datasets
import Linting
import Setup
import Syntax
import Testing

@testable import Reporting

@Suite struct TextReportTests {
  @Test func oneFindingWithAllItsParts() {
    #expect(
      Sample.text([Sample.invalidTaskType]) == """
        configs/lora.yaml:4:14: warning[invalid-task-type] `CASUAL_LM` is not a task type of PEFT
          |
        3 |   peft_type: LORA
          |              ---- this adapter type takes a task type
        4 |   task_type: CASUAL_LM  # causal
          |              ^^^^^^^^^ not in peft.TaskType
          |
         --> train.py:7:17
          |
        7 |         default=Seq2SeqTrainingArguments(
          |                 ------------------------- the run starts here
          |
         --> requirements.txt: nothing here pins peft
          |
          = when: at start, with peft >=0.14: ValueError: Invalid task type: 'CASUAL_LM'
          = else: silently, with peft <0.14: a bare PeftModel takes the place of PeftModelForCausalLM
          = note: which of these happens depends on versions that the files leave open
          = fix: write `CAUSAL_LM` (safe: --fix applies it)

        1 problem (1 warning) in 3 files; 1 has a safe fix: --fix applies it

        """)
  }

  @Test func aSpanOfManyLinesGetsABracket() {
    let whole = Sample.span(Sample.script, "field(", through: "\n    )\n", after: "training:")
    let other = Sample.span(Sample.script, "Seq2SeqTrainingArguments", after: "training:")
    let related = RelatedPlace(.span(other), "its objects are mutable")
    let finding = Sample.finding(
      "mutable-dataclass-default", at: .span(whole), label: "one object for all",
      "the default is shared by all instances", related: [related])
    #expect(
      Sample.text([finding]) == """
        train.py:6:42: error[mutable-dataclass-default] the default is shared by all instances
           |
         6 |       training: Seq2SeqTrainingArguments = field(
           |                 ------------------------ its objects are mutable
           |  __________________________________________^
         7 | |         default=Seq2SeqTrainingArguments(
         8 | |             output_dir="./output",
         9 | |             learning_rate=5e-5,
        ...
        13 | |     )
           | |_____^ one object for all

        1 problem (1 error) in 3 files

        """)
    let call = Sample.span(Sample.script, "default=", through: "max_steps=3000", after: "training:")
    #expect(
      Sample.block([Snippet(span: call, label: "from here", mark: .related)]) == """
           |
         7 | /         default=Seq2SeqTrainingArguments(
         8 | |             output_dir="./output",
         9 | |             learning_rate=5e-5,
        10 | |             max_steps=3000,
           | |__________________________- from here
        """)
  }

  @Test func caretsLineUpBehindTabsWideCharactersAndMarks() {
    func excerpt(_ text: String, _ wanted: String) -> String {
      let file = SourceFile(path: "a", text: text)
      let snippet = Snippet(span: Sample.span(file, wanted), label: "here", mark: .primary(.error))
      return snippet.lines(margin: 1, indent: 0, .plain).joined(separator: "\n")
    }
    #expect(excerpt("\tkey:\tbad", "bad") == "1 |     key:    bad\n  |             ^^^ here")
    #expect(excerpt("a\tbad", "bad") == "1 | a   bad\n  |     ^^^ here")
    #expect(excerpt("名前: 間違い # 説明", "間違い") == "1 | 名前: 間違い # 説明\n  |       ^^^^^^ here")
    #expect(excerpt("e\u{301}: bad", "bad") == "1 | e\u{301}: bad\n  |    ^^^ here")
    #expect(excerpt("🤗🤗 bad", "bad") == "1 | 🤗🤗 bad\n  |      ^^^ here")
    #expect(excerpt("한글 ｆｕｌｌ x", "x") == "1 | 한글 ｆｕｌｌ x\n  |               ^ here")
    #expect(excerpt("a\r\nbad\r\nb", "bad") == "2 | bad\n  | ^^^ here")
    #expect(excerpt("\u{FEFF}bad", "bad") == "1 | bad\n  | ^^^ here")
  }

  @Test func whatCouldFoolATerminalIsEscaped() {
    let file = SourceFile(path: "a\u{1B}[31m.yaml", text: "x: \u{1B}[2J\u{202E}bad\u{7F} # \u{2066}")
    let finding = Sample.finding(
      at: .span(Sample.span(file, "bad")), label: "not\n::error::x", "a\u{202E}b\r\n::error::c")
    #expect(
      Sample.text([finding]) == #"""
        a\u{1b}[31m.yaml:1:9: error[invalid-task-type] a\u{202e}b\r\n::error::c
          |
        1 | x: \u{1b}[2J\u{202e}bad\u{7f} # \u{2066}
          |                     ^^^ not\n::error::x

        1 problem (1 error) in 3 files

        """#)
    let command = Sample.finding(at: .file("::error file=x::y"), "cannot be read: permission denied")
    #expect(
      OutputFormat.concise.render(Sample.report([command]), .plain)
        == "./::error file=x::y: error[invalid-task-type] cannot be read: permission denied\n")
  }

  @Test func bytesThatAreNotUTF8KeepTheCaretInPlace() {
    let file = SourceFile(path: "a", bytes: [0x61, 0xFF, 0xFE, 0x20] + Array("bad".utf8))
    let snippet = Snippet(span: Span(file, TextRange(4, 7)), label: "", mark: .primary(.error))
    #expect(snippet.lines(margin: 1, indent: 0, .plain) == ["1 | a\u{FFFD}\u{FFFD} bad", "  |     ^^^"])
  }

  @Test func longLinesAreShownAroundTheSpan() {
    let text =
      "{" + String(repeating: "\"k\": 1, ", count: 20_000) + "\"bad\": 2, "
      + String(repeating: "z", count: 9000)
    let file = SourceFile(path: "a.json", text: text + "}")
    let snippet = Snippet(span: Sample.span(file, "\"bad\""), label: "here", mark: .primary(.warning))
    let left = String(repeating: "\"k\": 1, ", count: 5)
    #expect(
      snippet.lines(margin: 1, indent: 0, .plain) == [
        "1 | …\(left)\"bad\": 2, \(String(repeating: "z", count: 50))…",
        "  | " + String(repeating: " ", count: 41) + "^^^^^ here",
      ])
    let wide = Snippet(span: Span(file, TextRange(0, file.bytes.count)), label: "all", mark: .primary(.info))
    let rows = wide.lines(margin: 1, indent: 0, .plain)
    #expect(rows[1] == "  | " + String(repeating: "^", count: 100) + " all")
    #expect(rows[0].hasPrefix("1 | {\"k\": 1") && rows[0].hasSuffix("…"))
  }

  @Test func anEmptySpanGetsOneCaretAlsoAtTheEndOfTheFile() {
    let file = SourceFile(path: "a", text: "a: [1,\n")
    let snippet = Snippet(span: Span(file, .at(7)), label: "expected `]`", mark: .primary(.error))
    #expect(snippet.lines(margin: 1, indent: 0, .plain) == ["2 |", "  | ^ expected `]`"])
    let inside = Snippet(span: Span(file, .at(6)), label: "", mark: .primary(.error))
    #expect(inside.lines(margin: 1, indent: 0, .plain) == ["1 | a: [1,", "  |       ^"])
  }

  @Test func notebooksAreShownByCellAndPointedAtOnDisk() {
    let notebook = SourceFile(
      path: "run.ipynb", text: "{\"cells\": [\n  \"import peft\\n\",\n  \"x = CASUAL\"\n]}\n")
    let bytes = String(decoding: notebook.bytes, as: UTF8.self)
    let first = bytes.utf8.distance(from: bytes.startIndex, to: bytes.firstRange(of: "import")!.lowerBound)
    let second = bytes.utf8.distance(from: bytes.startIndex, to: bytes.firstRange(of: "x =")!.lowerBound)
    let map = EmbeddedMap(
      segments: [
        .init(inner: TextRange(0, 11), outer: TextRange(first, first + 11)),
        .init(inner: TextRange(11, 12), outer: TextRange(first + 11, first + 13)),
        .init(inner: TextRange(12, 22), outer: TextRange(second, second + 10)),
      ], encoding: .jsonString)
    let cell = SourceFile(
      path: "run.ipynb", text: "import peft\nx = CASUAL",
      origin: .embedded(host: notebook, map: map, part: .notebookCell(7)))
    let finding = Sample.finding(at: .span(Sample.span(cell, "CASUAL")), label: "here", "message")
    #expect(
      Sample.text([finding]) == """
        run.ipynb:3:8 (cell 7, line 2): error[invalid-task-type] message
          |
        2 | x = CASUAL
          |     ^^^^^^ here

        1 problem (1 error) in 3 files

        """)
    #expect(
      OutputFormat.json.render(Sample.report([finding]), .plain).contains(
        "\"cell\":{\"index\":7,\"line\":2},"))
  }

  @Test func recordsOfDataSetsAreNamed() {
    let place = RecordPlace(
      path: "train.json", record: 412, range: TextRange(5, 9), start: .init(line: 1, column: 6),
      end: .init(line: 1, column: 10))
    let finding = Sample.finding("bad-role", .info, at: .record(place), "message", advice: "do this")
    #expect(
      Sample.text([finding]) == """
        train.json:1:6 (record 412): info[bad-role] message
          = help: do this

        1 problem (1 info) in 3 files

        """)
  }

  @Test func theLastLineSumsUp() {
    let ignored = Sample.finding(status: .ignored, at: .file("a"), "x")
    let fixes = [Fix("a", isSafe: true, edits: [], changes: [])]
    func last(_ findings: [Finding], files: Int) -> String {
      OutputFormat.text.render(Sample.report(findings, files: files), .plain)
        .split(separator: "\n").last.map(String.init) ?? ""
    }
    #expect(last([], files: 0) == "nothing to check: no scripts, configs or data sets here")
    #expect(last([], files: 1) == "no problems in 1 file")
    #expect(last([ignored], files: 2) == "no problems in 2 files, 1 more ignored")
    let many = [
      Sample.finding("a", .info, at: .file("a"), "x", fixes: fixes),
      Sample.finding("a", at: .file("a"), "x", fixes: fixes),
      Sample.finding("a", at: .file("a"), "x"), Sample.finding("b", .warning, at: .file("a"), "x"), ignored,
    ]
    #expect(
      last(many, files: 12)
        == "4 problems (2 errors, 1 warning, 1 info) in 12 files, 1 more ignored; "
        + "2 have a safe fix: --fix applies it"
    )
    let before = Sample.report(many)
    let after = OutputFormat.text.render(before.afterFixes(leaving: [many[3]]), .plain)
    #expect(after.hasSuffix("\n\n1 problem (1 warning) in 3 files, 3 fixed\n"))
    #expect(
      OutputFormat.text.render(before.afterFixes(leaving: []), .plain) == "no problems in 3 files, 4 fixed\n")
    #expect(Statistics(Sample.report(many), kernel: .portable).rendered == "3  a (2 with a safe fix)\n1  b\n")
  }

  @Test func coloursSetTheSameTextApart() {
    let colored = Sample.text([Sample.invalidTaskType], style: TextStyle(isColored: true))
    #expect(
      colored.hasPrefix(
        "\u{1B}[1mconfigs/lora.yaml\u{1B}[0m:4:14: \u{1B}[1;33mwarning[invalid-task-type]\u{1B}[0m "
          + "\u{1B}[1m`CASUAL_LM` is not a task type of PEFT\u{1B}[0m\n"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == Sample.text([Sample.invalidTaskType]))
  }
}
