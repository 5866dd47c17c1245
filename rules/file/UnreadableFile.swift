import Linting
import Setup
import Syntax

/// A file under check whose text cannot be had.
enum UnreadableFile: WorkspaceRule {
  static let metadata = RuleMetadata(
    "unreadable-file", family: "file", severity: .error, since: "0.1.0", observing: [],
    "a file that cannot be read, or whose bytes are no text")

  static func check(_ workspace: Workspace) -> [Observed] {
    workspace.problems.map { unreadable($0.path, $0.error) }
  }

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    if case .unreadable(let error) = document.content { return [unreadable(document.path, error)] }
    if case .records = document.content, document.file === document.file.outermost,
      let error = workspace.scanFailure(at: document.path)
    {
      return [unreadable(document.path, error)]
    }
    guard let defect = ReadableText.defect(of: document) else { return limit(document).map { [$0] } ?? [] }
    return [
      Observed(
        at: .span(Span(document.file, defect.range)), label: "not text", defect.message,
        advice: advice(document))
    ]
  }

  /// A limit at which the reading of a shell text ended; in other languages the rule for their syntax says so.
  private static func limit(_ document: Document) -> Observed? {
    guard case .shell = document.content, let limit = document.problems.first(where: { $0.kind == .limit })
    else { return nil }
    return Observed(
      at: .span(Span(document.file, limit.range)), label: "read up to here", limit.message, severity: .warning
    )
  }

  private static func unreadable(_ path: String, _ error: FileError) -> Observed {
    Observed(at: .file(path), label: "not read", "the file cannot be read: \(error)", advice: advice(error))
  }
}

extension UnreadableFile {
  private static func advice(_ error: FileError) -> String? {
    switch error {
    case .permissionDenied: return "give the user that trains the right to read it"
    case .danglingLink, .tooManyLinks: return "repair or remove the link"
    case .tooLarge:
      return "give it the ending `.jsonl` if it is a data set, or leave it out of what is checked"
    case .changedWhileReading: return "check it again when nothing writes to it"
    case .notFound, .notARegularFile, .isALink, .isAFolder, .system: return nil
    }
  }

  private static func advice(_ document: Document) -> String {
    document.kind == .python
      ? "save it as UTF-8, or declare its encoding in the first line"
      : "save it as UTF-8, or give it another ending"
  }
}
