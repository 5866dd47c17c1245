import Datasets
import Linting
import Setup
import Syntax

/// Records of a data set that are not JSON, or that some readers refuse.
enum JSONLSyntax: FileRule {
  static let metadata = RuleMetadata(
    "jsonl-syntax", family: "jsonl", severity: .error, since: "0.1.0", observing: [],
    "records of a data set that are not JSON")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard case .records = document.content, let profile = workspace.profile(at: document.path),
      isDataset(profile, document)
    else { return [] }
    // Of pointers `git-lfs-pointer` says it.
    let kinds = profile.faults.byKind.keys.filter { $0 != .pointerFile }.sorted { $0.rawValue < $1.rawValue }
    let faults = kinds.compactMap { kind in
      let tally = profile.faults[kind]
      if kind == .nullRecord { return null(tally, in: profile, workspace.versions(for: document.path)) }
      return tally.first.first.map { observed($0, tally, in: profile, fix(kind, tally, in: profile)) }
    }
    return faults + [startMark(profile)].compactMap(\.self)
  }

  /// A large `.json` with one value in it is a tokenizer or an index.
  private static func isDataset(_ profile: Profile, _ document: Document) -> Bool {
    if document.kind == .plainText { return profile.files.allSatisfy(\.container.isJSONRecords) }
    return document.kind == .jsonLines
      || document.kind != .table && profile.files.allSatisfy { $0.container != .jsonValue }
  }

  /// One finding for all faults of a kind: they have one cause, and the first ones show it.
  private static func observed(
    _ fault: SyntaxFault, _ tally: FaultTally, in profile: Profile, _ fix: Fix?
  ) -> Observed {
    let more = tally.count - 1
    return Observed(
      at: fault.place.asPlace, label: label(fault.kind),
      more == 0 ? fault.message : "\(fault.message) (and \(more) more like it)", advice: advice(fault.kind),
      occurrences: Occurrences(count: tally.count, of: profile.records, places: tally.first.map(\.place)),
      fixes: fix.map { [$0] } ?? [], severity: severity(fault.kind))
  }

  private static func null(
    _ tally: FaultTally, in profile: Profile, _ versions: LibraryVersions
  ) -> Observed? {
    guard let place = tally.first.first?.place else { return nil }
    let null = NullRecord(
      isFirst: place.record == 1, isElement: profile.files.contains { $0.container == .jsonArray })
    return Observed(
      at: place.asPlace, label: label(.nullRecord), null.message,
      advice: null.isElement ? "delete the element" : "delete the line",
      occurrences: Occurrences(count: tally.count, of: profile.records, places: tally.first.map(\.place)),
      effects: null.effects, versions: null.isElement ? versions : nil,
      severity: null.isFirst || null.isElement ? nil : .warning)
  }

  /// Readers that decode the mark away (`utf-8-sig`, pyarrow) take the file.
  private static func startMark(_ profile: Profile) -> Observed? {
    guard let file = profile.files.first, file.hasByteOrderMark, file.container != .empty else { return nil }
    let place = RecordPlace(
      path: file.path, record: nil, range: TextRange(0, 3), start: .init(line: 1, column: 1),
      end: .init(line: 1, column: 1))
    let fix = Fix(
      "delete the byte-order mark", repair: DatasetRepair(file.path, dropsMark: true),
      first: [RecordEdit(place, "")])
    return Observed(
      at: place.asPlace, label: "not every reader takes this", startMarkMessage,
      advice: "save the file as UTF-8 without a byte-order mark", fixes: [fix], severity: .info)
  }

  /// What can be told in one way only. In an array a second value stands behind its end, and is no record of it.
  private static func fix(_ kind: SyntaxFault.Kind, _ tally: FaultTally, in profile: Profile) -> Fix? {
    guard let file = profile.files.first, DatasetRepair.mendableKinds.contains(kind) else { return nil }
    let isArray = file.container == .jsonArray
    let isWhole = FilePath.fileExtension(file.path) == "json"
    if isArray && (kind == .secondRecord || kind == .byteOrderMark) || isWhole && kind == .spansLines {
      return nil
    }
    let deletes = kind == .trailingComma || kind == .commaAfterRecord
    let edits = deletes ? tally.first.map { RecordEdit($0.place, "") } : []
    return Fix(fixTitle(kind), repair: DatasetRepair(file.path, kinds: [kind]), first: edits)
  }

  /// What costs no record is milder: Python's json and pyarrow read `NaN`, pyarrow reads records over several lines.
  private static func severity(_ kind: SyntaxFault.Kind) -> Severity? {
    switch kind {
    // `datasets` 2.14.7 to 5.2.0 unpack gzip, bzip2, xz and zip under any name (run).
    case .notANumber, .compressedFile: return .info
    // Python's json and `datasets` 2.14.7 and 5.2.0 load a record of 80 MB.
    case .spansLines, .noRecords, .tooLong: return .warning
    default: return nil
    }
  }
}

extension JSONLSyntax {
  fileprivate static let startMarkMessage =
    "the file starts with a byte-order mark: pyarrow and `utf-8-sig` skip it, and `json.loads` refuses the first line"
  fileprivate static func fixTitle(_ kind: SyntaxFault.Kind) -> String {
    switch kind {
    case .trailingComma: return "delete the comma"
    case .commaAfterRecord: return "delete the commas between the lines"
    case .secondRecord: return "write each record on a line of its own"
    case .byteOrderMark: return "delete the byte-order marks"
    case .controlCharacter: return "write it with a backslash, as JSON does"
    default: return "write each record on one line"
    }
  }

  fileprivate static func label(_ kind: SyntaxFault.Kind) -> String {
    switch kind {
    case .notANumber, .loneSurrogate, .spansLines: return "not every reader takes this"
    case .nullRecord, .notAnObject: return "no columns"
    case .tooLong: return "not checked"
    default: return "not JSON"
    }
  }

  fileprivate static func advice(_ kind: SyntaxFault.Kind) -> String? {
    switch kind {
    case .singleQuotes, .pythonLiteral: return "write records with `json.dumps`, not with `str` or `repr`"
    case .truncated: return "write the file again, or delete the unfinished record"
    case .conflictMarker: return "finish the merge and delete the marker lines"
    case .commaAfterRecord: return "delete the commas between the lines"
    case .spansLines: return "write one record a line, without `indent`"
    case .tooLong: return "if a line break is missing, put it in; else try it with the program that loads it"
    case .loneSurrogate: return "repair the text: half of a character is missing"
    case .byteOrderMark, .wideEncoding, .invalidUTF8:
      return "save the file as UTF-8 without a byte-order mark"
    case .binaryFile: return "give it the ending of its format"
    case .compressedFile: return "`load_dataset` unpacks it, most readers do not; nothing in it was looked at"
    default: return nil
    }
  }
}
