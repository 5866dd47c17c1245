import Testing

@testable import glmlint

/// An unfinished merge is named as such in each language, once for a conflict, and nothing else is said of the file.
@Suite struct MergeConflictTests {
  private static func conflict(_ ours: String, _ theirs: String, base: String? = nil) -> String {
    let ancestor = base.map { "||||||| 1234567\n\($0)" } ?? ""
    return "<<<<<<< HEAD\n\(ours)\(ancestor)=======\n\(theirs)>>>>>>> feature\n"
  }

  private static let cell = """
       "cell_type": "code",
       "metadata": {},
       "outputs": [],
    """

  private static let examples: [(file: String, text: String, expected: [String])] = [
    (
      "a.py",
      "x = 1\n" + conflict("y = 2\n", "y = 3\n") + "def f():\n"
        + conflict("    return 1\n", "    return 2\n", base: "    return 0\n") + "print(f())\n",
      ["2:1 python-syntax", "8:1 python-syntax"]
    ),
    ("b.py", "c = dict(\n  a=1,\n" + conflict("  b=2,\n", "  b=3,\n") + "  d=4,\n)\n", ["3:1 python-syntax"]),
    ("half.py", "x = 1\n<<<<<<< HEAD\ny = 2\n", ["2:1 python-syntax"]),
    ("rest.py", "x = 1\n=======\ny = 2\n>>>>>>> other\nz = 3\n", ["2:1 python-syntax"]),
    ("title.py", "'''\nTitle\n=======\n'''\n", []),
    ("a.yaml", "a: 1\nb:\n" + conflict("  c: 1\n", "  c: 2\n  d: 3\n") + "e: 5\n", ["3:1 yaml-syntax"]),
    ("b.yaml", "a: |\n  Title\n  =======\n  text\n", []),
    ("c.yaml", "a: |\n  text\n" + conflict("  x\n", "  y\n") + "b: 1\n", ["3:1 yaml-syntax"]),
    (
      "a.json", "{\n \"a\": 1,\n" + conflict(" \"b\": 2,\n", " \"b\": 3,\n") + " \"c\": 4\n}\n",
      ["3:1 json-syntax"]
    ),
    ("a.toml", "a = 1\n" + conflict("b = 2\n", "b = 3\n") + "c = 4\n", ["2:1 toml-syntax"]),
    (
      "a.ipynb",
      "{\n \"cells\": [\n  {\n\(cell)" + "\n"
        + conflict("   \"execution_count\": 3,\n", "   \"execution_count\": 5,\n")
        + "   \"source\": [\n" + conflict("    \"x = 1\"\n", "    \"x = 2\"\n")
        + "   ]\n  }\n ],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n",
      ["7:1 notebook-syntax", "13:1 notebook-syntax"]
    ),
    (
      "a.sh", "python a.py --b 1 \\\n" + conflict("  --c 2 \\\n", "  --c 3 \\\n") + "  --d 4\n",
      ["2:1 launch-line-broken"]
    ),
  ]

  @Test(arguments: examples.map(\.file)) func aConflictIsOneFinding(_ file: String) throws {
    let example = try #require(Self.examples.first { $0.file == file })
    try Folder.temporary { folder in
      try folder.write(example.text, to: file)
      let lines = folder.run("check", file, "--format", "concise").output.split(separator: "\n")
      let found = lines.map { line -> String in
        let place = line.dropFirst(file.count + 1).prefix { $0 != " " }.dropLast()
        let rule = line.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }
        return "\(place) \(rule)"
      }
      #expect(found == example.expected, "\(lines)")
      #expect(lines.allSatisfy { $0.contains("merge-conflict marker") })
    }
  }
}
