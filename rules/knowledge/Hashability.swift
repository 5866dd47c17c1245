/// Whether instances of a class have a hash.
///
/// From CPython 3.11 on, a dataclass refuses a default whose class has `__hash__` None (dataclasses.py,
/// `_get_field`); before, it refuses list, dict and set only. A class loses its hash by `__eq__` without
/// `__hash__`, hence by a plain `@dataclass`. Source: class statements in the wheels of transformers, peft,
/// trl, accelerate and datasets, bases followed (`tables/hashability.tsv`), and by hand
/// `tables/hashability_other.tsv`.
package enum Hashability: String, Sendable {
  case hashable
  case unhashable

  /// By release of the library that the name begins with: `transformers.GenerationConfig`, `builtins.list`,
  /// `torch.nn.Module`. A configuration class of a model is as its base, `transformers.PretrainedConfig`.
  /// Empty for what is not known. O(log table), O(table) for classes that are not listed.
  package static func of(_ export: String) -> [Dated<Hashability>] {
    let found = rows(export, in: EmbeddedTables.hashability)
    if !found.isEmpty { return found }
    if let row = KnowledgeTable(EmbeddedTables.hashabilityOther).rows(export).first, row.count == 2,
      let value = Hashability(rawValue: String(row[1]))
    {
      return [Dated(interval: .always, value: value)]
    }
    guard export.hasPrefix("transformers."), isModelConfiguration(export.dropFirst("transformers.".count))
    else {
      return []
    }
    return rows("transformers.PretrainedConfig", in: EmbeddedTables.hashability)
  }

  private static func rows(_ export: String, in table: StaticString) -> [Dated<Hashability>] {
    KnowledgeTable(table).rows(export).compactMap { row in
      guard row.count == 4, let value = Hashability(rawValue: String(row[1])) else { return nil }
      return Dated(interval: ReleaseInterval(endOf: row), value: value)
    }
  }

  private static func isModelConfiguration(_ name: Substring) -> Bool {
    name.hasSuffix("Config")
      && KnowledgeTable(EmbeddedTables.modelClasses).hasRow(with: "AutoConfig", then: String(name))
  }
}
