/// The published releases of the libraries that a training run stands on. Source: the package index
/// (`tables/releases.tsv`); for `python`, CPython's minor versions.
package enum Releases {
  /// One final release.
  package struct Release: Equatable, Sendable {
    package let version: String
    /// Withdrawn: installers take it for an exact pin only.
    package let isYanked: Bool
  }

  /// The final releases of `library` (`transformers`, `peft`, `trl`, `accelerate`, `datasets`, `torch`,
  /// `deepspeed`, `python`), oldest first; empty for others. O(log table + releases).
  package static func of(_ library: String) -> [Release] {
    KnowledgeTable(EmbeddedTables.releases).rows(library).compactMap { row in
      row.count == 3 ? Release(version: String(row[1]), isYanked: row[2] == "yanked") : nil
    }
  }

  /// The newest release of `library` that an installer takes by itself.
  package static func newest(_ library: String) -> String? {
    of(library).last { !$0.isYanked }?.version
  }
}
