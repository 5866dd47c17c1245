import Datasets
import Setup
import Syntax

extension ProfileReport {
  /// For programs: version 1 of the format that `Schemas/profile-v1.schema.json` describes. O(fields), and
  /// O(records × log records) for copies.
  package var json: String {
    let repeats = profile.copies.repeats
    let report = JSONValue.object(
      ("version", .integer(1)), ("records", .integer(profile.records)), ("bytes", .integer(profile.bytes)),
      ("isComplete", .bool(profile.isComplete)), ("files", .array(profile.files.map(Self.json))),
      ("formats", .array(profile.formats.formats.map { json($0.format, $0.records) })),
      ("multimodal", Self.json(profile.formats.multimodal)),
      ("ambiguous", Self.json(profile.formats.ambiguous)), ("told", .array(told.map(Self.json))),
      ("fields", fields), ("repeatedKeys", repeatedKeys), ("conversations", .array(conversations)),
      ("lengths", Self.json(profile.lengths)),
      (
        "copies",
        .object(
          ("compared", .integer(profile.copies.records)), ("count", .integer(repeats.count)),
          ("first", .array(repeats.first.map(Self.json))))
      ), ("scripts", .array(scripts)), ("faults", .array(faults)),
      ("emptyLines", Self.json(profile.emptyLines)))
    return report.compact + "\n"
  }

  private static func json(_ file: DatasetFile) -> JSONValue {
    .object(
      ("path", .string(file.path)), ("layout", .string(file.container.rawValue)),
      ("size", .integer(file.size)),
      ("bytesRead", .integer(file.bytesRead)), ("records", .integer(file.records)),
      ("unreadable", .integer(file.unreadableRecords)), ("hasByteOrderMark", .bool(file.hasByteOrderMark)))
  }

  private func json(_ format: DatasetFormat, _ records: Tally) -> JSONValue {
    .object(
      ("format", .string(format.name)), ("reason", .string(profile.reason(for: format))),
      ("records", Self.json(records)))
  }

  private static func json(_ file: ToldFile) -> JSONValue {
    .object(
      ("path", .string(file.path)), ("counts", .bool(file.names != nil)),
      (
        "by",
        .array(
          file.tellers.map {
            .object(("path", .string($0.path)), ("names", .array($0.reasons.map { .string($0) })))
          })
      ))
  }

  /// Null where there are too many different keys.
  private var fields: JSONValue {
    guard !profile.fields.isSaturated else { return .null }
    let paths = profile.columnPaths
    return .array(
      paths.map { path in
        let kinds = path.values.kinds
        let holders = path.parent.map { paths[$0].values.object?.objects ?? 0 } ?? profile.fields.objects
        return .object(
          ("path", .string(path.name)),
          ("types", .object(kinds.seen.map { .init($0.jsonName, Self.json(kinds[$0])) })),
          ("objects", path.field == nil ? .null : .integer(holders)),
          ("count", path.field.map { .integer($0.count) } ?? .null),
          ("firstLacking", path.field?.firstLacking.map(Self.json) ?? .null),
          ("lengths", Self.json(path.values.lengths)))
      })
  }

  private var repeatedKeys: JSONValue {
    .object(
      ("records", Self.json(profile.duplicateKeys.records)),
      (
        "keys",
        profile.duplicateKeys.keys.map { keys in
          .array(keys.map { .object(("key", .string($0.name)), ("places", Self.json($0.places))) })
        } ?? .null
      ))
  }

  private var conversations: [JSONValue] {
    profile.conversations.columns.compactMap { column in
      guard let turns = profile.conversations[column] else { return nil }
      return .object(
        ("column", .string(profile.names(of: column).first ?? column.name)), ("lists", .integer(turns.lists)),
        ("roles", Self.json(turns.roles)), ("lastRoles", Self.json(turns.lastRoles)),
        ("lengths", Self.json(turns.lengths)), ("emptyLists", Self.json(turns[.emptyList])),
        ("notObjects", Self.json(turns[.notObject])), ("withoutRole", Self.json(turns[.withoutRole])))
    }
  }

  /// Null where there are too many to be roles.
  private static func json(_ roles: [TurnCensus.Role]?) -> JSONValue {
    guard let roles else { return .null }
    return .array(roles.map { .object(("role", .string($0.name)), ("turns", json($0.turns))) })
  }

  private var scripts: [JSONValue] {
    profile.scripts.scripts.map { script, letters, records in
      .object(
        ("script", .string(script.name)), ("letters", .integer(letters)), ("records", Self.json(records)))
    }
  }

  private var faults: [JSONValue] {
    profile.faults.byKind.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, tally in
      let first = tally.first.map {
        JSONValue.object(("place", Self.json($0.place)), ("message", .string($0.message)))
      }
      return .object(
        ("kind", .string(kind.rawValue)), ("count", .integer(tally.count)), ("first", .array(first)))
    }
  }

  /// Null where nothing was measured.
  private static func json(_ lengths: LengthCensus) -> JSONValue {
    guard lengths.count > 0 else { return .null }
    let bars = lengths.steps.map {
      JSONValue.object(
        ("from", .integer($0.lower)), ("to", .integer($0.upper)), ("count", .integer($0.count)))
    }
    return .object(
      ("count", .integer(lengths.count)), ("total", .integer(lengths.total)),
      ("shortest", .integer(lengths.shortest)), ("half", .integer(lengths.bound(of: 0.5))),
      ("ninetyFive", .integer(lengths.bound(of: 0.95))), ("longest", .integer(lengths.longest)),
      ("histogram", .array(bars)))
  }

  private static func json(_ copy: RecordCopies.Copy) -> JSONValue {
    .object(("place", json(copy.place)), ("original", json(copy.original)))
  }

  private static func json(_ tally: Tally) -> JSONValue {
    .object(("count", .integer(tally.count)), ("first", .array(tally.first.map(json))))
  }

  private static func json(_ place: RecordPlace) -> JSONValue {
    .object(
      ("path", .string(place.path)), ("record", place.record.map { .integer($0) } ?? .null),
      ("line", .integer(place.line)), ("column", .integer(place.column)),
      ("byte", .integer(place.range.start)))
  }
}

extension JSONKind {
  /// As programs know it.
  fileprivate var jsonName: String {
    switch self {
    case .null: return "null"
    case .boolean: return "boolean"
    case .integer: return "integer"
    case .real: return "real"
    case .string: return "string"
    case .array: return "array"
    case .object: return "object"
    }
  }
}
