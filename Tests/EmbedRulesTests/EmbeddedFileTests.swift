import Testing

@testable import EmbedGenerator

@Suite struct EmbeddedFileTests {
  private func file(_ text: String, path: String = "rules/adapter/invalid-task-type.md") throws
    -> EmbeddedFile
  {
    try #require(EmbeddedFile(path: path, bytes: Array(text.utf8)))
  }

  @Test func namesComeFromTheLastPart() throws {
    let page = try file("", path: "rules/adapter/invalid-task-type.md")
    #expect(page.path == "rules/adapter/invalid-task-type.md")
    #expect(page.name == "invalid-task-type")
    #expect(page.identifier == "invalidTaskType")
    #expect(try file("", path: "sft_loss.tsv").identifier == "sftLoss")
  }

  @Test func textWithoutHashesNeedsOne() throws {
    #expect(try file("a\n").literal == "#\"\"\"\na\n\n\"\"\"#")
    #expect(try file("").literal == "#\"\"\"\n\n\"\"\"#")
  }

  @Test func delimiterHasMoreHashesThanTheText() throws {
    #expect(try file("\"\"\"# \\##(x)").literal == "###\"\"\"\n\"\"\"# \\##(x)\n\"\"\"###")
  }

  @Test func controlCharactersAreEscaped() throws {
    #expect(
      try file("a\r\nb\u{FEFF}\u{7F}\tc#").literal
        == "##\"\"\"\na\\##u{d}\nb\\##u{feff}\\##u{7f}\tc#\n\"\"\"##")
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(EmbeddedFile(path: "a.md", bytes: [0x61, 0xFF]) == nil)
  }

  @Test func sourceListsEveryFile() throws {
    let source = swiftSource(of: [try file("x", path: "f/a-b.md")], type: "EmbeddedPages")
    #expect(
      source == """
        // Written by EmbedGenerator from the files that `all` names.

        package enum EmbeddedPages {
          package static let all: [(name: StaticString, path: StaticString, text: StaticString)] = [
            ("a-b", "f/a-b.md", `aB`),
          ]

          package static var `aB`: StaticString {
        #\"""
        x
        \"""#
          }
        }

        """)
  }
}
