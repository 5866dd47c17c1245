/// What `SFTTrainer` is given, as far as it decides which tokens carry loss.
package struct SupervisedFineTuning: Hashable, Sendable {
  package var records: [TextRecord]
  package var tokenizer = ByteTokenizer()
  /// Nil for a tokenizer that has none.
  package var template: ChatTemplate?
  package var options = Options()
  /// Whether a `formatting_func` joins the first two columns of a record.
  package var joinsColumns = false
  /// The data collator, where it is not the trainer's own.
  package var collator: Collator.Kind?
  /// What `DataCollatorForCompletionOnlyLM` looks for.
  package var responseTemplate = ""
  package var instructionTemplate: String?
  /// Whether the loss of each token is asked for, too.
  package var measuresTokens = false

  /// Options of `SFTConfig`, or of the trainer itself before there was one; nil where they are not written.
  package struct Options: Hashable, Sendable {
    package var packing: Bool?
    /// `max_length`, or `max_seq_length` before 0.16.
    package var longest: Int?
    package var completionOnlyLoss: Bool?
    package var assistantOnlyLoss: Bool?
    package var textColumn: String?

    package init() {}
  }

  package init(_ records: [TextRecord]) { self.records = records }
}

/// A sequence as a trainer is given it: its tokens, and which of them carry loss.
package struct TrainedRow: Hashable, Sendable {
  package let tokens: [Int]
  /// -100 for tokens without loss.
  package let labels: [Int]
  /// How far off each token is predicted before the first step; zero where it carries no loss.
  package var losses: [Float] = []

  package init(tokens: [Int], labels: [Int], losses: [Float] = []) {
    (self.tokens, self.labels, self.losses) = (tokens, labels, losses)
  }
}
