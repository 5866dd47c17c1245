extension Trainer {
  /// The sequences of the first batch with the loss of each token before a step is taken.
  ///
  /// - Throws: what the collator or the model raises.
  func firstRows() throws(PythonError) -> [TrainedRow] {
    guard split.count > 0 else { return [] }
    let split = try withoutUnusedColumns(split)
    let records = (0..<min(arguments.batchSize, split.count)).map(split.record)
    let rows = try Self.rows(of: collator.batch(records))
    guard plan.tuning?.measuresTokens == true else { return rows }
    model.base.module.setTraining(false)
    defer { model.base.module.setTraining(true) }
    return try rows.map { row throws(PythonError) in
      TrainedRow(tokens: row.tokens, labels: row.labels, losses: try losses(of: row))
    }
  }

  /// Sequences that are laid end to end in a row each count their positions from zero.
  private static func rows(of batch: Arguments) -> [TrainedRow] {
    guard let ids = batch["input_ids"]?.integers?.rows, let labels = batch["labels"]?.integers?.rows else {
      return []
    }
    let positions = batch["position_ids"]?.integers?.rows
    return ids.indices.flatMap { row -> [TrainedRow] in
      var starts = [0]
      if let positions { starts = positions[row].indices.filter { positions[row][$0] == 0 } }
      return zip(starts, starts.dropFirst() + [ids[row].count]).map { start, end in
        TrainedRow(tokens: Array(ids[row][start..<end]), labels: Array(labels[row][start..<end]))
      }
    }
  }

  private func losses(of row: TrainedRow) throws(PythonError) -> [Float] {
    var arguments = Arguments()
    arguments["input_ids"] = .integers(IntegerTensor([row.tokens]))
    let logits = try model.call(arguments).logits
    let scores = logits.reshaped([row.tokens.count, logits.shape[2]])
    // The scores at a token are about the next one.
    return [0] + scores.tokenLosses(row.labels.dropFirst())
  }
}
