import Datasets
import Linting
import Setup

/// A column, or a field in one, that holds values of two types.
enum ColumnTypeChanges: FileRule {
  static let metadata = RuleMetadata(
    "column-type-changes", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "a column of a data set that holds values of two types")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace) else { return [] }
    let paths = data.profile.columnPaths
    return paths.indices.compactMap { index in
      let kinds = ArrowKind.first(of: paths[index].values)
      guard kinds.count > 1, data.isLines || !isFractionsAndBooleans(kinds, paths[index]) else { return nil }
      let change = TypeChange(path: paths[index], kinds: kinds)
      let isMixedEarly = !data.isLines || data.isMixedEarly(index, in: paths)
      return Observed(
        at: change.second.place.asPlace, label: "\(change.second.kind.inWords) here", message(change),
        advice: "write this field as one type in all records",
        related: [RelatedPlace(change.first.place.asPlace, "\(change.first.kind.inWords) here")],
        effects: effects(change, isMixedEarly: isMixedEarly, in: data),
        versions: workspace.versions(for: document.path))
    }
  }

  /// Two types at a path, the one that comes first and the next one.
  fileprivate struct TypeChange {
    let path: ColumnPath
    let kinds: [(kind: ArrowKind, place: RecordPlace)]

    var first: (kind: ArrowKind, place: RecordPlace) { kinds[0] }
    var second: (kind: ArrowKind, place: RecordPlace) { kinds[1] }
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0, 4.0.0, 4.5.0, 4.6.1, 4.7.0 and 5.2.0: `fixtures/goldens/dataset_loaders.py`.
  private static func effects(
    _ change: TypeChange, isMixedEarly: Bool, in data: LoadedData
  ) -> [Effect] {
    let refused = Effect(
      .when(.datasets, "<\(LoadedData.firstToKeepText)"), when: .start, severity: .error,
      "`load_dataset` raises DatasetGenerationError" + (data.isLines ? cause(change) : ""))
    let newer = VersionCondition.when(.datasets, ">=\(LoadedData.firstToKeepText)")
    if isMixedEarly { return [refused, .harmless(newer, "the column is kept as JSON text")] }
    guard !data.isLate(change.first.place), let cause = lateCause(change) else { return [refused] }
    return [
      refused,
      Effect(
        newer, when: .start, severity: .error, "`load_dataset` raises DatasetGenerationError (\(cause))"),
    ]
  }

  /// What newer releases say of values behind the first portion, which they cast to the type that the column had; nil where
  /// that goes well, or hangs on the values: a column of numbers takes "12", and not "x". Run with datasets 4.7.0, 4.8.5 and
  /// 5.2.0, in columns, fields and lists: `fixtures/goldens/late_types.py`.
  private static func lateCause(_ change: TypeChange) -> String? {
    let later = Set(change.kinds.dropFirst().map(\.kind))
    switch change.first.kind {
    case .array, .object: return "Couldn't cast array of type string to …"
    case .number:
      return later.isDisjoint(with: [.boolean, .array, .object])
        ? nil : "Failed to parse string: … as a scalar of type …"
    case .boolean:
      let hasReal = change.path.values.kinds[.real].count > 0
      return hasReal || !later.isDisjoint(with: [.array, .object]) ? "Failed to parse value: …" : nil
    case .string: return nil
    }
  }

  /// pandas, which reads arrays, makes 1.0 of true in a column with fractions.
  private static func isFractionsAndBooleans(
    _ kinds: [(kind: ArrowKind, place: RecordPlace)], _ path: ColumnPath
  ) -> Bool {
    Set(kinds.map(\.kind)) == [.number, .boolean] && path.values.kinds[.real].count > 0
  }
}

extension ColumnTypeChanges {
  fileprivate static func message(_ change: TypeChange) -> String {
    let counts = change.kinds.map { kind, _ in
      let count = kind.count(in: change.path.values)
      return "\(kind.inWords) " + (count == 1 ? "once" : "\(count) times")
    }
    return "`\(change.path.name)` changes its type: it is " + counts.dropLast().joined(separator: ", ")
      + " and " + (counts.last ?? "")
  }

  private static func cause(_ change: TypeChange) -> String {
    " (Column(\(change.path.name)) changed from \(change.first.kind.rawValue) to \(change.second.kind.rawValue))"
  }
}
