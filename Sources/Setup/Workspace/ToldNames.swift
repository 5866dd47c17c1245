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
  package var description: String { asTeller.description }

  /// What others than set-ups need to know of it.
  var asTeller: NamesTeller { NamesTeller(path: teller, names: names, because: reasons) }
}
