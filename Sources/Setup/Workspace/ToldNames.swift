import Datasets

/// The names of columns and turns that one set-up has for a data file.
package struct ToldNames: Sendable {
  /// Whose loader reads by such names.
  package enum Consumer: Hashable, Sendable {
    case llamaFactory, axolotl, trl
  }

  package let names: ColumnNames
  package let consumer: Consumer
  /// The path of the file that tells them.
  package let teller: String
  /// What stands there, such as `columns.messages = dialog`.
  package let reasons: [String]
  /// Where it is an entry of LLaMA-Factory's `dataset_info.json`: that one.
  package let entry: DatasetEntry?

  init(
    _ names: ColumnNames, for consumer: Consumer, by teller: String, because reasons: [String],
    entry: DatasetEntry? = nil
  ) {
    self.names = names
    self.consumer = consumer
    self.teller = teller
    self.reasons = reasons
    self.entry = entry
  }

  /// What tells one from another that is found twice.
  struct Identity: Hashable {
    let names: ColumnNames
    let description: String
  }

  var identity: Identity { Identity(names: names, description: description) }

  /// For people.
  package var description: String {
    let told = "told by \(teller)"
    return reasons.isEmpty ? told : "\(told): \(reasons.joined(separator: ", "))"
  }
}

/// A data file whose columns and turns set-ups have names for.
package struct ToldFile: Sendable {
  package let path: String
  package let tellers: [ToldNames]

  /// The names that all of them have; nil where these differ.
  package var names: ColumnNames? {
    let names = Set(tellers.map(\.names))
    return names.count == 1 ? names.first : nil
  }
}
