import Datasets
import Linting
import Setup
import Syntax

/// Findings for programs: version 1 of the format that `Schemas/findings-v1.schema.json` describes.
///
/// Lines and columns are 1-based, columns count code points, bytes are 0-based UTF-8, ends are exclusive. All
/// findings are there, ignored ones by their status; each stands on a line of its own.
struct JSONReport {
  private let report: CheckReport

  init(_ report: CheckReport) { self.report = report }

  var rendered: String {
    let tool = JSONValue.object(
      ("name", .string(report.tool.name)), ("version", .string(report.tool.version)))
    let findings = report.findings.map { " " + Self.json($0, report.tool).compact }.joined(separator: ",\n")
    return "{\"version\":1,\"tool\":\(tool.compact),\n\"findings\":["
      + (findings.isEmpty ? "" : "\n\(findings)\n") + "],\n\"summary\":\(summary.compact)}\n"
  }

  private var summary: JSONValue {
    let counts = ([.error, .warning, .info] as [Severity]).map {
      JSONValue.Member($0.rawValue, .integer(report.count($0)))
    }
    let skipped = report.summary.skipped.map {
      JSONValue.object(("path", .string($0.path)), ("reason", .string($0.reason)))
    }
    return .object(
      ("files", .integer(report.summary.files)), ("records", .integer(report.summary.records)),
      ("bytes", .integer(report.summary.bytes)), ("findings", .object(counts)), ("skipped", .array(skipped)))
  }

  static func json(_ finding: Finding, _ tool: Tool) -> JSONValue {
    let place = ShownPlace(finding.primary)
    return .object(
      ("rule", .string(finding.rule)),
      ("severity", .string(finding.severity.rawValue)),
      ("certainty", .string(finding.certainty.rawValue)),
      ("status", .string(finding.status.rawValue)),
      ("message", .string(finding.message)),
      ("helpUri", .optional(tool.helpBase.map { $0 + finding.rule })),
      ("path", .string(place.path)),
      ("range", json(place.range)),
      (
        "cell",
        place.cell.map { .object(("index", .integer($0.index)), ("line", .integer($0.line))) } ?? .null
      ),
      ("record", place.record.map { .integer($0) } ?? .null),
      ("occurrences", finding.occurrences.map(json) ?? .null),
      ("effects", .array(finding.effects.map(json))),
      ("related", .array(finding.related.map(json))),
      ("fixes", .array(finding.fixes.map(json))),
      ("confirmations", .array(finding.confirmations.map(json))),
      ("fingerprint", .string(finding.fingerprint)))
  }

  private static func json(_ range: ShownRange?) -> JSONValue {
    guard let range else { return .null }
    return .object(
      ("start", json(range.start, byte: range.bytes.start)), ("end", json(range.end, byte: range.bytes.end)))
  }

  private static func json(_ position: LineTable.Position, byte: Int) -> JSONValue {
    .object(
      ("line", .integer(position.line)), ("column", .integer(position.column)), ("byte", .integer(byte)))
  }

  private static func json(_ effect: Effect) -> JSONValue {
    let sets = effect.condition.sets
    let versions = sets.keys.sorted().compactMap { library in
      sets[library].map { JSONValue.Member(library.rawValue, .string($0.description)) }
    }
    return .object(
      ("versions", .object(versions)), ("when", .string(effect.when.rawValue)),
      ("effect", .string(effect.text)))
  }

  private static func json(_ confirmation: Confirmation) -> JSONValue {
    .object(
      ("by", .string(confirmation.backend.rawValue)), ("verdict", .string(confirmation.verdict.rawValue)),
      ("kind", .optional(confirmation.kind?.rawValue)), ("evidence", .string(confirmation.evidence)))
  }

  private static func json(_ related: RelatedPlace) -> JSONValue {
    let place = ShownPlace(related.place)
    return .object(
      ("path", .string(place.path)), ("range", json(place.range)), ("message", .string(related.message)))
  }

  private static func json(_ occurrences: Occurrences) -> JSONValue {
    let places = occurrences.places.map { place in
      let shown = ShownPlace(place)
      return JSONValue.object(
        ("path", .string(shown.path)), ("range", json(shown.range)),
        ("record", shown.record.map { .integer($0) } ?? .null))
    }
    return .object(
      ("count", .integer(occurrences.count)), ("share", occurrences.share.map { .float($0) } ?? .null),
      ("places", .array(places)))
  }

  private static func json(_ fix: Fix) -> JSONValue {
    let edits = fix.edits.map { edit in
      let outer = edit.onDisk
      return JSONValue.object(
        ("path", .string(outer.span.file.path)), ("range", json(ShownRange(outer.span))),
        ("text", .string(outer.replacement)))
    }
    let recordEdits = fix.recordEdits.map { edit in
      JSONValue.object(
        ("path", .string(edit.place.path)), ("range", json(ShownPlace(edit.place.asPlace).range)),
        ("text", .string(edit.replacement)))
    }
    return .object(
      ("title", .string(fix.title)), ("safe", .bool(fix.isSafe)), ("edits", .array(edits + recordEdits)))
  }
}
