import Datasets
import Linting
import Setup

/// Records with tools, in ChatGLM3's fine-tuning script.
enum ChatGLM3ToolsNotImplemented: SetupRule {
  static let metadata = RuleMetadata(
    "chatglm3-tools-not-implemented", family: "glm", severity: .error, since: "0.1.0", observing: .turns,
    "tools, which ChatGLM3's fine-tuning script refuses")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let script = GLMDemoScript(setup), script.demo == .chatGLM3, script.refusesTools,
      let records = setup.split(.train)?.unchangedRecords
    else { return [] }
    return [column(records, setup), turns(records, setup)].compactMap { $0 }
  }

  /// Null is taken for no tools.
  private static func column(_ records: Profile, _ setup: TrainingSetup) -> Observed? {
    guard let field = records.fields["tools"] else { return nil }
    var filled = Tally()
    for kind in field.kinds.seen where kind != .null { filled.merge(field.kinds[kind]) }
    return Observed(
      filled, of: records.records, label: "refused",
      "`tools` is not null in \(filled.count) of \(records.records) records",
      advice: "leave `tools` out, and put what the model should know of them into the system's turn",
      effects: [refusal], versions: setup.versions)
  }

  private static func turns(_ records: Profile, _ setup: TrainingSetup) -> Observed? {
    guard let roles = records.conversations[.conversations]?.roles,
      let tool = roles.first(where: { $0.name == "tool" })
    else { return nil }
    return Observed(
      tool.turns, of: roles.reduce(0) { $0 + $1.turns.count }, label: "refused",
      "\(tool.turns.count) \(tool.turns.count == 1 ? "turn has" : "turns have") the role `tool`",
      advice: "write the call as a turn of the assistant, and its result as one of the `observation`",
      effects: [refusal], versions: setup.versions)
  }

  /// Run: `fixtures/goldens/glm_demos.py`.
  private static let refusal = Effect(
    .always, when: .start, severity: .error,
    "NotImplementedError, without a message, when the records are made into tokens: one such record is enough"
  )
}
