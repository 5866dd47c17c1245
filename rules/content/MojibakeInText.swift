import Datasets
import Linting
import Setup

/// Texts that were decoded wrongly before they became a data set.
enum MojibakeInText: FileRule {
  static let metadata = RuleMetadata(
    "mojibake", family: "content", severity: .warning, since: "0.1.0", observing: .search,
    "texts that were decoded wrongly: `Ã©` for `é`, or U+FFFD")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let texts = OddTexts(document, in: workspace) else { return [] }
    return [
      texts.observed(
        .mojibake, label: "UTF-8 read as Windows-1252", "UTF-8 that was read as Windows-1252 stands",
        advice: "make the data again from its source, read as UTF-8; `ftfy.fix_encoding` repairs such texts",
        effect: effect, warningShare: warningShare),
      texts.observed(
        .replacement, label: "could not be decoded",
        "U+FFFD, which stands for what could not be decoded, stands",
        advice: "make the data again from its source, read in the encoding that it has", effect: effect,
        warningShare: warningShare),
    ].compactMap(\.self)
  }

  private static let warningShare = 0.015
  private static let effect = "a model that is trained on it learns to write it"
}
