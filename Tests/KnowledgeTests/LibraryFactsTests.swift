import Testing

@testable import Knowledge

@Suite struct LibraryFactsTests {
  @Test func taskTypesGrewIn040() {
    #expect(
      TaskTypes.all().map(\.value).sorted() == [
        "CAUSAL_LM", "FEATURE_EXTRACTION", "QUESTION_ANS", "SEQ_2_SEQ_LM", "SEQ_CLS", "TOKEN_CLS",
      ])
    #expect(TaskTypes.releases(having: "CAUSAL_LM") == [.always])
    #expect(TaskTypes.releases(having: "QUESTION_ANS") == [ReleaseInterval(since: "0.4.0")])
    #expect(TaskTypes.releases(having: "CASUAL_LM").isEmpty)
    #expect(TaskTypes.releases(having: "causal_lm").isEmpty)
  }

  @Test func promptMethodsAreToldFromAdapters() {
    #expect(PeftMethods.kind("LORA") == [Dated(interval: .always, value: .adapter)])
    #expect(PeftMethods.kind("PREFIX_TUNING") == [Dated(interval: .always, value: .prompt)])
    #expect(
      PeftMethods.kind("MULTITASK_PROMPT_TUNING")
        == [Dated(interval: ReleaseInterval(since: "0.6.0"), value: .prompt)])
    #expect(
      PeftMethods.kind("BONE") == [
        Dated(interval: ReleaseInterval(since: "0.14.0", until: "0.19.0"), value: .adapter)
      ])
    #expect(PeftMethods.kind("LoRA").isEmpty)
  }

  /// The class got a `__hash__` in 4.34.0.
  @Test func generationConfigGotAHash() {
    #expect(
      Hashability.of("transformers.GenerationConfig") == [
        Dated(interval: ReleaseInterval(until: "4.34.0"), value: .unhashable),
        Dated(interval: ReleaseInterval(since: "4.34.0"), value: .hashable),
      ])
  }

  @Test(arguments: [
    "transformers.TrainingArguments", "transformers.Seq2SeqTrainingArguments",
    "transformers.BitsAndBytesConfig",
    "transformers.DataCollatorForSeq2Seq", "transformers.LlamaConfig", "transformers.PretrainedConfig",
    "peft.LoraConfig", "peft.PrefixTuningConfig", "builtins.list", "collections.OrderedDict", "numpy.ndarray",
  ])
  func neverHashable(export: String) {
    #expect(Hashability.of(export) == [Dated(interval: .always, value: .unhashable)])
  }

  @Test(arguments: [
    "transformers.EarlyStoppingCallback", "transformers.Trainer", "peft.TaskType", "torch.nn.Module",
    "torch.dtype",
    "pathlib.Path", "builtins.tuple",
  ])
  func alwaysHashable(export: String) {
    #expect(Hashability.of(export) == [Dated(interval: .always, value: .hashable)])
  }

  @Test func unknownClassesHaveNoAnswer() {
    #expect(Hashability.of("transformers.NoSuchConfig").isEmpty)
    #expect(Hashability.of("LoraConfig").isEmpty)
  }

  @Test func trlConfigurationsAreUnhashableSinceTheyExist() {
    #expect(
      Hashability.of("trl.SFTConfig") == [
        Dated(interval: ReleaseInterval(since: "0.9.2"), value: .unhashable)
      ])
    #expect(
      Hashability.of("trl.DataCollatorForCompletionOnlyLM")
        == [Dated(interval: ReleaseInterval(until: "0.20.0"), value: .unhashable)])
  }

  @Test func parametersComeAndGo() {
    func intervals(_ export: String, _ name: String) -> [String] {
      Parameters.of(export, named: name).map(\.interval.specifier)
    }
    #expect(intervals("transformers.TrainingArguments", "eval_strategy") == [">=4.41.0"])
    #expect(
      intervals("transformers.TrainingArguments", "evaluation_strategy") == ["<4.41.0", ">=4.41.0,<4.51.0"])
    #expect(intervals("trl.SFTConfig", "completion_only_loss") == [">=0.17.0"])
    #expect(intervals("trl.SFTConfig", "assistant_only_loss") == [">=0.19.0"])
    #expect(intervals("trl.SFTConfig", "max_seq_length").last == ">=0.16.0,<0.20.0")
    #expect(intervals("trl.SFTConfig", "no_such_field").isEmpty)
    #expect(
      Parameters.of("transformers.TrainingArguments", named: "remove_unused_columns").map(\.value.standard)
        == ["True"])
  }

  @Test func oldNamesAreKnownAsRenamed() {
    #expect(
      Parameters.of("transformers.Trainer", named: "tokenizer").map(\.value.renamedTo) == [
        nil, "processing_class",
      ])
    #expect(
      Parameters.of("transformers.Trainer", named: "tokenizer").map(\.interval.specifier)
        == ["<4.46.0", ">=4.46.0,<5.0.0"])
    #expect(
      Parameters.of("trl.SFTTrainer", named: "tokenizer").map(\.interval.specifier) == [
        "<0.12.0", ">=0.12.0,<0.16.0",
      ])
  }

  @Test func lossOfPromptAndCompletion() {
    let plain = SupervisedLoss.outcomes(.promptCompletion, .none)
    #expect(plain.map(\.value.tokens) == [.all, .all, .completion])
    #expect(plain.map(\.interval.specifier) == [">=0.8.0,<0.15.0", ">=0.15.0,<0.17.0", ">=0.17.0"])
    let messages = SupervisedLoss.outcomes(.promptCompletionMessages, .none)
    #expect(messages.map(\.value.tokens) == [.error, .all, .completion, .completionAndHeader, .completion])
    #expect(messages.last?.interval == ReleaseInterval(since: "0.24.0"))
    let labels = SupervisedLoss.outcomes(.pretokenizedLabels, .none)
    #expect(labels.map(\.value.tokens) == [.all, .error, .all, .all, .labels])
    #expect(labels.map(\.interval.since) == ["0.9.2", "0.15.0", "0.15.1", "0.16.0", "0.19.0"])
    #expect(SupervisedLoss.outcomes(.messages, .completionOnly).map(\.value.tokens) == [.all])
    #expect(SupervisedLoss.outcomes(.instructionOutput, .assistantOnly).isEmpty)
  }

  /// An option is not listed for releases that do not have it, and every text of the table is understood.
  @Test func lossTableIsWhole() {
    let rows = KnowledgeTable(EmbeddedTables.sftLoss).allRows()
    let understood = SupervisedLoss.Format.allCases.flatMap { format in
      SupervisedLoss.Option.allCases.flatMap { SupervisedLoss.outcomes(format, $0) }
    }
    #expect(understood.count == rows.count)
    for row in rows where row[1].hasPrefix("completion_only_loss") { #expect(!row[4].isEmpty) }
  }
}
