import Testing

@testable import Syntax

struct TextSearchTests {
  @Test(arguments: [
    ("", "", true), ("abc", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "abcd", false),
    ("xabcabd", "abd", true), ("0123456789abcdef", "f", true), ("0123456789abcdef", "89ab", true),
    ("模型", "型", true),
    // The same letter in two spellings.
    ("caf\u{E9}", "cafe\u{301}", false),
  ])
  func aTextIsFoundByItsBytes(whole: String, part: String, isFound: Bool) {
    #expect(whole.contains(part) == isFound)
    #expect(("<" + whole + ">").dropFirst().contains(part) == isFound)
  }
}
