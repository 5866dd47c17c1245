/// Who speaks in a turn, by the names that training frameworks have for it.
package enum Speaker: Hashable, Sendable {
  case system, user, assistant, tool

  /// Nil for a name that none of the frameworks looked at has.
  ///
  /// OpenAI's chat format (`developer`, `function`), ShareGPT (`human`, `gpt`, `bing`, `bard`, `chatgpt`), LLaMA-Factory ff6d4d1
  /// `data/data_utils.py` and `dataset_info.json` (`function_call`, `observation`), GLM's demos (`observation`), Llama 3 (`ipython`),
  /// Gemini (`model`), ms-swift (`bot`, `tool_call`, `tool_response`).
  package init?(name: String) {
    switch name {
    case "system", "developer": self = .system
    case "user", "human": self = .user
    case "assistant", "gpt", "chatgpt", "bing", "bard", "bot", "model", "function_call", "tool_call":
      self = .assistant
    case "tool", "function", "observation", "ipython", "tool_response", "function_response", "tool_result":
      self = .tool
    default: return nil
    }
  }
}
