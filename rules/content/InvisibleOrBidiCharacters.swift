import Datasets
import Linting
import Setup

/// Characters in texts that nobody sees, or that make people see something else.
enum InvisibleOrBidiCharacters: FileRule {
  static let metadata = RuleMetadata(
    "invisible-or-bidi-characters", family: "content", severity: .warning, since: "0.1.0", observing: .search,
    "texts with characters that nobody sees")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let texts = OddTexts(document, in: workspace) else { return [] }
    return [
      texts.observed(
        .invisible, label: "has no width", "a character without width, such as U+200B, stands",
        advice: "take it out",
        effect: "texts that look alike are not the same to tokenizers and searches for copies",
        warningShare: warningShare),
      texts.observed(
        .bidirectional, label: "turns the direction", "a character that turns the direction of text stands",
        advice: "take it out", effect: "people read the text in another order than the model",
        warningShare: warningShare),
      texts.observed(
        .tag, label: "a tag character", "tag characters, which show as nothing, stand",
        advice: "look at what they spell, and take them out",
        effect: "the model reads a text that people do not see",
        warningShare: warningShare),
    ].compactMap(\.self)
  }

  private static let warningShare = 0.03
}
