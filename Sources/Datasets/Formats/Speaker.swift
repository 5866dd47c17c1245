/// Who speaks in a turn, by the names that training frameworks have for it.
package enum Speaker: String, Hashable, Sendable {
  case system, user, assistant, tool

  /// Nil for a name that none of the frameworks looked at has.
  ///
  /// Read in LLaMA-Factory ff6d4d1 `data/parser.py` (`human`, `gpt`, `function_call`, `observation`) and ms-swift
  /// `dataset/preprocessor/core.py` (`bot`, `tool_call`, `tool_response`). The others are by common use, and were read at no
  /// source.
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

  /// Whether turns of a role that bears this name call tools.
  static func callsTools(_ name: String) -> Bool { name == "function_call" || name == "tool_call" }
}
