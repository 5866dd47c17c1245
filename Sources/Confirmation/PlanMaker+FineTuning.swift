import Linting
import ReferenceTrainer
import Setup

// Runs of trl's `SFTTrainer`.
extension PlanMaker {
  /// The run on sample records, or on the user's own, laid out as the files show it.
  func supervisedFineTuning() throws(Obstacle) -> TrainingPlan {
    guard model.family.isDecoder else {
      throw Obstacle("`SFTTrainer` trains decoders, and this model is none")
    }
    var tuning = SupervisedFineTuning([])
    tuning.options = try fineTuningOptions()
    tuning.joinsColumns = isWritten("formatting_func")
    tuning.records = try trainingRecords(tuning)
    tuning.template = .plain
    tuning.measuresTokens = true
    if let collator = setup.collator { try Self.use(collator.consumer.value, &tuning) }
    if tuning.collator == .completionOnly, setup.collator?["instruction_template"].isAbsent == false {
      tuning.instructionTemplate = Self.templates(for: tuning.records).instruction
    }
    var plan = TrainingPlan(model.family, tuning)
    plan.arguments.batchSize = max(1, tuning.records.count)
    plan.arguments.maxSteps = 1
    plan.forward = model.forward
    plan.modelType = model.modelType
    plan.adapter = try adapter()
    return plan
  }

  private func isWritten(_ keyword: String) -> Bool {
    guard let trainer = setup.trainer, trainer.nameSpan(keyword) != nil else { return false }
    return trainer[keyword].value != .null
  }

  private func fineTuningOptions() throws(Obstacle) -> SupervisedFineTuning.Options {
    func value(_ name: String) throws(Obstacle) -> SetupValue? {
      let fact = setup.option(name)
      if fact.isAbsent || fact.value == .null { return nil }
      // What a command line may add to a config file is not there until somebody writes it.
      if setup.dialect == .trl, setup.arguments?.nameSpan(name) == nil { return nil }
      guard let value = fact.value else { throw Obstacle("`\(name)` is not known") }
      return value
    }
    var options = SupervisedFineTuning.Options()
    options.packing = try value("packing")?.bool
    options.completionOnlyLoss = try value("completion_only_loss")?.bool
    options.assistantOnlyLoss = try value("assistant_only_loss")?.bool
    options.textColumn = try value("dataset_text_field")?.string
    // The longest sequence is left as it is: the samples are short, and masking does not depend on it. Packed, more than
    // one of them has to come into a row.
    if options.packing == true { options.longest = 120 }
    return options
  }

  private func trainingRecords(_ tuning: SupervisedFineTuning) throws(Obstacle) -> [TextRecord] {
    guard let split = setup.split(.train), let format = split.format.value else {
      // What this collator looks for stands in a text, however that was made.
      if setup.collator?.consumer.value == Self.completionCollator { return try texts(tuning) }
      throw Obstacle("how the rows of the training split are laid out is not known")
    }
    if format == .tokenized {
      guard split.columns.isClosed else {
        throw Obstacle("which columns of tokens the rows have is not known")
      }
      return SampleRecords.tokenized(Set(split.columns.names))
    }
    if let own { return own.rows }
    if format == .text { return try texts(tuning) }
    return try SampleRecords.records(format, textColumn: tuning.options.textColumn ?? "text")
  }

  /// Texts, or the columns that a formatting function makes them of.
  private func texts(_ tuning: SupervisedFineTuning) throws(Obstacle) -> [TextRecord] {
    try SampleRecords.records(
      tuning.joinsColumns ? .instruction : .text, textColumn: tuning.options.textColumn ?? "text")
  }

  private static let completionCollator = "trl.DataCollatorForCompletionOnlyLM"

  /// Changes what `SFTTrainer` is given; false for a change that is none of its.
  func apply(_ change: FactChange, to tuning: inout SupervisedFineTuning) throws(Obstacle) -> Bool {
    switch change.key {
    case "data.train.format":
      guard let format = change.value?.string.flatMap(RowFormat.init) else { return false }
      if let pairs = own?.asPairs {
        tuning.records = pairs
      } else {
        tuning.records = try SampleRecords.records(format, textColumn: tuning.options.textColumn ?? "text")
      }
    case "trainer.formatting_func" where change.value == nil: tuning.joinsColumns = false
    case "arguments.packing", "trainer.packing": tuning.options.packing = change.value?.bool
    case "arguments.completion_only_loss": tuning.options.completionOnlyLoss = change.value?.bool
    case "collator":
      guard case .symbol(let name)? = change.value else { return false }
      try Self.use(name, &tuning)
    default: return false
    }
    return true
  }

  private static func use(_ collator: String?, _ tuning: inout SupervisedFineTuning) throws(Obstacle) {
    switch collator {
    case completionCollator?:
      tuning.collator = .completionOnly
      tuning.responseTemplate = templates(for: tuning.records).response
    case "transformers.DataCollatorForSeq2Seq"?: tuning.collator = .seq2seq
    case "transformers.DataCollatorForLanguageModeling"?: tuning.collator = .languageModeling
    default: throw Obstacle("which data collator makes the batches is not known")
    }
  }

  /// What marks a question and an answer in the records: the template's words for turns of their own, the samples' for
  /// texts.
  private static func templates(for records: [TextRecord]) -> (instruction: String, response: String) {
    let isChat =
      records.first?.cells.values.contains { if case .messages = $0 { true } else { false } } ?? false
    return isChat
      ? ("<|user|>", "<|assistant|>") : (SampleRecords.questionMark, SampleRecords.answerMark)
  }
}
