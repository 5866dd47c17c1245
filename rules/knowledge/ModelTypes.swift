/// How a language model is built, as far as training asks.
package enum ModelArchitecture: String, Sendable {
  /// One stack that reads prompt and answer: Llama, GLM, ChatGLM (whose class is nevertheless named
  /// `…ForConditionalGeneration`), also behind a vision tower.
  case decoderOnly = "decoder-only"
  /// An encoder for the source and a decoder for the target: T5.
  case encoderDecoder = "encoder-decoder"
  /// transformers has a class of either kind for the type: BART.
  case both
  /// An encoder that predicts masked tokens, which `is_decoder` can turn into a decoder: BERT.
  case encoder
}

/// The model types (`model_type` of a config.json) that transformers knows, and a few that come with remote
/// code.
///
/// Source: `CONFIG_MAPPING_NAMES` and `MODEL_FOR_…_MAPPING_NAMES` of transformers/models/auto from 4.28.0
/// (`tables/model_classes.tsv`), and by hand `tables/architectures.tsv`.
package enum ModelTypes {
  /// The classes that `autoClass` (`AutoModelForCausalLM`, or `AutoConfig`) loads for the type, by release of
  /// transformers; usually one class. Empty where it refuses the type, except for remote code. O(log table).
  package static func classes(_ modelType: String, loadedBy autoClass: String) -> [Dated<[String]>] {
    KnowledgeTable(EmbeddedTables.modelClasses).rows(modelType, autoClass).compactMap { row in
      guard row.count == 5 else { return nil }
      return Dated(
        interval: ReleaseInterval(endOf: row), value: row[2].split(separator: ",").map(String.init))
    }
  }

  /// The releases of transformers that know the type without remote code; empty for one that none knows.
  package static func releases(knowing modelType: String) -> [ReleaseInterval] {
    classes(modelType, loadedBy: "AutoConfig").map(\.interval)
  }

  /// The auto classes that load the type from code in its own repository (`trust_remote_code=True`).
  package static func autoClassesOfRemoteCode(_ modelType: String) -> [String] {
    guard let row = KnowledgeTable(EmbeddedTables.architectures).rows(modelType).first, row.count == 5 else {
      return []
    }
    return row[4].split(separator: ",").map(String.init)
  }

  /// The class that `AutoModelForCausalLM` loads for the type, the newest release's where it changed, or the one of its
  /// remote code.
  package static func causalClass(_ modelType: String) -> String? {
    if let row = KnowledgeTable(EmbeddedTables.architectures).rows(modelType).first, row.count == 5,
      !row[2].isEmpty
    {
      return String(row[2])
    }
    return classes(modelType, loadedBy: "AutoModelForCausalLM").last?.value.first
  }

  /// The model type whose causal or encoder-decoder language model is the class `name` of transformers; of several that
  /// share the class, as `llama` and `code_llama` do, the one with the shortest name. nil for other classes.
  /// O(table) once.
  package static func modelType(ofClass name: String) -> String? { typesByClass[name] }

  private static let typesByClass: [String: String] = {
    var types: [String: String] = [:]
    for row in KnowledgeTable(EmbeddedTables.modelClasses).allRows() where row.count == 5 {
      guard row[1] == "AutoModelForCausalLM" || row[1] == "AutoModelForSeq2SeqLM" else { continue }
      for name in row[2].split(separator: ",").map(String.init) {
        let isNearer = types[name].map { row[0].utf8.count < $0.utf8.count } ?? true
        if isNearer { types[name] = String(row[0]) }
      }
    }
    return types
  }()

  /// Whether no release, and no remote code that was read, loads the type with `autoClass`.
  package static func refuses(_ autoClass: String, _ modelType: String) -> Bool {
    classes(modelType, loadedBy: autoClass).isEmpty && !autoClassesOfRemoteCode(modelType).contains(autoClass)
  }

  /// How models of the type are built; nil for unknown types and for those that fit no case (speech and music
  /// models whose text part stands in the same mappings). A type's architecture does not change with
  /// releases.
  package static func architecture(_ modelType: String) -> ModelArchitecture? {
    if let row = KnowledgeTable(EmbeddedTables.architectures).rows(modelType).first, row.count == 5 {
      return ModelArchitecture(rawValue: String(row[1]))
    }
    var classes: [Substring: [Substring]] = [:]
    for row in KnowledgeTable(EmbeddedTables.modelClasses).rows(modelType) where row.count == 5 {
      classes[row[1], default: []] += row[2].split(separator: ",")
    }
    let isCausal = classes["AutoModelForCausalLM"] != nil
    if let sequenceToSequence = classes["AutoModelForSeq2SeqLM"] {
      // Speech models with a decoder-only language model stand in this mapping too.
      let takesTarget = sequenceToSequence.contains { name in
        ForwardSignatures.of(String(name)).contains { $0.value.takes("decoder_input_ids") }
      }
      return takesTarget ? (isCausal ? .both : .encoderDecoder) : nil
    }
    let isSound = [
      "AutoModelForSpeechSeq2Seq", "AutoModelForTextToWaveform", "AutoModelForTextToSpectrogram",
    ]
    .contains { classes[$0] != nil }
    guard isCausal, !isSound else { return nil }
    return classes["AutoModelForMaskedLM"] == nil ? .decoderOnly : .encoder
  }
}
