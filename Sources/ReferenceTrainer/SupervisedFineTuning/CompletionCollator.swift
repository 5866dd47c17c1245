/// `DataCollatorForCompletionOnlyLM` of trl/trainer/utils.py, 0.8.6 to 0.19.1: what comes before an answer carries no loss.
struct CompletionCollator: BatchMaking {
  /// Makes the batch whose labels are masked.
  let base: Collator
  /// The tokens that an answer comes after.
  let response: [Int]
  /// The tokens that a question starts with; nil where only the last answer of a sequence is to be found.
  let instruction: [Int]?

  func batch(_ records: [Collator.Record]) throws(PythonError) -> Arguments {
    var batch = try base.batch(records)
    guard let labels = batch["labels"]?.integers else { return batch }
    batch["labels"] = .integers(IntegerTensor(labels.rows.map(masked)))
    return batch
  }

  private func masked(_ labels: [Int]) -> [Int] {
    let answers = Self.places(of: response, in: labels).map { $0 + response.count }
    var labels = labels
    func mask(_ range: Range<Int>) {
      for index in range where labels.indices.contains(index) { labels[index] = Tensor.ignoredLabel }
    }
    guard let instruction else {
      mask(0..<(answers.last ?? labels.count))
      return labels
    }
    var questions = Self.places(of: instruction, in: labels)
    if answers.isEmpty { mask(0..<labels.count) }
    if questions.isEmpty { mask(0..<labels.count) }
    if let question = questions.first, let answer = answers.first, question > answer {
      questions.insert(0, at: 0)
    }
    for (index, (start, end)) in zip(questions, answers).enumerated() {
      mask((index == 0 ? 0 : min(start, end))..<end)
    }
    if answers.count < questions.count, let last = questions.last { mask(last..<labels.count) }
    return labels
  }

  private static func places(of pattern: [Int], in labels: [Int]) -> [Int] {
    guard !pattern.isEmpty, labels.count >= pattern.count else { return [] }
    return (0...labels.count - pattern.count).filter {
      labels[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
  }
}
