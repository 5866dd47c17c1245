import Datasets
import Syntax

// Which columns and turns of its file LLaMA-Factory reads. Run with 0.9.2 to 0.9.5 and ff6d4d1: `fixtures/goldens/dataset_info_cases.py`.
extension DatasetEntry {
  /// The names that the entry has for what its file holds; nil where LLaMA-Factory refuses the entry, so that nothing is read.
  package var columnNames: ColumnNames? {
    guard let formatting, isMapping(columns), isMapping(tags) else { return nil }
    if formatting == .alpaca {
      return ColumnNames(columns: named(Self.alpacaParts), pairsHavePrompt: isRanking)
    }
    var fields: [String: TurnField] = [:]
    if let content = tag("content_tag") {
      fields[content] = content == TurnField.value.rawValue ? .value : .content
    }
    if let role = tag("role_tag") { fields[role] = roleField }
    return ColumnNames(
      columns: named([("messages", conversation)]), fields: fields, speakers: speakers,
      pairsHavePrompt: isRanking)
  }

  /// Which column its conversations are, among those that formats know.
  package var conversation: KnownColumn { ColumnNames.conversation(with: roleField) }

  private var roleField: TurnField { tag("role_tag") == TurnField.sender.rawValue ? .sender : .role }

  /// What of the entry tells names.
  package var namingReasons: [String] {
    [("columns", columns), ("tags", tags)].flatMap { key, node in
      (node?.entries ?? []).compactMap { entry in
        entry.value.isText ? "\(key).\(entry.key.text) = \(entry.value.text)" : nil
      }
    }
  }

  private func isMapping(_ node: ConfigNode?) -> Bool { node.map { $0.kind == .mapping } ?? true }

  private static let alpacaParts: [(String, KnownColumn)] = [
    ("prompt", .instruction), ("query", .input), ("response", .output), ("history", .history),
  ]
  private static let sharedParts: [(String, KnownColumn)] = [
    ("system", .system), ("tools", .tools), ("images", .images), ("videos", .videos), ("audios", .audios),
    ("kto_tag", .label),
  ]
  private static let pairParts: [(String, KnownColumn)] = [("chosen", .chosen), ("rejected", .rejected)]

  /// A column that stands for several parts is what the first of them is.
  private func named(_ parts: [(String, KnownColumn)]) -> [String: KnownColumn] {
    let all = parts + Self.sharedParts + (isRanking ? Self.pairParts : [])
    let names = all.compactMap { part, meaning in column(part).map { ($0, meaning) } }
    return Dictionary(names) { first, _ in first }
  }

  /// In the order of `tag_mapping` in `data/converter.py`, where of equal tags the last one counts.
  private var speakers: [String: ColumnNames.SpeakerWord] {
    let words: [(String, ColumnNames.SpeakerWord)] = [
      ("user_tag", .init(.user)), ("assistant_tag", .init(.assistant)), ("observation_tag", .init(.tool)),
      ("function_tag", .init(.assistant, callsTools: true)), ("system_tag", .init(.system)),
    ]
    return Dictionary(words.compactMap { part, word in tag(part).map { ($0, word) } }) { $1 }
  }
}
