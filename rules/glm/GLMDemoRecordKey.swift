import Datasets
import Linting
import Setup

/// Records without the key under which the script of a GLM demo looks for turns.
enum GLMDemoRecordKey: SetupRule {
  static let metadata = RuleMetadata(
    "glm-demo-record-key", family: "glm", severity: .error, since: "0.1.0", observing: .fields,
    "records without the key that the GLM demo reads")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let script = GLMDemoScript(setup), let split = setup.split(.train),
      let records = split.unchangedRecords,
      let span = split.files.span, records.columns.isClosed, !records.isTable,
      let first = records.fields.firstObject, records.fields[script.key] == nil
    else { return [] }
    let names = records.columns.names.prefix(4).map { "`\($0)`" }.joined(separator: ", ")
    return [
      Observed(
        at: .span(span), label: "no record has `\(script.key)`",
        "\(script.name) reads `\(script.key)` of each record, and the records have \(names)",
        related: [RelatedPlace(first.asPlace, "the first record")],
        effects: [
          // Run: `fixtures/goldens/glm_demos.py`.
          Effect(.always, when: .start, severity: .error, "KeyError: '\(script.key)'")
        ], versions: setup.versions)
    ]
  }
}
