import Datasets
import Linting
import Setup
import Syntax

/// Answers with a field that is to leave them out of the loss, in a run of a framework that reads no such field.
enum IgnoredWeightOrLossField: SetupRule {
  static let metadata = RuleMetadata(
    "ignored-weight-or-loss-field", family: "conversation", severity: .warning, since: "0.1.0",
    observing: .turns,
    "answers that are to be left out of the loss, and are not")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let reader = reader(of: setup) else { return [] }
    return setup.splits.flatMap { split -> [Observed] in
      guard split.split == .train, let records = split.unchangedRecords else { return [] }
      return [KnownColumn.messages, .conversations].compactMap { observed($0, records, reader, setup) }
    }
  }

  /// Which framework reads the turns; nil where another one does, or code of the project's own may.
  private static func reader(of setup: TrainingSetup) -> String? {
    if setup.dialect == .llamaFactory {
      // It trains the last answer alone.
      return setup.arguments?.nameSpan("mask_history") == nil ? "LLaMA-Factory" : nil
    }
    if let script = GLMDemoScript(setup) {
      // GLM-4's may train the last answer alone.
      return script.demo == .chatGLM3 && script.readsNoLossField ? script.name : nil
    }
    // trl hands the whole turn to the chat template, and one of the project's own may read the field.
    guard setup.model?["tokenizer.chat_template"].isAbsent ?? true,
      !setup.anchor.file.mentions("chat_template")
    else { return nil }
    guard let run = SFTRun(setup), run.usesOwnCollator, run.formatter == nil, run.preparesRows,
      run.format == .messages
    else { return nil }
    return "trl"
  }

  private static func observed(
    _ column: KnownColumn, _ records: Profile, _ reader: String, _ setup: TrainingSetup
  ) -> Observed? {
    guard let turns = records.conversations[column] else { return nil }
    let answers = turns[.leftOutOfLoss]
    let keys = records.names(of: column).compactMap { records.fields[$0]?.values.element?.object }
    let names = TurnField.lossSwitches.map(\.rawValue).filter { name in keys.contains { $0[name] != nil } }
    let list = names.map { "`\($0)`" }.joined(separator: " and ")
    return Observed(
      answers, of: turns.answers, label: "not read",
      "\(list) \(names.count == 1 ? "is" : "are") to leave \(answers.count) of \(turns.answers) answers out of the loss, and \(reader) reads no such field",
      advice: "drop these conversations, or end them before the answer",
      effects: [
        // Run: `fixtures/goldens/record_shapes.py`: LLaMA-Factory ff6d4d1, 38 templates of trl 1.16.0; `glm_demos.py`.
        Effect(
          .always, when: .silently, severity: .warning, "these answers are learned like all others")
      ], versions: setup.versions)
  }
}
