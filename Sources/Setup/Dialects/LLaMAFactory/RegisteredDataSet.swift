import Syntax

/// A data set that a run takes by its name in LLaMA-Factory's `dataset_info.json`.
package struct RegisteredDataSet: Sendable {
  package let name: String
  package let split: Split
  /// Where the run names it.
  package let span: Span
  /// The lists that the name may be looked up in: one for each folder that the run may be started from.
  package let registries: [DataRegistry]

  /// The entry, and the list that has it; nil where none has, and where several have one of this name.
  package var entry: (entry: DatasetEntry, registry: DataRegistry)? {
    let found = registries.compactMap { registry in registry.entry(name).map { ($0, registry) } }
    return found.count == 1 ? found.first : nil
  }

  /// Whether no list that was found has the name; false where none was found.
  package var isUndefined: Bool {
    !registries.isEmpty && registries.allSatisfy { !$0.names.contains(name) }
  }
}
