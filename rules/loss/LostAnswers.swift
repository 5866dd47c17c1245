import Datasets
import Linting
import Setup

// What becomes of the answers that a limit leaves no room for.
extension LengthLimit {
  /// What is wrong with `count` of `records`.
  func message(_ count: Int, of records: Int) -> String {
    let have = count == 1 ? "has" : "have"
    let long: String
    switch part {
    case .prompt: long = "\(have) a prompt of \(tokens) words or more"
    case .earlierTurns: long = "\(have) \(tokens) words or more before the last exchange"
    case .record: long = "\(have) \(tokens) words or more"
    }
    let these = split == .train ? "" : " to evaluate on"
    let end =
      part == .record
      ? "a row has \(tokens) tokens at most"
      : split == .validation && framework == .glmDemo
        ? "a question ends after \(tokens) tokens" : "a row ends after \(tokens) tokens"
    return "\(count) of \(records) records\(these) \(long), and \(end) (\(name))"
  }

  /// From this share of the records on it is no longer a note.
  private static let warningShare = 0.01

  func severity(_ count: Int, of records: Int) -> Severity {
    if framework == .axolotl(.refuse) { return .error }
    let isAll = count == records && split == .train && framework != .llamaFactory
    return isAll ? .error : Double(count) >= Double(records) * Self.warningShare ? .warning : .info
  }

  func effects(isAll: Bool, _ severity: Severity) -> [Effect] {
    switch (framework, split) {
    case (.trl, .train): return [training(isAll: isAll, severity)]
    case (.trl, _): return [evaluation(isAll: isAll, severity)]
    case (.glmDemo, .train):
      return [Effect(.always, when: .silently, severity: severity, Self.nothingLeft)]
    case (.glmDemo, _):
      let text =
        "their answers are left out of the evaluation; with `combine: true` GLM-4's demo asks for them by a question without its end"
      return [Effect(.always, when: .silently, severity: severity, text)]
    case (.llamaFactory, _):
      let lost = "LLaMA-Factory leaves out the exchanges that no longer fit, with their answers"
      return [Effect(.always, when: .silently, severity: severity, lost)]
    case (.axolotl(let excess), _): return [axolotl(excess, isAll: isAll, severity)]
    }
  }

  private static let nothingLeft = "nothing of the answer is left, so these records train nothing"

  private func training(isAll: Bool, _ severity: Severity) -> Effect {
    let text =
      isAll
      ? "no record trains anything: trl 0.24.0 logs a loss of nan or 0, 1.16.0 drops all and ends with ValueError (num_samples=0)"
      : "\(Self.nothingLeft): trl 0.24.0 keeps them without loss, 1.16.0 drops them"
    return Effect(.when(.trl, ">=0.24"), when: isAll ? .start : .silently, severity: severity, text)
  }

  /// Run: the group `evaluation` of `fixtures/goldens/trl_setups.py`.
  private func evaluation(isAll: Bool, _ severity: Severity) -> Effect {
    let text =
      isAll
      ? "no answer is measured: `eval_loss` is nan with trl 0.24.0, and is not there with 1.16.0, which drops all records"
      : "nothing of the answer is left to measure: with trl 0.24.0 `eval_loss` is nan as soon as a batch has no other records, 1.16.0 drops them"
    return Effect(
      .when(.trl, ">=0.24"), when: isAll ? .firstEvaluation : .silently, severity: severity, text)
  }

  private func axolotl(_ excess: ExcessLength, isAll: Bool, _ severity: Severity) -> Effect {
    switch excess {
    case .drop:
      let text =
        isAll && split == .train
        ? "axolotl drops rows that are longer: no row is left" : "axolotl drops rows that are longer"
      return Effect(.always, when: .silently, severity: severity, text)
    case .truncate:
      return Effect(.always, when: .silently, severity: severity, Self.nothingLeft)
    case .refuse:
      let text = "ValueError: Sequence encountered with … tokens, which exceeds the maximum \(tokens)."
      return Effect(.always, when: .start, severity: severity, text)
    }
  }
}
