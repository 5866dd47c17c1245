import Setup
import Syntax

/// Applies the ignore comments of the checked files, and reports the ones that silence nothing.
struct IgnorePass {
  let engine: LintEngine
  /// Those of all checked files.
  let comments: [IgnoreComment]

  /// O(findings + comments).
  func apply(to findings: inout [Finding]) {
    struct Key: Hashable {
      let file: SourceFile
      let line: Int
    }
    guard !comments.isEmpty else { return }
    var usedRules: [IgnoreComment: Set<String>] = [:]
    let byLine = Dictionary(grouping: comments.filter { $0.problem == nil }) {
      Key(file: $0.span.file, line: $0.line)
    }
    for index in findings.indices {
      guard case .span(let span) = findings[index].primary else { continue }
      let key = Key(file: span.file, line: span.startLine)
      for comment in byLine[key] ?? [] where comment.rules.contains(findings[index].rule) {
        findings[index].status = .ignored
        usedRules[comment, default: []].insert(findings[index].rule)
      }
    }
    guard engine.selection.includes(LintEngine.unusedIgnore) else { return }
    let observed = comments.compactMap { observation($0, used: usedRules[$0] ?? []) }
    findings += observed.compactMap { engine.finding(of: $0, by: LintEngine.unusedIgnore) }
    findings.sort(by: Finding.isOrdered)
  }

  private func observation(_ comment: IgnoreComment, used: Set<String>) -> Observed? {
    if let problem = comment.problem {
      return Observed(
        at: .span(comment.span), label: "silences nothing", "the ignore comment cannot be read: \(problem)",
        advice: "write `# glmlint: ignore[rule] reason`")
    }
    let known = Set(engine.rules.map { $0.metadata.name } + [LintEngine.unusedIgnore.name])
    if let name = comment.rules.first(where: { !known.contains($0) }) {
      return Observed(
        at: .span(comment.span), label: "no such rule",
        "the ignore comment names `\(name)`, which is no rule",
        advice: "`glmlint rules` lists them")
    }
    // A rule that did not run cannot have been silenced.
    let running = (engine.rules.map { $0.metadata } + [LintEngine.unusedIgnore]).filter(
      engine.selection.includes)
    let ran = comment.rules.filter { name in running.contains { $0.name == name } }
    guard let useless = ran.first(where: { !used.contains($0) }) else { return nil }
    return Observed(
      at: .span(comment.span), label: "silences nothing",
      "nothing here gives `\(useless)`, so ignoring it does nothing", advice: "remove it")
  }
}

extension LintEngine {
  /// The one rule of the engine itself: it reports useless comments, and cannot be ignored by one.
  package static let unusedIgnore = RuleMetadata(
    "unused-ignore", family: "file", severity: .warning, since: "0.1.0",
    "an ignore comment that silences nothing, or that cannot be read")
}
