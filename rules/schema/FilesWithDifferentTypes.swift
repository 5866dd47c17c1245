import Datasets
import Linting
import Setup
import Syntax

/// Files that one `load_dataset` loads, of which a later one holds what the types of the first cannot take.
enum FilesWithDifferentTypes: SetupRule {
  static let metadata = RuleMetadata(
    "files-with-different-types", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "files of one `load_dataset` whose columns differ in their types")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.loads.filter { $0.isOfLines && !$0.isStreamed }.flatMap { load in
      load.files.dropFirst().flatMap { file in
        TypeMismatch.all(of: file, behind: load.files[0]).compactMap { observed($0, in: load, setup) }
      }
    }
  }

  private static func observed(
    _ mismatch: TypeMismatch, in load: FileLoad, _ setup: TrainingSetup
  ) -> Observed? {
    guard let first = load.files[0].files.first?.path else { return nil }
    return Observed(
      at: mismatch.place.asPlace, label: mismatch.label,
      "`\(mismatch.path)` \(mismatch.description) `\(first)`, which is loaded first",
      advice: "give the column the same type in all files, or load each by a call of its own",
      related: load.related,
      effects: [Effect(mismatch.condition, when: .start, severity: .error, refusal)],
      versions: setup.versions)
  }

  private static let refusal =
    "`load_dataset` ends with an error (DatasetGenerationError, with `num_proc` another one): values cannot be cast to the first file's types"
}

/// A place at which a file holds what the types that another one has there cannot take: `fixtures/goldens/file_pairs.py`, run
/// with datasets 2.14.7, 2.21.0, 3.6.0, 4.7.0, 4.8.5, 5.0.0 and 5.2.0, as a list of files and by split.
///
/// Whether a text can be cast to a number or to a point in time hangs on the text, so that nothing is said of these.
private struct TypeMismatch {
  /// Such as `messages[].name`.
  let path: String
  let place: RecordPlace
  let kind: Kind
  let condition: VersionCondition

  enum Kind {
    case valueBehindNull(JSONKind)
    case elementsBehindNone
    case keyOfItsOwn
    case otherKind(JSONKind, behind: JSONKind)
    case fraction
  }

  /// The first one of each column that both have. O(paths).
  static func all(of later: Profile, behind first: Profile) -> [TypeMismatch] {
    guard !first.fields.isSaturated, !later.fields.isSaturated else { return [] }
    return later.fields.fields.compactMap { name, field in
      first.fields[name].flatMap { known in
        Comparison(path: name, condition: .always, isColumn: true).mismatch(
          of: field.values, behind: known.values)
      }
    }
  }

  var label: String {
    switch kind {
    case .valueBehindNull(let kind), .otherKind(let kind, _): return kind.inWords
    case .elementsBehindNone: return "the first element"
    case .keyOfItsOwn: return "a key of its own"
    case .fraction: return "a fraction"
    }
  }

  /// Between the name of the column and that of the other file.
  var description: String {
    switch kind {
    case .valueBehindNull(let kind): return "is \(kind.inWords) here, and null in all of"
    case .elementsBehindNone: return "has elements here, and none in all of"
    case .keyOfItsOwn: return "is in this file, and not in"
    case .otherKind(let kind, let known): return "is \(kind.inWords) here, and \(known.inWords) in"
    case .fraction: return "has a fraction here, and whole numbers only in"
    }
  }
}

/// What is compared at one path.
private struct Comparison {
  let path: String
  let condition: VersionCondition
  /// Whether it is a column, and no place within one.
  var isColumn = false

  /// Releases before take a type for each column; newer ones keep what varies as JSON text.
  private static let older = VersionCondition.when(.datasets, "<\(LoadedData.firstToKeepText)")

  func mismatch(of later: ValueCensus, behind first: ValueCensus) -> TypeMismatch? {
    let (now, known) = (later.kindsOfValues, first.kindsOfValues)
    guard let kind = now.first, let place = later.kinds[kind].first.first else { return nil }
    guard let type = known.first else { return found(.valueBehindNull(kind), place) }
    // Of several types in one file other rules speak.
    guard now.count == 1 || later.holdsNumbersOnly, known.count == 1 || first.holdsNumbersOnly else {
      return nil
    }
    switch (kind, type) {
    case (.array, .array): return elements(of: later, behind: first)
    case (.object, .object):
      guard let own = later.object, let other = first.object else { return nil }
      return keys(of: own, behind: other)
    case (.object, .string) where isColumn:
      return Comparison(path: path, condition: Self.older).found(.otherKind(kind, behind: type), place)
    case (.array, _), (.object, _), (_, .array), (_, .object):
      return found(.otherKind(kind, behind: type), place)
    case (.integer, .integer), (.real, .integer):
      return known == [.integer] ? later.numbers.firstFraction.map { found(.fraction, $0) } : nil
    default: return nil
    }
  }

  private func elements(of later: ValueCensus, behind first: ValueCensus) -> TypeMismatch? {
    guard let own = later.element else { return nil }
    let inner = Comparison(path: path + "[]", condition: condition)
    if let other = first.element { return inner.mismatch(of: own, behind: other) }
    guard let kind = own.kindsOfValues.first, let place = own.kinds[kind].first.first else { return nil }
    return found(.elementsBehindNone, place)
  }

  private func keys(of later: ObjectCensus, behind first: ObjectCensus) -> TypeMismatch? {
    guard !later.isSaturated, !first.isSaturated, !first.names.isEmpty else { return nil }
    let isSteady = first.names.allSatisfy(first.isInEveryObject)
    for (name, field) in later.fields {
      let inner = Comparison(path: "\(path).\(name)", condition: isSteady ? condition : Self.older)
      if let known = first[name] {
        if let found = inner.mismatch(of: field.values, behind: known.values) { return found }
      } else if let place = field.firstPlace {
        return inner.found(.keyOfItsOwn, place)
      }
    }
    return nil
  }

  private func found(_ kind: TypeMismatch.Kind, _ place: RecordPlace) -> TypeMismatch {
    TypeMismatch(path: path, place: place, kind: kind, condition: condition)
  }
}

extension ValueCensus {
  /// The types that were seen, but for null.
  fileprivate var kindsOfValues: [JSONKind] { kinds.seen.filter { $0 != .null } }

  fileprivate var holdsNumbersOnly: Bool {
    Set(kindsOfValues).isSubset(of: [.integer, .real])
  }
}

extension JSONKind {
  fileprivate var inWords: String {
    switch self {
    case .null: return "null"
    case .boolean: return "a truth value"
    case .integer, .real: return "a number"
    case .string: return "a text"
    case .array: return "a list"
    case .object: return "an object"
    }
  }
}
