import ReferenceTrainer
import Syntax

/// A stretch of a record that is asked or answered, in tokens.
struct ConversationPart {
  enum Kind { case prompt, answer }

  let kind: Kind
  let tokens: [Int]

  /// The parts of a record, as its layout tells them; of a plain text, where it is one of the samples.
  static func parts(_ record: TextRecord) -> [ConversationPart] {
    if let tokens = record.integers("input_ids") { return tokenized(tokens, record) }
    // What is asked stands before what is answered.
    let asked: Set<String> = ["prompt", "instruction"]
    let inOrder = record.cells.sorted {
      (asked.contains($0.key) ? 0 : 1, $0.key) < (asked.contains($1.key) ? 0 : 1, $1.key)
    }
    return inOrder.flatMap { name, cell -> [ConversationPart] in
      switch cell {
      case .messages(let messages):
        return messages.map { message in
          part(
            ["assistant", "gpt"].contains(message.role) && name != "prompt" ? .answer : .prompt,
            message.content)
        }
      case .text(let text):
        if ["prompt", "instruction"].contains(name) { return [part(.prompt, text)] }
        if ["completion", "output"].contains(name) { return [part(.answer, text)] }
        return SampleRecords.all.filter { text.contains($0.question) }.flatMap {
          [part(.prompt, $0.prompt), part(.answer, $0.completion)]
        }
      case .integers: return []
      }
    }
  }

  private static func part(_ kind: Kind, _ text: String) -> ConversationPart {
    ConversationPart(kind: kind, tokens: ByteTokenizer().encode(text))
  }

  /// What a mask, or labels of its own, say of a record in tokens: the stretches of one kind.
  private static func tokenized(_ tokens: [Int], _ record: TextRecord) -> [ConversationPart] {
    let isAnswer: [Bool]
    if let labels = record.integers("labels") {
      isAnswer = labels.map { $0 != Tensor.ignoredLabel }
    } else if let mask = record.integers("completion_mask") {
      isAnswer = mask.map { $0 == 1 }
    } else {
      return SampleRecords.all.flatMap { [part(.prompt, $0.prompt), part(.answer, $0.completion)] }
    }
    var parts: [(kind: Kind, tokens: [Int])] = []
    for (token, isAnswer) in zip(tokens, isAnswer) {
      let kind = isAnswer ? Kind.answer : .prompt
      if parts.last?.kind != kind { parts.append((kind, [])) }
      parts[parts.count - 1].tokens.append(token)
    }
    return parts.map { ConversationPart(kind: $0.kind, tokens: $0.tokens) }
  }
}
