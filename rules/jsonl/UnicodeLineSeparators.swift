import Datasets
import Linting
import Setup

/// Lines of JSON that some readers break apart.
enum UnicodeLineSeparators: FileRule {
  static let metadata = RuleMetadata(
    "unicode-line-separators", family: "jsonl", severity: .info, since: "0.1.0", observing: .search,
    "records in which a line ends by Unicode, though not by JSON")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let texts = OddTexts(document, in: workspace),
      texts.profile.files.allSatisfy({ $0.container == .jsonLines })
    else { return [] }
    let observed = texts.observed(
      .lineSeparator, label: "ends a line by Unicode", "U+2028 or U+2029 stands",
      advice: "split the file at `\\n` only, or write these characters as escapes (`json.dumps` does)",
      effect: "`str.splitlines` of Python cuts the record in two; `datasets` and `for line in file` do not",
      warningShare: nil)
    return observed.map { [$0] } ?? []
  }
}
