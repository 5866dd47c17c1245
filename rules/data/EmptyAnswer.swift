import Datasets
import Linting
import Setup
import Syntax

/// Answers in columns of their own that are empty.
enum EmptyAnswer: FileRule {
  static let metadata = RuleMetadata(
    "empty-answer", family: "data", severity: .warning, since: "0.1.0", observing: .signs,
    "answers in columns of their own that are empty")

  /// From this share of the answers on it is no longer a note.
  private static let warningShare = 0.01

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords else { return [] }
    return workspace.readings(of: document.path).flatMap { reading in
      AnswerColumn.all(of: reading.profile).compactMap { observed($0, in: reading) }
    }
  }

  private static func observed(_ answers: AnswerColumn, in reading: DataReading) -> Observed? {
    // Where most are empty they are places for answers.
    guard answers.empty.count * 2 < answers.count else { return nil }
    let isOften = Double(answers.empty.count) >= warningShare * Double(answers.count)
    // What becomes of white space in such a pair hangs on the release.
    if answers.isImplicit, reading.mayBeTRLs, !answers.haveNoCharacter { return nil }
    let outcome = Outcome(of: answers, in: reading)
    let severity = outcome.severity(isOften: isOften)
    return Observed(
      answers.empty, of: answers.count, label: "says nothing", message(answers),
      advice: answers.sign.isOfOneAnswer
        ? "drop these records, unless saying nothing is to be learned" : "drop these records",
      effects: [Effect(.always, when: outcome.moment, severity: severity, outcome.text)],
      experiment: outcome == .endsAtOnce
        ? .records(lacking: .words, at: answers.empty.first, readBy: reading.profile.naming) : nil,
      severity: severity)
  }

  private static func message(_ answers: AnswerColumn) -> String {
    let count = answers.empty.count
    return "`\(answers.name)` is empty in \(count) of \(answers.count) records"
  }
}

/// What becomes of empty answers. Run: `answers:` in `fixtures/goldens/dataset_info_cases.py` (LLaMA-Factory 0.9.0 to
/// 0.9.5) and `axolotl_setups.py` (067b021), and `trainer_records.py` (trl 0.15.2, 0.24.0, 1.16.0).
private enum Outcome {
  case endsAtOnce
  /// LLaMA-Factory's, of data with a `kto_tag`.
  case countsAsBad
  /// axolotl's.
  case teachesNothing
  /// Of pairs.
  case isPreferred, isRefused, breaksPair

  init(of answers: AnswerColumn, in reading: DataReading) {
    if !answers.sign.isOfOneAnswer {
      let isPreferred = answers.sign == .emptyChosen
      self =
        answers.isImplicit && reading.mayBeTRLs ? .breaksPair : isPreferred ? .isPreferred : .isRefused
    } else if answers.haveNoCharacter, reading.tellers.contains(where: { $0.entry?.column("kto_tag") != nil })
    {
      self = .countsAsBad
    } else if answers.haveNoCharacter, reading.isAxolotls {
      self = .teachesNothing
    } else {
      self = .endsAtOnce
    }
  }

  var moment: Moment { self == .breaksPair ? .start : .silently }

  /// `isOften` where they are more than a few of the answers.
  func severity(isOften: Bool) -> Severity {
    switch self {
    case .breaksPair: return .error
    case .countsAsBad: return .warning
    case .isRefused: return .info
    case .endsAtOnce, .teachesNothing, .isPreferred: return isOften ? .warning : .info
    }
  }

  var text: String {
    switch self {
    case .endsAtOnce: return "no word is learned of the answer, at most to end it at once"
    case .countsAsBad:
      return
        "LLaMA-Factory counts records whose answer has no character as bad ones, whatever their `kto_tag`"
    case .teachesNothing: return "axolotl learns nothing of answers without a character, not even to end them"
    case .isPreferred: return "to end the answer at once is learned as the better one"
    case .isRefused: return "only to end the answer at once is learned as the worse one"
    case .breaksPair:
      return
        "DPOTrainer ends with UnboundLocalError at a text without a character: it begins with no prompt"
    }
  }
}

/// A column of answers, with those that are empty.
private struct AnswerColumn {
  let name: String
  let sign: RecordSign
  let empty: Tally
  /// How many answers are texts.
  let count: Int
  /// Whether the prompt is what both answers of a pair begin with.
  let isImplicit: Bool

  /// Whether not even white space stands in one of the first of them.
  var haveNoCharacter: Bool { empty.first.contains { $0.range.count <= 2 } }

  /// Those of the format of most records.
  static func all(of profile: Profile) -> [AnswerColumn] {
    guard profile.isJSON, let verdict = profile.format, verdict.share >= 0.5 else { return [] }
    return columns(of: verdict.format).compactMap { column, sign in
      guard let name = profile.naming.name(of: column), let field = profile.fields[name] else { return nil }
      return AnswerColumn(
        name: name, sign: sign, empty: profile.signs[sign], count: field.kinds[.string].count,
        isImplicit: verdict.format == .preference(explicitPrompt: false))
    }
  }

  private static func columns(of format: DatasetFormat) -> [(KnownColumn, RecordSign)] {
    switch format {
    case .alpaca: return [(.output, .emptyOutput)]
    case .promptCompletion(conversational: false), .unpairedPreference:
      return [(.completion, .emptyCompletion)]
    case .preference: return [(.chosen, .emptyChosen), (.rejected, .emptyRejected)]
    default: return []
    }
  }
}

extension RecordSign {
  /// Whether what is empty is no part of a pair.
  fileprivate var isOfOneAnswer: Bool { self == .emptyOutput || self == .emptyCompletion }
}
