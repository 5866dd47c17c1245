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
        let limit = LengthLimit(setup, split)
      else { return nil }
      return finding(records, limit)
    }
  }

  private static func finding(
    _ records: Profile, _ limit: LengthLimit
  ) -> Observed? {
    let long = records.prompts.records(withAtLeast: limit.tokens, in: limit.part)
    let severity = limit.severity(long.count, of: records.records)
    return Observed(
      long, of: records.records, label: "longer than the limit by its words alone",
      limit.message(long.count, of: records.records),
      advice: "raise the limit, or shorten or drop these records",
      related: limit.place.map { [RelatedPlace(.span($0), "the limit")] } ?? [],
      effects: limit.effects(isAll: long.count == records.records, severity),
      experiment: limit.isAnsweredByTraining
        ? .records(lacking: .room, at: long.first, readBy: records.naming) : nil,
      versions: limit.versions, severity: severity)
  }
}

extension LengthLimit {
  /// Whether a step on such a record shows that it trains nothing.
  fileprivate var isAnsweredByTraining: Bool {
    split == .train && (framework == .trl || framework == .glmDemo)
  }
}
