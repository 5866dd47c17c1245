import Datasets
import Linting
import Setup

/// Texts of turns that hold what chat models have as tokens for the beginning and end of turns.
enum SpecialTokenStringInContent: FileRule {
  static let metadata = RuleMetadata(
    "special-token-string-in-content", family: "content", severity: .warning, since: "0.1.0",
    observing: .search,
    "turns that hold control tokens as text")

  /// From this share of the records on it is no longer a note.
  private static let warningShare = 0.05
  /// How many tokens a message names.
  private static let shown = 4

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords else { return [] }
    return workspace.readings(of: document.path).compactMap { observed($0.profile.search) }
  }

  private static func observed(_ search: SearchCensus) -> Observed? {
    let count = search.withControlTokens.count
    let severity: Severity = Double(count) >= warningShare * Double(search.records) ? .warning : .info
    return Observed(
      search.withControlTokens, of: search.records, label: "a token to some tokenizers", message(search),
      advice: "take it out, or let the tokenizer split it (`split_special_tokens=True`)",
      effects: [
        // Run with tokenizers 0.23.3: `fixtures/goldens/control_tokens.py`.
        Effect(
          .always, when: .silently, severity: severity,
          "a tokenizer that has it as a special token makes that one token of it, so the turn ends, or another begins, in mid-text"
        )
      ], severity: severity)
  }

  private static func message(_ search: SearchCensus) -> String {
    let tokens = search.controlTokens
    let names = tokens.prefix(shown).map { "`\($0.token)`" }.joined(separator: ", ")
    let more = tokens.count > shown ? " and \(tokens.count - shown) more" : ""
    let count = search.withControlTokens.count
    return
      "\(names)\(more) \(tokens.count == 1 ? "stands" : "stand") in the texts of \(count) of \(search.records) records"
  }
}
