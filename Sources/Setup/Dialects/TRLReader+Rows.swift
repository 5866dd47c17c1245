import Syntax

// What the rows are that an SFT config trains on.
extension TRLReader {
  /// Keys that of all of TRL's configs only `SFTConfig` has (trl 0.9.2 to 1.16.0).
  private static let keysOfSFT = ["completion_only_loss", "assistant_only_loss", "dataset_text_field"]

  /// The trainer's config: by the command, else by a key that one of them alone has.
  func consumer(_ root: ConfigNode, command: String?) -> Fact<String> {
    if let command, let type = Self.configClasses[command] { return .known("trl.\(type)", at: root.span) }
    if command == nil, let key = Self.keysOfSFT.first(where: { root[$0] != nil }) {
      return .known("trl.SFTConfig", at: root[key]?.span)
    }
    return .unknown("which trainer reads the file is not known", at: root.span)
  }

  /// Local JSON files under `datasets` (trl/scripts/utils.py `DatasetConfig`, 0.22.2 and later; not in
  /// 0.20.0), else the column that `dataset_text_field` names; nil where neither says what the rows are.
  func trainSplit(_ root: ConfigNode, _ arguments: FactTable) -> SplitSetup? {
    guard arguments.consumer.value == "trl.SFTConfig" else { return nil }
    if let node = root["datasets"] { return localFiles(node) }
    let field = arguments["dataset_text_field"]
    guard let name = field.value?.string, name != "prompt", name != "completion", let span = field.span else {
      return nil
    }
    let reason = "the data set comes from a hub"
    return SplitSetup(
      split: .train, files: .unknown(reason, at: root["dataset_name"]?.span ?? span),
      columns: SplitColumns([], openReason: reason), format: .known(.text, at: span))
  }

  private func localFiles(_ datasets: ConfigNode) -> SplitSetup? {
    let entries = datasets.dereferenced.elements.map(\.dereferenced)
    var names: [String] = []
    for entry in entries {
      guard entry.kind == .mapping, entry["columns"] == nil, entry["path"]?.text == "json",
        let files = entry["data_files"], let value = facts.value(files),
        let given = value.string.map({ [$0] }) ?? value.strings
      else { return nil }
      names += given
    }
    let path = tree.file.outermost.path
    guard !names.isEmpty, let shape = context.dataset(names, from: path) else { return nil }
    return SplitSetup(
      split: .train, files: .known(names, at: datasets.span), columns: shape.columns, format: shape.format)
  }
}
