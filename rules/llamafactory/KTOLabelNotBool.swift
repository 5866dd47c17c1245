import Datasets
import Linting
import Setup
import Syntax

/// Records whose mark of a good or a bad answer is no boolean: LLaMA-Factory's `kto_tag`, or the `label` of trl's KTOTrainer.
enum KTOLabelNotBool: FileAndSetupRule {
  static let metadata = RuleMetadata(
    "kto-label-not-bool", family: "llamafactory", severity: .error, since: "0.1.0",
    "a `kto_tag`, or a `label` for KTOTrainer, that is no boolean")

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

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard setup.trainer?.consumer.value == "trl.KTOTrainer",
      let records = setup.split(.train)?.unchangedRecords, records.columns.isClosed,
      let label = records.fields["label"], let harm = Harm(label)
    else { return [] }
    let others = label.kinds.seen.filter { $0 != .boolean }
    let count = records.fields.objects - label.kinds[.boolean].count
    let places = others.compactMap { label.kinds[$0].first.first } + [label.firstLacking].compactMap(\.self)
    guard let first = places.min() else { return [] }
    return [
      Observed(
        at: first.asPlace, label: "neither true nor false",
        "`label`, by which KTOTrainer tells good answers from bad ones, is no boolean in \(count) of \(records.records) records",
        advice: "write `true` and `false`, without quotes",
        related: setup.trainer.map { [RelatedPlace(.span($0.span), "trained here")] } ?? [],
        effects: harm.effects, versions: setup.versions)
    ]
  }

  /// What KTOTrainer of trl makes of other labels. Run with 0.15.2, 0.24.0 and 1.16.0: `kto:` in
  /// `fixtures/goldens/trainer_records.py`.
  private enum Harm {
    /// A text, null, or none in one record.
    case cannotBeAdded
    /// Numbers in all records.
    case isNumber

    /// nil for booleans, and for what was not run: numbers beside booleans, lists, objects.
    init?(_ label: FieldCensus) {
      let seen = Set(label.kinds.seen)
      if seen.isSubset(of: [.boolean, .null]), seen.contains(.null) || label.firstLacking != nil {
        self = .cannotBeAdded
      } else if label.firstLacking == nil, seen == [.string] {
        self = .cannotBeAdded
      } else if label.firstLacking == nil, !seen.isEmpty, seen.isSubset(of: [.integer, .real]) {
        self = .isNumber
      } else {
        return nil
      }
    }

    var effects: [Effect] {
      switch self {
      case .cannotBeAdded:
        return [
          Effect(
            .always, when: .start, severity: .error,
            "KTOTrainer ends with TypeError: unsupported operand type(s) for +")
        ]
      case .isNumber:
        return [
          Effect(
            .when(.trl, "<=0.24.0"), when: .start, severity: .error,
            "KTOTrainer ends at the first step with RuntimeError: element 0 of tensors does not require grad"),
          .harmless(.when(.trl, ">=1.16"), "0 counts as bad, any other number as good"),
        ]
      }
    }
  }
}
