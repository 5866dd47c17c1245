import Knowledge
import Linting
import Setup
import Syntax

/// A causal task, or Auto class, on an encoder-decoder model.
enum CausalTaskOnEncoderDecoder: SetupRule {
  static let metadata = RuleMetadata(
    "causal-task-on-encoder-decoder", family: "model", severity: .error, since: "0.1.0",
    "CAUSAL_LM or AutoModelForCausalLM with an encoder-decoder model")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    taskFinding(setup) + autoClassFinding(setup)
  }

  private static func taskFinding(_ setup: TrainingSetup) -> [Observed] {
    guard setup.taskName == "CAUSAL_LM", let evidence = ArchitectureEvidence(setup),
      evidence.isEncoderDecoder,
      let fact = setup.taskType, let span = fact.span
    else { return [] }
    let new: SetupValue
    if case .member? = fact.value {
      new = .symbol("peft.TaskType.SEQ_2_SEQ_LM")
    } else {
      new = .string("SEQ_2_SEQ_LM")
    }
    let changes = [FactChange("adapter.task_type", to: new)]
    var fixes: [Fix] = []
    if let range = span.range(ofOnly: "CAUSAL_LM") {
      fixes.append(
        Fix(
          "replace `CAUSAL_LM` by `SEQ_2_SEQ_LM`", isSafe: false,
          edits: [TextEdit(Span(span.file, range), "SEQ_2_SEQ_LM")], changes: changes))
    }
    return [
      Observed(
        at: .span(span), label: "a task for decoder-only models",
        "the task type is CAUSAL_LM, but \(evidence.phrase)", advice: "use SEQ_2_SEQ_LM",
        related: evidence.related, effects: effects(setup), fixes: fixes,
        experiment: Experiment(.trainingStep, of: setup.name, mended: changes), versions: setup.versions)
    ]
  }

  /// Run on T5 with peft 0.10.0, 0.14.0 and 0.21.2: LoRA trains with the same loss as under SEQ_2_SEQ_LM, and
  /// `AutoPeftModelForSeq2SeqLM.from_pretrained` refuses what was saved.
  private static func effects(_ setup: TrainingSetup) -> [Effect] {
    [
      Effect(
        .always, when: .afterTraining, severity: .warning,
        "it trains with the same loss, and the saved adapter says CAUSAL_LM, so that "
          + "AutoPeftModelForSeq2SeqLM.from_pretrained refuses it: ValueError: Expected target PEFT class: "
          + "PeftModelForCausalLM")
    ]
  }

  private static func autoClassFinding(_ setup: TrainingSetup) -> [Observed] {
    guard setup.autoClass == "AutoModelForCausalLM", let type = setup.modelType,
      ModelTypes.architecture(type) == .encoderDecoder, ModelTypes.refuses("AutoModelForCausalLM", type),
      let span = setup.model?["auto_class"].span, let model = setup.model
    else { return [] }
    return [
      Observed(
        at: .span(span), label: "loads decoder models only",
        "AutoModelForCausalLM cannot load a `\(type)` model, which is encoder-decoder",
        advice: "use AutoModelForSeq2SeqLM", related: ArchitectureEvidence.nameRelated(model, type),
        effects: [
          Effect(
            .always, when: .start, severity: .error,
            "ValueError: Unrecognized configuration class for this kind of AutoModel: AutoModelForCausalLM")
        ],
        fixes: ArchitectureEvidence.autoClassFix(span, to: "AutoModelForSeq2SeqLM"), versions: setup.versions)
    ]
  }
}
