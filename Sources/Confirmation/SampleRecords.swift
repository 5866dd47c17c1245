import ReferenceTrainer
import Setup

/// Small conversations of one turn, in every layout that `SFTTrainer` is given: what is asked, and what is answered.
struct SampleRecords {
  /// A question and its answer, which share no words.
  struct Sample {
    let question: String
    let answer: String
    /// As scripts write it into one text, before the answer.
    var prompt: String { "\(SampleRecords.questionMark) \(question)\n\(SampleRecords.answerMark)" }
    var completion: String { " \(answer)" }
  }

  static let questionMark = "### Question:"
  static let answerMark = "### Answer:"

  static let all = [
    Sample(question: "Largest planet?", answer: "Jupiter."),
    Sample(question: "Author of Emma?", answer: "Austen."),
    Sample(question: "Capital of Peru?", answer: "Lima."),
  ]

  /// The samples as rows of this layout. `textColumn` is the name of a text's column.
  ///
  /// - Throws: for rows that are not known.
  static func records(_ format: RowFormat, textColumn: String) throws(Obstacle) -> [TextRecord] {
    switch format {
    case .text:
      return all.map { TextRecord([textColumn: .text($0.prompt + $0.completion)]) }
    case .promptCompletion:
      return all.map { TextRecord(["prompt": .text($0.prompt), "completion": .text($0.completion)]) }
    case .conversationalPromptCompletion:
      return all.map { TextRecord(["prompt": asked($0), "completion": answered($0)]) }
    case .messages:
      return all.map { TextRecord(["messages": .messages(messages($0))]) }
    case .shareGPT:
      return all.map { sample in
        let turns = messages(sample).map { message in
          TextRecord.Message(
            role: message.role == "user" ? "human" : "gpt", content: message.content, isShareGPT: true)
        }
        return TextRecord(["conversations": .messages(turns)])
      }
    case .instruction:
      return all.map { TextRecord(["instruction": .text($0.prompt), "output": .text($0.completion)]) }
    case .tokenized: throw Obstacle("which columns of tokens the rows have is not known")
    }
  }

  /// The samples in tokens, with these columns besides `input_ids`: labels, or a mask of the completion.
  static func tokenized(_ columns: Set<String>) -> [TextRecord] {
    let tokenizer = ByteTokenizer()
    return all.map { sample in
      let prompt = tokenizer.encode(sample.prompt)
      let completion = tokenizer.encode(sample.completion + "</s>")
      var record = TextRecord(["input_ids": .integers(prompt + completion)])
      if columns.contains("attention_mask") {
        record["attention_mask"] = .integers((prompt + completion).map { _ in 1 })
      }
      if columns.contains("labels") {
        record["labels"] = .integers(prompt.map { _ in -100 } + completion)
      }
      if columns.contains("completion_mask") {
        record["completion_mask"] = .integers(prompt.map { _ in 0 } + completion.map { _ in 1 })
      }
      return record
    }
  }

  private static func messages(_ sample: Sample) -> [TextRecord.Message] {
    [
      TextRecord.Message(role: "user", content: sample.question),
      TextRecord.Message(role: "assistant", content: sample.answer),
    ]
  }

  private static func asked(_ sample: Sample) -> TextRecord.Cell {
    .messages(Array(messages(sample).prefix(1)))
  }
  private static func answered(_ sample: Sample) -> TextRecord.Cell {
    .messages(Array(messages(sample).suffix(1)))
  }
}
