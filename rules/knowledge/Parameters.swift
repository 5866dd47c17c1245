/// The parameters of classes that training code calls: `transformers.TrainingArguments`,
/// `transformers.Trainer`, `trl.SFTConfig`, `trl.SFTTrainer`, `peft.LoraConfig` and a few more.
///
/// Source: dataclass fields or `__init__` in the wheels (`tables/parameters.tsv`). Fields that a class of trl
/// inherits from `transformers.TrainingArguments` are listed there only, by release of transformers.
package enum Parameters {
  /// A parameter as a release has it.
  package struct Parameter: Equatable, Sendable {
    package let name: String
    /// The default as Python source, `(expression)` for a long one; empty for none.
    package let standard: String
    /// The parameter's new name, where this one is only still understood.
    package let renamedTo: String?
  }

  /// All parameters that any release of the class has, in order of name; empty for unknown classes.
  /// O(log table + parameters).
  package static func of(_ export: String) -> [Dated<Parameter>] {
    KnowledgeTable(EmbeddedTables.parameters).rows(export).compactMap(parameter)
  }

  /// What is known of one parameter, by release of the library that the class's name begins with, oldest
  /// first; empty where no release that was read has it. O(log table).
  package static func of(_ export: String, named name: String) -> [Dated<Parameter>] {
    KnowledgeTable(EmbeddedTables.parameters).rows(export, name).compactMap(parameter)
  }

  private static func parameter(_ row: [Substring]) -> Dated<Parameter>? {
    guard row.count == 5 else { return nil }
    let renamed = row[2].hasPrefix("-> ") ? String(row[2].dropFirst(3)) : nil
    let parameter = Parameter(
      name: String(row[1]), standard: renamed == nil ? String(row[2]) : "", renamedTo: renamed)
    return Dated(interval: ReleaseInterval(endOf: row), value: parameter)
  }
}
