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
      // What a record lacks is null for `datasets`.
      let absent = profile.fields.objects - field.count
      let count = others.reduce(absent) { $0 + field.kinds[$1].count }
      let places = others.compactMap { field.kinds[$0].first.first } + [field.firstLacking].compactMap(\.self)
      guard let first = places.min() else { return nil }
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
      let records = setup.split(.train)?.unchangedRecords, records.columns.isClosed, !hasPairs(records)
    else { return [] }
    guard let label = records.fields["label"] else {
      return lacksLabel(records, setup).map { [$0] } ?? []
    }
    guard let harm = Harm(label) else { return [] }
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

  /// Pairs of answers, which KTOTrainer takes apart into records with labels of its own.
  private static func hasPairs(_ records: Profile) -> Bool {
    records.fields["chosen"] != nil && records.fields["rejected"] != nil
  }

  private static func lacksLabel(_ records: Profile, _ setup: TrainingSetup) -> Observed? {
    guard ["prompt", "completion"].allSatisfy({ records.fields[$0] != nil }),
      let first = records.fields.firstObject
    else { return nil }
    let tag = records.fields["kto_tag"]
    return Observed(
      at: first.asPlace, label: "no `label`",
      "no record has a `label`, by which KTOTrainer tells good answers from bad ones",
      advice: tag == nil ? "give each record `label`, `true` or `false`" : "rename `kto_tag` to `label`",
      related: setup.trainer.map { [RelatedPlace(.span($0.span), "trained here")] } ?? [],
      effects: [
        Effect(
          .always, when: .start, severity: .error,
          "KTOTrainer ends with KeyError: 'label' (1.16: ValueError: Column 'label' doesn't exist)")
      ], versions: setup.versions)
  }

  /// What KTOTrainer of trl makes of other labels. Run with 0.15.2, 0.24.0 and 1.16.0: `kto:` in
  /// `fixtures/goldens/trainer_records.py`.
  private enum Harm {
    /// A text, a list, an object, null, or none in one record.
    case cannotBeAdded
    /// Numbers in all records.
    case isNumber

    /// nil for booleans, and for values of several types: older releases of `datasets` refuse these (`column-type-changes`),
    /// and what the newer ones make of them hangs on the values.
    init?(_ label: FieldCensus) {
      let seen = Set(label.kinds.seen)
      let values = seen.subtracting([.null])
      let isNumber = values.isSubset(of: [.integer, .real])
      guard values.count <= 1 || isNumber else { return nil }
      if seen.contains(.null) || label.firstLacking != nil {
        self = .cannotBeAdded
      } else if values == [.boolean] {
        return nil
      } else {
        self = isNumber ? .isNumber : .cannotBeAdded
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
