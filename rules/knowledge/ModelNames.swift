/// Well-known models by name. Kept by hand (`tables/model_names.tsv`); names that are not listed are not
/// guessed.
package enum ModelNames {
  private struct Pattern {
    let organisation: String
    let name: [UInt8]
    let literals: Int
    /// Nil for an exception to a wider pattern.
    let modelType: String?
  }

  /// Read at the first look-up.
  private static let patterns: [Pattern] = KnowledgeTable(EmbeddedTables.modelNames).allRows().compactMap {
    row in
    guard row.count == 3 else { return nil }
    let name = Array(row[1].utf8)
    return Pattern(
      organisation: String(row[0]), name: name, literals: name.count { $0 != UInt8(ascii: "*") },
      modelType: row[2].isEmpty ? nil : String(row[2]))
  }

  /// The model type of a repository of the hub: `meta-llama/Llama-2-7b-hf` gives `llama`, `gpt2` gives
  /// `gpt2`. Case does not matter. Nil for names that are not known. O(patterns).
  package static func modelType(hubName: String) -> String? {
    let parts = hubName.lowercased().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last else { return nil }
    let organisation = parts.count == 2 ? parts[0] : ""
    if parts.count == 2 && organisation.isEmpty { return nil }
    return fitting(Array(last.utf8)).filter { $0.organisation == organisation }
      .max { $0.literals < $1.literals }?.modelType
  }

  /// The model type that all repositories of this name have, whatever the organisation: for the last part of
  /// a local path such as `/data/chatglm3-6b`, which by custom keeps the repository's name. A likelihood, not
  /// a fact. O(patterns).
  package static func modelType(folderName: String) -> String? {
    let byOrganisation = Dictionary(
      grouping: fitting(Array(folderName.lowercased().utf8)), by: \.organisation)
    let types = Set(byOrganisation.values.map { $0.max { $0.literals < $1.literals }?.modelType })
    return types.count == 1 ? types.first ?? nil : nil
  }

  private static func fitting(_ name: [UInt8]) -> [Pattern] {
    patterns.filter { matches(name, pattern: $0.name) }
  }

  /// Whether `*` in the pattern can stand for such text that it equals the name. O(name × pattern) at worst.
  static func matches(_ name: [UInt8], pattern: [UInt8]) -> Bool {
    var position = 0
    var index = 0
    var star: Int?
    var resume = 0
    while position < name.count {
      if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
        star = index
        resume = position
        index += 1
      } else if index < pattern.count, pattern[index] == name[position] {
        index += 1
        position += 1
      } else if let last = star {
        resume += 1
        position = resume
        index = last + 1
      } else {
        return false
      }
    }
    return pattern[index...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
