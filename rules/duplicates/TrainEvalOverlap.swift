import Datasets
import Linting
import Setup
import Syntax

/// Records that a run trains on and evaluates with.
enum TrainEvalOverlap: SetupRule {
  static let metadata = RuleMetadata(
    "train-eval-overlap", family: "duplicates", severity: .warning, since: "0.1.0",
    observing: [.copies, .fields],
    "records that a run trains on and evaluates with")

  /// From this share of the evaluation's records on it is no longer a note.
  private static let warningShare = 0.01

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let train = setup.split(.train), let trained = train.records else { return [] }
    return [Split.validation, .test].compactMap { split in
      guard let other = setup.split(split), let evaluated = other.records else { return nil }
      let shared = trained.copies.shared(with: evaluated.copies)
      guard shared.count > 0 else { return nil }
      return observed(shared, split, of: evaluated, other.files.span, setup)
    }
  }

  private static func observed(
    _ shared: RecordCopies.Repeats, _ split: Split, of evaluated: Profile, _ named: Span?,
    _ setup: TrainingSetup
  ) -> Observed? {
    guard let first = shared.first.first else { return nil }
    let share = Double(shared.count) / Double(max(evaluated.records, 1))
    let severity: Severity = share >= warningShare ? .warning : .info
    let related = [
      RelatedPlace(first.original.asPlace, "trained on here"),
      named.map { RelatedPlace(.span($0), "the \(split.rawValue) file is named here") },
    ]
    return Observed(
      at: first.place.asPlace, label: "trained on as well",
      message(shared.count, split, of: evaluated.records),
      advice: "take these records out of the training file", related: related.compactMap(\.self),
      occurrences: Occurrences(
        count: shared.count, of: evaluated.records, places: shared.first.map(\.place)),
      effects: [
        Effect(
          .always, when: .silently, severity: severity,
          "on these records the evaluation measures what was learned by heart: its loss falls with the training loss"
        )
      ], versions: setup.versions, severity: severity)
  }

  private static func message(_ count: Int, _ split: Split, of records: Int) -> String {
    "\(count) of \(records) \(split.rawValue) records \(count == 1 ? "is" : "are") trained on, byte for byte"
  }
}
