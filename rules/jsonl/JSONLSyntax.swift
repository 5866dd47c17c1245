import Datasets
import Linting
import Setup
import Syntax

/// Records of a data set that are not JSON, or that some readers refuse.
enum JSONLSyntax: FileRule {
  static let metadata = RuleMetadata(
    "jsonl-syntax", family: "jsonl", severity: .error, since: "0.1.0",
    "records of a data set that are not JSON")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard case .records = document.content, let profile = workspace.profile(at: document.path),
      isDataset(profile, document)
    else { return [] }
    let kinds = profile.faults.byKind.keys.sorted { $0.rawValue < $1.rawValue }
    return kinds.compactMap { kind in
      let tally = profile.faults[kind]
      return tally.first.first.map { observed($0, tally, of: profile.records) }
    }
  }

  /// A large `.json` with one value in it is a tokenizer or an index.
  private static func isDataset(_ profile: Profile, _ document: Document) -> Bool {
    document.kind == .jsonLines
      || document.kind != .table && profile.files.allSatisfy { $0.container != .jsonValue }
  }

  /// One finding for all faults of a kind: they have one cause, and the first ones show it.
  private static func observed(_ fault: SyntaxFault, _ tally: FaultTally, of records: Int) -> Observed {
    let more = tally.count - 1
    return Observed(
      at: fault.place.asPlace, label: label(fault.kind),
      more == 0 ? fault.message : "\(fault.message) (and \(more) more like it)", advice: advice(fault.kind),
      occurrences: Occurrences(count: tally.count, of: records, places: tally.first.map(\.place)),
      severity: severity(fault.kind))
  }

  /// What costs no record is milder: Python's json and pyarrow read `NaN`, pyarrow reads records over several lines.
  private static func severity(_ kind: SyntaxFault.Kind) -> Severity? {
    switch kind {
    case .notANumber: return .info
    case .spansLines, .noRecords: return .warning
    default: return nil
    }
  }
}

extension JSONLSyntax {
  fileprivate static func label(_ kind: SyntaxFault.Kind) -> String {
    switch kind {
    case .notANumber, .loneSurrogate, .spansLines: return "not every reader takes this"
    case .notAnObject: return "no columns"
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
    case .loneSurrogate: return "repair the text: half of a character is missing"
    case .byteOrderMark, .wideEncoding, .invalidUTF8:
      return "save the file as UTF-8 without a byte-order mark"
    case .binaryFile: return "unpack it, or give it the ending of its format"
    default: return nil
    }
  }
}
