import Datasets
import Linting
import Setup
import Syntax

/// Data files of one run whose columns say that only the training file was prepared for a loss.
enum SplitFilesDiffer {
  /// A validation file with `output_ids` where the training file has `labels`; any code that reads both alike
  /// finds no labels in one of them.
  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let train = setup.split(.train)?.fileColumns, let trained = train["labels"] else { return [] }
    return [Split.validation, .test].compactMap { split in
      guard let columns = setup.split(split)?.fileColumns, columns.isClosed, !columns.contains("labels"),
        let instead = columns["output_ids"], let place = instead.place
      else { return nil }
      let config = setup.split(split)?.files.span.map { RelatedPlace(.span($0), "the file is named here") }
      let other = trained.place.map { RelatedPlace($0.asPlace, "the training file has `labels`") }
      return Observed(
        at: place.asPlace, label: "`output_ids` in place of `labels`",
        "the records of the \(split.rawValue) file have `output_ids` where those of the training file have `labels`",
        advice: "give both files the same columns", related: [other, config].compactMap { $0 },
        effects: [
          Effect(
            .always, when: .silently, severity: .warning,
            "evaluation finds no labels: no eval_loss comes out, or the first evaluation fails")
        ], versions: setup.versions)
    }
  }
}
