import Datasets
import Linting
import Setup

/// Preference pairs without a prompt whose two conversations begin differently.
enum PreferencePromptNotShared: FileRule {
  static let metadata = RuleMetadata(
    "preference-prompt-not-shared", family: "preference", severity: .warning, since: "0.1.0",
    observing: .signs,
    "preference pairs without a common prompt")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    // LLaMA-Factory takes the prompt from another column.
    guard document.holdsRecords, let profile = workspace.untoldProfile(of: document),
      profile.format?.format == .preference(explicitPrompt: false)
    else { return [] }
    let pairs = profile.signs[.promptNotShared]
    return [
      Observed(
        pairs, of: profile.preferencePairs.count, label: "begins otherwise than `chosen`",
        "\(pairs.count) of \(profile.preferencePairs.count) pairs have no `prompt`, and their two lists do not begin with the same turn",
        advice: "begin both with the turns of the prompt, or give the prompt a column of its own",
        effects: [
          // Run with trl 0.15.2, 0.24.0 and 1.16.0: `fixtures/goldens/trainer_records.py`. One record is enough.
          Effect(
            .always, when: .start, severity: .warning,
            "trl's DPOTrainer finds no prompt and ends with IndexError or ValueError")
        ])
    ].compactMap { $0 }
  }
}
