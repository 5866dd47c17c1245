import Knowledge
import Linting
import Setup
import Syntax

/// What a set-up shows of the model's architecture, and where.
struct ArchitectureEvidence {
  let isDecoderOnly: Bool
  private let source: Source

  /// What shows it.
  private enum Source {
    case type(String, FactTable)
    case autoClass(String, Span)
  }

  /// The class whose `forward` is called, where it is known.
  private let causalClass: String?
  private let runsRemoteCode: Bool

  /// From the model's type, else from the Auto class; nil where neither is known, or where the type is both.
  init?(_ setup: borrowing TrainingSetup) {
    guard let model = setup.model else { return nil }
    runsRemoteCode = model.value(of: "trust_remote_code")?.bool == true
    if let type = setup.modelType {
      guard let architecture = ModelTypes.architecture(type),
        architecture == .decoderOnly || architecture == .encoderDecoder
      else { return nil }
      isDecoderOnly = architecture == .decoderOnly
      source = .type(type, model)
      causalClass = ModelTypes.causalClass(type)
      return
    }
    guard let autoClass = setup.autoClass, let span = model["auto_class"].span,
      autoClass == "AutoModelForCausalLM" || autoClass == "AutoModelForSeq2SeqLM"
    else { return nil }
    // Remote code registers any Auto class for itself: ChatGLM's, which is decoder-only,
    // AutoModelForSeq2SeqLM too (auto_map in the config.json of ChatGLM-6B to GLM-4-9B).
    let remote = model["trust_remote_code"]
    if autoClass == "AutoModelForSeq2SeqLM", !remote.isAbsent, remote.value != .bool(false) { return nil }
    isDecoderOnly = autoClass == "AutoModelForCausalLM"
    source = .autoClass(autoClass, span)
    causalClass = nil
  }

  var isEncoderDecoder: Bool { !isDecoderOnly }

  /// Completes "…, but": `the model `llama` is decoder-only`.
  var phrase: String {
    switch source {
    case .type(let type, _):
      let architecture = isDecoderOnly ? ModelArchitecture.decoderOnly : .encoderDecoder
      return "the model is of type `\(type)`, which is \(architecture.rawValue)"
    case .autoClass(let name, _): return "the model is loaded with \(name)"
    }
  }

  var related: [RelatedPlace] {
    switch source {
    case .type(let type, let model): return Self.nameRelated(model, type)
    case .autoClass(_, let span): return [RelatedPlace(.span(span), "the model is loaded here")]
    }
  }

  /// What comes of handing `decoder_input_ids` to the model, by the releases in which its `forward` has
  /// `**kwargs` and swallows it (Knowledge, `ForwardSignatures`).
  var effectsOfDecoderInputs: [Effect] {
    guard let causalClass else { return effectsForUnknownClass }
    let dated = ForwardSignatures.of(causalClass)
    guard !dated.isEmpty else { return effectsForUnknownClass }
    return dated.reversed().map { signature in
      let condition =
        signature.interval == .always
        ? VersionCondition.always : .when(.transformers, signature.interval.specifier)
      return signature.value.takesAnyKeyword
        ? Effect(condition, when: .afterTraining, severity: .warning, Self.swallowed)
        : Effect(condition, when: .firstStep, severity: .error, Self.raised("\(causalClass).forward()"))
    }
  }

  /// transformers 5.0.0 is the first release in which every causal model of its own takes any keyword; remote
  /// code may still not.
  private var effectsForUnknownClass: [Effect] {
    let either =
      "\(Self.raised("forward()")) where the model's `forward` has no `**kwargs`; else \(Self.swallowed)"
    if runsRemoteCode { return [Effect(.always, when: .firstStep, severity: .error, either)] }
    return [
      Effect(.when(.transformers, ">=5.0"), when: .afterTraining, severity: .warning, Self.swallowed),
      Effect(.when(.transformers, "<5.0"), when: .firstStep, severity: .error, either),
    ]
  }

  private static let swallowed =
    "it trains like CAUSAL_LM, and the saved adapter says SEQ_2_SEQ_LM, so that "
    + "AutoPeftModelForCausalLM.from_pretrained refuses it: ValueError: Expected target PEFT class: "
    + "PeftModelForSeq2SeqLM"

  private static func raised(_ forward: String) -> String {
    "TypeError: \(forward) got an unexpected keyword argument 'decoder_input_ids'"
  }

  static func nameRelated(_ model: FactTable, _ type: String) -> [RelatedPlace] {
    var places: [RelatedPlace] = []
    let named = model["name"].span
    if let named { places.append(RelatedPlace(.span(named), "the model is named here")) }
    if let span = model["type"].span, span != named {
      places.append(RelatedPlace(.span(span), "its type is `\(type)`"))
    }
    return places
  }

  static func autoClassFix(_ span: Span, to name: String) -> [Fix] {
    guard let old = span.text.split(separator: ".").last.map(String.init),
      let range = span.range(ofOnly: old), old.hasPrefix("AutoModelFor")
    else { return [] }
    return [
      Fix(
        "use \(name)", isSafe: false, edits: [TextEdit(Span(span.file, range), name)],
        changes: [FactChange("model.auto_class", to: .symbol("transformers.\(name)"))])
    ]
  }
}
