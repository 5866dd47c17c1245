import Datasets
import Linting
import Setup

/// A data set as `load_dataset` of `datasets` reads it.
struct LoadedData {
  /// The first release that keeps a column of mixed types as JSON text (4.6.1 refuses it; both were run).
  static let firstToKeepText = "4.7"

  let profile: Profile
  private let secondPortion: RecordPlace?

  /// Nil for what is no data set: records that no set-up names, and no format of training knows, or text that is none.
  init?(_ document: Document, in workspace: Workspace) {
    guard document.holdsRecords, let profile = workspace.profile(at: document.path),
      profile.isJSON, let verdict = profile.format,
      workspace.isTold(document.path) || verdict.format != .unknown && verdict.share >= 0.5
    else { return nil }
    self.profile = profile
    secondPortion = profile.files.first?.secondPortion
  }

  /// Whether the records stand on lines of their own; an array is read whole, by other code.
  var isLines: Bool { profile.files.allSatisfy { $0.container == .jsonLines } }

  /// Whether a place lies behind the first portion, whose types hold for all.
  func isLate(_ place: RecordPlace) -> Bool { secondPortion.map { place >= $0 } ?? false }

  /// Whether the first portion holds values of different types, or objects of different keys, at a path or above it:
  /// datasets 4.7 and newer keep such a column as JSON text, which takes everything.
  func isMixedEarly(_ path: Int, in paths: [ColumnPath]) -> Bool {
    var next: Int? = path
    while let index = next {
      let path = paths[index]
      if ArrowKind.first(of: path.values).filter({ !isLate($0.place) }).count > 1 { return true }
      if hasMixedKeys(path.values) { return true }
      next = path.parent
    }
    return false
  }

  /// Whether the objects at a path have no key at all in the first portion.
  func isEmptyEarly(_ values: ValueCensus) -> Bool {
    values.object?.fields.allSatisfy { $0.field.firstPlace.map(isLate) ?? false } ?? false
  }

  private func hasMixedKeys(_ values: ValueCensus) -> Bool {
    guard let object = values.object else { return false }
    return object.fields.contains { field in
      field.field.firstLacking.map { !isLate($0) } ?? false
        && field.field.firstPlace.map { !isLate($0) } ?? false
    }
  }
}

/// What pyarrow's JSON reader tells apart, in its own words.
enum ArrowKind: String, CaseIterable {
  case boolean, number, string, array, object

  /// nil for null, which stands in columns of every type.
  private init?(_ kind: JSONKind) {
    switch kind {
    case .boolean: self = .boolean
    case .integer, .real: self = .number
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    case .null: return nil
    }
  }

  private var kinds: [JSONKind] {
    switch self {
    case .boolean: return [.boolean]
    case .number: return [.integer, .real]
    case .string: return [.string]
    case .array: return [.array]
    case .object: return [.object]
    }
  }

  /// With its article, for a message.
  var inWords: String {
    switch self {
    case .array: return "a list"
    case .object: return "an object"
    case .string: return "a text"
    default: return "a \(rawValue)"
    }
  }

  func count(in values: ValueCensus) -> Int { kinds.reduce(0) { $0 + values.kinds[$1].count } }

  /// The kinds that occur, each at its first place, in the order of the file.
  static func first(of values: ValueCensus) -> [(kind: ArrowKind, place: RecordPlace)] {
    var first: [(kind: ArrowKind, place: RecordPlace)] = []
    for json in values.kinds.seen {
      guard let kind = ArrowKind(json), let place = values.kinds[json].first.first else { continue }
      if let known = first.firstIndex(where: { $0.kind == kind }) {
        first[known].place = min(first[known].place, place)
      } else {
        first.append((kind, place))
      }
    }
    return first.count > 1 ? first.sorted { $0.place < $1.place } : first
  }
}
