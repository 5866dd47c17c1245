import Knowledge
import Linting
import Setup
import Syntax

/// A sequence-to-sequence task, or Auto class, on a model that has no encoder.
enum Seq2SeqOnDecoderOnly: SetupRule {
  static let metadata = RuleMetadata(
    "seq2seq-on-decoder-only", family: "model", severity: .error, since: "0.1.0",
    "SEQ_2_SEQ_LM or AutoModelForSeq2SeqLM with a decoder-only model")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    taskFinding(setup) + autoClassFinding(setup)
  }

  private static func taskFinding(_ setup: TrainingSetup) -> [Observed] {
    guard setup.taskName == "SEQ_2_SEQ_LM", let fact = setup.taskType, let span = fact.span else {
      return []
    }
    guard let evidence = ArchitectureEvidence(setup), evidence.isDecoderOnly else { return [] }
    let changes = [FactChange("adapter.task_type", to: mendedValue(fact.value))]
    var fixes: [Fix] = []
    if let range = span.range(ofOnly: "SEQ_2_SEQ_LM") {
      fixes.append(
        Fix(
          "replace `SEQ_2_SEQ_LM` by `CAUSAL_LM`", isSafe: false,
          edits: [TextEdit(Span(span.file, range), "CAUSAL_LM")], changes: changes))
    }
    return [
      Observed(
        at: .span(span), label: "a task for encoder-decoder models",
        "the task type is SEQ_2_SEQ_LM, but \(evidence.phrase)", advice: "use CAUSAL_LM",
        related: evidence.related, effects: effects(setup, evidence), fixes: fixes,
        experiment: Experiment(.trainingStep, of: setup.name, mended: changes), versions: setup.versions)
    ]
  }

  private static func mendedValue(_ value: TaskTypeValue?) -> SetupValue {
    if case .member? = value { return .symbol("peft.TaskType.CAUSAL_LM") }
    return .string("CAUSAL_LM")
  }

  /// PeftModelForSeq2SeqLM.forward hands `decoder_input_ids` on (peft/peft_model.py, 0.3 to 0.21.2); a model
  /// whose `forward` has `**kwargs` swallows it, any other raises.
  private static func effects(_ setup: TrainingSetup, _ evidence: ArchitectureEvidence) -> [Effect] {
    if let consumer = setup.adapter?.consumer.value, AdapterMethod.learnsPrompt(configClass: consumer) {
      return [
        Effect(
          .always, when: .firstStep, severity: .error,
          "an exception in the first step: the virtual tokens are prepared for an encoder that is not there")
      ]
    }
    return evidence.effectsOfDecoderInputs
  }

  /// Models of transformers' own only: remote code may register any Auto class for itself, and ChatGLM's
  /// does.
  private static func autoClassFinding(_ setup: TrainingSetup) -> [Observed] {
    guard setup.autoClass == "AutoModelForSeq2SeqLM", let type = setup.modelType,
      ModelTypes.architecture(type) == .decoderOnly, ModelTypes.refuses("AutoModelForSeq2SeqLM", type),
      let span = setup.model?["auto_class"].span, let model = setup.model
    else { return [] }
    return [
      Observed(
        at: .span(span), label: "loads encoder-decoder models only",
        "AutoModelForSeq2SeqLM cannot load a `\(type)` model, which is decoder-only",
        advice: "use AutoModelForCausalLM", related: ArchitectureEvidence.nameRelated(model, type),
        effects: [
          Effect(
            .always, when: .start, severity: .error,
            "ValueError: Unrecognized configuration class for this kind of AutoModel: AutoModelForSeq2SeqLM")
        ],
        fixes: ArchitectureEvidence.autoClassFix(span, to: "AutoModelForCausalLM"), versions: setup.versions)
    ]
  }
}
