import Linting
import Setup
import Syntax

/// Keys of an entry that LLaMA-Factory does not read.
enum LFUnknownKey: FileRule {
  static let metadata = RuleMetadata(
    "lf-unknown-key", family: "llamafactory", severity: .warning, since: "0.1.0",
    "a key in `dataset_info.json` that LLaMA-Factory does not read")

  /// Read in LLaMA-Factory ff6d4d1 `data/parser.py`.
  private static let known: [String: Set<String>] = [
    "": [
      "hf_hub_url", "ms_hub_url", "om_hub_url", "script_url", "cloud_file_name", "file_name", "formatting",
      "ranking",
      "subset", "split", "folder", "num_samples", "columns", "tags",
    ],
    "columns": [
      "prompt", "query", "response", "history", "messages", "system", "tools", "images", "videos", "audios",
      "chosen",
      "rejected", "kto_tag",
    ],
    "tags": [
      "role_tag", "content_tag", "user_tag", "assistant_tag", "observation_tag", "function_tag", "system_tag",
    ],
  ]

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).flatMap { entry in
      unknown(in: entry.value, "", entry) + unknown(in: entry.columns, "columns", entry)
        + unknown(in: entry.tags, "tags", entry)
    }
  }

  private static func unknown(in node: ConfigNode?, _ part: String, _ entry: DatasetEntry) -> [Observed] {
    guard let known = known[part], let node else { return [] }
    return node.entries.compactMap { key, _ in
      guard !known.contains(key.text), let meant = meant(by: key.text, in: part, known) else { return nil }
      let holder = part.isEmpty ? "`\(entry.name)`" : "`\(part)` of `\(entry.name)`"
      return Observed(
        at: .span(key.span), label: "not read",
        "\(holder) has `\(key.text)`, which LLaMA-Factory does not know",
        advice: "write `\(meant)`",
        effects: [
          // The same in 0.9.0 to ff6d4d1, run.
          Effect(.always, when: .silently, severity: .warning, "nothing reads it, and nothing says so")
        ])
    }
  }

  /// The key that was meant; nil where none is near, since people keep notes of their own in these files.
  private static func meant(by key: String, in part: String, _ known: Set<String>) -> String? {
    if let word = slips["\(part)/\(key)"] { return word }
    // `splits` and `subsets` are notes.
    if key.hasSuffix("s"), known.contains(String(key.dropLast())) { return nil }
    return known.sorted().first { EditDistance.between($0, key) <= (key.count > 5 ? 2 : 1) }
  }

  /// Words for one thing that are not near each other.
  private static let slips = [
    "/format": "formatting", "/column": "columns", "/tag": "tags", "/file": "file_name", "/path": "file_name",
    "/filename": "file_name", "columns/instruction": "prompt", "columns/input": "query",
    "columns/output": "response",
    "columns/conversations": "messages", "tags/role": "role_tag", "tags/content": "content_tag",
    "tags/user": "user_tag", "tags/assistant": "assistant_tag", "tags/system": "system_tag",
  ]
}
