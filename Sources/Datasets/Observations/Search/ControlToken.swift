/// The tokens by which chat models tell where turns and texts begin and end.
///
/// Those of the chat templates of 41 models in trl 1.16.0 (`chat_templates/`), but for tags that stand inside of turns, such as
/// `<think>`. `[sMASK]` and `<eop>` of ChatGLM are by common use, and were read at no source.
package enum ControlToken {
  /// In the order of the families that have them. No more than 64: each has a bit of a number.
  package static let all: [String] = [
    // ChatML: Qwen, and many others.
    "<|im_start|>", "<|im_end|>", "<|endoftext|>",
    // Llama 3.
    "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
    "<|eom_id|>",
    "<|python_tag|>",
    // GLM.
    "[gMASK]", "[sMASK]", "<sop>", "<eop>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>",
    // Gemma.
    "<start_of_turn>", "<end_of_turn>",
    // gpt-oss, Phi and others.
    "<|start|>", "<|message|>", "<|channel|>", "<|return|>", "<|call|>", "<|end|>", "<|eot|>", "<|eom|>",
    // Cohere.
    "<|START_OF_TURN_TOKEN|>", "<|END_OF_TURN_TOKEN|>", "<|SYSTEM_TOKEN|>", "<|USER_TOKEN|>",
    "<|CHATBOT_TOKEN|>",
    // DeepSeek.
    "<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>",
    // Idefics and SmolVLM.
    "<end_of_utterance>",
  ]

  static let bytes: [[UInt8]] = all.map { Array($0.utf8) }

  /// The numbers of the tokens that a text holds. O(bytes + places where one may begin × tokens).
  static func numbers(in text: [UInt8]) -> Set<Int> {
    var found: Set<Int> = []
    for (index, byte) in text.enumerated() where byte == UInt8(ascii: "<") || byte == UInt8(ascii: "[") {
      for (number, token) in bytes.enumerated() where text[index...].starts(with: token) {
        found.insert(number)
      }
    }
    return found
  }
}
