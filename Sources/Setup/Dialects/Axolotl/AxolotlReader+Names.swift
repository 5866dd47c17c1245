import Datasets
import Syntax

// Which columns and turns of its files axolotl reads. Run at 067b021: `fixtures/goldens/axolotl_setups.py`.
extension AxolotlReader {
  /// The data files that a config names, as they are written, and the names it tells of each. None of what the files hold is
  /// read.
  func toldNames() -> [(file: String, told: ToldNames)] {
    guard Self.recognizes(tree), let root = tree.root, Self.readsRecords(root) else { return [] }
    let path = tree.file.outermost.path
    let entries = ["datasets", "test_datasets"].flatMap { key -> [ConfigNode] in
      guard let list = root[key]?.dereferenced, list.kind == .sequence else { return [] }
      return list.elements.map(\.dereferenced)
    }
    return entries.compactMap { entry in
      guard let file = jsonFile(entry), let (names, reasons) = names(of: entry) else { return nil }
      return (file, ToldNames(names, for: .axolotl, by: path, because: reasons))
    }
  }

  /// The names by which an entry's `type` reads the records, and why; nil where that is not known.
  func names(of entry: ConfigNode) -> (names: ColumnNames, reasons: [String])? {
    guard let type = entry["type"]?.dereferenced else { return nil }
    var told = ToldColumns(facts: facts)
    if type.kind == .mapping {
      let isKnown = told.add(
        [
          ("field_instruction", .instruction, "instruction"), ("field_input", .input, "input"),
          ("field_output", .output, "output"), ("field_system", .system, "system"),
        ], of: type, under: "type.")
      return isKnown ? told.names() : nil
    }
    switch facts.value(type)?.string {
    case "alpaca":
      for column in [KnownColumn.instruction, .input, .output] { told.columns[column.name] = column }
    case "completion": guard told.add([("field", .text, "text")], of: entry) else { return nil }
    case "chat_template": return conversation(entry, told)
    default: return nil
    }
    return told.names()
  }

  private func conversation(_ entry: ConfigNode, _ told: ToldColumns) -> (ColumnNames, [String])? {
    var told = told
    // What a turn has under `role` and `content` counts, whatever is mapped to them.
    var fields = [TurnField.role.rawValue: TurnField.role, TurnField.content.rawValue: .content]
    if let node = entry["message_property_mappings"], facts.value(node) != .null {
      guard case .mapping(let mapping)? = facts.value(node) else { return nil }
      for pair in mapping {
        guard let name = pair.value.string else { return nil }
        told.reasons.append("message_property_mappings.\(pair.key) = \(name)")
        if pair.key == "role" { fields[name] = fields[name] ?? .sender }
        if pair.key == "content" { fields[name] = fields[name] ?? .value }
      }
    }
    // Older names for the same (`utils/schemas/utils.py`, `handle_legacy_message_fields_logic`).
    for (key, field) in [("message_field_role", TurnField.sender), ("message_field_content", .value)] {
      guard let node = entry[key], facts.value(node) != .null else { continue }
      guard let name = facts.value(node)?.string else { return nil }
      told.reasons.append("\(key) = \(name)")
      fields[name] = fields[name] ?? field
    }
    let role: TurnField = fields.values.contains(.sender) ? .sender : .role
    guard told.add([("field_messages", ColumnNames.conversation(with: role), "messages")], of: entry),
      let words = speakers(of: entry, &told)
    else { return nil }
    // It hands no other name for these on to the template.
    for column in [KnownColumn.tools, .images] { told.columns[column.name] = column }
    return told.names(fields: fields, speakers: words.isEmpty ? nil : words)
  }

  /// The words that `roles` has; none where the usual ones count, and nil where they are not known.
  private func speakers(
    of entry: ConfigNode, _ told: inout ToldColumns
  ) -> [String: ColumnNames.SpeakerWord]? {
    guard let node = entry["roles"]?.dereferenced, facts.value(node) != .null else { return [:] }
    guard case .mapping(let roles)? = facts.value(node) else { return nil }
    if roles.isEmpty { return [:] }
    // What no word stands for is handed on as it is.
    var words: [String: ColumnNames.SpeakerWord] = [:]
    for role in ["system", "user", "assistant", "tool"] {
      words[role] = Speaker(name: role).map { .init($0) }
    }
    for role in roles {
      guard let sources = role.value.strings else { return nil }
      told.reasons.append("roles.\(role.key) = \(sources.joined(separator: ", "))")
      for source in sources { words[source] = Speaker(name: role.key).map { .init($0) } }
    }
    return words
  }
}

/// Columns that an entry tells, while they are read.
private struct ToldColumns {
  let facts: ConfigFacts
  var columns: [String: KnownColumn] = [:]
  var reasons: [String] = []

  /// Adds columns that stand under keys, or by default under other names; false where one is not known.
  mutating func add(
    _ keys: [(key: String, column: KnownColumn, standard: String)], of node: ConfigNode,
    under prefix: String = ""
  ) -> Bool {
    for (key, column, standard) in keys {
      var name = standard
      if let value = node[key].map({ facts.value($0) }), value != .null {
        guard let written = value?.string else { return false }
        name = written
        reasons.append("\(prefix)\(key) = \(name)")
      }
      columns[name] = columns[name] ?? column
    }
    return true
  }

  func names(
    fields: [String: TurnField] = [:], speakers: [String: ColumnNames.SpeakerWord]? = nil
  ) -> (ColumnNames, [String]) {
    (ColumnNames(columns: columns, fields: fields, speakers: speakers), reasons)
  }
}
