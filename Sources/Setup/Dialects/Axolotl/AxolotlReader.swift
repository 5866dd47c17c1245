import Datasets
import Syntax

/// Reads axolotl's YAML as far as it says what data a run sees.
///
/// axolotl at 067b021, `cli/config.py` `load_cfg`: `yaml.safe_load`, then `AxolotlInputConfig`. Paths are taken from where axolotl is
/// started.
package struct AxolotlReader {
  let tree: ConfigTree
  let versions: LibraryVersions
  let context: any ReadingContext
  let facts: ConfigFacts

  package init(tree: ConfigTree, versions: LibraryVersions, context: any ReadingContext) {
    self.tree = tree
    self.versions = versions
    self.context = context
    facts = ConfigFacts(of: tree, .pyYAML)
  }

  /// A file with keys that together no other tool has.
  package static func recognizes(_ tree: ConfigTree) -> Bool {
    guard tree.language == .yaml, let root = tree.root, root.kind == .mapping else { return false }
    return root["base_model"] != nil && root["datasets"] != nil
      && (root["adapter"] != nil || root["sequence_len"] != nil)
  }

  /// nil for a file that is something else.
  package func setup() -> TrainingSetup? {
    guard Self.recognizes(tree), let root = tree.root else { return nil }
    let path = tree.file.outermost.path
    var setup = TrainingSetup(name: path, dialect: .axolotl, anchor: root.span, versions: versions)
    setup.arguments = facts.table(
      root, consumer: .unknown("axolotl has a configuration class of its own", at: root.span))
    setup.model = root["base_model"].map {
      ModelIdentity.table(namedAt: $0, facts, from: path, context: context)
    }
    guard Self.readsRecords(root) else { return setup }
    for (key, split) in [("datasets", Split.train), ("test_datasets", .validation)] {
      guard let list = root[key]?.dereferenced, list.kind == .sequence else { continue }
      let data = list.elements.map(\.dereferenced).map { dataSet($0, split, path) }
      setup.axolotlData += data.compactMap(\.self)
      setup.splits.append(splitSetup(split, list, data))
    }
    return setup
  }

  /// Rows that are prepared, and those of pairs, are read by other code.
  static func readsRecords(_ root: ConfigNode) -> Bool {
    ["rl", "skip_prepare_dataset", "processor_type"].allSatisfy { root[$0] == nil }
  }

  /// The file that an entry names as it is written; nil where it is not read as JSON.
  func jsonFile(_ entry: ConfigNode) -> String? {
    guard entry.kind == .mapping, let file = entry["path"].flatMap({ facts.value($0)?.string }),
      Self.isReadAsJSON(file, entry["ds_type"].map { facts.value($0)?.string })
    else { return nil }
    return file
  }

  /// nil for what is no file of the project, or one that is read otherwise than the records of its own stand in it.
  private func dataSet(_ entry: ConfigNode, _ split: Split, _ path: String) -> AxolotlDataSet? {
    guard let file = jsonFile(entry), let node = entry["path"],
      let records = context.dataset([file], by: names(of: entry)?.names ?? .usual, from: path)?.profile
    else { return nil }
    var texts: [String: (text: String?, span: Span)] = [:]
    for (key, value) in entry.entries {
      let known = facts.value(value)
      if known != .null { texts[key.text] = (known?.string, value.span) }
    }
    let type = texts["type"].flatMap { type in type.text.map { ($0, type.span) } }
    return AxolotlDataSet(
      split: split, path: file, span: node.span, type: type, texts: texts, records: records)
  }

  /// By `ds_type`, or else by what stands anywhere in the path (`utils/data/shared.py`, `get_dataset_type`).
  private static func isReadAsJSON(_ path: String, _ type: String??) -> Bool {
    if let type { return type == "json" }
    return [".parquet", ".arrow", ".csv", ".txt"].allSatisfy { !path.contains($0) }
  }

  private func splitSetup(_ split: Split, _ list: ConfigNode, _ data: [AxolotlDataSet?]) -> SplitSetup {
    let known = data.compactMap(\.self)
    let reason = "axolotl makes rows of its own from the records"
    let isKnown = known.count == data.count && !known.isEmpty
    var made = SplitSetup(
      split: split,
      files: isKnown
        ? .known(known.map(\.path), at: list.span)
        : .unknown("not all of the data is in files here", at: list.span),
      columns: SplitColumns([], openReason: reason), format: .unknown(reason, at: list.span))
    // `split: train[:50%]` and `shards` take a part of the records.
    let isWhole = known.allSatisfy { !$0.has("split") && !$0.has("shards") && !$0.has("preprocess_shards") }
    if isKnown, isWhole {
      made.records = Profile.merge(known.map(\.records))
      made.unchangedRecords = made.records
    }
    return made
  }
}
