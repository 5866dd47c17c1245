/// Makes a batch of records: pads them to one length, and sees to the labels.
package struct Collator: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// `DataCollatorForSeq2Seq`.
    case seq2seq
    /// `DataCollatorForLanguageModeling` with `mlm=False`.
    case languageModeling
    /// `default_data_collator`, which pads nothing.
    case `default`
  }

  typealias Record = [(name: String, tokens: [Int])]

  let kind: Kind
  /// Whether a script's own collator pads `output_ids` before, as in the GLM demos.
  let padsOutputIDs: Bool
  let stack: Stack

  static let paddingToken = 0

  /// - Throws: `ValueError` for a column that has rows of several lengths and is not padded.
  func batch(_ records: [Record]) throws(PythonError) -> Arguments {
    guard padsOutputIDs, records.first?.contains(where: { $0.name == "output_ids" }) == true else {
      return try ownBatch(records)
    }
    var batch = try ownBatch(records.map { $0.filter { $0.name != "output_ids" } })
    let outputs = records.compactMap { $0.first { $0.name == "output_ids" }?.tokens }
    batch["output_ids"] = .integers(IntegerTensor(Self.padded(outputs, with: Self.paddingToken)))
    return batch
  }

  private func ownBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    switch kind {
    case .seq2seq: return try seq2seqBatch(records)
    case .languageModeling: return try languageModelingBatch(records)
    case .default: return try stacked(records)
    }
  }

  /// Labels are padded on their own, with -100. Where there are none, the batch says `None` from 4.41 on, which counts
  /// as a label's name being there: transformers 4.40.2 and 4.41.0, `data/data_collator.py`.
  private func seq2seqBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    let labels = records.compactMap { $0.first { $0.name == "labels" }?.tokens }
    var batch = try tokenizerBatch(records.map { $0.filter { $0.name != "labels" } })
    if !labels.isEmpty {
      batch["labels"] = .integers(IntegerTensor(Self.padded(labels, with: Tensor.ignoredLabel)))
    } else if stack.transformers >= LibraryRelease(4, 41) {
      batch["labels"] = Argument.none
    }
    return batch
  }

  /// Every token is its own label but for padding, and for real tokens that are the padding token.
  private func languageModelingBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    var batch = try tokenizerBatch(records)
    guard let tokens = batch["input_ids"]?.integers else { return batch }
    let labels = tokens.elements.map { $0 == Self.paddingToken ? Tensor.ignoredLabel : $0 }
    batch["labels"] = .integers(IntegerTensor(tokens.shape, labels))
    return batch
  }

  /// `PreTrainedTokenizerBase.pad`: ids and masks get one length; anything else has to have one.
  private func tokenizerBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    let longest = records.compactMap { $0.first { $0.name == "input_ids" }?.tokens.count }.max() ?? 0
    let padded = records.map { record -> Record in
      var record = record
      if !record.contains(where: { $0.name == "attention_mask" }),
        let ids = record.first(where: { $0.name == "input_ids" })
      {
        record.append(("attention_mask", ids.tokens.map { _ in 1 }))
      }
      return record.map { column in
        let filling = ["input_ids": Self.paddingToken, "attention_mask": 0][column.name]
        return (
          column.name, filling.map { Self.padded([column.tokens], with: $0, to: longest)[0] } ?? column.tokens
        )
      }
    }
    return try stacked(padded)
  }

  private func stacked(_ records: [Record]) throws(PythonError) -> Arguments {
    var batch = Arguments()
    for name in records.first?.map(\.name) ?? [] {
      let rows = records.compactMap { $0.first { $0.name == name }?.tokens }
      guard Set(rows.map(\.count)).count == 1 else { throw uneven(name) }
      batch[name] = .integers(IntegerTensor(rows))
    }
    return batch
  }

  /// transformers 4.40.2 and 5.23.0, `BatchEncoding.convert_to_tensors`.
  private func uneven(_ name: String) -> PythonError {
    PythonError(
      "ValueError",
      "Unable to create tensor, you should probably activate truncation and/or padding with 'padding=True' "
        + "'truncation=True' to have batched tensors with the same length. Perhaps your features (`\(name)` in this "
        + "case) have excessive nesting (inputs type `list` where type `int` is expected).")
  }

  private static func padded(_ rows: [[Int]], with filling: Int, to length: Int? = nil) -> [[Int]] {
    let longest = length ?? rows.map(\.count).max() ?? 0
    return rows.map { $0 + Array(repeating: filling, count: max(0, longest - $0.count)) }
  }
}
