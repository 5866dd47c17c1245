/// A record of a data set as `SFTTrainer` is given it, and on its way to tokens: a Python dict.
package struct TextRecord: Hashable, Sendable {
  /// What stands in a column.
  package enum Cell: Hashable, Sendable {
    case text(String)
    case messages([Message])
    /// Token ids, or a mask over them.
    case integers([Int])
  }

  package struct Message: Hashable, Sendable {
    package var role: String
    package var content: String
    /// Whether the two stand under `from` and `value`, as ShareGPT has it, rather than `role` and `content`.
    package var isShareGPT: Bool

    package init(role: String, content: String, isShareGPT: Bool = false) {
      (self.role, self.content, self.isShareGPT) = (role, content, isShareGPT)
    }
  }

  package var cells: [String: Cell]

  package init(_ cells: [String: Cell]) { self.cells = cells }

  package subscript(name: String) -> Cell? {
    get { cells[name] }
    set { cells[name] = newValue }
  }

  /// What stands in a column that a step cannot do without.
  ///
  /// - Throws: `KeyError` where the column is not there.
  func cell(_ name: String) throws(PythonError) -> Cell {
    guard let cell = cells[name] else { throw PythonError("KeyError", "'\(name)'") }
    return cell
  }

  /// - Throws: `KeyError` where there is no text of this name.
  func text(_ name: String) throws(PythonError) -> String {
    guard case .text(let text) = try cell(name) else { throw PythonError("KeyError", "'\(name)'") }
    return text
  }

  /// The messages of a column; nil for anything else.
  func messages(_ name: String) -> [Message]? {
    if case .messages(let messages)? = cells[name] { messages } else { nil }
  }

  /// The integers of a column; nil for anything else.
  package func integers(_ name: String) -> [Int]? {
    if case .integers(let integers)? = cells[name] { integers } else { nil }
  }

  /// `is_conversational` of trl's data_utils.py: messages with roles, under a name that the trainer knows.
  var isConversational: Bool {
    ["messages", "prompt", "completion"].contains { name in
      messages(name)?.first.map { !$0.isShareGPT } ?? false
    }
  }

  /// `is_conversational_from_value` of trl's data_utils.py.
  var isShareGPT: Bool { messages("conversations")?.first?.isShareGPT ?? false }
}
