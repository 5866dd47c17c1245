import Testing

@testable import Syntax

/// Reads `text`, which is made of the lines of a script.
func shell(_ text: String) -> ShellScript { ShellParser.parse(SourceFile(path: "run.sh", text: text)) }

extension ShellScript {
  /// The words of each command as they are written.
  var written: [[String]] { commands.map { $0.words.map { file.text(in: $0.range) } } }
  /// The static texts of each command's words, `?` for others.
  var literals: [[String]] { commands.map { $0.words.map { $0.literal ?? "?" } } }
}

@Suite struct ShellParserTests {
  @Test func continuationLinesJoinOneCommandWithExactRanges() {
    let script = shell("python train.py \\\n  --lr 1e-4 \\\r\n  --bf16\necho done\n")
    #expect(script.literals == [["python", "train.py", "--lr", "1e-4", "--bf16"], ["echo", "done"]])
    #expect(script.commands[0].range == TextRange(0, 41))
    #expect(script.commands[0].words[4].range == TextRange(35, 41))
    #expect(script.continuations == [TextRange(16, 18), TextRange(30, 33)])
    #expect(script.commands[0].terminator == .newline)
    #expect(script.problems.isEmpty)
  }

  @Test func aCommentBehindAContinuationEndsTheCommand() {
    let script = shell("python a.py \\\n  --x 1 \\\n  # --y 2 \\\n  --z 3\n")
    #expect(script.literals == [["python", "a.py", "--x", "1"], ["--z", "3"]])
    #expect(script.comments.map { script.file.text(in: $0) } == ["# --y 2 \\"])
  }

  @Test func blanksBehindTheBackslashAreAnArgument() {
    let script = shell("python a.py \\ \n --x 1\n")
    #expect(script.literals == [["python", "a.py", " "], ["--x", "1"]])
    #expect(script.commands[0].words[2].range == TextRange(12, 14))
  }

  @Test func piecesOfAWordKeepTheirOrder() throws {
    let script = shell(#"A= a x"y z"$V'w' 'b c'"#)
    let word = script.commands[0].words[1]
    #expect(word.parts.map { script.file.text(in: $0.range) } == ["x", "y z", "$V", "w"])
    #expect(word.parts.map(\.isQuoted) == [false, true, false, true])
    #expect(word.literal == nil && word.parts.onlyLiteral == nil && word.quoting == .mixed)
    let text = try #require(script.commands[0].words[2].parts.onlyLiteral)
    #expect(text == ("b c", TextRange(18, 21), true))
    guard case .word(let nothing) = script.commands[0].assignments[0].value else {
      Issue.record("not a word")
      return
    }
    #expect(nothing.parts.isEmpty && nothing.parts.onlyLiteral == nil && nothing.literal == "")
  }

  @Test func quotesAndEscapesGiveTheDecodedText() {
    let script = shell(#"a 'x y' "p\"q\n" $'t\tA\x41\u00e9\xc3\xa9' b\ c d"e"'f' """#)
    #expect(script.literals == [["a", "x y", "p\"q\\n", "t\tAAéé", "b c", "def", ""]])
    #expect(
      script.commands[0].words.map(\.quoting) == [.none, .single, .double, .single, .none, .mixed, .double])
  }

  @Test func jsonOnALaunchLineMapsBackToItsBytes() throws {
    let script = shell(#"t --a '{"x": 1}' --b "{\"x\": 2}""#)
    let words = script.commands[0].words
    let single = try #require(words[2].embeddedSource(in: script.file))
    #expect(single.text(in: single.wholeRange) == #"{"x": 1}"#)
    #expect(Span(single, TextRange(6, 7)).onDisk.range == TextRange(13, 14))
    let double = try #require(words[4].embeddedSource(in: script.file))
    #expect(double.text(in: double.wholeRange) == #"{"x": 2}"#)
    #expect(Span(double, TextRange(1, 4)).onDisk.text == #"\"x\""#)
    #expect(Span(double, TextRange(6, 7)).onDisk.text == "2")
    #expect(script.commands[0].words[1].embeddedSource(in: script.file)?.bytes.count == 3)
    #expect(shell("a $X").commands[0].words[1].embeddedSource(in: script.file) == nil)
  }

  @Test func separatorsGiveTerminators() {
    let script = shell("a; b && c || d | e & f 2>&1 >log\n")
    #expect(script.literals == [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]])
    #expect(script.commands.map(\.terminator) == [.semicolon, .and, .or, .pipe, .background, .newline])
    #expect(script.commands[5].redirections.map(\.operation) == [.duplicate, .output])
    #expect(script.isInside(.branch, scope: script.commands[2].scope))
    #expect(!script.isInside(.branch, scope: script.commands[1].scope))
  }

  @Test func bodiesOfCompoundsAreCommandsOfTheSameList() {
    let script = shell(
      """
      if [ -f a ]; then one; elif two; then three; else four; fi
      for x in 1 2; do five $x; done
      while read -r l; do six; done < list
      case $m in a|b) seven ;; *) eight ;; esac
      run() { nine; }
      function go { ten; }
      (eleven; twelve)
      echo "$(thirteen "$(fourteen)")" `fifteen`
      [[ $a == b && -z $c ]] && sixteen
      (( i++ ))
      diff <(seventeen) x
      """)
    let names = script.commands.map { $0.words.first.map { script.file.text(in: $0.range) } ?? "" }
    #expect(
      names == [
        "[", "one", "two", "three", "four", "five", "read", "six", "", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "echo", "thirteen", "fourteen", "fifteen", "[[", "sixteen", "diff", "seventeen",
      ])
    func kinds(_ name: String) -> [ShellScope.Kind] {
      let command = script.commands.first { $0.words.first?.literal == name }
      var found: [ShellScope.Kind] = []
      var scope = command?.scope
      while let index = scope {
        found.append(script.scopes[index].kind)
        scope = script.scopes[index].parent
      }
      return found
    }
    #expect(kinds("[") == [] && kinds("one") == [.branch] && kinds("two") == [.branch])
    #expect(kinds("five") == [.loop] && kinds("seven") == [.branch] && kinds("nine") == [.function])
    #expect(kinds("ten") == [.function] && kinds("eleven") == [.subshell])
    #expect(kinds("fourteen") == [.substitution, .substitution] && kinds("sixteen") == [.branch])
    #expect(kinds("diff") == [])
    #expect(script.loopVariables.map(\.name) == ["x"])
    #expect(script.loopVariables[0].words.map(\.literal) == ["1", "2"])
    #expect(script.problems.isEmpty)
  }

  @Test func expansionsMakeAWordUnknown() {
    let script = shell("a $x ${y:-1} ${z[@]} $((1+2)) *.txt {a,b} ~/x $5 a$ {} [x a[1]")
    #expect(script.literals == [["a", "?", "?", "?", "?", "?", "?", "?", "?", "a$", "{}", "[x", "?"]])
  }

  @Test func subscriptsNest() {
    let script = shell("a \"${x[\"${y}\"]}\" ${z[w[1]]:-1} ${v[$u]} b\n")
    #expect(script.written == [["a", "\"${x[\"${y}\"]}\"", "${z[w[1]]:-1}", "${v[$u]}", "b"]])
    #expect(script.problems.isEmpty)
    let assigned = shell("A[\"[x]\"]=1 b [\"c]\"\n")
    #expect(assigned.written == [["b", "[\"c]\""]])
    #expect(assigned.commands[0].assignments.map(\.hasSubscript) == [true] && assigned.problems.isEmpty)
  }

  @Test func assignmentsAreNoWords() {
    let script = shell("A=1 B='x y' C+=2 run D=3\nE=(a \"b c\" # note\n d)\nexport F=4 G\nH=\n")
    #expect(script.literals == [["run", "D=3"], [], ["export", "G"], []])
    #expect(script.commands[0].assignments.map(\.name) == ["A", "B", "C"])
    #expect(script.commands[0].assignments[2].appends)
    guard case .array(let elements) = script.commands[1].assignments[0].value else {
      Issue.record("no array")
      return
    }
    #expect(elements.map(\.literal) == ["a", "b c", "d"])
    #expect(script.commands[2].assignments.map(\.name) == ["F"])
    #expect(script.commands[3].assignments[0].range == TextRange(60, 62))
  }

  @Test func unclosedQuotesAreReportedOnceAndTheNextLineIsRead() {
    let script = shell("echo \"a\npython b.py\n")
    #expect(script.problems.map(\.message) == ["the quote \" is never closed"])
    #expect(script.problems[0].range == TextRange(5, 6))
    #expect(script.literals == [["echo", "a"], ["python", "b.py"]])
    let nested = shell("if x; then\n  A=$(foo 'b\n  c\nfi\nd\n")
    #expect(nested.problems.map(\.range) == [TextRange(21, 22)])
    #expect(nested.literals == [["x"], [], ["foo", "b"], ["c"], ["d"]])
    #expect(shell("x `a").problems.map(\.message) == ["the backquote is never closed"])
    #expect(shell("x ${a").problems.map(\.message) == ["'${' is never closed"])
    #expect(shell("x $(a").problems.map(\.message) == ["'$(' is never closed"])
    #expect(shell("a=(b").problems.map(\.message) == ["the array's '(' is never closed"])
  }

  @Test func anUnquotedParenthesisIsAProblem() {
    let script = shell("python a.py --target (q|v) --x 1\nnext\n")
    #expect(script.problems.map(\.range) == [TextRange(21, 22)])
    #expect(script.literals.last == ["next"])
  }

  @Test func nestingHasALimit() {
    let deep = shell(String(repeating: "$(", count: 5000) + "x")
    #expect(deep.problems.map(\.kind) == [.limit])
    #expect(shell(String(repeating: "(", count: 50_000)).problems.map(\.kind) == [.limit])
    #expect(shell(String(repeating: "(", count: 512)).problems.isEmpty)
    #expect(shell(String(repeating: "${a:-", count: 5000)).problems.map(\.kind) == [.limit])
  }

  @Test(arguments: [
    "\"", "'", "`", "$(", "${", "((", "a=(", "<<E\n", "case x in", "if", "\\", "$'", ")", "fi\n", "\"",
  ])
  func brokenTextNeverHangs(piece: String) {
    for count in [1, 2, 3, 2000] {
      let script = shell(String(repeating: piece + " ", count: count))
      #expect(script.problems.allSatisfy { $0.range.end <= script.file.bytes.count })
    }
  }

  @Test func everyBeginningOfAScriptIsRead() {
    let text = Array(
      """
      #!/bin/bash
      A=(--x "a $(b `c` ${D:-'e f'})" # g
      )
      case $1 in h|i) j;; *) k ;; esac
      cat > l.json <<-'EOF' && m $'n\\x41\\'' \\
      	{"o": [1]}
      	EOF
        --p='{"q": "r"}' "${A[@]}" 2>&1 | tee s &
      """.utf8)
    for count in 0...text.count {
      let file = SourceFile(path: "run.sh", bytes: Array(text[..<count]))
      let script = ShellParser.parse(file)
      #expect(script.commands.allSatisfy { file.wholeRange.contains($0.range) })
      #expect(script.launchLines.isEmpty && script.pipInstalls.isEmpty)
    }
  }
}
