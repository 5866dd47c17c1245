import Datasets
import Syntax

/// One entry of LLaMA-Factory's `dataset_info.json`, as it reads it.
///
/// Run with the releases 0.9.0 to 0.9.4 and ff6d4d1, but where a member says otherwise: `fixtures/goldens/dataset_info_cases.py`.
package struct DatasetEntry: Sendable {
  package let name: String
  package let key: ConfigNode
  package let value: ConfigNode

  package static let fileName = "dataset_info.json"

  /// How the records are read.
  package enum Formatting: String, CaseIterable {
    case alpaca
    case shareGPT = "sharegpt"
    case openAI = "openai"
  }

  /// The entries of a document; none where it is no `dataset_info.json`, or no list of entries that names data sets.
  package static func all(_ document: Document) -> [DatasetEntry] {
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

  /// Where the records come from where it is no file; the first of them that is there counts.
  package static let hubs = ["hf_hub_url", "ms_hub_url", "om_hub_url", "script_url", "cloud_file_name"]

  private var isLLaMAFactorys: Bool {
    (Self.hubs + ["file_name", "formatting", "columns", "tags"]).contains { value[$0] != nil }
  }

  /// The file or folder that it names, from the folder of `dataset_info.json` on; nil where the records come from
  /// elsewhere.
  package var file: String? {
    guard Self.hubs.allSatisfy({ value[$0] == nil }), let node = value["file_name"], node.isText,
      !node.text.isEmpty
    else { return nil }
    return node.text
  }

  /// Nil for a word that LLaMA-Factory does not know.
  package var formatting: Formatting? {
    guard let node = value["formatting"] else { return .alpaca }
    return node.isText ? Formatting(rawValue: node.text) : nil
  }

  /// Whether the records are pairs of a better and a worse answer.
  package var isRanking: Bool { value["ranking"]?.text == "true" }

  /// Whether `ranking` says so by a truth value, or by not being there: of other values not all releases make the same.
  package var isRankingCertain: Bool {
    value["ranking"].map { $0.kind == .scalar && ["true", "false"].contains($0.text) && !$0.isQuoted } ?? true
  }

  package var columns: ConfigNode? { value["columns"] }
  package var tags: ConfigNode? { value["tags"] }

  /// What a part of the record is called, by LLaMA-Factory's name for the part: by the entry, or, where the entry has no
  /// `columns` at all, by default; nil where it is left out.
  package func column(_ part: String) -> String? { named(part, in: columns, Self.columnDefaults[part]) }

  /// The same of `tags`, since 0.9.2.
  package func tag(_ part: String) -> String? { named(part, in: tags, Self.tagDefaults[part]) }

  private func named(_ part: String, in names: ConfigNode?, _ standard: String?) -> String? {
    guard let names else { return standard }
    guard let node = names[part], node.isText, !node.text.isEmpty else { return nil }
    return node.text
  }

  package static let columnDefaults = [
    "prompt": "instruction", "query": "input", "response": "output", "messages": "conversations",
  ]

  package static let tagDefaults = [
    "role_tag": "from", "content_tag": "value", "user_tag": "human", "assistant_tag": "gpt",
    "observation_tag": "observation", "function_tag": "function_call", "system_tag": "system",
  ]

  /// The names for speakers that the entry has.
  package var roles: Set<String> {
    Set(["user_tag", "assistant_tag", "observation_tag", "function_tag", "system_tag"].compactMap(tag))
  }

  /// What the file holds by the entry's names; nil where it is none, or cannot be read whole, and where LLaMA-Factory reads as
  /// text what is JSON.
  package func profile(beside registry: Document, in workspace: Workspace) -> Profile? {
    guard let path = path(beside: registry.path),
      let profile = workspace.profile(at: path, by: columnNames ?? .usual),
      profile.isComplete, !profile.fields.isSaturated, profile.records > 0,
      !PlainText.isName(path) || profile.files.allSatisfy({ $0.container == .plainText })
    else { return nil }
    return profile
  }

  /// Where its file lies, beside the `dataset_info.json` at `registry`; nil where it names none.
  package func path(beside registry: String) -> String? {
    file.map { FilePath.join(FilePath.parent(registry), $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0) }
  }
}

extension ConfigNode {
  /// Whether it is a text of JSON.
  var isText: Bool { kind == .scalar && isQuoted }
}
