import Datasets
import Linting
import ReferenceTrainer
import Syntax

/// Two steps on records of the user's own as they stand, and on the same records with what they lack.
struct RecordTrial {
  let written: TrainingPlan
  let mended: TrainingPlan

  /// How many records a run looks at.
  static let count = 3
  /// How much of a row or a text is looked at, in tokens and bytes: more takes the tiny model long, and shows nothing more.
  private static let longest = 48

  /// - Throws: where the records cannot be had, or are not laid out as the question has it.
  init(_ asked: RecordsInQuestion, _ records: [ConfigNode]) throws(Obstacle) {
    guard !records.isEmpty else { throw Obstacle("the records cannot be read by themselves") }
    let named = records.map { NamedRecord($0, by: asked.names) }
    switch asked.lack {
    case .labels: (written, mended) = try Self.rows(records)
    case .otherAnswer: (written, mended) = try Self.pairs(named)
    case .words: (written, mended) = try Self.answers(named)
    case .room: (written, mended) = try Self.longPrompts(named)
    }
  }

  // MARK: Rows of tokens

  private static func rows(_ records: [ConfigNode]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
    let rows = records.compactMap { record -> (ids: [Int], labels: [Int])? in
      guard let ids = tokens(record["input_ids"]), let labels = tokens(record["labels"]), !ids.isEmpty,
        labels.count == ids.count
      else { return nil }
      return (ids, labels)
    }
    guard !rows.isEmpty else { throw Obstacle("the records are no rows of tokens with labels") }
    return (plan(rows), plan(rows.map { ($0.ids, $0.ids) }))
  }

  /// In the vocabulary of the tiny model; what is ignored stays ignored.
  private static func tokens(_ list: ConfigNode?) -> [Int]? {
    guard let list, list.kind == .sequence else { return nil }
    let numbers = list.elements.prefix(longest).map { Int($0.text) }
    let known = numbers.compactMap { number in
      number.map { $0 == ignoredLabel ? $0 : firstToken + abs($0 % tokenCount) }
    }
    return known.count == numbers.count ? known : nil
  }

  private static let ignoredLabel = -100
  /// Behind the special tokens of the tiny model, which has 64.
  private static let firstToken = 4
  private static let tokenCount = 60

  private static func plan(_ rows: [(ids: [Int], labels: [Int])]) -> TrainingPlan {
    let split = TokenizedSplit([
      .init(name: "input_ids", rows: rows.map(\.ids)),
      .init(name: "attention_mask", rows: rows.map { $0.ids.map { _ in 1 } }),
      .init(name: "labels", rows: rows.map(\.labels)),
    ])
    var plan = TrainingPlan(.llama, trainer: .trainer, collator: .seq2seq, train: split, evaluation: nil)
    plan.arguments.batchSize = rows.count
    return plan
  }

  // MARK: Pairs

  private static func pairs(_ records: [NamedRecord]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
    let pairs = records.compactMap { record -> PreferenceTuning.Record? in
      guard let chosen = record.lastText(.chosen), let rejected = record.lastText(.rejected) else {
        return nil
      }
      let prompt = record.lastText(.prompt) ?? record.lastText(.instruction) ?? record.firstText(.chosen)
      return PreferenceTuning.Record(
        prompt: cut(prompt ?? "Question"), chosen: " " + cut(chosen), rejected: " " + cut(rejected))
    }
    guard !pairs.isEmpty else { throw Obstacle("the records are no pairs of texts") }
    let others = pairs.map { pair in
      var other = pair
      other.rejected += " Nobody knows."
      return other
    }
    return (plan(pairs), plan(others))
  }

  private static func plan(_ pairs: [PreferenceTuning.Record]) -> TrainingPlan {
    var plan = TrainingPlan(.llama, PreferenceTuning(pairs))
    plan.adapter = TrainingPlan.Adapter(
      taskType: "CAUSAL_LM", loRA: LoRASettings(targets: .names(["q_proj", "v_proj"])))
    plan.arguments.learningRate = 0.01
    return plan
  }

  // MARK: Conversations

  private static func answers(_ records: [NamedRecord]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
    let questions = records.compactMap { questionOfEmptyColumn($0) ?? questionOfEmptyAnswer($0) }
    guard !questions.isEmpty else { throw Obstacle("the records have no empty answer") }
    return (plan(questions, answer: ""), plan(questions, answer: "It is so."))
  }

  private static func plan(_ questions: [String], answer: String) -> TrainingPlan {
    let records = questions.map { question in
      TextRecord([
        "messages": .messages([
          .init(role: "user", content: question), .init(role: "assistant", content: answer),
        ])
      ])
    }
    var tuning = SupervisedFineTuning(records)
    tuning.template = .generation
    tuning.options.assistantOnlyLoss = true
    var plan = TrainingPlan(.llama, tuning)
    plan.arguments.batchSize = records.count
    return plan
  }

  /// What is asked where the answer, in a column of its own, has no words.
  private static func questionOfEmptyColumn(_ record: NamedRecord) -> String? {
    let parts: [(asked: KnownColumn, answered: KnownColumn)] = [
      (.instruction, .output), (.prompt, .completion),
    ]
    for part in parts {
      guard let question = record.lastText(part.asked), let answer = record[part.answered], answer.isQuoted,
        answer.text.allSatisfy(\.isWhitespace)
      else { continue }
      return cut(question)
    }
    return nil
  }

  /// What stands before the first answer without words.
  private static func questionOfEmptyAnswer(_ record: NamedRecord) -> String? {
    guard let turns = record.turns else { return nil }
    let empty = turns.firstIndex { record.isAnswer($0) && record.text($0).allSatisfy(\.isWhitespace) }
    return empty.map { $0 > 0 ? cut(record.text(turns[$0 - 1])) : "" }
  }

  // MARK: Prompts

  /// The beginnings of the prompts, as long as the limit: that they fill it is what is asked about.
  private static func longPrompts(_ records: [NamedRecord]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
    let rows = records.compactMap { record -> TextRecord? in
      guard let (prompt, answer) = promptAndAnswer(record), prompt.utf8.count >= longest else { return nil }
      return TextRecord(["prompt": .text(prompt), "completion": .text(" " + cut(answer))])
    }
    guard !rows.isEmpty else { throw Obstacle("the records are no long prompts with an answer") }
    var tuning = SupervisedFineTuning(rows)
    var roomy = TrainingPlan(.llama, tuning)
    tuning.options.longest = longest
    var full = TrainingPlan(.llama, tuning)
    (full.arguments.batchSize, roomy.arguments.batchSize) = (rows.count, rows.count)
    return (full, roomy)
  }

  private static func promptAndAnswer(_ record: NamedRecord) -> (String, String)? {
    if let prompt = record.lastText(.prompt), let answer = record.lastText(.completion) {
      return (cut(prompt), answer)
    }
    guard let turns = record.turns, let first = turns.firstIndex(where: record.isAnswer) else { return nil }
    return (cut(turns[..<first].map(record.text).joined(separator: " ")), record.text(turns[first]))
  }

  private static func cut(_ text: String) -> String { String(text.prefix(longest)) }
}
