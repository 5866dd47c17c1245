import Datasets
import Linting
import Setup

/// axolotl leaves out rows that are longer, cuts them, or ends. Run at 067b021: `fixtures/goldens/axolotl_setups.py`.
struct AxolotlRowLimit: RowLimit {
  /// What it does with longer rows (`excess_length_strategy`).
  private enum Excess: String {
    case drop, truncate
    case refuse = "raise"
  }

  let limit: LengthLimit
  private let excess: Excess

  /// nil for types of data that lay their rows otherwise, and where rows are cut that train on their prompts too.
  init?(_ setup: TrainingSetup, _ split: Split) {
    let data = setup.axolotlData.filter { $0.split == split }
    guard let arguments = setup.arguments, arguments.isOff("streaming"),
      arguments.nameSpan("pretraining_dataset") == nil,
      data.allSatisfy({ Self.types.contains($0.type ?? "") && !$0.has("drop_system_message") }),
      let excess = Self.excess(arguments),
      excess != .truncate || Self.learnsAnswersOnly(arguments, data)
    else { return nil }
    let isOwn = split == .validation && arguments.nameSpan("eval_sequence_len") != nil
    guard
      let limit = LengthLimit(
        isOwn ? "eval_sequence_len" : "sequence_len", of: arguments, else: 512, split,
        by: excess == .truncate ? .prompt : .record, setup.versions)
    else { return nil }
    (self.limit, self.excess) = (limit, excess)
  }

  private static let types: Set = ["alpaca", "chat_template"]

  /// nil where what is written is unknown, or no strategy.
  private static func excess(_ arguments: FactTable) -> Excess? {
    let fact = arguments["excess_length_strategy"]
    if arguments.nameSpan("excess_length_strategy") == nil || fact.value == .null { return .drop }
    return fact.value?.string.flatMap(Excess.init)
  }

  private static func learnsAnswersOnly(_ arguments: FactTable, _ data: [AxolotlDataSet]) -> Bool {
    let trained = ["roles_to_train", "message_field_training", "message_field_training_detail"]
    return arguments.isOff("train_on_inputs")
      && data.allSatisfy { data in !trained.contains(where: data.has) }
  }

  var ending: String {
    excess == .truncate
      ? "a row ends after \(limit.tokens) tokens" : "a row has \(limit.tokens) tokens at most"
  }

  func severity(_ count: Int, of records: Int) -> Severity {
    if excess == .refuse { return .error }
    return count == records && limit.split == .train ? .error : severityByShare(count, of: records)
  }

  func effect(isAll: Bool, _ severity: Severity) -> Effect {
    let (moment, text): (Moment, String)
    switch excess {
    case .drop:
      let isEmpty = isAll && limit.split == .train
      (moment, text) =
        (.silently, "axolotl drops rows that are longer" + (isEmpty ? ": no row is left" : ""))
    case .truncate: (moment, text) = (.silently, Self.nothingLeft)
    case .refuse:
      (moment, text) =
        (
          .start,
          "ValueError: Sequence encountered with … tokens, which exceeds the maximum \(limit.tokens)."
        )
    }
    return Effect(.always, when: moment, severity: severity, text)
  }
}
