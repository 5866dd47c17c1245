import Datasets
import Linting
import Setup

/// Records of which an answer is lost behind a run's limit: their words alone fill it before the answer is reached.
enum TruncationDropsCompletion: SetupRule {
  static let metadata = RuleMetadata(
    "truncation-drops-completion", family: "loss", severity: .error, since: "0.1.0", observing: .prompts,
    "records whose words alone fill the length limit before an answer is reached")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    [Split.train, .validation].compactMap { split in
      guard let records = setup.split(split)?.unchangedRecords, records.records > 0,
        let rows = rowLimit(of: setup, split)
      else { return nil }
      return finding(records, rows)
    }
  }

  /// nil where nothing certain can be said from the words alone.
  private static func rowLimit(of setup: TrainingSetup, _ split: Split) -> (any RowLimit)? {
    switch setup.dialect {
    case .llamaFactory: return LlamaFactoryRowLimit(setup, split)
    case .axolotl: return AxolotlRowLimit(setup, split)
    case .glmDemo: return GLMDemoRowLimit(setup, split)
    default: return TRLRowLimit(setup, split)
    }
  }

  private static func finding(_ records: Profile, _ rows: any RowLimit) -> Observed? {
    let limit = rows.limit
    let long = records.prompts.records(withAtLeast: limit.tokens, in: limit.part)
    let severity = rows.severity(long.count, of: records.records)
    return Observed(
      long, of: records.records, label: "longer than the limit by its words alone",
      rows.message(long.count, of: records.records),
      advice: "raise the limit, or shorten or drop these records",
      related: limit.place.map { [RelatedPlace(.span($0), "the limit")] } ?? [],
      effects: [rows.effect(isAll: long.count == records.records, severity)],
      experiment: rows.isAnsweredByTraining
        ? .records(lacking: .room, at: long.first, readBy: records.naming) : nil,
      versions: limit.versions, severity: severity)
  }
}
