import Datasets
import Syntax

/// A record of the user's own, read by the names that a set-up tells of its file, or by the usual ones.
struct NamedRecord {
  private let node: ConfigNode
  private let names: ColumnNames

  init(_ node: ConfigNode, by names: ColumnNames) { (self.node, self.names) = (node, names) }

  /// What stands in a column.
  subscript(column: KnownColumn) -> ConfigNode? { names.name(of: column).flatMap { node[$0] } }

  /// The turns of the first column that is a conversation; nil where none is.
  var turns: [ConfigNode]? {
    let list = self[.messages] ?? self[.conversations] ?? self[.conversation]
    return list?.kind == .sequence ? list?.elements : nil
  }

  func isAnswer(_ turn: ConfigNode) -> Bool {
    let word = names.roleFields.lazy.compactMap { turn[$0] }.first?.text
    return word.flatMap(names.speaker) == .assistant
  }

  /// What a turn says; empty where it says no text.
  func text(_ turn: ConfigNode) -> String {
    let fields = [TurnField.content, .value].compactMap(names.name)
    guard let content = fields.lazy.compactMap({ turn[$0] }).first, content.isQuoted else { return "" }
    return content.text
  }

  /// A text in a column, or that of its last turn.
  func lastText(_ column: KnownColumn) -> String? {
    guard let value = self[column] else { return nil }
    if value.kind == .scalar { return value.isQuoted ? value.text : nil }
    return value.elements.last.map(text)
  }

  /// That of the first turn of several.
  func firstText(_ column: KnownColumn) -> String? {
    guard let value = self[column], value.elements.count > 1 else { return nil }
    return value.elements.first.map(text)
  }
}
