import Datasets
import Linting
import Setup
import Syntax

/// A `kto_tag` whose column holds no booleans.
enum KTOLabelNotBool: FileRule {
  static let metadata = RuleMetadata(
    "kto-label-not-bool", family: "llamafactory", severity: .error, since: "0.1.0",
    "a `kto_tag` whose column holds no booleans")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry -> Observed? in
      guard let column = entry.column("kto_tag"),
        let profile = entry.profile(beside: document, in: workspace),
        let field = profile.fields[column]
      else { return nil }
      let others = field.kinds.seen.filter { $0 != .boolean }
      let count = others.reduce(0) { $0 + field.kinds[$1].count }
      guard let first = others.compactMap({ field.kinds[$0].first.first }).min() else { return nil }
      let isAll = field.kinds[.boolean].count == 0
      return Observed(
        at: first.asPlace, label: "neither true nor false",
        "`\(column)`, the `kto_tag` of `\(entry.name)`, is no boolean in \(count) of \(profile.records) records",
        advice: "write `true` and `false`, without quotes",
        related: [RelatedPlace(.span(entry.columns?["kto_tag"]?.span ?? entry.key.span), "named here")],
        effects: [
          Effect(
            .always, when: isAll ? .start : .silently, severity: .error,
            isAll
              ? "LLaMA-Factory drops every record, and ends with `RuntimeError: Cannot find valid samples`"
              : "LLaMA-Factory drops these records")
        ])
    }
  }
}
