import Knowledge
import Linting
import Setup
import Syntax

/// `completion_only_loss=True` where the rows do not say what the completion is.
enum IgnoredCompletionOnlyLoss: SetupRule {
  static let metadata = RuleMetadata(
    "ignored-completion-only-loss", family: "loss", severity: .error, since: "0.1.0",
    "`completion_only_loss=True` on rows without `prompt` and `completion`")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let run = SFTRun(setup), run.option("completion_only_loss").value == .bool(true),
      run.usesOwnCollator, run.isOff("assistant_only_loss"), run.preparesRows,
      let place = run.optionName("completion_only_loss")
    else { return [] }
    if let formatter = run.formatter { return [refused(run, place, formatter)] }
    guard let rows = rowsWithoutCompletion(run) else { return [] }
    return [
      Observed(
        at: .span(place), label: "has no effect here",
        "`completion_only_loss=True` acts on rows with `prompt` and `completion`, and \(rows.phrase)",
        advice: rows.advice, related: rows.related, effects: rows.effects,
        experiment: Experiment(
          .lossOnPromptTokens, of: setup.name,
          mended: [FactChange("data.train.format", to: .string(RowFormat.promptCompletion.rawValue))]),
        versions: run.versions)
    ]
  }

  private struct Rows {
    let phrase: String
    let advice: String
    let related: [RelatedPlace]
    let effects: [Effect]
  }

  /// nil where the option acts, or where the rows are not known.
  private static func rowsWithoutCompletion(_ run: SFTRun) -> Rows? {
    switch run.format {
    case .text?:
      let place = run.setup.split(.train)?.format.span
      let column = run.option("dataset_text_field").value?.string ?? "text"
      return Rows(
        phrase: "these have `\(column)`", advice: "split `\(column)` into `prompt` and `completion` columns",
        related: run.columnPlace(column, "`\(column)` stands here")
          + (place.map { [RelatedPlace(.span($0), "the rows are texts")] } ?? []),
        effects: run.effects(.text, .completionOnly))
    case .messages?:
      return Rows(
        phrase: "these have `messages`",
        advice:
          "use `assistant_only_loss=True` (trl 0.19 and later), or split the messages into `prompt` and "
          + "`completion`",
        related: run.columnPlace("messages", "`messages` stands here"),
        effects: run.effects(.messages, .completionOnly))
    case .tokenized?: return tokenized(run)
    default: return nil
    }
  }

  /// Run with trl 0.17.0 to 1.16.0; given labels are kept from 0.19.0 on.
  private static func tokenized(_ run: SFTRun) -> Rows? {
    guard run.knownFormat == .pretokenized, run.setup.split(.train)?.columns.isClosed == true else {
      return nil
    }
    return Rows(
      phrase: "these are tokenized and have no `completion_mask`", advice: "add a `completion_mask` column",
      related: run.columnPlace("input_ids", "the rows are tokenized"),
      effects: [Effect(.when(.trl, ">=0.17"), when: .silently, severity: .warning, SFTRun.everyToken)])
  }

  /// A formatting function makes one text of each row (run with trl 0.17.0 to 1.16.0).
  private static func refused(_ run: SFTRun, _ place: Span, _ formatter: Span) -> Observed {
    let early: Effect =
      run.format == .text
      ? Effect(.when(.trl, "<0.18"), when: .silently, severity: .warning, SFTRun.everyToken)
      : .harmless(.when(.trl, "<0.18"), "the trainer masks by the `prompt` column all the same")
    return Observed(
      at: .span(place), label: "cannot act on formatted texts",
      "`completion_only_loss=True` stands beside a `formatting_func`, which leaves no completion to tell "
        + "from the prompt",
      advice: "leave one of them out", related: [RelatedPlace(.span(formatter), "the formatting function")],
      effects: [
        Effect(.when(.trl, ">=0.18"), when: .start, severity: .error, PromptTokensInLoss.refusedFormatter),
        early,
      ],
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name,
        mended: [FactChange("arguments.completion_only_loss", to: nil)]),
      versions: run.versions)
  }
}
