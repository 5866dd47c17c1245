import Linting
import Setup

/// What is said about a finding below its snippets: when it strikes, under which versions, what to do.
struct FindingNotes {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  /// One note a line, each behind its word: `when`, `else`, `note`, `help`, `fix`, and what experiments gave.
  func lines(_ style: TextStyle) -> [String] {
    (notes + confirmations).map { word, text in style.note(word + ":") + " " + SafeText.escaped(text) }
  }

  private var notes: [(word: String, text: String)] {
    var notes: [(word: String, text: String)] = []
    if let effect = finding.effect { notes.append(("when", Self.sentence(effect))) }
    for effect in finding.effects where effect != finding.effect {
      notes.append(("else", Self.sentence(effect)))
    }
    if finding.certainty == .possible {
      notes.append(("note", "which of these happens depends on versions that the files leave open"))
    }
    // The only fix does what the advice says.
    if let advice = finding.advice, finding.fixes.count == 1, let fix = finding.fixes.first {
      return notes + [("fix", "\(advice) (\(Self.manner(of: fix)))")]
    }
    if let advice = finding.advice { notes.append(("help", advice)) }
    return notes + finding.fixes.map { ("fix", "\($0.title) (\(Self.manner(of: $0)))") }
  }

  private var confirmations: [(word: String, text: String)] {
    finding.confirmations.map {
      ($0.verdict.rawValue, ($0.kind == .observed ? "your Python, " : "") + $0.evidence)
    }
  }

  private static func manner(of fix: Fix) -> String {
    switch fix.safety {
    case .safe: return "safe: --fix applies it"
    case .unsafe: return "unsafe: look at it before you apply it"
    case .refused where fix.repair != nil: return "not applied where records can be read in more than one way"
    case .refused: return "not applied: with it, more would change than it is for"
    }
  }

  /// Such as `at the first step, with peft >=0.14: TypeError …`.
  private static func sentence(_ effect: Effect) -> String {
    let condition = effect.condition.description
    let versions = condition.isEmpty ? "" : ", with \(condition)"
    if effect.severity == nil { return "nothing goes wrong\(versions): \(effect.text)" }
    return "\(effect.when.phrase)\(versions): \(effect.text)"
  }
}

extension Moment {
  /// As it stands at the start of a note.
  fileprivate var phrase: String {
    switch self {
    case .start: return "at start"
    case .firstStep: return "at the first step"
    case .duringTraining: return "during training"
    case .firstEvaluation: return "at the first evaluation"
    case .firstSave: return "at the first save"
    case .afterTraining: return "after training"
    case .silently: return "silently"
    }
  }
}
