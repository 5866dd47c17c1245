import Datasets
import Linting
import Setup
import Syntax

/// Records whose prompt alone is as long as a run's limit, so that nothing of their answer is left.
enum TruncationDropsCompletion: SetupRule {
  static let metadata = RuleMetadata(
    "truncation-drops-completion", family: "loss", severity: .error, since: "0.1.0", observing: .prompts,
    "records whose prompt alone fills the length limit")

  /// From this share of the records on it is no longer a note.
  private static let warningShare = 0.01

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let records = setup.split(.train)?.unchangedRecords, records.records > 0,
      let limit = LengthLimit(trl: setup) ?? LengthLimit(glmDemo: setup), limit.tokens >= PromptWords.fewest
    else { return [] }
    let long = records.prompts.records(withAtLeast: limit.tokens)
    let isAll = long.count == records.records
    let share = Double(long.count) / Double(records.records)
    let severity: Severity = isAll ? .error : share >= warningShare ? .warning : .info
    return [
      Observed(
        long, of: records.records, label: "longer than the limit by its words alone",
        message(long.count, of: records.records, limit),
        advice: "raise the limit, or shorten or drop these records",
        related: limit.place.map { [RelatedPlace(.span($0), "the limit")] } ?? [],
        effects: limit.effects(isAll: isAll, severity),
        experiment: .records(lacking: .room, at: long.first), versions: limit.versions, severity: severity)
    ].compactMap { $0 }
  }

  private static func message(_ count: Int, of records: Int, _ limit: LengthLimit) -> String {
    let have = count == 1 ? "has" : "have"
    return
      "\(count) of \(records) records \(have) a prompt of \(limit.tokens) words or more, and a row ends after \(limit.tokens) tokens (\(limit.name))"
  }
}

/// How many tokens of a row a run keeps, counted from its beginning.
private struct LengthLimit {
  let tokens: Int
  /// What sets it.
  let name: String
  let place: Span?
  let versions: LibraryVersions
  private let isTRL: Bool

  /// trl's, where prompts carry no loss and rows are cut at their end. Run with 0.24.0 and 1.16.0:
  /// `fixtures/goldens/trl_setups.py`.
  init?(trl setup: TrainingSetup) {
    guard let run = SFTRun(setup), run.usesOwnCollator, run.formatter == nil, run.preparesRows,
      run.isOff("packing"), run.learnsAnswersOnly,
      run.isDefault("truncation_mode") || run.option("truncation_mode").value == .string("keep_start")
    else { return nil }
    let fact = run.option("max_length")
    if case .integer(let written)? = fact.value {
      (tokens, name, place) = (written, "`max_length`", fact.span)
    } else if fact.value != .null, run.isDefault("max_length") {
      (tokens, name, place) = (1024, "`max_length` by default", nil)
    } else {
      return nil
    }
    (versions, isTRL) = (run.versions, true)
  }

  /// That of ChatGLM3's and GLM-4's scripts, which train on answers only. Run: `fixtures/goldens/glm_demos.py`.
  init?(glmDemo setup: TrainingSetup) {
    guard let script = GLMDemoScript(setup), script.cutsBehindBothLengths, let limit = setup.rowLength,
      let value = limit.value
    else { return nil }
    (tokens, name, place) = (value, "`max_input_length`, `max_output_length` and one", limit.span)
    (versions, isTRL) = (setup.versions, false)
  }

  func effects(isAll: Bool, _ severity: Severity) -> [Effect] {
    let lost = "nothing of the answer is left, so these records train nothing"
    guard isTRL else { return [Effect(.always, when: .silently, severity: severity, lost)] }
    let text =
      isAll
      ? "no record trains anything: trl 0.24.0 logs a loss of nan or 0, 1.16.0 drops all and ends with ValueError (num_samples=0)"
      : "\(lost): trl 0.24.0 keeps them without loss, 1.16.0 drops them"
    return [Effect(.when(.trl, ">=0.24"), when: isAll ? .start : .silently, severity: severity, text)]
  }
}

extension SFTRun {
  /// Whether prompts certainly carry no loss.
  fileprivate var learnsAnswersOnly: Bool {
    switch format {
    case .promptCompletion, .conversationalPromptCompletion:
      return isDefault("completion_only_loss") || option("completion_only_loss").value == .bool(true)
    case .messages: return option("assistant_only_loss").value == .bool(true)
    default: return false
    }
  }
}
