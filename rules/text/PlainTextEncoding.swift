import Datasets
import Linting
import Setup

/// Plain text that cannot be read as UTF-8, or begins with a byte-order mark.
enum PlainTextEncoding: FileRule {
  static let metadata = RuleMetadata(
    "plain-text-encoding", family: "text", severity: .error, since: "0.1.0",
    "plain text that is no UTF-8, or has a byte-order mark")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.kind == .plainText, document.holdsRecords,
      let profile = workspace.profile(at: document.path)
    else { return [] }
    return [.invalidUTF8, .wideEncoding, .tooLong].compactMap { refused($0, profile) } + mark(profile)
  }

  private static func refused(_ kind: SyntaxFault.Kind, _ profile: Profile) -> Observed? {
    let tally = profile.faults[kind]
    guard let fault = tally.first.first else { return nil }
    let more = tally.count - 1
    let effects =
      kind == .tooLong
      ? []
      // Run with datasets 2.14.7, 3.6.0 and 5.2.0: `fixtures/goldens/text_loaders.py`.
      : [
        Effect(
          .always, when: .start, severity: .error,
          "`load_dataset(\"text\", …)` ends with UnicodeDecodeError, unless `encoding` or `encoding_errors` is given"
        )
      ]
    return Observed(
      at: fault.place.asPlace, label: kind == .tooLong ? "not read" : "no UTF-8",
      more == 0 ? fault.message : "\(fault.message) (and \(more) more \(more == 1 ? "line" : "lines"))",
      advice: kind == .tooLong ? nil : "save the file as UTF-8, or give `load_dataset` its `encoding`",
      occurrences: Occurrences(count: tally.count, of: profile.records, places: tally.first.map(\.place)),
      effects: effects, severity: kind == .tooLong ? .info : nil)
  }

  private static func mark(_ profile: Profile) -> [Observed] {
    guard let file = profile.files.first, file.hasByteOrderMark, file.container == .plainText,
      let first = profile.fields.firstObject
    else { return [] }
    return [
      Observed(
        at: first.asPlace, label: "a mark before it", "the file begins with a byte-order mark",
        advice: "save it as UTF-8 without a byte-order mark, or give `load_dataset` `encoding=\"utf-8-sig\"`",
        effects: [
          Effect(
            .always, when: .silently, severity: .warning,
            "`load_dataset(\"text\", …)` makes it the first character of the first record")
        ], severity: .warning)
    ]
  }
}
