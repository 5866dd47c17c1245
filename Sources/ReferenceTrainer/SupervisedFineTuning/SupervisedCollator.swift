/// trl's own data collator, `DataCollatorForLanguageModeling` of trl/trainer/sft_trainer.py, 0.16.1 to 1.16.0.
struct SupervisedCollator: BatchMaking {
  let paddingToken: Int
  /// Whether completion masks count.
  let countsCompletionsOnly: Bool
  /// Whether labels that the records bring are used, rather than written over: from 0.19.0 on.
  let keepsLabels: Bool
  /// Whether such labels are final, and masks beside them mean nothing: from 1.7.0 on.
  let labelsOverrule: Bool
  /// Whether a batch is one long row.
  let isPaddingFree: Bool
  /// Whether that row says where its sequences start, rather than having a mask of ones; releases before 0.24.0 said so
  /// only to models with flash attention.
  let tellsPositions: Bool
  /// Whether the first token of each sequence of that row carries no loss.
  let masksFirstTokens: Bool

  func batch(_ records: [Collator.Record]) throws(PythonError) -> Arguments {
    let ids = try column("input_ids", records)
    let labels = zip(records, ids).map { self.labels(of: $0, $1) }
    var batch = Arguments()
    guard isPaddingFree else {
      let longest = ids.map(\.count).max() ?? 0
      func padded(_ rows: [[Int]], _ filling: Int) -> Argument {
        .integers(IntegerTensor(rows.map { $0 + Array(repeating: filling, count: longest - $0.count) }))
      }
      batch["input_ids"] = padded(ids, paddingToken)
      batch["attention_mask"] = padded(ids.map { $0.map { _ in 1 } }, 0)
      batch["labels"] = padded(labels, Tensor.ignoredLabel)
      return batch
    }
    let positions = zip(records, ids).flatMap { record, ids in
      Self.positions(record.first { $0.name == "seq_lengths" }?.tokens ?? [ids.count])
    }
    var flat = labels.flatMap(\.self)
    if masksFirstTokens {
      for (index, position) in positions.enumerated() where position == 0 {
        flat[index] = Tensor.ignoredLabel
      }
    }
    batch["input_ids"] = .integers(IntegerTensor([ids.flatMap(\.self)]))
    batch["labels"] = .integers(IntegerTensor([flat]))
    if tellsPositions {
      batch["position_ids"] = .integers(IntegerTensor([positions]))
    } else {
      batch["attention_mask"] = .integers(IntegerTensor([positions.map { _ in 1 }]))
    }
    return batch
  }

  private func column(_ name: String, _ records: [Collator.Record]) throws(PythonError) -> [[Int]] {
    var rows: [[Int]] = []
    for record in records {
      guard let cell = record.first(where: { $0.name == name }) else {
        throw PythonError("KeyError", "'\(name)'")
      }
      rows.append(cell.tokens)
    }
    return rows
  }

  private func labels(of record: Collator.Record, _ ids: [Int]) -> [Int] {
    let given = keepsLabels ? record.first { $0.name == "labels" }?.tokens : nil
    if let given, labelsOverrule { return given }
    var labels = given ?? ids
    let masks = (countsCompletionsOnly ? ["completion_mask"] : []) + ["assistant_masks"]
    for mask in record where masks.contains(mask.name) {
      for (index, bit) in mask.tokens.enumerated() where bit == 0 && index < labels.count {
        labels[index] = Tensor.ignoredLabel
      }
    }
    return labels
  }

  private static func positions(_ lengths: [Int]) -> [Int] { lengths.flatMap { Array(0..<$0) } }
}
