/// How the records of a dataset say what is to be learned.
package enum DatasetFormat: Hashable, Sendable {
  /// `text`: one string, all of it trained.
  case text
  /// `prompt` and `completion`: two strings, or two lists of turns.
  case promptCompletion(conversational: Bool)
  /// `instruction` and `output`, mostly with `input`.
  case alpaca
  /// `conversations` whose turns have `from` and `value`.
  case shareGPT
  /// `messages` whose turns have `role` and `content`.
  case messages
  /// `conversations` whose turns have `role` and `content`, as ChatGLM3's own scripts read them.
  case chatGLM3
  /// `chosen` and `rejected`; the prompt in a column of its own, or as their common beginning.
  case preference(explicitPrompt: Bool)
  /// `prompt`, `completion` and a boolean `label`.
  case unpairedPreference
  /// `input_ids`, mostly with `labels` (or GLM's `output_ids`) and `attention_mask`.
  case tokenized
  /// None of these.
  case unknown

  /// Its name in reports.
  package var name: String {
    switch self {
    case .text: return "text"
    case .promptCompletion(false): return "prompt-completion"
    case .promptCompletion(true): return "conversational-prompt-completion"
    case .alpaca: return "alpaca"
    case .shareGPT: return "sharegpt"
    case .messages: return "messages"
    case .chatGLM3: return "chatglm3"
    case .preference(true): return "preference"
    case .preference(false): return "implicit-prompt-preference"
    case .unpairedPreference: return "unpaired-preference"
    case .tokenized: return "tokenized"
    case .unknown: return "unknown"
    }
  }

  /// What makes a record one of this format, in words.
  package func reason(by names: ColumnNames = .usual) -> String {
    func name(_ column: KnownColumn) -> String { "`\(names.name(of: column) ?? column.name)`" }
    let role = "`\(names.name(of: .role) ?? TurnField.role.rawValue)`"
    switch self {
    case .text: return "\(name(.text)) is a string"
    case .promptCompletion(false): return "\(name(.prompt)) and \(name(.completion)) stand side by side"
    case .promptCompletion(true):
      return "\(name(.prompt)) and \(name(.completion)) are lists of turns with \(role)"
    case .alpaca: return "\(name(.instruction)) and \(name(.output)) stand side by side"
    case .shareGPT:
      guard let sender = names.name(of: .sender) else { return "\(name(.conversations)) is a list of turns" }
      return
        "\(name(.conversations)) is a list of turns with `\(sender)`\(names.areTold ? "" : " and `value`")"
    case .messages: return "\(name(.messages)) is a list of turns with \(role)"
    case .chatGLM3: return "\(name(.conversations)) is a list of turns with `role`"
    case .preference(true):
      let prompt: KnownColumn = names.areTold ? Self.promptOfPairs(names) : .prompt
      return "\(name(.chosen)) and \(name(.rejected)) stand beside \(name(prompt))"
    case .preference(false): return "\(name(.chosen)) and \(name(.rejected)) stand without `prompt`"
    case .unpairedPreference:
      return "\(name(.prompt)) and \(name(.completion)) have a boolean \(name(.label))"
    case .tokenized: return "\(name(.inputIDs)) is a list"
    case .unknown: return "no known combination of columns"
    }
  }

  /// Where the prompt stands that a set-up tells.
  private static func promptOfPairs(_ names: ColumnNames) -> KnownColumn {
    [.instruction, .conversations, .messages].first { names.name(of: $0) != nil } ?? .prompt
  }

  /// All of them, each at its `order`.
  static let all: [DatasetFormat] = [
    .tokenized, .preference(explicitPrompt: true), .preference(explicitPrompt: false), .unpairedPreference,
    .messages, .shareGPT, .chatGLM3, .alpaca, .promptCompletion(conversational: true),
    .promptCompletion(conversational: false), .text, .unknown,
  ]

  /// A fixed order, so that ties fall the same way in every run.
  var order: Int {
    switch self {
    case .tokenized: return 0
    case .preference(let explicit): return explicit ? 1 : 2
    case .unpairedPreference: return 3
    case .messages: return 4
    case .shareGPT: return 5
    case .chatGLM3: return 6
    case .alpaca: return 7
    case .promptCompletion(let conversational): return conversational ? 8 : 9
    case .text: return 10
    case .unknown: return 11
    }
  }
}
