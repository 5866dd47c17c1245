import Datasets
import Syntax

/// Reads the YAML or JSON that `llamafactory-cli train` takes, as far as it says what data a run sees.
///
/// llamafactory/hparams/parser.py: PyYAML's safe loader up to 0.9.3, then OmegaConf, which has its grammar. Every key goes
/// to the one of five dataclasses that has it. How names become files was run with 0.9.0 to 0.9.5 and ff6d4d1
/// (`fixtures/goldens/dataset_info_cases.py`).
package struct LLaMAFactoryReader {
  let tree: ConfigTree
  let versions: LibraryVersions
  let context: any ReadingContext
  private let facts: ConfigFacts

  package init(tree: ConfigTree, versions: LibraryVersions, context: any ReadingContext) {
    self.tree = tree
    self.versions = versions
    self.context = context
    facts = ConfigFacts(of: tree, tree.language == .json ? .json : .pyYAML)
  }

  /// A flat file with keys that together no other tool has.
  package static func recognizes(_ tree: ConfigTree) -> Bool {
    guard let root = tree.root, root.kind == .mapping, root["model_name_or_path"] != nil,
      root["stage"] != nil
    else { return false }
    return root["finetuning_type"] != nil || root["template"] != nil
  }

  /// nil for a file that is something else.
  package func setup() -> TrainingSetup? {
    guard Self.recognizes(tree), let root = tree.root else { return nil }
    let path = tree.file.outermost.path
    var setup = TrainingSetup(name: path, dialect: .llamaFactory, anchor: root.span, versions: versions)
    var arguments = facts.table(
      root, consumer: .unknown("LLaMA-Factory shares the keys out among classes of its own", at: root.span))
    arguments.open(because: "flags on the command line may add to them")
    setup.arguments = arguments
    setup.model = root["model_name_or_path"].map {
      ModelIdentity.table(namedAt: $0, facts, from: path, context: context)
    }
    setup.registeredData = registeredData(root, path)
    setup.splits = [Split.train, .validation].compactMap { split(of: setup.registeredData, $0, arguments) }
    return setup
  }

  // MARK: Data

  /// Words in the place of a folder that name no folder (`data/loader.py` and `data/parser.py` at ff6d4d1).
  private static let noFolders = ["ONLINE", "REMOTE:"]

  /// In the order of the text; none where the folder of the list is not known, and where the rows may come from a folder of
  /// tokens that an earlier run has saved: nothing else is read then.
  private func registeredData(_ root: ConfigNode, _ path: String) -> [RegisteredDataSet] {
    if let saved = root["tokenized_path"], facts.value(saved) != .null { return [] }
    let folder = root["dataset_dir"].map { facts.value($0)?.string } ?? "data"
    guard let folder, !folder.isEmpty, Self.noFolders.allSatisfy({ !folder.hasPrefix($0) }) else { return [] }
    let registries = context.dataRegistries(in: folder, from: path)
    let keys: [(String, Split)] = [("dataset", .train), ("eval_dataset", .validation)]
    return keys.flatMap { key, split in
      names(root[key]).map { name, span in
        RegisteredDataSet(name: name, split: split, span: span, registries: registries)
      }
    }
  }

  /// A text is split at commas, and blanks around a name do not count; the elements of a list are taken as they are.
  private func names(_ node: ConfigNode?) -> [(String, Span)] {
    guard let node, let value = facts.value(node) else { return [] }
    if value.strings != nil {
      return node.dereferenced.elements.map(\.dereferenced).compactMap { element in
        facts.value(element)?.string.map { ($0, element.span) }
      }
    }
    guard let text = value.string, !text.isEmpty else { return [] }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
    // What stands in brackets is to be filled in.
    if text.contains("<") { return [] }
    return names.map { name in (name, names.count > 1 ? place(of: name, in: node.dereferenced) : node.span) }
  }

  private static func trimmed(_ name: Substring) -> String {
    String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private func place(of name: String, in node: ConfigNode) -> Span {
    node.span.range(ofOnly: name).map { Span(node.span.file, $0) } ?? node.span
  }

  // MARK: Splits

  /// nil where the run names no data set for it.
  private func split(
    of data: [RegisteredDataSet], _ split: Split, _ arguments: FactTable
  ) -> SplitSetup? {
    let named = data.filter { $0.split == split }
    guard let first = named.first else { return nil }
    let found = named.compactMap(\.entry)
    let known = found.compactMap(\.entry.file)
    let registries = Set(found.map(\.registry.path))
    let reason = "LLaMA-Factory makes rows of its own from the records"
    var made = SplitSetup(
      split: split,
      files: known.count == named.count
        ? .known(known, at: first.span) : .unknown("not all of the data is in files here", at: first.span),
      columns: SplitColumns([], openReason: reason), format: .unknown(reason, at: first.span))
    if known.count == named.count, registries.count == 1, let registry = registries.first,
      arguments.nameSpan("max_samples") == nil
    {
      made.records = records(of: found.map(\.entry), beside: registry)
      made.unchangedRecords = made.records
    }
    return made
  }

  /// What the files of all entries hold, each by the names of its own; nil where one cannot be read.
  private func records(of entries: [DatasetEntry], beside registry: String) -> Profile? {
    let profiles = entries.compactMap { entry in
      entry.file.flatMap { context.dataset([$0], by: entry.columnNames ?? .usual, from: registry)?.profile }
    }
    return profiles.count == entries.count ? Profile.merge(profiles) : nil
  }
}
