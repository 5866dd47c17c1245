/// Makes a batch of records.
protocol BatchMaking {
  /// - Throws: what the collator of the library raises.
  func batch(_ records: [Collator.Record]) throws(PythonError) -> Arguments
}

/// Makes a batch of records: pads them to one length, and sees to the labels.
package struct Collator: Hashable, Sendable, BatchMaking {
  package enum Kind: String, Hashable, Sendable {
    /// `DataCollatorForSeq2Seq`.
    case seq2seq
    /// `DataCollatorForLanguageModeling` with `mlm=False`.
    case languageModeling
    /// `default_data_collator`, which pads nothing.
    case `default`
    /// `DataCollatorWithPadding`.
    case padding
    /// `DataCollatorForCompletionOnlyLM` of trl.
    case completionOnly
  }

  typealias Record = [(name: String, tokens: [Int])]

  let kind: Kind
  /// Whether a script's own collator pads `output_ids` before, as in the GLM demos.
  let padsOutputIDs: Bool
  let stack: Stack
  /// Nil where the tokenizer has none.
  var paddingToken: Int? = 0

  /// - Throws: `ValueError` for a column that has rows of several lengths and is not padded.
  func batch(_ records: [Record]) throws(PythonError) -> Arguments {
    guard padsOutputIDs, records.first?.contains(where: { $0.name == "output_ids" }) == true else {
      return try ownBatch(records)
    }
    var batch = try ownBatch(records.map { $0.filter { $0.name != "output_ids" } })
    let outputs = records.compactMap { $0.first { $0.name == "output_ids" }?.tokens }
    batch["output_ids"] = .integers(IntegerTensor(Self.padded(outputs, with: paddingToken ?? 0)))
    return batch
  }

  private func ownBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    switch kind {
    case .seq2seq: return try seq2seqBatch(records)
    case .languageModeling, .completionOnly: return try languageModelingBatch(records)
    case .padding: return try tokenizerBatch(records)
    case .default: return try stacked(records, uneven: unevenInTorch)
    }
  }

  /// Labels are padded on their own, with -100. Where there are none, the batch says `None` from 4.41 on, which counts
  /// as a label's name being there: transformers 4.40.2 and 4.41.0, `data/data_collator.py`.
  private func seq2seqBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    let labels = records.compactMap { $0.first { $0.name == "labels" }?.tokens }
    let isOlder = stack.transformers < LibraryRelease(4, 41)
    var batch = try tokenizerBatch(
      records.map { $0.filter { $0.name != "labels" } }, given: isOlder ? records.first?.map(\.name) : nil)
    if !labels.isEmpty {
      batch["labels"] = .integers(IntegerTensor(Self.padded(labels, with: Tensor.ignoredLabel)))
    } else if !isOlder {
      batch["labels"] = Argument.none
    }
    return batch
  }

  /// Every token is its own label but for padding, and for real tokens that are the padding token.
  private func languageModelingBatch(_ records: [Record]) throws(PythonError) -> Arguments {
    var batch = try tokenizerBatch(records)
    guard let tokens = batch["input_ids"]?.integers else { return batch }
    let labels = tokens.elements.map { $0 == paddingToken ? Tensor.ignoredLabel : $0 }
    batch["labels"] = .integers(IntegerTensor(tokens.shape, labels))
    return batch
  }

  /// `PreTrainedTokenizerBase.pad`: ids and masks get one length; anything else has to have one. `given` are the names
  /// that it was handed, where these are not those of the records.
  private func tokenizerBatch(_ records: [Record], given: [String]? = nil) throws(PythonError) -> Arguments {
    let names = records.first?.map(\.name) ?? []
    guard names.contains("input_ids") else { throw noInput(given ?? names) }
    guard let paddingToken else { throw noPaddingToken }
    let longest = records.compactMap { $0.first { $0.name == "input_ids" }?.tokens.count }.max() ?? 0
    let padded = records.map { record -> Record in
      var record = record
      if !record.contains(where: { $0.name == "attention_mask" }),
        let ids = record.first(where: { $0.name == "input_ids" })
      {
        record.append(("attention_mask", ids.tokens.map { _ in 1 }))
      }
      return record.map { column in
        let filling = ["input_ids": paddingToken, "attention_mask": 0][column.name]
        return (
          column.name, filling.map { Self.padded([column.tokens], with: $0, to: longest)[0] } ?? column.tokens
        )
      }
    }
    return try stacked(padded, uneven: unevenInTokenizer)
  }

  private func stacked(_ records: [Record], uneven: (String, [[Int]]) -> PythonError) throws(PythonError)
    -> Arguments
  {
    var batch = Arguments()
    for name in records.first?.map(\.name) ?? [] {
      let rows = records.compactMap { $0.first { $0.name == name }?.tokens }
      guard Set(rows.map(\.count)).count == 1 else { throw uneven(name, rows) }
      batch[name] = .integers(IntegerTensor(rows))
    }
    return batch
  }

  /// transformers 4.40.2 and 5.23.0, `PreTrainedTokenizerBase.pad`.
  private func noInput(_ names: [String]) -> PythonError {
    PythonError(
      "ValueError",
      "You should supply an encoding or a list of encodings to this method that includes input_ids, but you provided "
        + "[\(names.map { "'\($0)'" }.joined(separator: ", "))]")
  }

  /// transformers 4.40.2 and 5.23.0, `PreTrainedTokenizerBase._get_padding_truncation_strategies`.
  private var noPaddingToken: PythonError {
    PythonError(
      "ValueError",
      "Asking to pad but the tokenizer does not have a padding token. Please select a token to use as `pad_token` "
        + "`(tokenizer.pad_token = tokenizer.eos_token e.g.)` or add a new pad token via "
        + "`tokenizer.add_special_tokens({'pad_token': '[PAD]'})`.")
  }

  /// torch 2.13.0, `torch.tensor` of lists.
  private func unevenInTorch(_ name: String, _ rows: [[Int]]) -> PythonError {
    let first = rows.first?.count ?? 0
    let other = rows.first { $0.count != first }?.count ?? 0
    return PythonError("ValueError", "expected sequence of length \(first) at dim 1 (got \(other))")
  }

  /// transformers 4.40.2 and 5.23.0, `BatchEncoding.convert_to_tensors`.
  private func unevenInTokenizer(_ name: String, _ rows: [[Int]]) -> PythonError {
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
