import Datasets
import Linting
import Setup
import Syntax

/// Columns by which SFTTrainer takes the rows for something else than other columns beside them say.
enum AmbiguousFormatColumns: SetupRule {
  static let metadata = RuleMetadata(
    "ambiguous-format-columns", family: "data", severity: .error, since: "0.1.0", observing: .fields,
    "columns by which SFTTrainer trains something else than others beside them, or stops")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let run = SFTRun(setup), run.usesOwnCollator, run.formatter == nil, run.preparesRows,
      let records = setup.split(.train)?.unchangedRecords, records.columns.isClosed
    else { return [] }
    let columns = Set(records.fields.names)
    // Rows of tokens are taken as they are, and those with images go other ways.
    guard columns.isDisjoint(with: ["input_ids", "image", "images"]) else { return [] }
    guard let outcome = Outcome(of: columns), let place = records.fields[outcome.column]?.firstPlace else {
      return []
    }
    return [
      Observed(
        at: place.asPlace, label: outcome.label, outcome.message, advice: outcome.advice,
        related: run.dataPlace.map { [RelatedPlace(.span($0), "SFTTrainer gets all columns")] } ?? [],
        effects: outcome.effects(namesText: !run.isDefault("dataset_text_field")), versions: run.versions)
    ]
  }
}

/// What comes of columns that stand side by side. Run with trl 0.9.6, 0.15.2, 0.24.0 and 1.16.0 and several seeds of Python's
/// hashes (`columns:` in `fixtures/goldens/trl_setups.py`); `prompt` is looked for first in `trainer/sft_trainer.py` of 0.17.0,
/// 0.18.2, 0.19.1 to 0.29.1 and 1.0.0 to 1.15.0, too, where it was read.
private enum Outcome {
  case promptWithoutCompletion(messages: Bool)
  case messagesBesidePair
  case messagesBesideCompletion
  case textBesideMessages

  /// nil for columns that say one thing.
  init?(of columns: Set<String>) {
    let (hasMessages, hasCompletion) = (columns.contains("messages"), columns.contains("completion"))
    if columns.contains("prompt"), !hasCompletion {
      self = .promptWithoutCompletion(messages: hasMessages)
    } else if hasMessages, hasCompletion {
      self = columns.contains("prompt") ? .messagesBesidePair : .messagesBesideCompletion
    } else if hasMessages, columns.contains("text") {
      self = .textBesideMessages
    } else {
      return nil
    }
  }

  /// The one that the finding stands at.
  var column: String {
    switch self {
    case .promptWithoutCompletion: return "prompt"
    case .messagesBesidePair: return "messages"
    case .messagesBesideCompletion: return "completion"
    case .textBesideMessages: return "text"
    }
  }

  /// Releases before 0.15 train the column that `dataset_text_field` names, where it is written.
  func effects(namesText: Bool) -> [Effect] {
    let first = namesText ? "0.15.2" : "0.9.6"
    switch self {
    case .promptWithoutCompletion(messages: false):
      return [Effect(.when(.trl, ">=0.17"), when: .start, severity: .error, Self.noCompletion)]
    case .promptWithoutCompletion(messages: true):
      // Before, the chat template comes first, and refuses these keys in words of its own.
      return [Effect(.when(.trl, ">=0.19"), when: .start, severity: .error, Self.noCompletion)]
    case .messagesBesidePair:
      return [
        Effect(.when(.trl, ">=\(first),<=0.15.2"), when: .silently, severity: .info, Self.messagesAreTrained),
        Effect(.when(.trl, ">=0.24"), when: .silently, severity: .info, Self.pairIsTrained),
      ]
    case .messagesBesideCompletion:
      return [Effect(.when(.trl, ">=0.24"), when: .start, severity: .warning, Self.bySeed)]
    case .textBesideMessages:
      return [
        Effect(.when(.trl, ">=\(first)"), when: .silently, severity: .info, Self.textIsNotTrained)
      ]
    }
  }
}

extension Outcome {
  var label: String {
    switch self {
    case .promptWithoutCompletion: return "the mark of prompt and completion"
    case .messagesBesidePair: return "beside `prompt` and `completion`"
    case .messagesBesideCompletion: return "beside `messages`"
    case .textBesideMessages: return "not trained"
    }
  }

  var message: String {
    switch self {
    case .promptWithoutCompletion:
      return "the rows have `prompt` and no `completion`, and SFTTrainer takes `prompt` for the mark of both"
    case .messagesBesidePair:
      return "the rows have `messages` beside `prompt` and `completion`, and SFTTrainer trains one of them"
    case .messagesBesideCompletion:
      return "the rows have `messages` beside a `completion` without `prompt`"
    case .textBesideMessages:
      return "the rows have `text` beside `messages`, and SFTTrainer trains `messages`"
    }
  }

  var advice: String {
    switch self {
    case .promptWithoutCompletion:
      return "rename the column with the answer to `completion`, or drop `prompt` with `remove_columns`"
    default: return "keep the columns that are to be trained, and drop the others with `remove_columns`"
    }
  }

  fileprivate static let noCompletion =
    "SFTTrainer ends with KeyError: 'completion' while it prepares the data"
  fileprivate static let messagesAreTrained =
    "`messages` are trained, `prompt` and `completion` are not (0.15.2 may stop instead, by the seed of Python's hashes)"
  fileprivate static let pairIsTrained = "`prompt` and `completion` are trained, `messages` are not"
  fileprivate static let bySeed =
    "by the seed of Python's hashes, which is another one in each process, SFTTrainer trains `messages` or ends with KeyError: 'text'"
  fileprivate static let textIsNotTrained = "`messages` are trained, `text` is not"
}
