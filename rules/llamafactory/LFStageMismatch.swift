import Linting
import Setup
import Syntax

/// A run whose stage does not take the records that its data set is declared to have.
enum LFStageMismatch: SetupRule {
  static let metadata = RuleMetadata(
    "lf-stage-mismatch", family: "llamafactory", severity: .error, since: "0.1.0", observing: [],
    "a data set that the run's `stage` does not take")

  /// Stages that learn from pairs of answers, and those that do not (`data/loader.py`).
  private static let ofPairs: Set<String> = ["rm", "dpo"]
  private static let ofOthers: Set<String> = ["pt", "sft", "ppo", "kto"]

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let fact = setup.arguments?["stage"], let stage = fact.value?.string,
      ofPairs.contains(stage) || ofOthers.contains(stage)
    else { return [] }
    return setup.registeredData.compactMap { data in
      guard let (entry, _) = data.entry, let (effect, why, place) = conflict(stage, entry) else { return nil }
      return Observed(
        at: .span(data.span), label: "not for this stage",
        "`stage: \(stage)` takes no data set like `\(data.name)`: \(why)",
        related: [
          RelatedPlace(.span(place), "declared here"),
          fact.span.map { RelatedPlace(.span($0), "the stage") },
        ].compactMap(\.self),
        effects: [Effect(.always, when: .start, severity: .error, effect)], versions: setup.versions)
    }
  }

  /// Run with 0.9.0 to 0.9.5 and ff6d4d1: `fixtures/goldens/dataset_info_cases.py`.
  private static func conflict(
    _ stage: String, _ entry: DatasetEntry
  ) -> (effect: String, why: String, place: Span)? {
    guard entry.isRankingCertain else { return nil }
    let place = entry.value["ranking"]?.span ?? entry.key.span
    if ofPairs.contains(stage) != entry.isRanking {
      let why = entry.isRanking ? "it is declared to hold pairs" : "it is not declared `\"ranking\": true`"
      return ("ValueError: The dataset is not applicable in the current training stage.", why, place)
    }
    guard !entry.isRanking else { return nil }
    let tag = entry.columns?["kto_tag"]
    let noRow = "LLaMA-Factory drops every record: `RuntimeError: Cannot find valid samples`"
    if stage == "kto", tag == nil { return (noRow, "it names no `kto_tag`", entry.key.span) }
    if stage == "sft", entry.column("kto_tag") != nil, let tag {
      return (noRow, "its `kto_tag` makes records of good and bad answers", tag.span)
    }
    return nil
  }
}
