/// transformers' classes that look for a model by the kind that its config names.
enum AutoClass {
  /// Looks a family up, as `from_config` and, for ChatGLM, whose code comes with the model, `from_pretrained` do.
  ///
  /// transformers 4.36.2 to 5.23.0, `models/auto/auto_factory.py` and `configuration_auto.py`.
  ///
  /// - Throws: `ValueError`, or `KeyError` before 4.37, where the class or the release does not know the kind; without the list
  ///   of those that are known.
  static func find(_ name: String?, for family: TrainingPlan.Family, _ stack: Stack) throws(PythonError) {
    guard let name else { return }
    let isForSequences = name == "AutoModelForSeq2SeqLM"
    guard let config = family.configClass else { throw unknownKind("chatglm", stack) }
    guard isForSequences == family.isDecoder else { return }
    throw PythonError(
      "ValueError",
      "Unrecognized configuration class <class '\(config)'> for this kind of AutoModel: \(name).\n"
        + "Model type should be one of")
  }

  private static func unknownKind(_ kind: String, _ stack: Stack) -> PythonError {
    if stack.transformers < LibraryRelease(4, 37) { return PythonError("KeyError", "'\(kind)'") }
    let advice =
      stack.transformers < LibraryRelease(4, 48)
      ? ""
      : "\n\nYou can update Transformers with the command `pip install --upgrade transformers`. If this does not work, and "
        + "the checkpoint is very new, then there may not be a release version that supports this model yet. In this case, "
        + "you can get the most up-to-date code by installing Transformers from source with the command "
        + "`pip install git+https://github.com/huggingface/transformers.git`"
    return PythonError(
      "ValueError",
      "The checkpoint you are trying to load has model type `\(kind)` but Transformers does not recognize this "
        + "architecture. This could be because of an issue with the checkpoint, or because your version of Transformers is "
        + "out of date." + advice)
  }
}

extension TrainingPlan.Family {
  /// The class of its configs; nil for a family that transformers does not have.
  fileprivate var configClass: String? {
    switch self {
    case .llama: "transformers.models.llama.configuration_llama.LlamaConfig"
    case .glm: "transformers.models.glm.configuration_glm.GlmConfig"
    case .glm4: "transformers.models.glm4.configuration_glm4.Glm4Config"
    case .t5: "transformers.models.t5.configuration_t5.T5Config"
    case .chatglm: nil
    }
  }
}
