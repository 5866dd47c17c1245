import Datasets
import Linting
import Setup

/// Preference pairs whose answers begin with the turns of their prompt.
enum PromptRepeatedInChosen: FileRule {
  static let metadata = RuleMetadata(
    "prompt-repeated-in-chosen", family: "preference", severity: .warning, since: "0.1.0", observing: .signs,
    "preference pairs that hold their prompt twice")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords, let profile = workspace.untoldProfile(of: document)
    else { return [] }
    let pairs = profile.signs[.promptRepeated]
    return [
      Observed(
        pairs, of: profile.preferencePairs.count, label: "stands in the answers too",
        "\(pairs.count) of \(profile.preferencePairs.count) pairs have the turns of `prompt` once more at the beginning of their answers",
        advice: "take the turns of the prompt out of `chosen` and `rejected`, or leave `prompt` out",
        effects: [
          // Run with these three: `fixtures/goldens/trainer_records.py`.
          Effect(
            .always, when: .silently, severity: .warning,
            "trl's DPOTrainer trains with the prompt twice (0.24.0 and 1.16.0), or ends with ValueError (0.15.2)"
          )
        ])
    ].compactMap { $0 }
  }
}
