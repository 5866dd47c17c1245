import Datasets
import Linting
import Setup
import Syntax

/// How many tokens a run keeps of a record, and what of it has to have fewer words if an answer is to be left.
struct LengthLimit {
  let split: Split
  let tokens: Int
  /// What sets it.
  let name: String
  let place: Span?
  /// What ends an answer's chances by being as long.
  let part: PromptWords.Part
  let versions: LibraryVersions

  /// nil for limits that a record's words alone cannot reach.
  init?(
    _ tokens: Int, of split: Split, _ name: String, at place: Span?, by part: PromptWords.Part,
    _ versions: LibraryVersions
  ) {
    guard tokens >= PromptWords.fewest else { return nil }
    (self.split, self.tokens, self.name) = (split, tokens, name)
    (self.place, self.part, self.versions) = (place, part, versions)
  }

  /// An option's limit, or the one that stands where nobody writes the option. nil where its value is not known.
  init?(
    _ option: String, of arguments: FactTable, else usual: Int, _ split: Split, by part: PromptWords.Part,
    _ versions: LibraryVersions
  ) {
    if arguments.nameSpan(option) == nil {
      self.init(usual, of: split, "`\(option)` by default", at: nil, by: part, versions)
    } else if case .integer(let written)? = arguments[option].value {
      self.init(written, of: split, "`\(option)`", at: arguments[option].span, by: part, versions)
    } else {
      return nil
    }
  }
}

/// A framework's way with rows that are longer than the limit of a run.
protocol RowLimit {
  var limit: LengthLimit { get }

  /// What the limit does to a row, or to what of it is as long.
  var ending: String { get }

  /// How bad it is that this many records of a split have no room for an answer.
  func severity(_ count: Int, of records: Int) -> Severity

  /// What becomes of these records; `isAll` where no other is in the split.
  func effect(isAll: Bool, _ severity: Severity) -> Effect

  /// Whether a step on such a record shows that it trains nothing.
  var isAnsweredByTraining: Bool { get }
}

extension RowLimit {
  static var nothingLeft: String { "nothing of the answer is left, so these records train nothing" }

  var ending: String { "a row ends after \(limit.tokens) tokens" }

  var isAnsweredByTraining: Bool { false }

  func severity(_ count: Int, of records: Int) -> Severity {
    count == records && limit.split == .train ? .error : severityByShare(count, of: records)
  }

  /// From one in a hundred records on it is no longer a note.
  func severityByShare(_ count: Int, of records: Int) -> Severity {
    count * 100 >= records ? .warning : .info
  }

  /// What is wrong with `count` of `records`.
  func message(_ count: Int, of records: Int) -> String {
    let have = count == 1 ? "has" : "have"
    let long: String
    switch limit.part {
    case .prompt: long = "\(have) a prompt of \(limit.tokens) words or more"
    case .earlierTurns: long = "\(have) \(limit.tokens) words or more before the last exchange"
    case .record: long = "\(have) \(limit.tokens) words or more"
    }
    let these = limit.split == .train ? "" : " to evaluate on"
    return "\(count) of \(records) records\(these) \(long), and \(ending) (\(limit.name))"
  }
}

extension FactTable {
  /// Whether a truth value is left out, or says no.
  func isOff(_ name: String) -> Bool {
    nameSpan(name) == nil || self[name].value == .bool(false) || self[name].value == .null
  }
}
