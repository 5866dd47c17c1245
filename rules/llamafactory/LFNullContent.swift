import Datasets
import Linting
import Setup
import Syntax

/// Turns without a text that LLaMA-Factory puts into its template, and answers that it does not find.
enum LFNullContent: FileRule {
  static let metadata = RuleMetadata(
    "lf-null-content", family: "llamafactory", severity: .error, since: "0.1.0", observing: .turns,
    "turns or answers that are null, in data that LLaMA-Factory loads")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry -> Observed? in
      guard let profile = entry.profile(beside: document, in: workspace) else { return nil }
      return entry.formatting == .alpaca ? answers(entry, profile) : turns(entry, profile)
    }
  }

  /// Calls of tools in turns of their own are not told here: `openai` reads them from another field.
  private static func turns(_ entry: DatasetEntry, _ profile: Profile) -> Observed? {
    guard entry.formatting == .shareGPT, let column = entry.column("messages"),
      let content = entry.tag("content_tag"),
      let nulls = profile.fields[column]?.values.element?.object?[content]?.kinds[.null],
      let turns = profile.conversations[entry.conversation],
      // A null in the leading turn of the system is none: it is taken for no system.
      turns.roles?.allSatisfy({ ![nil, .system].contains(profile.naming.speaker($0.name)) }) == true
    else { return nil }
    // Records whose turns are not in order are dropped before.
    let dropped = turns[.brokenPairs]
    guard dropped.count == dropped.first.count else { return nil }
    let records = Set(dropped.first.map(\.record))
    guard let first = nulls.first.first(where: { !records.contains($0.record) }) else { return nil }
    return Observed(
      at: first.asPlace, label: "no text",
      "`\(content)`, the `content_tag` of `\(entry.name)`, is null in \(count(nulls.count, "turn"))",
      advice: "write a text, or drop the record", related: [named(entry, "content_tag", entry.tags)],
      effects: [
        Effect(
          .always, when: .start, severity: .error,
          "a run that names the data set ends with an error, such as `RuntimeError: Expected a string, got None`"
        )
      ])
  }

  private static func answers(_ entry: DatasetEntry, _ profile: Profile) -> Observed? {
    guard !entry.isRanking, let column = entry.column("response"), let field = profile.fields[column],
      field.kinds[.string].count > 0
    else { return nil }
    let nulls = field.kinds[.null]
    let absent = profile.fields.objects - field.count
    guard let first = (nulls.first + [field.firstLacking].compactMap(\.self)).min() else { return nil }
    return Observed(
      at: first.asPlace, label: "no answer",
      "`\(column)`, the `response` of `\(entry.name)`, is null or lacking in \(nulls.count + absent) of \(profile.records) records",
      advice: "write a text, or drop the record", related: [named(entry, "response", entry.columns)],
      effects: [Effect(.always, when: .silently, severity: .warning, loss(of: entry))], severity: .warning)
  }

  private static func loss(of entry: DatasetEntry) -> String {
    entry.column("kto_tag") == nil
      ? "LLaMA-Factory drops these records"
      : "LLaMA-Factory counts these records as bad ones, whatever their `kto_tag`"
  }

  private static func named(_ entry: DatasetEntry, _ part: String, _ names: ConfigNode?) -> RelatedPlace {
    RelatedPlace(.span(names?[part]?.span ?? entry.key.span), "named here")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "one \(noun)" : "\(number) \(noun)s"
  }
}
