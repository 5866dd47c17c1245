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
    switch asked.lack {
    case .labels: (written, mended) = try Self.rows(records)
    case .otherAnswer: (written, mended) = try Self.pairs(records)
    case .words: (written, mended) = try Self.answers(records)
    case .room: (written, mended) = try Self.longPrompts(records)
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

  private static func pairs(_ records: [ConfigNode]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
    let pairs = records.compactMap { record -> PreferenceTuning.Record? in
      guard let chosen = record["chosen"].flatMap(lastText),
        let rejected = record["rejected"].flatMap(lastText)
      else { return nil }
      let prompt = record["prompt"].flatMap(lastText) ?? record["chosen"].flatMap(firstText)
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

  private static func answers(_ records: [ConfigNode]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
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
  private static func questionOfEmptyColumn(_ record: ConfigNode) -> String? {
    for (asked, answered) in [("instruction", "output"), ("prompt", "completion")] {
      guard let question = record[asked].flatMap(lastText), let answer = record[answered], answer.isQuoted,
        answer.text.allSatisfy(\.isWhitespace)
      else { continue }
      return cut(question)
    }
    return nil
  }

  /// What stands before the first answer without words.
  private static func questionOfEmptyAnswer(_ record: ConfigNode) -> String? {
    guard let list = record["messages"] ?? record["conversations"] ?? record["conversation"],
      list.kind == .sequence
    else { return nil }
    let turns = list.elements
    let empty = turns.firstIndex { turn in
      let role = (turn["role"] ?? turn["from"])?.text
      return (role == "assistant" || role == "gpt") && text(turn).allSatisfy(\.isWhitespace)
    }
    return empty.map { $0 > 0 ? cut(text(turns[$0 - 1])) : "" }
  }

  // MARK: Prompts

  /// The beginnings of the prompts, as long as the limit: that they fill it is what is asked about.
  private static func longPrompts(_ records: [ConfigNode]) throws(Obstacle) -> (TrainingPlan, TrainingPlan) {
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

  private static func promptAndAnswer(_ record: ConfigNode) -> (String, String)? {
    if let prompt = record["prompt"].flatMap(lastText), let answer = record["completion"].flatMap(lastText) {
      return (cut(prompt), answer)
    }
    guard let turns = (record["messages"] ?? record["conversations"])?.elements,
      let first = turns.firstIndex(where: { turn in
        let role = (turn["role"] ?? turn["from"])?.text
        return role == "assistant" || role == "gpt"
      })
    else { return nil }
    return (cut(turns[..<first].map(text).joined(separator: " ")), text(turns[first]))
  }

  // MARK: Texts

  /// A text, or that of the last turn.
  private static func lastText(_ node: ConfigNode) -> String? {
    if node.kind == .scalar { return node.isQuoted ? node.text : nil }
    return node.elements.last.map(text)
  }

  /// That of the first turn of several.
  private static func firstText(_ node: ConfigNode) -> String? {
    node.elements.count > 1 ? node.elements.first.map(text) : nil
  }

  private static func text(_ turn: ConfigNode) -> String {
    guard let content = turn["content"] ?? turn["value"], content.isQuoted else { return "" }
    return content.text
  }

  private static func cut(_ text: String) -> String { String(text.prefix(longest)) }
}
