import ReferenceTrainer
import Setup
import Syntax

/// The user's own first records, as far as a run on them tells as much as one on samples.
struct OwnRecords {
  /// The rows in the layout of their file.
  let rows: [TextRecord]
  /// The file that they stand in, as the set-up names it.
  let file: String

  /// How many records a run looks at.
  static let count = 3
  /// How many bytes a record may have, with what a template adds to each message: longer ones take the tiny model long, and
  /// show nothing more.
  private static let longest = 200
  private static let bytesOfTemplate = 24

  /// The first usable ones; nil where there are none in this layout.
  init?(_ records: [ConfigNode], _ format: RowFormat, file: String) {
    self.file = file
    let rows = records.compactMap(Self.row).filter { Self.isUsable($0, format) }
    guard !rows.isEmpty else { return nil }
    self.rows = Array(rows.prefix(Self.count))
  }

  /// The same with what a conversation ends in as a completion of its own; nil where there is no such end.
  var asPairs: [TextRecord]? {
    var pairs: [TextRecord] = []
    for row in rows {
      guard let messages = row.conversation, messages.count > 1, messages.last?.role == "assistant" else {
        return nil
      }
      pairs.append(
        TextRecord([
          "prompt": .messages(Array(messages.dropLast())), "completion": .messages(Array(messages.suffix(1))),
        ]))
    }
    return pairs
  }

  /// Whether what is asked and what is answered can be told apart, in a record that is not too long.
  private static func isUsable(_ row: TextRecord, _ format: RowFormat) -> Bool {
    let parts = ConversationPart.parts(row)
    guard parts.contains(where: { $0.kind == .prompt && !$0.tokens.isEmpty }),
      parts.contains(where: { $0.kind == .answer && !$0.tokens.isEmpty }),
      parts.reduce(0, { $0 + $1.tokens.count + bytesOfTemplate }) <= longest
    else { return false }
    switch format {
    case .promptCompletion: return row["prompt"]?.isText == true && row["completion"]?.isText == true
    case .conversationalPromptCompletion:
      return row["prompt"]?.isText == false && row["completion"]?.isText == false
    case .messages, .shareGPT: return row.conversation != nil
    case .text, .instruction, .tokenized: return false
    }
  }

  /// A row with every column; other values than texts and conversations as the text that stands there.
  private static func row(_ node: ConfigNode) -> TextRecord? {
    var row = TextRecord([:])
    for entry in node.entries {
      let name = entry.key.text
      guard let cell = cell(entry.value),
        !texts.contains(name) || entry.value.kind != .scalar || entry.value.isQuoted
      else { return nil }
      row[name] = cell
    }
    return row
  }

  /// Columns that are texts, or conversations, and not numbers or null.
  private static let texts: Set<String> = ["prompt", "completion", "text"]

  private static func cell(_ node: ConfigNode) -> TextRecord.Cell? {
    switch node.kind {
    case .scalar: return .text(node.text)
    case .sequence:
      let messages = node.elements.compactMap(message)
      return messages.count == node.elements.count && !messages.isEmpty ? .messages(messages) : nil
    case .mapping, .alias, .invalid: return nil
    }
  }

  private static func message(_ node: ConfigNode) -> TextRecord.Message? {
    if let role = node["role"], let content = node["content"], content.isQuoted {
      return TextRecord.Message(role: role.text, content: content.text)
    }
    guard let role = node["from"], let content = node["value"], content.isQuoted else { return nil }
    return TextRecord.Message(role: role.text, content: content.text, isShareGPT: true)
  }
}

extension TextRecord {
  /// The messages of a row that is one conversation, in roles that templates know.
  fileprivate var conversation: [Message]? {
    guard case .messages(let messages)? = self["messages"] ?? self["conversations"] else { return nil }
    return messages.map { message in
      let role = ["human": "user", "gpt": "assistant"][message.role] ?? message.role
      return Message(role: role, content: message.content)
    }
  }
}

extension TextRecord.Cell {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }
}
