// From 0.15.0 on: one step after the other, each a map over the records.

extension SupervisedPreparation {
  func steps() throws(PythonError) -> [TextRecord] {
    // 0.15.0 tokenized whatever it was given.
    let isTokenized = isAtLeast(0, 15, 1) && tuning.records.first?["input_ids"] != nil
    var rows = tuning.records
    if tuning.joinsColumns, !isTokenized { rows = try map(rows, joined) }
    if !isAtLeast(0, 17) { rows = try map(rows, concatenated) }
    if !isTokenized {
      rows = try map(rows, converted)
      rows = try map(rows, isAtLeast(0, 19) ? ended : templated)
      rows = try map(rows, tokenized)
    }
    return packs ? packed(rows) : try truncated(rows)
  }

  private func map(
    _ rows: [TextRecord], _ step: (TextRecord) throws(PythonError) -> TextRecord
  ) throws(PythonError) -> [TextRecord] {
    var mapped: [TextRecord] = []
    for row in rows { mapped.append(try step(row)) }
    return mapped
  }

  // MARK: Texts

  /// A formatting function that writes two columns one after the other.
  func joined(_ row: TextRecord) throws(PythonError) -> TextRecord {
    let isPair = row["prompt"] != nil
    guard isPair || row["instruction"] != nil else {
      throw PythonError("IndexError", "list index out of range")
    }
    var row = row
    row["text"] = .text(
      try row.text(isPair ? "prompt" : "instruction") + row.text(isPair ? "completion" : "output"))
    return row
  }

  /// Prompts and completions one after the other, so that nothing tells them apart: 0.15 and 0.16.
  private func concatenated(_ row: TextRecord) throws(PythonError) -> TextRecord {
    guard let prompt = row["prompt"], let completion = row["completion"] else { return row }
    var row = row
    (row["prompt"], row["completion"]) = (nil, nil)
    switch (prompt, completion) {
    case (.text(let prompt), .text(let completion)): row["text"] = .text(prompt + completion)
    case (.messages(let prompt), .messages(let completion)): row["messages"] = .messages(prompt + completion)
    default: break
    }
    return row
  }

  /// `maybe_convert_to_chatml`: up to 0.18 any column of this name, then only ShareGPT's.
  private func converted(_ row: TextRecord) throws(PythonError) -> TextRecord {
    guard isAtLeast(0, 15, 1), let messages = row.messages("conversations"),
      row.isShareGPT || !isAtLeast(0, 19)
    else { return row }
    var row = row
    row["conversations"] = nil
    row["messages"] = .messages(messages.map { TextRecord.Message(role: $0.role, content: $0.content) })
    return row
  }

  /// The template turns messages into texts; other texts are ended, from 0.17 on.
  private func templated(_ row: TextRecord) throws(PythonError) -> TextRecord {
    guard row.isConversational else { return isAtLeast(0, 17) ? try ended(row) : row }
    var row = row
    if let messages = row.messages("messages") {
      row["messages"] = nil
      row["text"] = .text(try rendered(messages).text)
    } else if let prompt = row.messages("prompt"), let completion = row.messages("completion") {
      let start = try rendered(prompt, addsGenerationPrompt: true).text
      let whole = try rendered(prompt + completion).text
      row["prompt"] = .text(start)
      row["completion"] = .text(String(whole.unicodeScalars.dropFirst(start.unicodeScalars.count)))
    }
    return row
  }

  /// The end of text after what is not a conversation. Up to 1.12 a column of another name than `text` went without.
  private func ended(_ row: TextRecord) throws(PythonError) -> TextRecord {
    guard !row.isConversational else { return row }
    let textColumn = isAtLeast(1, 13) ? self.textColumn : "text"
    guard let name = [textColumn, "completion"].first(where: { row[$0] != nil }),
      case .text(let text)? = row[name], !text.hasSuffix(ByteTokenizer.endOfTextToken)
    else { return row }
    var row = row
    row[name] = .text(text + ByteTokenizer.endOfTextToken)
    return row
  }

  var textColumn: String { options.textColumn ?? "text" }

  /// - Throws: `ValueError` where the tokenizer has no template.
  func rendered(_ messages: [TextRecord.Message], addsGenerationPrompt: Bool = false) throws(PythonError)
    -> ChatTemplate.Rendering
  {
    // transformers 4.43.4 and 4.44.0, `tokenization_utils_base.py`.
    guard let template = tuning.template ?? (transformers < LibraryRelease(4, 44) ? .standard : nil) else {
      throw SupervisedErrors.noTemplate
    }
    if template.marksGeneration, transformers < LibraryRelease(4, 43) {
      throw SupervisedErrors.unknownMarkers
    }
    return template.render(messages, addsGenerationPrompt: addsGenerationPrompt)
  }

  // MARK: Tokens

  private func tokenized(_ row: TextRecord) throws(PythonError) -> TextRecord {
    var tokens = try row["prompt"] != nil && isAtLeast(0, 17) ? pair(row) : single(row)
    if !isAtLeast(0, 19) {
      if isAtLeast(0, 16), !isAtLeast(0, 17), let ids = tokens.integers("input_ids"),
        ids.last != ByteTokenizer.endOfText
      {
        tokens["input_ids"] = .integers(ids + [ByteTokenizer.endOfText])
      }
      tokens["attention_mask"] = .integers((tokens.integers("input_ids") ?? []).map { _ in 1 })
    }
    if masksTurns, let mask = tokens.integers("assistant_masks"), !mask.contains(1),
      row["prompt"] == nil || isAtLeast(0, 24)
    {
      throw SupervisedErrors.noAssistantTokens
    }
    var row = row
    row.cells.merge(tokens.cells) { $1 }
    return row
  }

  private func single(_ row: TextRecord) throws(PythonError) -> TextRecord {
    guard let messages = row.messages("messages") else {
      return TextRecord(["input_ids": .integers(tokenizer.encode(try row.text(textColumn)))])
    }
    return conversation(try rendered(messages))
  }

  private func conversation(_ rendering: ChatTemplate.Rendering) -> TextRecord {
    let pieces = tokenizer.pieces(rendering.text)
    var tokens = TextRecord(["input_ids": .integers(pieces.map(\.token))])
    if masksTurns {
      tokens["assistant_masks"] = .integers(ChatTemplate.assistantMask(pieces, rendering.marked))
    }
    return tokens
  }

  /// A prompt and its completion, with a mask. From 0.19 to 0.23 the prompt of a conversation was rendered without the head
  /// of the answer, which then counts as completion.
  private func pair(_ row: TextRecord) throws(PythonError) -> TextRecord {
    let (prompt, tokens): ([Int], TextRecord)
    if let start = row.messages("prompt"), let end = row.messages("completion") {
      prompt = tokenizer.encode(try rendered(start, addsGenerationPrompt: isAtLeast(0, 24)).text)
      tokens = conversation(try rendered(start + end))
    } else {
      prompt = tokenizer.encode(try row.text("prompt"))
      let whole = try row.text("prompt") + row.text("completion")
      tokens = TextRecord(["input_ids": .integers(tokenizer.encode(whole))])
    }
    var masked = tokens
    if masked["assistant_masks"] != nil, !isAtLeast(0, 20) { masked["assistant_masks"] = nil }
    let count = tokens.integers("input_ids")?.count ?? 0
    masked["completion_mask"] = .integers((0..<count).map { $0 < prompt.count ? 0 : 1 })
    return masked
  }

  // MARK: Lengths

  private static let masks = ["completion_mask", "assistant_masks"]

  private func packed(_ rows: [TextRecord]) -> [TextRecord] {
    guard isAtLeast(0, 19) else { return SequencePacking.wrapped(rows, ["input_ids"], longest: longest) }
    var columns = ["input_ids"]
    if isAtLeast(1, 7) {
      columns.append("labels")
    } else if isAtLeast(0, 20) {
      columns += Self.masks.filter { rows.first?[$0] != nil }
    }
    return SequencePacking.bestFit(
      isAtLeast(1, 7) ? rows.map(labelled) : rows, columns, longest: longest,
      keepsRest: isAtLeast(0, 27) && !isAtLeast(0, 29))
  }

  /// The labels that the masks leave: 1.7.0 and later write them down here.
  private func labelled(_ row: TextRecord) -> TextRecord {
    guard row["labels"] == nil, let ids = row.integers("input_ids") else { return row }
    var row = row
    var labels = ids
    for name in Self.masks where name != "completion_mask" || countsCompletionsOnly {
      for (index, bit) in (row.integers(name) ?? []).enumerated() where bit == 0 {
        labels[index] = Tensor.ignoredLabel
      }
    }
    row["labels"] = .integers(labels)
    return row
  }

  /// 0.15 cut ids and masks; later releases cut every list; 1.9.0 and later drop what is left without loss.
  private func truncated(_ rows: [TextRecord]) throws(PythonError) -> [TextRecord] {
    if !isAtLeast(0, 16), let first = rows.first { _ = try first.cell("attention_mask") }
    let names = isAtLeast(0, 16) ? nil : ["input_ids", "attention_mask"]
    let cut = rows.map { row in
      TextRecord(
        Dictionary(
          uniqueKeysWithValues: (isAtLeast(1, 7) ? labelled(row) : row).cells.map { name, cell in
            guard case .integers(let list) = cell, names?.contains(name) ?? true else { return (name, cell) }
            return (name, .integers(Array(list.prefix(longest))))
          }))
    }
    guard isAtLeast(1, 9) else { return cut }
    return cut.filter { ($0.integers("labels") ?? []).contains { $0 != Tensor.ignoredLabel } }
  }
}
