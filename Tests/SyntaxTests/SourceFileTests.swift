import Testing

@testable import Syntax

@Suite struct SourceFileTests {
  @Test func aWordIsFoundWhereverItStands() {
    for length in 0..<20 {
      let padding = String(repeating: "f", count: length)
      for tail in ["", "o", "0123456789"] {
        #expect(SourceFile(path: "a", text: padding + "foo" + tail).mentions("foo"))
        #expect(!SourceFile(path: "a", text: padding + "fo" + tail.dropFirst()).mentions("foo"))
      }
    }
  }

  @Test func nothingIsNotMentioned() {
    #expect(!SourceFile(path: "a", text: "text").mentions(""))
    #expect(!SourceFile(path: "a", text: "").mentions("a"))
  }
}
