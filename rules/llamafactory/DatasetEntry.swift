import Datasets
import Linting
import Setup
import Syntax

/// One entry of LLaMA-Factory's `dataset_info.json`, as it reads it.
///
/// Run with the releases 0.9.0 to 0.9.4 and ff6d4d1, but where a member says otherwise: `fixtures/goldens/dataset_info_cases.py`.
struct DatasetEntry {
  let name: String
  let key: ConfigNode
  let value: ConfigNode

  static let fileName = "dataset_info.json"

  /// How the records are read.
  enum Formatting: String, CaseIterable {
    case alpaca
    case shareGPT = "sharegpt"
    case openAI = "openai"
  }

  /// The entries of a document; none where it is no `dataset_info.json`, or no list of entries that names data sets.
  static func all(_ document: Document) -> [DatasetEntry] {
    guard FilePath.name(document.path) == fileName, let root = document.config?.root, root.kind == .mapping
    else {
      return []
    }
    let entries = root.entries.filter { $0.value.kind == .mapping }.map {
      DatasetEntry(name: $0.key.text, key: $0.key, value: $0.value)
    }
    // Other programs have files of that name.
    return entries.contains { $0.isLLaMAFactorys } ? entries : []
  }

  /// The entries that load a file by the `dataset_info.json` in its folder or in one of the two above it.
  static func naming(_ document: Document, in workspace: Workspace) -> [DatasetEntry] {
    for folder in workspace.folders(above: document.path).prefix(3) {
      guard let info = workspace.store.document(at: FilePath.join(folder, fileName)) else { continue }
      return all(info).filter { entry in
        entry.file.map { entry.path(of: $0, beside: info) == document.path } ?? false
      }
    }
    return []
  }

  /// Where the records come from where it is no file; the first of them that is there counts.
  static let hubs = ["hf_hub_url", "ms_hub_url", "om_hub_url", "script_url", "cloud_file_name"]

  private var isLLaMAFactorys: Bool {
    (Self.hubs + ["file_name", "formatting", "columns", "tags"]).contains { value[$0] != nil }
  }

  /// The file or folder that it names, from the folder of `dataset_info.json` on; nil where the records come from
  /// elsewhere.
  var file: String? {
    guard Self.hubs.allSatisfy({ value[$0] == nil }), let node = value["file_name"], node.isText,
      !node.text.isEmpty
    else { return nil }
    return node.text
  }

  /// Nil for a word that LLaMA-Factory does not know.
  var formatting: Formatting? {
    guard let node = value["formatting"] else { return .alpaca }
    return node.isText ? Formatting(rawValue: node.text) : nil
  }

  /// Whether the records are pairs of a better and a worse answer.
  var isRanking: Bool { value["ranking"]?.text == "true" }

  var columns: ConfigNode? { value["columns"] }
  var tags: ConfigNode? { value["tags"] }

  /// What a part of the record is called, by LLaMA-Factory's name for the part: by the entry, or, where the entry has no
  /// `columns` at all, by default; nil where it is left out.
  func column(_ part: String) -> String? { named(part, in: columns, Self.columnDefaults[part]) }

  /// The same of `tags`, since 0.9.2.
  func tag(_ part: String) -> String? { named(part, in: tags, Self.tagDefaults[part]) }

  private func named(_ part: String, in names: ConfigNode?, _ standard: String?) -> String? {
    guard let names else { return standard }
    guard let node = names[part], node.isText, !node.text.isEmpty else { return nil }
    return node.text
  }

  static let columnDefaults = [
    "prompt": "instruction", "query": "input", "response": "output", "messages": "conversations",
  ]

  static let tagDefaults = [
    "role_tag": "from", "content_tag": "value", "user_tag": "human", "assistant_tag": "gpt",
    "observation_tag": "observation", "function_tag": "function_call", "system_tag": "system",
  ]

  /// The names for speakers that the entry has.
  var roles: Set<String> {
    Set(["user_tag", "assistant_tag", "observation_tag", "function_tag", "system_tag"].compactMap(tag))
  }

  /// What the file holds; nil where it is none, or cannot be read whole.
  func profile(beside document: Document, in workspace: Workspace) -> Profile? {
    guard let file, let profile = workspace.profile(at: path(of: file, beside: document)), profile.isComplete,
      !profile.fields.isSaturated, profile.records > 0
    else { return nil }
    return profile
  }

  /// Where a file of the entry lies.
  func path(of file: String, beside document: Document) -> String {
    FilePath.join(FilePath.parent(document.path), file.hasPrefix("./") ? String(file.dropFirst(2)) : file)
  }
}

extension ConfigNode {
  /// Whether it is a text of JSON.
  fileprivate var isText: Bool { kind == .scalar && isQuoted }
}
