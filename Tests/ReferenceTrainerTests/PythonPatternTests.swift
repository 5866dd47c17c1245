import Testing

@testable import ReferenceTrainer

@Suite struct PythonPatternTests {
  private static let name = "model.layers.10.self_attn.q_proj"

  /// As `re.fullmatch` of Python 3.11 says.
  @Test(arguments: [
    (#"q_proj"#, false), (#".*q_proj"#, true), (#".*\.(q|v)_proj"#, true),
    (#"model\.layers\.\d+\.self_attn\.[qkv]_proj"#, true),
    (#"model\.layers\.\d\.self_attn\.q_proj"#, false), (#"(?:model\.)?layers.*"#, true),
    (#"(?:model\.)?layers\..*"#, true),
    (#"(?:model\.)layers\..+?"#, true), (#"[\w.]+"#, true), (#".{3,}?proj"#, true), (#"model.*|x"#, true),
    (#""#, false),
  ])
  func theWholeNameHasToMatch(pattern: String, expected: Bool) {
    #expect(PythonPattern(pattern)?.matchesAll(of: Self.name) == expected)
  }

  @Test(arguments: [#"(?=x)"#, #"\bq"#, #"(?P<n>x)"#, #"x\"#, #"(a)\1"#])
  func whatPOSIXHasNoWordsForIsNotGuessed(pattern: String) {
    #expect(PythonPattern(pattern) == nil)
  }

  @Test(arguments: ["(", "[a", "*q_proj", "a{2,1}"])
  func whatIsNoExpressionMatchesNothing(pattern: String) {
    #expect(PythonPattern(pattern)?.matchesAll(of: Self.name) != true)
  }
}
