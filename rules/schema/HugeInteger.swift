import Datasets
import Linting
import Setup

/// Whole numbers that `datasets` cannot read as they are written.
enum HugeInteger: FileRule {
  static let metadata = RuleMetadata(
    "huge-integer", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "whole numbers that lose digits in the column that they are read into, or do not fit it")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace) else { return [] }
    let paths = data.profile.columnPaths
    return paths.indices.compactMap { index in
      // Other types in the column are for `column-type-changes`.
      guard Set(paths[index].values.kinds.seen).isSubset(of: [.integer, .real, .null]) else { return nil }
      let column = Column(path: paths[index], data: data)
      guard let harm = data.isLines ? column.harm : column.harmInArray else { return nil }
      let isKeptAsText = data.isLines && data.isMixedEarly(index, in: paths)
      return observed(
        harm, column, isKeptAsText: isKeptAsText, versions: workspace.versions(for: document.path))
    }
  }

  /// What comes of a column; the tally counts the numbers that it strikes.
  fileprivate enum Harm {
    /// Whole numbers beyond int64 make the column one of float64.
    case becomesFloat(Tally)
    /// Numbers with fractions make the column one of float64, which does not hold these whole ones.
    case losesDigits(Tally, besides: RecordPlace)
    /// A column of int64 does not take what comes behind the first 10 MiB.
    case refused(RecordPlace)
    /// No reader of arrays takes a number beyond 64 bits.
    case refusedInArray(RecordPlace)
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0, in columns, fields and lists: `fixtures/goldens/dataset_values.py`.
  fileprivate struct Column {
    let path: ColumnPath
    let data: LoadedData

    private var numbers: NumberCensus { path.values.numbers }

    var harm: Harm? {
      if let huge = numbers.beyondInt64.first.first, !data.isLate(huge) {
        return .becomesFloat(numbers.beyondInt64)
      }
      if let real = path.values.kinds[.real].first.first, !data.isLate(real) {
        var lost = numbers.beyondDouble
        lost.merge(numbers.beyondInt64)
        return lost.count > 0 ? .losesDigits(lost, besides: real) : nil
      }
      guard let huge = numbers.beyondInt64.first.first,
        let integer = path.values.kinds[.integer].first.first, !data.isLate(integer)
      else { return nil }
      return .refused(huge)
    }

    var harmInArray: Harm? { numbers.firstBeyond64Bits.map(Harm.refusedInArray) }

    /// A column that the trainer gets as it was read; others are mostly marks and notes.
    var isTrained: Bool { HugeInteger.trained.contains { path.name.hasPrefix("/\($0)/") } }
  }

  /// Columns whose values, at any depth, templates write into what is trained.
  private static let trained = [
    "messages", "conversations", "prompt", "completion", "chosen", "rejected", "tools",
  ]

  private static func observed(
    _ harm: Harm, _ column: Column, isKeptAsText: Bool, versions: LibraryVersions
  ) -> Observed? {
    let silent = column.isTrained ? Severity.warning : .info
    func effects(_ severity: Severity, _ text: String) -> [Effect] {
      let moment: Moment = severity == .error ? .start : .silently
      guard isKeptAsText else { return [Effect(.always, when: moment, severity: severity, text)] }
      return [
        Effect(.when(.datasets, "<\(LoadedData.firstToKeepText)"), when: moment, severity: severity, text),
        .harmless(.when(.datasets, ">=\(LoadedData.firstToKeepText)"), "the column is kept as JSON text"),
      ]
    }
    switch harm {
    case .becomesFloat(let numbers):
      return Observed(
        numbers, label: "not within 64 bits with a sign", message(beyondInt64: column.path),
        advice: "write numbers of this size as texts", effects: effects(silent, Self.becomesFloat),
        versions: versions)
    case .losesDigits(let numbers, let real):
      return Observed(
        numbers, label: "no double holds this number", message(besideReals: column.path),
        advice: "write numbers of this size as texts",
        related: [RelatedPlace(real.asPlace, "a number that is not whole, or not written so")],
        effects: effects(silent, Self.losesDigits), versions: versions)
    case .refused(let place):
      return Observed(
        at: place.asPlace, label: "not within 64 bits with a sign", message(late: column.path),
        advice: "write numbers of this size as texts", effects: effects(.error, Self.refused),
        versions: versions)
    case .refusedInArray(let place):
      return Observed(
        at: place.asPlace, label: "not within 64 bits", message(beyond64Bits: column.path),
        advice: "write numbers of this size as texts", effects: effects(.error, Self.refusedInArray),
        versions: versions)
    }
  }
}

extension HugeInteger {
  private static let becomesFloat =
    "`load_dataset` reads the whole column as float64: 9223372036854775808 becomes 9.223372036854776e+18, and 1 becomes 1.0"
  private static let losesDigits =
    "`load_dataset` reads the column as float64, and the number is another one: 9007199254740993 becomes 9007199254740992.0"
  private static let refused =
    "`load_dataset` raises DatasetGenerationError (ArrowInvalid: Float value … was truncated converting to int64)"
  private static let refusedInArray = "`load_dataset` refuses the file"

  private static func message(beyondInt64 path: ColumnPath) -> String {
    "`\(path.name)` holds whole numbers beyond the 64 bits of an integer"
  }

  private static func message(besideReals path: ColumnPath) -> String {
    "`\(path.name)` holds whole numbers beyond 2^53 beside numbers that are not whole"
  }

  private static func message(late path: ColumnPath) -> String {
    "`\(path.name)` holds whole numbers of 64 bits in the first 10 MiB, by which `datasets` fixes its type, and a larger one behind them"
  }

  private static func message(beyond64Bits path: ColumnPath) -> String {
    "`\(path.name)` holds a whole number beyond 64 bits"
  }
}
