/// How a conversation becomes one text: what a tokenizer's `chat_template` does, for a few of them.
package enum ChatTemplate: String, Hashable, Sendable {
  /// Each turn as `<|role|>content</s>`.
  case plain
  /// The same, with markers around what the assistant says: `{% generation %}`.
  case generation
  /// The same, where what is marked ends with a space.
  case generationWithSpace
  /// What transformers took up to 4.43 where a tokenizer had none: ChatML (4.40.2,
  /// `PreTrainedTokenizerBase.default_chat_template`).
  case standard

  var marksGeneration: Bool { self == .generation || self == .generationWithSpace }

  /// A conversation as one text.
  struct Rendering {
    var text = ""
    /// What the markers enclose, in bytes of the text.
    var marked: [Range<Int>] = []
  }

  /// The conversation, and the head of an answer where one is to follow. O(bytes).
  func render(_ messages: [TextRecord.Message], addsGenerationPrompt: Bool = false) -> Rendering {
    var rendering = Rendering()
    for message in messages {
      rendering.text += head(message.role)
      let start = rendering.text.utf8.count
      rendering.text += message.content + tail
      guard marksGeneration, message.role == "assistant" else { continue }
      if self == .generationWithSpace { rendering.text += " " }
      rendering.marked.append(start..<rendering.text.utf8.count)
    }
    if addsGenerationPrompt { rendering.text += head("assistant") }
    return rendering
  }

  private func head(_ role: String) -> String { self == .standard ? "<|im_start|>\(role)\n" : "<|\(role)|>" }
  private var tail: String { self == .standard ? "<|im_end|>\n" : ByteTokenizer.endOfTextToken }

  /// For each token whether a marker encloses it (transformers 4.40.2 to 5.23.0, `apply_chat_template` with
  /// `return_assistant_tokens_mask`): where the last character of what is enclosed belongs to no token, the mask goes on to
  /// the end.
  static func assistantMask(_ pieces: [ByteTokenizer.Piece], _ marked: [Range<Int>]) -> [Int] {
    func token(of byte: Int) -> Int? {
      pieces.firstIndex { $0.start <= byte && byte < $0.start + $0.length }
    }
    var mask = [Int](repeating: 0, count: pieces.count)
    for range in marked {
      guard let first = token(of: range.lowerBound) else { break }
      let last = token(of: range.upperBound - 1) ?? pieces.count - 1
      for index in first..<max(first, last + 1) { mask[index] = 1 }
    }
    return mask
  }
}
