import Testing

@testable import Syntax

@Suite struct TOMLParserTests {
  private func parse(_ text: String, _ version: TOMLVersion = .v1_1) -> ConfigTree {
    TOMLParser.parse(SourceFile(path: "a.toml", text: text), version: version)
  }

  @Test func tablesHaveExactRangesAndStyles() {
    let tree = parse("a.b = 1 # c\n[t]\nx = \"y\\n\"\n[[l]]\nk = {m = 2}\n[t.u]\nz = [1, 2]\n[[l]]\n")
    let root = tree.roots[0]
    #expect(tree.problems.isEmpty)
    #expect(root.outline == #"{a: {b: 1}, t: {x: "y\n", u: {z: [1, 2]}}, l: [{k: {m: 2}}, {}]}"#)
    #expect(root["a"]?.style == .dotted && root["a"]?.span.text == "a.b = 1")
    #expect(root["t"]?.style == .table && root["t"]?.span.text == "[t]\nx = \"y\\n\"")
    #expect(root["l"]?.style == .arrayOfTables && root["l"]?.elements[0].span.text == "[[l]]\nk = {m = 2}")
    #expect(root["t"]?["u"]?["z"]?.span.text == "[1, 2]")
    #expect(tree.comments.map(\.range) == [TextRange(8, 11)])
  }

  @Test(arguments: [1, 11, 12, 13, 40, 400]) func repeatedKeysAreFoundAmongMany(count: Int) {
    let lines = (0..<count).map { "key\($0) = {key0 = 1, 'é' = 2}\n" }
    let tree = parse(lines.joined() + "\"key\\u0030\" = 3\nother = 4\n")
    #expect(tree.problems.map(\.kind) == [.duplicateKey(first: TextRange(0, 4))])
    #expect(tree.roots[0].entries.map(\.key.text) == (0..<count).map { "key\($0)" } + ["key0", "other"])
  }

  /// A number of 64 bits at most is a value, and so is a time with a whole offset.
  @Test(arguments: [
    ("9223372036854775807", true), ("9223372036854775808", false), ("0x7fff_ffff_ffff_ffff", true),
    ("0x8000_0000_0000_0000", false), ("1e999", true), ("1__0", false), ("00", false), ("+1E+5", true),
    ("1979-05-27T07:32:00+09", false), ("1979-05-27T07:32:00+", false), ("1979-05-27T07:32:00+09:30", true),
    ("1979-02-29", false), ("07:32:61", false), ("07:32:60.", false),
  ])
  func wordsAreValuesOrNot(word: String, isValue: Bool) {
    #expect((TOMLScalar.value(ofPlain: word) != nil) == isValue)
    #expect(parse("a = \(word)").problems.isEmpty == isValue)
  }

  @Test(arguments: [
    ("1_000", TOMLScalar.integer(1000)), ("0xDEAD_beef", .integer(0xDEAD_BEEF)), ("-0", .integer(0)),
    ("1e-4", .float(1e-4)), ("-inf", .float(-.infinity)), ("true", .bool(true)),
    ("1979-05-27 07:32z", .offsetDateTime("1979-05-27T07:32:00Z")),
    ("1979-05-27T07:32:00.5", .localDateTime("1979-05-27T07:32:00.5")),
    ("2024-02-29", .localDate("2024-02-29")), ("07:32", .localTime("07:32:00")),
  ])
  func scalarsHaveTypedValues(text: String, value: TOMLScalar) {
    #expect(TOMLScalar.value(ofPlain: text) == value)
    let root = parse("a = \(text)").roots[0]
    #expect(root["a"].flatMap { TOMLScalar.value(of: $0) } == value)
  }

  @Test(arguments: [
    "01", "1__0", "_1", "1.", ".5", "0xG", "+0x1", "True", "2023-02-29", "24:00", "1e", "",
    "9223372036854775808",
  ])
  func otherWordsAreNone(text: String) { #expect(TOMLScalar.value(ofPlain: text) == nil) }

  @Test(arguments: [
    ("a = 1\na = 2", "«a» 'a' has a value on line 1 already, expected each key once", "{a: 1, a: 2}"),
    (
      "[a]\n[a]\nb = 1",
      "«a» table 'a' is defined on line 1 already, expected each table in one place",
      "{a: {}, a: {b: 1}}"
    ),
    (
      "[[a]]\n[a]",
      "«a» 'a' is an array of tables on line 1 already, expected '[[…]]' to add to it",
      "{a: [{}], a: {}}"
    ),
    (
      "a = {b = 1}\na.c = 2\nd = 3",
      "«a» 'a' has a value on line 1 already, expected each key once",
      "{a: {b: 1}, d: 3}"
    ),
    (
      "[a.b]\n[a]\nb.c = 1",
      "«b» table 'b' is defined on line 1 already, expected each table in one place",
      "{a: {b: {}}}"
    ),
  ])
  func redefinitionsNameTheFirstPlace(text: String, problem: String, outline: String) {
    let tree = parse(text)
    #expect(tree.problemTexts == [problem])
    guard case .duplicateKey = tree.problems.first?.kind else { return #expect(Bool(false), "kind") }
    #expect(tree.roots[0].outline == outline)
  }

  @Test(arguments: [
    ("a: 1\nb = 2", "«:» ':' stands after key 'a', expected '='", "{a: 1, b: 2}"),
    ("a =\nb = 2", "«a» key 'a' has no value, expected one after '='", "{a: _, b: 2}"),
    (
      "a = foo bar # x\nb = 2",
      "«foo bar» 'foo bar' stands here, expected a value, strings have quotes",
      "{a: !foo bar, b: 2}"
    ),
    ("a = None\nb = 2", "«None» 'None' stands here, expected a value, TOML has no null", "{a: !None, b: 2}"),
    ("a = True", "«True» 'True' stands here, expected 'true'", "{a: !True}"),
    (
      "a = 99999999999999999999",
      "«99999999999999999999» '99999999999999999999' stands here, expected an integer of 64 bits",
      "{a: !99999999999999999999}"
    ),
    ("a = \"x\nb = 2", "«\"x» string is not closed, expected '\"'", "{a: \"x\", b: 2}"),
    ("a = 1 b = 2\nc = 3", "«b = 2» 'b = 2' follows, expected the end of the line", "{a: 1, c: 3}"),
    ("a = [1, 2\nb = 3", "«» the '[' on line 1 is not closed, expected ']'", "{a: [1, 2], b: 3}"),
    (
      "a = [1, [2,\n[t]\nb = 3",
      "«» the '[' on line 1 is not closed, expected ']'",
      "{a: [1, [2]], t: {b: 3}}"
    ),
    (
      "a = {b = [1\n[t]\nc = 3",
      "«» the '[' on line 1 is not closed, expected ']'",
      "{a: {b: [1]}, t: {c: 3}}"
    ),
    ("a = [1 2]\nb = 3", "«» no ',' stands after the element", "{a: [1, 2], b: 3}"),
    ("a = [1}\nb = 3", "«}» '}' stands here, expected ']' for the '[' on line 1", "{a: [1], b: 3}"),
    ("a = {b = [1}\nc = 3", "«}» '}' stands here, expected ']' for the '[' on line 1", "{a: {b: [1]}, c: 3}"),
    ("a = {b c, d = 1}", "«b» 'b' stands here, expected a key with '=' behind it", "{a: {d: 1}}"),
    ("[a\nb = 1", "«» the header's '[' is not closed, expected ']'", "{a: {b: 1}}"),
    ("[]\nb = 1\n[c]", "«]» ']' stands here, expected a table's name", "{c: {}}"),
    ("é = 1\nb = 2", "«é» 'é' stands here, expected a key", "{b: 2}"),
    (
      "a = \"C:\\Users\"",
      "«\\U» '\\U' is no TOML escape, a backslash itself is written '\\\\'",
      "{a: \"C:\\\\Users\"}"
    ),
    ("a = \"\"\"x\n", "«\"\"\"» string is not closed, expected '\"\"\"'", "{a: \"x\\n\"}"),
  ])
  func mistakesAreReportedOnceAndSteppedOver(text: String, problem: String, outline: String) {
    let tree = parse(text)
    #expect(tree.problemTexts == [problem])
    #expect(tree.roots[0].outline == outline)
  }

  @Test func versionsDifferInInlineTables() {
    let text = "a = {b = 1,\n c = 2,\n}\n"
    #expect(parse(text).problems.isEmpty)
    #expect(
      parse(text, .v1_0).problemTexts == [
        "«» the line ends inside an inline table, TOML 1.0 writes it on one line",
        "«,» ',' stands before '}', TOML 1.0 has no comma there",
      ])
    #expect(parse(text, .v1_0).roots[0].outline == "{a: {b: 1, c: 2}}")
  }

  @Test func mergeConflictsAreOneProblemAndOurSideIsRead() {
    let tree = parse("<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> b\nb = 3\n")
    #expect(tree.problems.map(\.kind) == [.mergeConflict])
    #expect(tree.roots[0].outline == "{a: 1, b: 3}")
  }

  @Test(arguments: ["[", "{a=", "[{a=", "[{a=[1,"])
  func endlessNestingIsALimit(opening: String) {
    let tree = parse("a = " + String(repeating: opening, count: 300_000))
    #expect(tree.problems.map(\.kind) == [.limit])
    #expect(parse(String(repeating: "a.", count: 300_000) + "a = 1").problems.map(\.kind) == [.limit])
    let closed = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
    #expect(parse("a = \(closed)\nb = 1").roots[0]["b"]?.text == "1")
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "[1}", "a = [\n", "a = {\n", "\"\"\"\\\n", "'''", "<<<<<<< a\n", "=======\n", "a = [1\n", "\r", "# \r",
      "a.b.c = 1\n",
      "[a]\n", "[[a]]\n", "{=,", "x y ", "\u{0}\n", "[1,,\n",
    ])
  func mistakesTakeLinearTime(piece: String) {
    let tree = parse("a = [" + String(repeating: piece, count: 20_000))
    #expect(!tree.problems.isEmpty)
  }

  @Test(.timeLimit(.minutes(1))) func damagedTextsNeverTrapOrHang() {
    var random = SplitMix(seed: 11)
    let seed = Array(
      ("a.b = 1 # c\n[t.\"u\"]\nx = \"y\\n\\u00e9\"\n[[l]]\nk = {m = 2, n = '''\nq'''}\n"
        + "z = [1979-05-27 07:32, 1e3]\r\n").utf8)
    let letters = Array("{}[]=.,\"'\\#<>|\n\r\t 0-:eEuT\u{0}é".utf8)
    for round in 0..<6_000 {
      var bytes = seed
      for _ in 0...random.next(below: 6) {
        let place = random.next(below: bytes.count)
        switch random.next(below: 3) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(letters[random.next(below: letters.count)], at: place)
        default: bytes[place] = letters[random.next(below: letters.count)]
        }
      }
      let tree = TOMLParser.parse(
        SourceFile(path: "a", bytes: bytes), version: round % 2 == 0 ? .v1_0 : .v1_1)
      let whole = TextRange(0, bytes.count)
      #expect(
        tree.problems.allSatisfy { whole.contains($0.range) }, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(isWhole(tree.roots[0]) && tree.problems.count <= bytes.count)
    }
  }

  private func isWhole(_ node: ConfigNode) -> Bool {
    (node.kind != .mapping || Array(node.children).count % 2 == 0) && node.children.allSatisfy(isWhole)
  }
}
