import Datasets
import Linting
import Setup
import Syntax

/// How many tokens a run keeps of a record, and what of it has to have fewer words if an answer is to be left.
struct LengthLimit {
  /// Whose rows end there, as far as what is lost differs.
  enum Framework: Hashable {
    case trl, glmDemo, llamaFactory
    case axolotl(ExcessLength)
  }

  /// What axolotl does with longer rows (`excess_length_strategy`).
  enum ExcessLength: String, Hashable {
    case drop, truncate
    case refuse = "raise"
  }

  let framework: Framework
  let split: Split
  let tokens: Int
  /// What sets it.
  let name: String
  let place: Span?
  let versions: LibraryVersions
  /// What ends an answer's chances by being as long.
  let part: PromptWords.Part

  /// nil where nothing certain can be said from the words alone.
  init?(_ setup: TrainingSetup, _ split: Split) {
    switch setup.dialect {
    case .llamaFactory: self.init(llamaFactory: setup, split)
    case .axolotl: self.init(axolotl: setup, split)
    case .glmDemo: self.init(glmDemo: setup, split)
    default: self.init(trl: setup, split)
    }
    guard tokens >= PromptWords.fewest else { return nil }
  }

  private init(
    _ framework: Framework, _ split: Split, _ tokens: Int, _ name: String, at place: Span?,
    by part: PromptWords.Part, _ versions: LibraryVersions
  ) {
    (self.framework, self.split, self.tokens, self.name) = (framework, split, tokens, name)
    (self.place, self.part, self.versions) = (place, part, versions)
  }

  /// trl's, where prompts carry no loss and rows are cut at their end, those to evaluate on too. Run with 0.24.0 and 1.16.0:
  /// `fixtures/goldens/trl_setups.py`.
  private init?(trl setup: TrainingSetup, _ split: Split) {
    guard let run = SFTRun(setup), run.usesOwnCollator, run.formatter == nil, run.preparesRows,
      run.isOff("packing"), run.learnsAnswersOnly, setup.split(split)?.format.value == run.format,
      split == .train || run.isOff("eval_packing") && setup.mayEvaluate,
      run.isDefault("truncation_mode") || run.option("truncation_mode").value == .string("keep_start")
    else { return nil }
    let fact = run.option("max_length")
    if case .integer(let written)? = fact.value {
      self.init(.trl, split, written, "`max_length`", at: fact.span, by: .prompt, run.versions)
    } else if fact.value != .null, run.isDefault("max_length") {
      self.init(.trl, split, 1024, "`max_length` by default", at: nil, by: .prompt, run.versions)
    } else {
      return nil
    }
  }

  /// That of ChatGLM3's and GLM-4's scripts, which train on answers only, and evaluate none behind a question that is as
  /// long as `max_input_length`. Run: `fixtures/goldens/glm_demos.py`.
  private init?(glmDemo setup: TrainingSetup, _ split: Split) {
    guard let script = GLMDemoScript(setup) else { return nil }
    if split == .train {
      guard script.cutsBehindBothLengths, let limit = setup.rowLength, let value = limit.value else {
        return nil
      }
      let name = "`max_input_length`, `max_output_length` and one"
      self.init(.glmDemo, split, value, name, at: limit.span, by: .prompt, setup.versions)
    } else {
      guard script.cutsEvaluatedQuestions, let limit = setup.evaluatedLength, let value = limit.value else {
        return nil
      }
      self.init(
        .glmDemo, split, value, "`max_input_length`", at: limit.span, by: .prompt, setup.versions)
    }
  }

  /// LLaMA-Factory lays exchanges from the first one on until the row is full (`data/processor/supervised.py`); with
  /// `mask_history` from the last one. Run with 0.9.0 to 0.9.5 and ff6d4d1: `fixtures/goldens/dataset_info_cases.py`.
  private init?(llamaFactory setup: TrainingSetup, _ split: Split) {
    guard let arguments = setup.arguments, setup.option("stage").value == .string("sft"),
      Self.isOff("mask_history", in: arguments),
      split == .train
        || Self.isOff("predict_with_generate", in: arguments)
          && (setup.mayEvaluate || !Self.isOff("do_eval", in: arguments))
    else { return nil }
    let part = PromptWords.Part.earlierTurns
    if arguments.nameSpan("cutoff_len") == nil {
      // 1,024 in 0.9.0, 2,048 later.
      self.init(
        .llamaFactory, split, 2048, "`cutoff_len` by default", at: nil, by: part, setup.versions)
    } else if case .integer(let written)? = arguments["cutoff_len"].value {
      let place = arguments["cutoff_len"].span
      self.init(.llamaFactory, split, written, "`cutoff_len`", at: place, by: part, setup.versions)
    } else {
      return nil
    }
  }

  /// axolotl leaves out rows that are longer, cuts them, or ends. Run at 067b021: `fixtures/goldens/axolotl_setups.py`.
  private init?(axolotl setup: TrainingSetup, _ split: Split) {
    let types: Set = ["alpaca", "chat_template"]
    let data = setup.axolotlData.filter { $0.split == split }
    guard let arguments = setup.arguments, Self.isOff("streaming", in: arguments),
      arguments.nameSpan("pretraining_dataset") == nil,
      data.allSatisfy({ types.contains($0.type ?? "") && !$0.has("drop_system_message") })
    else { return nil }
    let excess = arguments["excess_length_strategy"]
    guard excess.value == nil || excess.value == .null || excess.value?.string != nil else { return nil }
    let isWritten = arguments.nameSpan("excess_length_strategy") != nil && excess.value != .null
    guard let strategy = isWritten ? excess.value?.string.flatMap(ExcessLength.init) : .drop else {
      return nil
    }
    let isOwn = split == .validation && arguments.nameSpan("eval_sequence_len") != nil
    let key = isOwn ? "eval_sequence_len" : "sequence_len"
    // Of rows that are cut only those train nothing whose prompts carry no loss.
    let trained = ["roles_to_train", "message_field_training", "message_field_training_detail"]
    guard
      strategy != .truncate
        || Self.isOff("train_on_inputs", in: arguments)
          && data.allSatisfy({ data in !trained.contains(where: data.has) })
    else { return nil }
    let part: PromptWords.Part = strategy == .truncate ? .prompt : .record
    if case .integer(let written)? = arguments[key].value {
      let place = arguments[key].span
      self.init(.axolotl(strategy), split, written, "`\(key)`", at: place, by: part, setup.versions)
    } else if !isOwn, arguments.nameSpan(key) == nil {
      self.init(
        .axolotl(strategy), split, 512, "`sequence_len` by default", at: nil, by: part, setup.versions)
    } else {
      return nil
    }
  }

  /// Whether a truth value is left out, or false.
  private static func isOff(_ name: String, in arguments: FactTable) -> Bool {
    arguments.nameSpan(name) == nil || arguments[name].value == .bool(false)
      || arguments[name].value == .null
  }
}

extension SFTRun {
  /// Whether prompts certainly carry no loss.
  fileprivate var learnsAnswersOnly: Bool {
    switch format {
    case .promptCompletion, .conversationalPromptCompletion:
      return isDefault("completion_only_loss") || option("completion_only_loss").value == .bool(true)
    case .messages: return option("assistant_only_loss").value == .bool(true)
    default: return false
    }
  }
}
