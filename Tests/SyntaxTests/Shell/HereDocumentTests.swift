import Testing

@testable import Syntax

@Suite struct HereDocumentTests {
  @Test func catWritesAFile() throws {
    let script = shell("cat > ds.json <<'EOF'\n{\"a\": $X}\nEOF\npython t.py\n")
    let document = try #require(script.commands[0].redirections[1].hereDocument)
    #expect(document.range == TextRange(22, 32))
    #expect(document.isQuoted && !document.hasExpansions)
    #expect(document.source.bytes == Array("{\"a\": $X}\n".utf8))
    #expect(Span(document.source, TextRange(1, 4)).onDisk.range == TextRange(23, 26))
    guard case .embedded(_, _, let part) = document.source.origin else {
      Issue.record("not embedded")
      return
    }
    #expect(part == .writtenFile("ds.json"))
    #expect(script.literals == [["cat"], ["python", "t.py"]])
  }

  @Test func tabsAndEscapesAreUndone() throws {
    let script = shell("python - <<-E\n\timport os\n\tx = \"\\$A $B\"\n\tE\nnext")
    let document = try #require(script.commands[0].redirections[0].hereDocument)
    #expect(String(decoding: document.source.bytes, as: UTF8.self) == "import os\nx = \"$A $B\"\n")
    #expect(document.hasExpansions && !document.isQuoted)
    #expect(Span(document.source, TextRange(15, 16)).onDisk.text == "\\$")
    #expect(Span(document.source, TextRange(10, 11)).onDisk.text == "x")
    #expect(script.literals.last == ["next"])
  }

  @Test func severalBodiesFollowInOrder() {
    let script = shell("a <<X <<Y; tee -a out.yaml <<Z\n1\nX\n2\nY\n3\nZ\nb")
    let documents = script.commands.flatMap { $0.redirections.compactMap(\.hereDocument) }
    #expect(documents.map { String(decoding: $0.source.bytes, as: UTF8.self) } == ["1\n", "2\n", "3\n"])
    guard case .embedded(_, _, .writtenFile(let name)) = documents[2].source.origin else {
      Issue.record("not a written file")
      return
    }
    #expect(name == "out.yaml")
    #expect(script.literals.last == ["b"])
  }

  @Test func aMissingDelimiterIsAProblem() {
    let none = shell("cat <<EOF\na\n")
    #expect(none.problems.map(\.range) == [TextRange(6, 9)])
    #expect(none.problems[0].message == "the here-document 'EOF' is never closed: no line is exactly 'EOF'")
    let indented = shell("cat <<EOF\na\n  EOF\nb\n")
    #expect(
      indented.problems.map(\.message) == [
        "the here-document 'EOF' is never closed: line 3 has blanks around the delimiter"
      ])
    #expect(indented.literals == [["cat"], ["b"]])
  }

  @Test func bodiesInsideSubstitutionsAreRead() throws {
    let script = shell("X=$(cat <<EOF\nhello\nEOF\n)\nb\n")
    let document = try #require(script.commands[1].redirections[0].hereDocument)
    #expect(document.range == TextRange(14, 20))
    #expect(script.literals == [[], ["cat"], ["b"]])
  }
}
