import Foundation
import Testing

@testable import Linting
@testable import Setup
@testable import Syntax

/// Texts made to hurt: nesting of a million, bombs, floods. Each ends at once, with a finding at a place wherever a limit
/// was reached or the text is in no language.
@Suite struct HostileInputTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let path: String
    let opening: String
    let unit: String
    var closing = ""
    /// The rule that has to speak; nil for texts that are fine.
    let rule: String?

    init(_ path: String, _ opening: String, _ unit: String, closing: String = "", _ rule: String?) {
      (self.path, self.opening, self.unit, self.closing, self.rule) = (path, opening, unit, closing, rule)
    }

    var testDescription: String { "\(path): \((opening + unit + "…" + closing).debugDescription)" }

    /// A million, or as many as a file of this kind may hold.
    func text(_ wanted: Int) -> [UInt8] {
      let largest = min(FileKind(path: path)?.sizeLimit ?? wanted, 16 << 20) - opening.utf8.count
      let count = min(wanted, largest / (unit + closing).utf8.count)
      return Array(
        (opening + String(repeating: unit, count: count) + String(repeating: closing, count: count)).utf8)
    }
  }

  private static let count = FuzzSettings.isOptimized ? 1_000_000 : 20_000

  @Test(arguments: json + yaml + toml + python + shell)
  func aMillionEndsAtOnce(_ hostile: Case) {
    let project = Project(name: "hostile", files: [hostile.path: hostile.text(Self.count)])
    // Ten times what one input of a fuzzing run may take: a second.
    let run = FuzzRun("hostile", allowed: 10 * FuzzSettings.allowed)
    let faults = run.run(0..<1) { _ in
      let (findings, seconds) = project.timedCheck()
      let rules = Set(findings.map(\.rule))
      let speaks = hostile.rule.map(rules.contains) ?? rules.isEmpty
      let silent = speaks ? [] : ["\(rules) speak, not \(hostile.rule ?? "none")"]
      return FuzzRun.Look(faults: project.faults(of: findings) + silent, seconds: seconds)
    }
    #expect(faults.isEmpty, "\(faults.map(\.message))")
  }

  private static let json: [Case] = [
    Case("a.json", "", "[", "json-syntax"), Case("a.json", "", "{\"a\":", "json-syntax"),
    Case("a.json", "", "[", closing: "]", "json-syntax"), Case("a.json", "", "]", "json-syntax"),
    Case("a.json", "{", ":", "json-syntax"), Case("a.json", "", "//\n", "json-syntax"),
    Case("a.json", "", "/*", "json-syntax"), Case("a.json", "[", "1 ", "json-syntax"),
    Case("a.json", "{", "\"k\":1,", "json-syntax"), Case("a.json", "", "\u{0}", "unreadable-file"),
    Case("a.json", "\"", "\\ud800", "json-syntax"), Case("a.json", "", "<<<<<<< a\n", "json-syntax"),
    Case("a.ipynb", "", "[", "notebook-syntax"), Case("a.ipynb", "{\"cells\":", "[", "notebook-syntax"),
    Case("a.jsonl", "", "[", "jsonl-syntax"), Case("a.jsonl", "", "{\"a\":", "jsonl-syntax"),
    Case("a.jsonl", "", "{\n", "jsonl-syntax"), Case("a.jsonl", "", "\u{0}", "jsonl-syntax"),
  ]

  private static let yaml: [Case] = [
    Case("a.yaml", "", "[", "yaml-syntax"), Case("a.yaml", "", "[", closing: "]", "yaml-syntax"),
    Case("a.yaml", "", "{a: ", "yaml-syntax"), Case("a.yaml", "", "- ", "yaml-syntax"),
    Case("a.yaml", "", "? ", "yaml-syntax"), Case("a.yaml", "", "a: ", "yaml-syntax"),
    Case("a.yaml", "", "&a ", "yaml-syntax"), Case("a.yaml", "a: &a 1\nb:\n", " - *a\n", nil),
    Case("a.yaml", "", "k: 1\n", "yaml-duplicate-key"), Case("a.yaml", "", "---\n", nil),
    Case("a.yaml", "", "\u{0}", "unreadable-file"), Case("a.yaml", "", "\t", nil),
  ]

  private static let toml: [Case] = [
    Case("a.toml", "a = ", "[", "toml-syntax"), Case("a.toml", "a = ", "{a=", "toml-syntax"),
    Case("a.toml", "a = ", "[", closing: "]", "toml-syntax"), Case("a.toml", "", "a.", "toml-syntax"),
    Case("a.toml", "", "[a]\n", "toml-syntax"), Case("a.toml", "", "=\n", "toml-syntax"),
    Case("a.toml", "", "\u{0}", "unreadable-file"),
  ]

  private static let python: [Case] =
    [
      "(", "[", "{", "f(", "a[", "-", "not ", "lambda: ", "x if y else ", "a ** ", "f'{", "f\"{f'{", "await ",
      "(a, ",
      "[x for x in ", "a[b:", "(x := ", "if x: ", "class a:", "@", "with (a,", "*", "a <(", "del (", "'\n",
      "print a\n",
      "try:\n pass\n", "assert ", "a = ", "lambda a=lambda: ",
    ].map { Case("a.py", "", $0, "python-syntax") }
    + [
      Case("a.py", "x = ", "(", closing: ")", "python-syntax"), Case("a.py", "x = 1", " + 1", nil),
      Case("a.py", "", "(", closing: "]", "python-syntax"),
      Case("a.py", "x = (\n", "@from . import *\n", "python-syntax"),
      Case("a.py", "x = a", ".b", nil), Case("a.py", "x = a", "()", nil),
      Case("a.py", "x = a", " and a", nil),
      Case("a.py", "if a: pass\n", "elif a: pass\n", nil), Case("a.py", "x = ", "a, ", nil),
      Case("a.py", "match x:\n case ", "[", "python-syntax"), Case("a.py", "", "\u{0}", "unreadable-file"),
      Case("a.py", "", "\\\n", "python-syntax"), Case("a.py", "", "!ls\n", "python-syntax"),
    ]

  private static let shell: [Case] =
    ["$(", "\"$(", "${a:-", "<(", "$(("].map { Case("a.sh", "echo ", $0, "unreadable-file") }
    + ["(", "{ ", "if ", "f() ", "((", "f() { a=1\n"].map { Case("a.sh", "", $0, "unreadable-file") }
    + ["`", "'", "\"", "case a in ", "a=(", "{a,", "[[ ", "\\\n"].map { Case("a.sh", "", $0, nil) }
    + [
      Case("a.sh", "", "cat <<E\n", nil), Case("a.sh", "cat ", "<<E ", "unreadable-file"),
      Case("a.sh", "", "A=$A$A\n", nil),
      Case("a.sh", "", "\u{0}", "unreadable-file"),
    ]
}
