/// Changes texts into others that a parser has not seen: a few changes that hit structure more often than chance does.
struct Mutator {
  private var random: SplitMix
  private let texts: [[UInt8]]
  private let pieces: [[UInt8]]
  /// What the longest input may have, in bytes.
  private let largest: Int

  init(_ language: FuzzLanguage, seed: UInt64, index: Int, largest: Int) {
    random = SplitMix(
      seed: seed &+ UInt64(truncatingIfNeeded: language.rawValue.utf8.reduce(0) { $0 * 31 + Int($1) }),
      index: index)
    texts = Corpus.texts(language)
    pieces = Self.pieces(language)
    self.largest = largest
  }

  /// One text of the language, changed in one to eight places.
  mutating func next() -> [UInt8] {
    mutated(random.pick(texts))
  }

  /// `text`, changed in one to eight places.
  mutating func mutated(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<1 + random.nextLength(upTo: 7) {
      change(&text)
      if text.count > largest { text.removeLast(text.count - largest) }
    }
    return text
  }

  private mutating func change(_ text: inout [UInt8]) {
    let place = random.next(below: text.count + 1)
    switch random.next(below: 16) {
    case 0: if place < text.count { text[place] ^= 1 << UInt8(random.next(below: 8)) }
    case 1: if place < text.count { text[place] = UInt8(truncatingIfNeeded: random.next()) }
    case 2, 3, 4: text.insert(contentsOf: random.pick(pieces), at: place)
    case 5: text.insert(contentsOf: random.pick(Self.badBytes), at: place)
    case 6, 7: text.removeSubrange(part(of: text, from: place))
    case 8: text.insert(contentsOf: text[part(of: text, from: place)], at: random.next(below: text.count + 1))
    case 9: text.removeLast(text.count - place)
    case 10: text.removeFirst(place)
    case 11, 12: splice(&text, at: place)
    case 13: swapLines(&text)
    case 14: replace(&text, from: place)
    default: nest(&text, at: place)
    }
  }

  /// A stretch of a few bytes or lines that begins at `start`.
  private mutating func part(of text: [UInt8], from start: Int) -> Range<Int> {
    start..<start + random.nextLength(upTo: min(text.count - start, 1 << (1 + random.next(below: 11))))
  }

  /// Goes on at `place` with a part of another text, both cut between words.
  private mutating func splice(_ text: inout [UInt8], at place: Int) {
    let other = random.pick(texts)
    let start = Self.wordStart(other, random.next(below: other.count + 1))
    let end = Self.wordStart(text, place)
    text.insert(contentsOf: other[part(of: other, from: start)], at: end)
  }

  /// The end of the word that holds `index`.
  private static func wordStart(_ text: [UInt8], _ index: Int) -> Int {
    var index = index
    while index < text.count, index > 0, isWord(text[index]), isWord(text[index - 1]) { index += 1 }
    return index
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
    default: return byte >= 0x80
    }
  }

  private mutating func swapLines(_ text: inout [UInt8]) {
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    lines.swapAt(random.next(below: lines.count), random.next(below: lines.count))
    text = Array(lines.joined(separator: [0x0A]))
  }

  /// Writes a piece over what stands there.
  private mutating func replace(_ text: inout [UInt8], from place: Int) {
    let piece = random.pick(pieces)
    text.replaceSubrange(place..<min(text.count, place + piece.count), with: piece)
  }

  /// One piece, or a few in turn, up to thousands of times.
  private mutating func nest(_ text: inout [UInt8], at place: Int) {
    var unit = random.pick(pieces)
    if random.next(below: 2) == 0 { unit += random.pick(pieces) }
    let count = min(1 << random.next(below: 14), largest / max(1, unit.count))
    text.insert(contentsOf: (0..<count).flatMap { _ in unit }, at: place)
  }
}

extension Mutator {
  /// NUL, a lone half of a surrogate pair, an overlong form, what is beyond Unicode, marks and other line ends.
  private static let badBytes: [[UInt8]] = [
    [0], [0, 0, 0, 0], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    [0x80], [0xE2, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xC2, 0x85], [0xE2, 0x80, 0xA8],
    [0x0D],
    [0x0D, 0x0A], [0x0C], [0x1B], [0x7F], [0x1A], [0xE2, 0x80, 0x9C], [0xC2, 0xA0], [0xF0, 0x9F, 0x98, 0x80],
  ]

  /// What the grammar of a language is made of, and what breaks it.
  private static func pieces(_ language: FuzzLanguage) -> [[UInt8]] {
    let common = [
      "\n", " ", "\t", "\"", "'", "\\", "#", ",", ":", "[", "]", "{", "}", "(", ")", "0", "a", "\n\n",
    ]
    return (common + (grammars[language] ?? [])).map { Array($0.utf8) }
  }

  private static let conflict = ["<<<<<<< HEAD\n", "=======\n", ">>>>>>> main\n", "||||||| base\n"]

  private static let json = [
    "\\u", "\\uD800", "\\uDC00", "\\ud83d\\ude00", "//", "/*", "*/", "NaN", "-Infinity", "None", "True",
    "null", "1e999", "-",
    "1.5E+3", "{\"a\":", "[[", "\"a\": 1,", "99999999999999999999", "\\x", ",,", "=>", "“", "”",
  ]

  private static let python = [
    "if x:\n", "else:\n", "elif y:\n", "    ", "def f(a, /, *b, c=1, **d):\n", "class C(B):\n", "lambda x: ",
    "f\"{", "f'{x!r:>{w}}'",
    "t'''", "\"\"\"", "'''", "rb'", "await ", "async ", "yield ", "match x:\n", " case [a, *_]:\n", "try:\n",
    "except* E as e:\n",
    "finally:\n", "with a as b:\n", "import a.b as c\n", "from . import *\n", "print \"a\"\n", ":=", "->",
    "**", "//=", "...", "@", "not ",
    " in ", " is not ", " if a else ", "for a in b ", "global x\n", "type X[T: int = str] = ", "return\n",
    "pass\n", "0x", "1_000j", "1e", "\\\n",
    "!ls {x}\n", "%%bash\n", "%time ", "?", "!r", "=}", "{{", "}}", ";", "exec 'a'\n", "0777", "\\N{DASH}",
    "# -*- coding: latin-1 -*-\n",
  ]

  private static let shell = [
    "$(", "`", "${a:-", "${#a}", "$((", "))", "((", "<<EOF\n", "<<-'E'\n", "EOF\n", "E\n", "<<<", "&&", "||",
    "|", "&", ";;", "if a; then\n", "fi\n",
    "for i in $@; do\n", "done\n", "case $a in\n", "esac\n", "while read a\n", "f() {\n", "function f\n",
    "export A=1\n", "a=(b c)\n", "\"$a\"", "$'\\x41",
    "\\\n", "\\ \n", "{a,b}", "{1..9}", "[[ ", "]] ", "> f ", "2>&1 ", "~/", "$a$a", "eval ",
    "accelerate launch ", "python -m a.b --c=d\n",
    "pip install 'peft>=0.1'\n", "--flag ", "<(", "!", "!{",
  ]

  private static let grammars: [FuzzLanguage: [String]] = [
    .json: json + conflict, .records: json + conflict + ["}\n{", "]\n[", "},\n", "\r\n"],
    .notebook: json + conflict + [
      "\"cell_type\": \"code\",", "\"source\": [", "\"%%bash\\n\",", "\"%%writefile a.yaml\\n\",",
      "\"!pip install peft\\n\",", "\"cells\": [",
    ],
    .yaml: conflict + [
      "- ", "? ", ": ", "&a ", "*a", "<<: *a\n", "!!str ", "!<x> ", "!", "|\n", ">-2\n", "%YAML 1.1\n",
      "%TAG ! x\n", "---\n", "...\n", "--- |\n", "~", "@", "`",
      "a: ", "\n  ", "${x}", "{{ y }}", "1e-4", "0o17", "190:20:30", "2001-12-14t21:59:43.10-05:00", "\\x4",
      "\\U0010FFFF", "\"\\\n", "[a, b]", "{a: b}",
      "yes", ".inf", "=", "#c\n", "!!binary ", "!!set ", "&", "*",
    ],
    .toml: conflict + [
      "[a]\n", "[[a]]\n", "a.b = ", "= ", "\"\"\"", "'''", "\\U0010FFFF", "\\uD800", "1979-05-27T07:32:00Z",
      "07:32", "0x", "1_", "inf", "nan", "{a=", "[[",
      "\\e", "\\x4", "a=1\n", ".", "+1", "1e", "true", "\n\"\" = 1\n",
    ],
    .python: python + conflict, .cell: python + conflict, .shell: shell + conflict,
    .pins: [
      "==", ">=", "~=", "!=", ".*", "==1.0.*", "1!2.0rc1.post2.dev3+local", "; python_version<\"3.11\"",
      " and ", " or ", "(", ")", "-r other.txt\n",
      "--hash=sha256:00", "[extra]", "@ https://a/b", "FROM python:3.11 AS a\n",
      "RUN pip install peft==0.1\n", "ARG A=1\n", "\\\n", "[project]\n",
      "dependencies = [\"peft\"]\n", "dependencies:\n- pip:\n  - peft\n", "install_requires=[\"a\"]\n",
      "[options]\ninstall_requires =\n a\n", "99999999999999999999",
      "^1.2", "3.11.4\n",
    ],
  ]
}
