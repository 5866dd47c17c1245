// Up to 0.14: one text of each record, by a formatting function that the trainer may find by itself.

extension SupervisedPreparation {
  func formattedTexts() throws(PythonError) -> [TextRecord] {
    if tuning.records.first?["input_ids"] != nil {
      if !isAtLeast(0, 9), !packs, options.textColumn == nil, !tuning.joinsColumns {
        throw SupervisedErrors.noTextColumn
      }
      // 0.13.0 was the first to pack what was tokenized before.
      if !packs || !isAtLeast(0, 13) { return tuning.records }
      return try constantLength(tuning.records.map { $0.integers("input_ids") ?? [] })
    }
    // Whatever goes wrong with a record that is to be packed ends in one error.
    if packs {
      if !isAtLeast(0, 12), options.textColumn == nil, !tuning.joinsColumns, try foundConversations() == nil {
        throw isAtLeast(0, 11) ? SupervisedErrors.nothingToRead : SupervisedErrors.nothingToPackBy
      }
      return try constantLength(((try? texts()) ?? []).map(tokenizer.encode))
    }
    return try texts().map { text in
      let ids = Array(tokenizer.encode(text).prefix(longest))
      return TextRecord(["input_ids": .integers(ids), "attention_mask": .integers(ids.map { _ in 1 })])
    }
  }

  private func constantLength(_ sequences: [[Int]]) throws(PythonError) -> [TextRecord] {
    let rows = SequencePacking.constantLength(sequences, length: longest)
    guard !rows.isEmpty else { throw SupervisedErrors.nothingToPack }
    return rows
  }

  private func texts() throws(PythonError) -> [String] {
    var texts: [String] = []
    // Up to 0.11 the text column had the last word, unless rows were packed.
    if tuning.joinsColumns, packs || isAtLeast(0, 12) || options.textColumn == nil {
      for record in tuning.records { texts.append(try joined(record).text("text")) }
    } else if let conversations = try foundConversations() {
      for messages in conversations { texts.append(try rendered(messages).text) }
    } else {
      for record in tuning.records { texts.append(try record.text(try requiredTextColumn())) }
    }
    return texts
  }

  /// `get_formatting_func_from_dataset`: messages, or prompts and completions and nothing else. Up to 0.11 nothing is looked
  /// for where a text column is named.
  private func foundConversations() throws(PythonError) -> [[TextRecord.Message]]? {
    guard isAtLeast(0, 12) || options.textColumn == nil, let first = tuning.records.first else { return nil }
    for name in ["messages", "conversations"] where first.messages(name)?.first?.isShareGPT == false {
      return tuning.records.map { $0.messages(name) ?? [] }
    }
    guard Set(first.cells.keys) == ["prompt", "completion"], case .text? = first["prompt"] else { return nil }
    var conversations: [[TextRecord.Message]] = []
    for record in tuning.records {
      conversations.append([
        TextRecord.Message(role: "user", content: try record.text("prompt")),
        TextRecord.Message(role: "assistant", content: try record.text("completion")),
      ])
    }
    return conversations
  }

  /// From 0.12 on the column is called `text` unless somebody says otherwise.
  private func requiredTextColumn() throws(PythonError) -> String {
    if let name = options.textColumn { return name }
    if isAtLeast(0, 12) { return "text" }
    if isAtLeast(0, 11) { throw SupervisedErrors.nothingToRead }
    throw isAtLeast(0, 9) ? PythonError("KeyError", "None") : SupervisedErrors.noTextColumn
  }
}
