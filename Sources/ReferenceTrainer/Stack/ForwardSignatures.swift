/// The parameters of the models' `forward`, release by release.
///
/// Read in the wheels of transformers 4.28.0 to 5.23.0 (`models/*/modeling_*.py`), of each minor release at least one; for
/// ChatGLM in the code of THUDM/chatglm3-6b, which does not change with transformers.
enum ForwardSignatures {
  static func decoder(_ family: DecoderFamily, _ transformers: LibraryRelease) -> CallSignature {
    let function = "\(family.className).forward"
    if family == .chatGLM { return CallSignature(function, words(chatGLM), keywords: nil) }
    var parameters = words(
      "input_ids attention_mask position_ids past_key_values inputs_embeds labels use_cache")
    if transformers < LibraryRelease(4, 54) { parameters += words("output_attentions output_hidden_states") }
    if transformers < LibraryRelease(4, 51) { parameters.append("return_dict") }
    if transformers >= LibraryRelease(4, 38), transformers < LibraryRelease(5, 4) {
      parameters.append("cache_position")
    }
    if transformers >= LibraryRelease(4, 45) {
      parameters.append(transformers < LibraryRelease(4, 49) ? "num_logits_to_keep" : "logits_to_keep")
    }
    return CallSignature(function, parameters, keywords: decoderKeywords(family, transformers))
  }

  /// Llama takes further keywords from 4.46 on, and so do GLM and GLM-4, which came later.
  private static func decoderKeywords(_ family: DecoderFamily, _ transformers: LibraryRelease) -> String? {
    guard transformers >= LibraryRelease(4, 46) else { return nil }
    let renaming = family == .llama ? LibraryRelease(4, 47) : LibraryRelease(4, 48)
    return transformers < renaming ? "loss_kwargs" : "kwargs"
  }

  static func encoderDecoder(_ transformers: LibraryRelease) -> CallSignature {
    let isFive = transformers >= LibraryRelease(5, 0)
    var parameters = words("input_ids attention_mask decoder_input_ids decoder_attention_mask")
    if !isFive { parameters += words("head_mask decoder_head_mask cross_attn_head_mask") }
    parameters += words(
      "encoder_outputs past_key_values inputs_embeds decoder_inputs_embeds labels use_cache")
    if transformers < LibraryRelease(5, 15) {
      parameters += words("output_attentions output_hidden_states return_dict")
    }
    if transformers >= LibraryRelease(4, 46), transformers < LibraryRelease(5, 4) {
      parameters.append("cache_position")
    }
    return CallSignature("T5ForConditionalGeneration.forward", parameters, keywords: isFive ? "kwargs" : nil)
  }

  private static let chatGLM =
    "input_ids position_ids attention_mask past_key_values inputs_embeds labels use_cache output_attentions "
    + "output_hidden_states return_dict return_last_logit"

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
