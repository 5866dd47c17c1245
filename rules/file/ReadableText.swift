import Linting
import Setup
import Syntax

/// Which of a text's problems are shown, so that one mistake is told once and by one rule.
enum ReadableText {
  /// What the syntax rules may speak of, in the order of the text; empty for a file that `unreadable-file`
  /// or `git-lfs-pointer` speaks of, and for a template, whose text is not the text that a parser will see.
  ///
  /// In a file with an unfinished merge the conflicts are the only problems. O(bytes) where there are problems.
  static func problems(of document: Document) -> [SyntaxProblem] {
    let problems = document.problems
    guard !problems.isEmpty, !GitLFSPointer.isPointer(document), defect(of: document) == nil,
      !Template.isLikely(document)
    else { return [] }
    var conflicts = conflicts(in: document.file)
    if conflicts.isEmpty { conflicts = partialConflicts(in: document.file, at: problems) }
    return conflicts.isEmpty ? problems : conflicts
  }

  /// Why the bytes of a parsed file are no text: the first problem there is; nil where they are.
  static func defect(of document: Document) -> SyntaxProblem? {
    guard hasDoubts(document), case .file = document.file.origin else { return nil }
    let bytes = document.file.bytes
    // Git's own test for binary files looks for a zero byte in the first 8,000 (xdiff-interface.c,
    // `buffer_is_binary`).
    if let zero = bytes.prefix(8000).firstIndex(of: 0), !isWideText(bytes) || isShell(document) {
      return SyntaxProblem(.encoding, TextRange(zero, zero + 1), "a zero byte: this is a binary file")
    }
    return document.problems.first { $0.kind == .encoding }
  }

  private static func hasDoubts(_ document: Document) -> Bool {
    isShell(document) || !document.problems.isEmpty
  }

  /// A shell reads any bytes but zero, so that its texts have no problem with them.
  private static func isShell(_ document: Document) -> Bool {
    if case .shell = document.content { return true }
    return false
  }

  /// UTF-16 and UTF-32 with a byte-order mark are full of zero bytes and yet text.
  private static func isWideText(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.starts(with: [0, 0, 0xFE, 0xFF])
  }

  /// The first line of each whole conflict: `<<<<<<<`, `=======` and `>>>>>>>` in this order.
  static func conflicts(in file: SourceFile) -> [SyntaxProblem] {
    guard file.mentions("<<<<<<<") else { return [] }
    var conflicts: [SyntaxProblem] = []
    var open: TextRange?
    var isDivided = false
    for line in 1...file.lines.count {
      let range = file.lines.range(ofLine: line, in: file.bytes)
      switch MergeConflict.marker(in: file.bytes, at: range.start) {
      case .ours: (open, isDivided) = (range, false)
      case .theirs: isDivided = true
      case .end:
        if let open, isDivided {
          conflicts.append(SyntaxProblem(.mergeConflict, open, MergeConflict.message))
        }
        open = nil
      case .base, nil: break
      }
    }
    return conflicts
  }

  /// The first line of each conflict of which only some marker lines are left, where a parser stumbled over one:
  /// `=======` by itself may be an underline.
  private static func partialConflicts(in file: SourceFile, at problems: [SyntaxProblem]) -> [SyntaxProblem] {
    let lines = Set(problems.map { file.lines.line(at: $0.range.start) })
    let markers = lines.sorted().compactMap { line -> (marker: MergeConflict.Marker, range: TextRange)? in
      let range = file.lines.range(ofLine: line, in: file.bytes)
      return MergeConflict.marker(in: file.bytes, at: range.start).map { ($0, range) }
    }
    guard markers.contains(where: { $0.marker == .ours || $0.marker == .end }) else { return [] }
    var conflicts: [SyntaxProblem] = []
    var isInside = false
    for (marker, range) in markers {
      if marker == .ours || !isInside {
        conflicts.append(SyntaxProblem(.mergeConflict, range, MergeConflict.message))
      }
      isInside = marker != .end
    }
    return conflicts
  }
}

extension Observed {
  /// A problem of a document's syntax as a finding.
  static func syntax(
    _ problem: SyntaxProblem, in document: Document, label: String, advice: String? = nil,
    related: [RelatedPlace] = [],
    severity: Severity? = nil, fixes: [Fix] = []
  ) -> Observed {
    let isConflict = problem.kind == .mergeConflict
    return Observed(
      at: .span(Span(document.file, problem.range)), label: isConflict ? "an unfinished merge" : label,
      problem.message, advice: isConflict ? "finish the merge and delete the marker lines" : advice,
      related: related, fixes: fixes, severity: isConflict ? nil : severity)
  }
}
