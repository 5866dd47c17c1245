/// What trl's `DPOTrainer` is given, as far as it decides what is learned.
package struct PreferenceTuning: Hashable, Sendable {
  /// A prompt with an answer that is liked better than another.
  package struct Record: Hashable, Sendable {
    package var prompt: String
    package var chosen: String
    package var rejected: String

    package init(prompt: String, chosen: String, rejected: String) {
      (self.prompt, self.chosen, self.rejected) = (prompt, chosen, rejected)
    }
  }

  package var records: [Record]
  /// How strongly the model is held to what it was.
  package var beta: Float = 0.1

  package init(_ records: [Record]) { self.records = records }
}

/// Direct preference optimization: the chosen answer is to gain on the rejected one, seen from the model as it was.
///
/// Rafailov and others 2023, arXiv:2305.18290, equation 7; trl 0.15.2 to 1.16.0, `DPOTrainer`, with its sigmoid loss.
struct DirectPreference {
  private let tuning: PreferenceTuning
  /// For each record by how much the model found the chosen answer likelier than the rejected one, in nats, before the
  /// first step.
  private let before: [Float]

  /// - Throws: what the model raises.
  init(_ tuning: PreferenceTuning, _ model: any CallableModel) throws(PythonError) {
    self.tuning = tuning
    before = try tuning.records.map { record throws(PythonError) in try Self.margin(record, model).number }
  }

  /// The mean over the records of `-log σ(β × (margin - margin before))`. O(records × cost of two texts).
  func loss(_ model: any CallableModel) throws(PythonError) -> Tensor {
    var sum = Tensor([], [0])
    for (record, before) in zip(tuning.records, before) {
      let gain = try Self.margin(record, model) + Tensor([], [-before])
      sum = sum + (gain * -tuning.beta).softplus
    }
    return sum * (1 / Float(max(1, tuning.records.count)))
  }

  /// By how much the model finds the chosen answer likelier, in nats. Shape: `[]`.
  private static func margin(_ record: PreferenceTuning.Record, _ model: any CallableModel)
    throws(PythonError)
    -> Tensor
  {
    try surprise(record.prompt, record.rejected, model) + surprise(record.prompt, record.chosen, model) * -1
  }

  /// `-log` of the answer's probability, its end of text counted. Shape: `[]`.
  private static func surprise(_ prompt: String, _ answer: String, _ model: any CallableModel)
    throws(PythonError)
    -> Tensor
  {
    let tokenizer = ByteTokenizer()
    let (start, end) = (tokenizer.encode(prompt), tokenizer.encode(answer) + [ByteTokenizer.endOfText])
    var arguments = Arguments()
    arguments["input_ids"] = .integers(IntegerTensor([start + end]))
    let labels = IntegerTensor([start.map { _ in Tensor.ignoredLabel } + end])
    return try NextTokenLoss.of(try model.call(arguments).logits, labels, itemCount: 1)
  }
}
