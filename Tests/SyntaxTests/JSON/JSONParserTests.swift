import Testing

@testable import Syntax

@Suite struct JSONParserTests {
  private func parse(_ text: String) -> ConfigTree {
    JSONParser.parse(SourceFile(path: "a.json", text: text))
  }

  @Test func nodesHaveExactRangesAndDecodedTexts() {
    let tree = parse(#" {"é\n": [1.5e3, "a\u00e9\ud83d\ude00\/", null], "b": {}} "#)
    let root = tree.roots[0]
    #expect(tree.problems.isEmpty)
    #expect(root.outline == #"{"é\n": [1.5e3, "aé😀/", null], "b": {}}"#)
    #expect(root.range == TextRange(1, 58))
    let array = root["é\n"]
    #expect(array?.elements.map(\.span.text) == ["1.5e3", #""a\u00e9\ud83d\ude00\/""#, "null"])
    #expect(array?.range == TextRange(10, 48))
    #expect(root.entries[1].key.range == TextRange(50, 53))
  }

  @Test func surrogatesWithoutPartnersAreAcceptedAsReplacementCharacters() {
    let tree = parse(#"["\ud800", "\udc00x", "\ud800\ud83d\ude00"]"#)
    #expect(tree.problems.isEmpty)
    #expect(tree.roots[0].elements.map(\.text) == ["\u{FFFD}", "\u{FFFD}x", "\u{FFFD}😀"])
  }

  @Test func scalarsHaveTheValuesThatPythonReads() {
    let tree = parse(#"[0, -12, 1e-4, 1e999, 123456789012345678901, true, null, NaN, "1", True]"#)
    let values = tree.roots[0].elements.map(JSONScalar.value)
    #expect(
      values[..<7] == [
        .integer(0), .integer(-12), .float(1e-4), .float(.infinity), .bigInteger("123456789012345678901"),
        .bool(true), .null,
      ])
    #expect(values[8...] == [.string("1"), .bool(true)])
    guard case .float(let nan) = values[7] else { return #expect(Bool(false), "NaN is a float") }
    #expect(nan.isNaN)
    #expect(JSONScalar.value(ofPlain: "0x1F") == nil)
  }

  @Test(arguments: [
    (#"{"a": 1,}"#, JSONDeviation.trailingComma, TextRange(7, 8), #"{"a": 1}"#),
    (#"[1, 2,]"#, .trailingComma, TextRange(5, 6), "[1, 2]"),
    (#"["a", 'b\'c']"#, .singleQuotes, TextRange(6, 12), #"["a", "b\'c"]"#),
    ("[True]", .pythonLiteral, TextRange(1, 5), "[True]"),
    ("[1] // x", .comment, TextRange(4, 8), "[1]"),
    ("[1 # x\n]", .comment, TextRange(3, 6), "[1]"),
    ("[/* x\n */1]", .comment, TextRange(1, 9), "[1]"),
    ("[-Infinity]", .nonFiniteNumber, TextRange(1, 10), "[-Infinity]"),
    ("\u{FEFF}{}", .byteOrderMark, TextRange(0, 3), "{}"),
    ("{}\n{}\n{}\n", .severalValues, TextRange(3, 4), "{}"),
    ("{a: 1}", .unquotedKey, TextRange(1, 2), "{a: 1}"),
    ("[1 2]", .missingComma, TextRange(2, 2), "[1, 2]"),
    ("{\"a\": 1\n \"b\": 2}", .missingComma, TextRange(7, 7), #"{"a": 1, "b": 2}"#),
    ("[1, [2", .unclosedBracket, TextRange(6, 6), "[1, [2]]"),
    (#"{"a": [1}"#, .unclosedBracket, TextRange(8, 8), #"{"a": [1]}"#),
    (#"{"a": [1}, "b": 2}"#, .unclosedBracket, TextRange(8, 9), #"{"a": [1], "b": 2}"#),
    ("[1}", .unclosedBracket, TextRange(2, 3), "[1]"),
    ("[\"a\tb\"]", .controlCharacter, TextRange(3, 4), #"["a\tb"]"#),
    ("[\"a\nb\", 1]", .controlCharacter, TextRange(3, 4), #"["a\nb", 1]"#),
    ("[“a b”]", .curlyQuotes, TextRange(1, 10), #"["a b"]"#),
  ])
  func deviationsAreNamedAndReadAsMeant(
    text: String, deviation: JSONDeviation, range: TextRange, outline: String
  ) {
    let tree = parse(text)
    #expect(tree.problems.map(\.kind) == [.json(deviation)])
    #expect(tree.problems.map(\.range) == [range])
    #expect(tree.problems.map(\.isReadByPythonJSON) == [deviation == .nonFiniteNumber])
    #expect(tree.roots.first?.outline == outline)
  }

  @Test(arguments: [
    ("{\"a\": \"foo,\n \"b\": 1}", #"«"foo» string is not closed, expected '"'"#, #"{"a": "foo", "b": 1}"#),
    ("{\"a: 1,\n \"b\": 2}", #"«"a: 1» string is not closed, expected '"'"#, #"{"a: 1": _, "b": 2}"#),
    (#"{"a": "x"#, #"«"x» string is not closed, expected '"'"#, #"{"a": "x"}"#),
    (
      #"["C:\Users\n"]"#, #"«\U» '\U' is no JSON escape, a backslash itself is written '\\'"#,
      #"["C:\\Users\n"]"#
    ),
    (
      #"{"a": "He said "hi" there", "b": 2}"#,
      #"«hi" there"» 'hi" there"' follows a string's closing quote, expected ',' or '}'; "#
        + #"a quote inside a string is written '\"'"#,
      #"{"a": "He said ", "b": 2}"#
    ),
    (#"["a": 1, "b": 2]"#, "«:» ':' stands in an array, expected ',' or ']'", #"["a", 1, "b", 2]"#),
    (#"{"a" 1}"#, "«» no ':' stands after key 'a'", #"{"a": 1}"#),
    (#"{"a" = 1}"#, "«=» '=' stands here, expected ':'", #"{"a": 1}"#),
    (#"{"a", "b": 1}"#, #"«"a"» key 'a' has no value, expected one after ':'"#, #"{"a": _, "b": 1}"#),
    (#"{"a":: 1}"#, "«:» ':' is repeated, expected a value", #"{"a": 1}"#),
    (#"{: 1, "b": 2}"#, "«:» no key stands before ':', expected one in double quotes", #"{!: 1, "b": 2}"#),
    (#"{{"a": 1}}"#, "«{» '{' stands here, expected a key in double quotes", #"{!: {"a": 1}}"#),
    ("[1,,,2]", "«,,» nothing stands before ',', expected an element", "[1, 2]"),
    ("[1,,]", "«,» nothing stands before ',', expected an element", "[1]"),
    ("[01]", "«01» '01' is no JSON number, a JSON number has no leading zeros", "[!01]"),
    ("[tru, 1]", "«tru» 'tru' stands here, expected a JSON value", "[!tru, 1]"),
    ("a: 1\nb:\n  - 2\n", "«a» 'a' stands here, expected a JSON value", "!a"),
    ("{}}", "«}» '}' follows the value, expected the end of the text", "{}"),
    (" ", "«» no value stands here, expected a JSON value", "_"),
    ("[1 /* x", "«/*» comment is not closed, expected '*/'", "[1]"),
  ])
  func otherMistakesAreReportedOnceAndSteppedOver(text: String, problem: String, outline: String) {
    let tree = parse(text)
    #expect(tree.problemTexts.first { $0.hasPrefix(problem.prefix(4)) } == problem)
    #expect(tree.problems.filter { $0.kind == .syntax }.count == 1)
    #expect(tree.roots.first?.outline == outline)
  }

  /// Objects inside of each other, with a deviation, and so many keys that they are found by their hashes.
  @Test(arguments: [1, 15, 16, 17, 40, 400]) func repeatedKeysAreFoundAmongMany(count: Int) {
    let members = (0..<count).map { "\n'key \($0)': {'key 0': \($0), 'é': 1, 'x': 2,}" }
    let text = "{\(members.joined(separator: ",")), \"key \\u0030\": 3, 'é': 4}"
    let tree = parse(text)
    let repeated = tree.problems.filter { $0.kind == .duplicateKey(first: TextRange(2, 9)) }
    #expect(repeated.map(\.message) == [#"key 'key \u0030' is repeated, the first is on line 2"#])
    #expect(tree.problems.count(where: { if case .duplicateKey = $0.kind { true } else { false } }) == 1)
    #expect(tree.roots[0].entries.map(\.key.text) == (0..<count).map { "key \($0)" } + ["key 0", "é"])
  }

  @Test func repeatedKeysNameTheFirstOneAndCompareBytes() {
    let tree = parse("{\"a\": 1,\n \"\\u0061\": 2, \"é\": 1, \"e\u{301}\": 2}")
    #expect(tree.problems.map(\.kind) == [.duplicateKey(first: TextRange(1, 4))])
    #expect(tree.problemTexts == [#"«"\u0061"» key '\u0061' is repeated, the first is on line 1"#])
    #expect(tree.roots[0]["a"]?.text == "2")
  }

  @Test func unclosedBracketsNameTheLineOfTheInnermostOne() {
    let tree = parse("{\n  \"a\": [\n    1\n")
    #expect(
      tree.problemTexts == [
        "«» the text ends here, expected ']' for the '[' on line 2 (and 1 more around it)"
      ])
    #expect(tree.problems[0].range == .at(16))
  }

  @Test func mergeConflictsAreOneProblemAndOurSideIsRead() {
    let tree = parse(
      """
      {
      <<<<<<< HEAD
        "lr": 1,
      ||||||| base
        "lr": 0,
      =======
        "lr": 2,
      >>>>>>> feature
        "epochs": 3
      <<<<<<< HEAD
      =======
        , "seed": 1
      >>>>>>> feature
      }
      """)
    #expect(tree.problems.map(\.kind) == [.mergeConflict, .mergeConflict])
    #expect(tree.problems.map(\.range) == [TextRange(2, 14), TextRange(99, 111)])
    #expect(tree.roots[0].outline == #"{"lr": 1, "epochs": 3}"#)
  }

  @Test func aWrongEncodingIsOneProblem() {
    let latin = JSONParser.parse(
      SourceFile(path: "a", bytes: Array("[\"".utf8) + [0xE9, 0x20, 0xE8] + Array("\", 1]".utf8)))
    #expect(latin.problemTexts == ["«\u{FFFD}» byte 0xE9 is not UTF-8, expected UTF-8 text"])
    #expect(latin.roots[0].count == 2)
    let wide = JSONParser.parse(SourceFile(path: "a", bytes: [0xFF, 0xFE, 0x7B, 0, 0x7D, 0]))
    #expect(wide.problems.map(\.message) == ["text is UTF-16, expected UTF-8"])
  }

  @Test func commentsAreKept() {
    let tree = parse("// a\n{ /* b */ }")
    #expect(tree.comments.map(\.range) == [TextRange(0, 4), TextRange(7, 14)])
    #expect(tree.comments.map(\.isOwnLine) == [true, false])
  }

  @Test func oneValueOrOneLineOfALargerFileIsReadInPlace() {
    let file = SourceFile(path: "a.jsonl", text: "{\"a\": 1}\n{\"a\": 2}\nrest")
    let line = JSONParser.parse(file, in: TextRange(9, 17))
    #expect(line.problems.isEmpty)
    #expect(line.roots.map(\.range) == [TextRange(9, 17)])
    #expect(line.roots[0]["a"]?.span == Span(file, TextRange(15, 16)))
    let value = JSONParser.parseValue(file, at: 8)
    #expect(value.problems.isEmpty)
    #expect(value.roots.map(\.range) == [TextRange(9, 17)])
    let cut = JSONParser.parse(file, in: TextRange(9, 12))
    #expect(cut.problemTexts == [#"«"a» string is not closed, expected '"'"#])
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":", "{\"a\":[1,"])
  func endlessNestingIsALimit(opening: String) {
    let tree = parse(String(repeating: opening, count: 300_000))
    #expect(tree.problems.map(\.kind) == [.limit])
    #expect(tree.roots.count == 1)
  }

  @Test func textBehindAValueTooDeepIsRead() {
    let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
    let tree = parse("{\"a\": \(deep), \"b\": 1}")
    #expect(tree.problems.map(\.kind) == [.limit])
    #expect(tree.problems[0].range == TextRange(517, 518))
    #expect(tree.roots[0]["b"]?.text == "1")
    #expect(parse(String(repeating: "[", count: 512) + String(repeating: "]", count: 512)).problems.isEmpty)
  }

  /// Each text would take hours if a mistake sent the parser back over what it has read.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "\"\n\\", "'\n\\'", "\"a\n", "<<<<<<< a\n", "=======\n", "/*", "{\"a\":1 'b' ", "\"a\" 'x' y ", "[}",
      "{]", ",", "“",
      "\"a\":", "\\\"\n", "[1,}",
    ])
  func mistakesTakeLinearTime(piece: String) {
    let tree = parse("[" + String(repeating: piece, count: 30_000))
    #expect(!tree.problems.isEmpty)
  }

  @Test func damagedTextsNeverTrapAndKeepRangesInside() {
    var random = SplitMix(seed: 7)
    let seeds = [
      #"{"a": [1, -2.5e+3, true, null, "x\u00e9\ud83d\ude00"], "b": {"c": "d\\"}, "e": []}"#,
      "{\n<<<<<<< a\n 'k': NaN, // c\n=======\n>>>>>>> b\n /* d */ “q”: None,\n}",
    ].map { Array($0.utf8) }
    let letters = Array("{}[]:,\"'\\/*#<>=|\n\t 0-.eEuntf\u{0}é“".utf8)
    for round in 0..<6_000 {
      var bytes = seeds[round % 2]
      for _ in 0...random.next(below: 6) {
        let place = random.next(below: bytes.count)
        switch random.next(below: 3) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(letters[random.next(below: letters.count)], at: place)
        default: bytes[place] = letters[random.next(below: letters.count)]
        }
      }
      let tree = JSONParser.parse(SourceFile(path: "a", bytes: bytes))
      let whole = TextRange(0, bytes.count)
      let isInside = tree.problems.allSatisfy { whole.contains($0.range) } && tree.roots.allSatisfy(isNested)
      #expect(isInside && !tree.roots.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(tree.problems.count <= bytes.count)
    }
  }

  private func isNested(_ node: ConfigNode) -> Bool {
    (node.kind != .mapping || Array(node.children).count % 2 == 0)
      && node.children.allSatisfy { node.range.contains($0.range) && isNested($0) }
  }
}
