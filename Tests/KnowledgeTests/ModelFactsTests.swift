import Testing

@testable import Knowledge

@Suite struct ModelFactsTests {
  @Test(arguments: [
    ("llama", ModelArchitecture.decoderOnly), ("glm", .decoderOnly), ("glm4", .decoderOnly),
    ("qwen2", .decoderOnly),
    ("chatglm", .decoderOnly), ("glm4v", .decoderOnly), ("gpt2", .decoderOnly), ("gemma3", .decoderOnly),
    ("t5", .encoderDecoder), ("mt5", .encoderDecoder), ("m2m_100", .encoderDecoder), ("led", .encoderDecoder),
    ("bart", .both), ("mbart", .both), ("pegasus", .both), ("marian", .both),
    ("bert", .encoder), ("roberta", .encoder),
  ])
  func architecture(modelType: String, expected: ModelArchitecture) {
    #expect(ModelTypes.architecture(modelType) == expected)
  }

  /// Whisper has a causal class for its decoder, Qwen2-Audio stands among sequence-to-sequence models: no
  /// case fits.
  @Test(arguments: ["whisper", "musicgen", "qwen2_audio", "no-such-type", ""])
  func noArchitectureIsClaimed(modelType: String) {
    #expect(ModelTypes.architecture(modelType) == nil)
  }

  @Test func mappingsBeginWithTheirRelease() {
    #expect(
      ModelTypes.classes("glm", loadedBy: "AutoModelForCausalLM")
        == [Dated(interval: ReleaseInterval(since: "4.46.0"), value: ["GlmForCausalLM"])])
    #expect(
      ModelTypes.classes("t5", loadedBy: "AutoModelForSeq2SeqLM")
        == [Dated(interval: .always, value: ["T5ForConditionalGeneration"])])
    #expect(ModelTypes.classes("llama", loadedBy: "AutoModelForSeq2SeqLM").isEmpty)
    #expect(ModelTypes.classes("t5", loadedBy: "AutoModelForCausalLM").isEmpty)
    #expect(ModelTypes.releases(knowing: "glm4") == [ReleaseInterval(since: "4.51.3")])
    #expect(ModelTypes.releases(knowing: "chatglm").isEmpty)
  }

  @Test func chatGLMIsLoadedAsSequenceToSequenceByItsOwnCode() {
    #expect(
      ModelTypes.autoClassesOfRemoteCode("chatglm")
        == ["AutoModel", "AutoModelForCausalLM", "AutoModelForSeq2SeqLM"])
    #expect(ModelTypes.autoClassesOfRemoteCode("llama").isEmpty)
  }

  @Test(arguments: [
    ("LlamaForCausalLM", "4.46.0"), ("MistralForCausalLM", "4.48.0"), ("GPT2LMHeadModel", "4.48.3"),
    ("T5ForConditionalGeneration", "5.0.0"), ("BartForConditionalGeneration", "5.0.0"),
  ])
  func keywordsAreSwallowedSince(className: String, release: String) {
    let swallowing = ForwardSignatures.of(className).filter(\.value.takesAnyKeyword)
    #expect(swallowing.map(\.interval) == [ReleaseInterval(since: release)])
  }

  @Test func forwardOfChatGLMNeverSwallows() {
    let dated = ForwardSignatures.of("ChatGLMForConditionalGeneration")
    #expect(dated.map(\.interval) == [.always])
    #expect(dated.map(\.value.takesAnyKeyword) == [false])
    #expect(dated.map(\.value.names) == [["labels", "input_ids", "attention_mask"]])
    #expect(ForwardSignatures.of("BaichuanForCausalLM").isEmpty)
  }

  @Test func onlyEncoderDecodersTakeDecoderInput() {
    #expect(
      ForwardSignatures.of("T5ForConditionalGeneration").allSatisfy { $0.value.takes("decoder_input_ids") })
    #expect(!ForwardSignatures.of("LlamaForCausalLM").contains { $0.value.takes("decoder_input_ids") })
  }

  @Test func autoClassesServeATask() {
    #expect(AutoClasses.taskType("AutoModelForSeq2SeqLM") == "SEQ_2_SEQ_LM")
    #expect(AutoClasses.taskType("AutoModel") == nil)
    #expect(AutoClasses.releases(having: "AutoModelForVision2Seq") == [ReleaseInterval(until: "4.54.0")])
    #expect(AutoClasses.releases(having: "AutoModelForCausalLM") == [.always])
    #expect(AutoClasses.releases(having: "AutoModelForCasualLM").isEmpty)
  }
}
