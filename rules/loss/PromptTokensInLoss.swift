import Knowledge
import Linting
import Setup
import Syntax

/// Prompt tokens that carry loss although the files show that only completions were meant to be learned.
enum PromptTokensInLoss: SetupRule {
  static let metadata = RuleMetadata(
    "prompt-tokens-in-loss", family: "loss", severity: .error, since: "0.1.0",
    "prompts that are trained on although only the completions were meant")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let run = SFTRun(setup), run.option("completion_only_loss").value != .bool(false),
      run.isOff("assistant_only_loss"), run.preparesRows
    else { return [] }
    if let packed = packedCollator(run) { return [packed] }
    guard run.usesOwnCollator else { return [] }
    if let formatted = formattedPairs(run) { return [formatted] }
    if !setup.idleMaskings.isEmpty { return idle(run) }
    guard let rows = packedPairs(run) ?? pairs(run) ?? labels(run) ?? completionMask(run) else { return [] }
    return [rows]
  }

  // MARK: A collator that cannot mask

  /// trl/trainer/utils.py `DataCollatorForCompletionOnlyLM.torch_call`: without an instruction template
  /// everything before the last response template of a sequence is masked. Run with trl 0.8.6 to 0.19.1; the
  /// boundaries lie between 0.14.0 and 0.15.0, and between 0.18.2 and 0.19.0.
  private static func packedCollator(_ run: SFTRun) -> Observed? {
    guard let collator = run.setup.collator, collator.consumer.value == SFTRun.completionCollator,
      collator["instruction_template"].isAbsent, run.option("packing").value == .bool(true),
      run.isDefault("packing_strategy"), let place = run.optionName("packing")
    else { return nil }
    return Observed(
      at: .span(place), label: "one sequence then holds many answers",
      "the collator masks all but the last answer of a sequence, and packing puts many into one",
      advice: "set `packing=False`",
      related: [RelatedPlace(.span(collator.span), "the collator is made here")],
      effects: [
        Effect(
          .when(.trl, "<0.15"), when: .start, severity: .error,
          "ValueError: You passed a `DataCollatorForCompletionOnlyLM` to the SFTTrainer. This is not "
            + "compatible with the `packing` argument."),
        Effect(
          .when(.trl, ">=0.15,<0.19"), when: .silently, severity: .warning,
          "only the last answer of each packed sequence is learned"),
        Effect(
          .when(.trl, ">=0.19"), when: .start, severity: .error,
          "ValueError: Passing a custom data collator is not supported when using padding-free."),
      ],
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name, mended: [FactChange(packingKey(run), to: .bool(false))]),
      versions: run.versions)
  }

  private static func packingKey(_ run: SFTRun) -> String {
    run.setup.trainer?.nameSpan("packing") == nil ? "arguments.packing" : "trainer.packing"
  }

  // MARK: Rows that say what is meant

  /// Run with trl 0.8.6 to 1.16.0; the boundaries lie between 0.16.1 and 0.17.0, and between 0.17.0 and
  /// 0.18.0.
  private static func formattedPairs(_ run: SFTRun) -> Observed? {
    guard let formatter = run.formatter, run.hasPromptAndCompletion, run.isDefault("completion_only_loss")
    else {
      return nil
    }
    return Observed(
      at: .span(formatter), label: "joins prompt and completion",
      "`formatting_func` makes one text of rows that have `prompt` and `completion`, so that nothing says "
        + "where the prompt ends",
      advice: "leave `formatting_func` out: TRL 0.17 and later train the completion only by themselves",
      related: run.columnPlace("prompt", "the rows have `prompt` and `completion`"),
      effects: [
        Effect(.when(.trl, "<0.17"), when: .silently, severity: .warning, SFTRun.everyToken),
        .harmless(.when(.trl, ">=0.17,<0.18"), "the trainer masks by the `prompt` column all the same"),
        Effect(.when(.trl, ">=0.18"), when: .start, severity: .error, refusedFormatter),
      ],
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name,
        mended: [
          run.mayHave(trl: ">=0.17") ? FactChange("trainer.formatting_func", to: nil) : maskingCollator
        ]),
      versions: run.versions)
  }

  private static let maskingCollator = FactChange("collator", to: .symbol(SFTRun.completionCollator))

  static let refusedFormatter =
    "ValueError: A formatting function was provided while `completion_only_loss=True`, which is incompatible."

  /// Run with trl 0.9.6 to 1.16.0 on plain rows, with 0.15.0 to 1.16.0 on conversational ones: the mask is
  /// lost in packing up to 0.19.1, also where `completion_only_loss=True` is written.
  private static func effectsOfPacking(_ format: RowFormat) -> [Effect] {
    let first = format == .promptCompletion ? "<0.20" : ">=0.15,<0.20"
    return [
      .harmless(.when(.trl, ">=0.20"), "packing keeps the mask"),
      Effect(.when(.trl, first), when: .silently, severity: .warning, SFTRun.everyToken),
    ]
  }

  private static func packedPairs(_ run: SFTRun) -> Observed? {
    guard run.hasPromptAndCompletion, run.option("packing").value == .bool(true), let format = run.format,
      let place = run.optionName("packing")
    else { return nil }
    return Observed(
      at: .span(place), label: "loses the mask",
      "the rows have `prompt` and `completion`, so completions alone are meant to be learned, but packing "
        + "loses the mask of the prompts",
      advice: "move to trl 0.20 or later; with 0.17 to 0.19 `packing=False` does it, too",
      related: run.columnPlace("prompt", "the rows have `prompt` and `completion`"),
      effects: effectsOfPacking(format),
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name,
        mended: [FactChange(packingKey(run), to: .bool(false))]
          + (run.mayHave(trl: ">=0.17") ? [] : [maskingCollator])),
      versions: run.versions)
  }

  private static func pairs(_ run: SFTRun) -> Observed? {
    // A `text` beside them says that somebody joined the two on purpose.
    guard run.hasPromptAndCompletion, run.isOff("packing"), run.isDefault("completion_only_loss"),
      run.setup.split(.train)?.columns.contains("text") == false, let format = run.knownFormat,
      let place = run.dataPlace
    else { return nil }
    return Observed(
      at: .span(place), label: "has `prompt` and `completion`",
      "the rows have `prompt` and `completion`, so completions alone are meant to be learned, but this trl "
        + "does not tell them apart",
      advice: "move to trl 0.17 or later, which trains the completion only, or pass a "
        + "`DataCollatorForCompletionOnlyLM`",
      related: run.columnPlace("prompt", "`prompt` stands here"), effects: run.effects(format, .none),
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name, mended: [maskingCollator]),
      versions: run.versions)
  }

  /// `DataCollatorForLanguageModeling`, the trainer's own up to 0.18, writes labels of its own.
  private static func labels(_ run: SFTRun) -> Observed? {
    guard run.knownFormat == .pretokenizedLabels, let place = run.dataPlace,
      let column = run.setup.split(.train)?.columns["labels"], column.isMasked
    else { return nil }
    return Observed(
      at: .span(place), label: "has `labels` of its own",
      "the rows are tokenized and have `labels` of their own, which this trl writes over",
      // In 0.17 and 0.18 the trainer drops the column before any collator sees it.
      advice: "move to trl 0.19 or later, or pass `data_collator=DataCollatorForSeq2Seq(tokenizer)`, with "
        + "`remove_unused_columns=False` in 0.17 and 0.18",
      related: run.columnPlace("labels", "`labels` stands here"),
      effects: run.effects(.pretokenizedLabels, .none),
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name,
        mended: [
          FactChange("collator", to: .symbol("transformers.DataCollatorForSeq2Seq")),
          FactChange("arguments.remove_unused_columns", to: .bool(false)),
        ]),
      versions: run.versions)
  }

  /// `completion_only_loss=None` counts as off for rows without a `prompt` column
  /// (trl/trainer/sft_trainer.py, 0.17.0 to 1.16.0).
  private static func completionMask(_ run: SFTRun) -> Observed? {
    guard run.knownFormat == .pretokenizedCompletionMask, run.isDefault("completion_only_loss"),
      let place = run.dataPlace
    else { return nil }
    return Observed(
      at: .span(place), label: "has a `completion_mask`",
      "the rows have a `completion_mask`, which counts only with `completion_only_loss=True`",
      advice: "set `completion_only_loss=True` (trl 0.17 and later)",
      related: run.columnPlace("completion_mask", "`completion_mask` stands here"),
      effects: run.effects(.pretokenizedCompletionMask, .none),
      experiment: Experiment(
        .lossOnPromptTokens, of: run.setup.name,
        mended: [FactChange("arguments.completion_only_loss", to: .bool(true))]),
      versions: run.versions)
  }
}

// MARK: A mask that is made and left lying

extension PromptTokensInLoss {
  private static func idle(_ run: SFTRun) -> [Observed] {
    let effects = idleEffects(run)
    guard !effects.isEmpty, let trainer = run.setup.trainer else { return [] }
    return run.setup.idleMaskings.map { idle in
      Observed(
        at: .span(idle.span), label: "used for nothing", message(idle.means), advice: advice(idle.means),
        related: [
          RelatedPlace(
            .span(trainer.nameSpan("train_dataset") ?? trainer.span), "trained here, without a collator")
        ],
        effects: effects,
        experiment: Experiment(
          .lossOnPromptTokens, of: run.setup.name,
          mended: [run.mayHave(trl: ">=0.20") ? masked : maskingCollator]),
        versions: run.versions)
    }
  }

  /// What later releases mask by, which have the collator no longer.
  private static let masked = FactChange(
    "data.train.format", to: .string(RowFormat.promptCompletion.rawValue))

  /// Up to trl 0.16 the trainer masks nothing by itself, whatever the rows; later it masks rows with
  /// `prompt`.
  private static func idleEffects(_ run: SFTRun) -> [Effect] {
    if let format = run.knownFormat, run.formatter == nil, run.isDefault("completion_only_loss") {
      return run.effects(format, .none)
    }
    if run.format == .text || run.format == .messages {
      return [Effect(.always, when: .silently, severity: .warning, SFTRun.everyToken)]
    }
    guard run.format == nil else { return [] }
    return [
      Effect(.when(.trl, "<0.17"), when: .silently, severity: .warning, SFTRun.everyToken),
      .harmless(
        .when(.trl, ">=0.17"), "rows with `prompt` and `completion` are masked by the trainer itself"),
    ]
  }

  private static func message(_ means: IdleMasking.Means) -> String {
    switch means {
    case .collator:
      return
        "this collator would mask the prompts, so completions alone are meant to be learned, but no trainer "
        + "is given it"
    case .responseTemplate:
      return
        "`response_template` says where completions start, so that they alone are meant to be learned, but "
        + "nothing reads it"
    }
  }

  private static func advice(_ means: IdleMasking.Means) -> String {
    switch means {
    case .collator: return "pass it to the trainer as `data_collator`"
    case .responseTemplate:
      return "give the rows `prompt` and `completion` columns (trl 0.17 and later), or make a "
        + "`DataCollatorForCompletionOnlyLM` with it (trl before 0.20)"
    }
  }
}
