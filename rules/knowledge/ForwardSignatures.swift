/// What a model's `forward` takes, of the parameters that rules ask for.
package struct ForwardSignature: Equatable, Sendable {
  /// Those of `labels`, `decoder_input_ids`, `start_positions`, `input_ids` and `attention_mask` that it
  /// names.
  package let names: [String]
  /// It has `**kwargs`, and swallows any keyword.
  package let takesAnyKeyword: Bool

  /// Whether it names this parameter; meaningful for those listed above.
  package func takes(_ name: String) -> Bool { names.contains(name) }

  /// From the column of a table: `labels,input_ids,**`.
  init(column: Substring) {
    let parts = column.split(separator: ",")
    names = parts.filter { $0 != "**" }.map(String.init)
    takesAnyKeyword = parts.contains("**")
  }
}

/// The `forward` of the model classes that auto classes for text load.
///
/// Source: transformers/models/*/modeling_*.py from 4.28.0, bases followed (`tables/forward.tsv`); classes of
/// remote code by hand (`tables/architectures.tsv`).
package enum ForwardSignatures {
  /// What `forward` of the class takes, by release of transformers; empty for unknown classes. O(log table).
  package static func of(_ className: String) -> [Dated<ForwardSignature>] {
    let found = KnowledgeTable(EmbeddedTables.forward).rows(className).compactMap { row in
      row.count == 4
        ? Dated(interval: ReleaseInterval(endOf: row), value: ForwardSignature(column: row[1])) : nil
    }
    if !found.isEmpty { return found }
    // A handful of rows.
    return KnowledgeTable(EmbeddedTables.architectures).allRows().compactMap { row in
      guard row.count == 5, row[2] == className, !row[3].isEmpty else { return nil }
      return Dated(interval: .always, value: ForwardSignature(column: row[3]))
    }
  }
}
