import Linting
import Setup
import Syntax

extension SetupReport {
  /// For programs: version 1 of the format that `Schemas/setup-v1.schema.json` describes, one run a line.
  package var json: String {
    let runs = setups.map { " " + Self.json($0).compact }.joined(separator: ",\n")
    return "{\"version\":1,\"setups\":[" + (runs.isEmpty ? "" : "\n\(runs)\n") + "]}\n"
  }

  private static func json(_ setup: TrainingSetup) -> JSONValue {
    let versions = setup.versions.pins.keys.sorted().compactMap { library in
      setup.versions.pins[library].map { pin in
        JSONValue.object(
          ("library", .string(library.rawValue)), ("versions", .string(pin.versions.description)),
          ("place", json(pin.span)))
      }
    }
    let parts = SetupParts(setup).parts.map { part in
      JSONValue.object(
        ("part", .string(part.title)),
        ("consumer", part.consumer.map { json("consumer", $0.map(orUnknown: "") { .symbol($0) }) } ?? .null),
        ("facts", .array(part.facts.map { json($0.name, $0.fact) })),
        ("openBecause", .optional(part.openReason)))
    }
    return .object(
      ("name", .string(setup.name)), ("dialect", .string(setup.dialect.rawValue)),
      ("place", json(setup.anchor)), ("versions", .array(versions)), ("parts", .array(parts)))
  }

  private static func json(_ name: String, _ fact: Fact<SetupValue>) -> JSONValue {
    let state: String
    var reason: String?
    switch fact.state {
    case .known: state = "known"
    case .oneOf: state = "one of"
    case .absent: state = "absent"
    case .unknown(let why):
      state = "unknown"
      reason = why
    }
    let overrode = fact.overrode.map { JSONValue.object(("value", json($0.value)), ("place", json($0.span))) }
    return .object(
      ("name", .string(name)), ("state", .string(state)), ("values", .array(fact.possibleValues.map(json))),
      ("reason", .optional(reason)), ("place", json(fact.span)), ("overrode", .array(overrode)))
  }

  /// Names of libraries and objects, which JSON has no form for, become an object with one member.
  private static func json(_ value: SetupValue) -> JSONValue {
    switch value {
    case .null: return .null
    case .bool(let truth): return .bool(truth)
    case .integer(let number): return .integer(number)
    case .float(let number):
      return number.isFinite ? .float(number) : .object(("float", .string("\(number)")))
    case .string(let text): return .string(text)
    case .list(let elements): return .array(elements.map(json))
    case .mapping(let entries):
      let members = entries.map { JSONValue.Member($0.key, json($0.value)) }
      return .object(("mapping", .object(members)))
    case .symbol(let name): return .object(("symbol", .string(name)))
    case .object(let type): return .object(("object", .string(type)))
    }
  }

  private static func json(_ span: Span?) -> JSONValue {
    guard let span else { return .null }
    let place = ShownPlace(.span(span))
    guard let start = place.range?.start else { return .null }
    return .object(
      ("path", .string(place.path)), ("line", .integer(start.line)), ("column", .integer(start.column)),
      (
        "cell",
        place.cell.map { .object(("index", .integer($0.index)), ("line", .integer($0.line))) } ?? .null
      ))
  }
}
