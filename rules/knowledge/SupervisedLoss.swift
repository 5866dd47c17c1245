/// Which tokens carry loss in trl's `SFTTrainer`.
///
/// Source: trl/trainer/sft_trainer.py of the releases at each boundary, and runs of fifteen releases
/// (`tables/sft_loss.tsv`).
package enum SupervisedLoss {
  /// What the columns of the training data are.
  package enum Format: String, Sendable, CaseIterable {
    case text
    /// `prompt` and `completion`, both text.
    case promptCompletion = "prompt_completion"
    /// `prompt` and `completion`, both lists of messages.
    case promptCompletionMessages = "prompt_completion_messages"
    case messages
    /// `instruction` and `output`, or other columns that the trainer does not know, and no formatting
    /// function.
    case instructionOutput = "instruction_output"
    /// `input_ids` alone.
    case pretokenized
    /// `input_ids` and `labels`.
    case pretokenizedLabels = "pretokenized_labels"
    /// `input_ids` and `completion_mask`.
    case pretokenizedCompletionMask = "pretokenized_completion_mask"
  }

  /// The one setting about masking that differs from the default.
  package enum Option: String, Sendable, CaseIterable {
    case none
    case completionOnly = "completion_only_loss=True"
    case notCompletionOnly = "completion_only_loss=False"
    case assistantOnly = "assistant_only_loss=True"
    case completionCollator = "DataCollatorForCompletionOnlyLM"
  }

  package enum Tokens: String, Sendable {
    case all
    case completion
    /// The completion and the header of the assistant's turn before it.
    case completionAndHeader = "completion+header"
    /// The assistant's turns.
    case assistant
    /// What follows the response template.
    case response
    /// Those whose given label is not -100.
    case labels
    /// The trainer raises the error that the note quotes.
    case error
  }

  package struct Outcome: Equatable, Sendable {
    package let tokens: Tokens
    /// A condition or the error's text; empty for none.
    package let note: String
  }

  /// By release of trl, oldest first. Releases that no interval holds are not known, or do not have the
  /// option (`Parameters` knows which). O(log table).
  package static func outcomes(_ format: Format, _ option: Option) -> [Dated<Outcome>] {
    KnowledgeTable(EmbeddedTables.sftLoss).rows(format.rawValue, option.rawValue).compactMap { row in
      guard row.count == 6, let tokens = Tokens(rawValue: String(row[2])) else {
        return nil
      }
      return Dated(
        interval: ReleaseInterval(endOf: row), value: Outcome(tokens: tokens, note: String(row[3])))
    }
  }
}
