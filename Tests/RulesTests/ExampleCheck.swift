import Datasets
import Linting
import Rules
import Setup
import Syntax

@testable import glmlint

/// Runs one example through the real workspace and engine, and says how the outcome differs from the page.
struct ExampleCheck {
  let example: PageExample
  /// `as written`, or the name of a variation.
  let form: String

  /// One text for each difference, with page and line; empty where the page is right.
  func mismatches() -> [String] {
    let walk = FileWalker(source: source, workingFolder: "/project").walk(
      ["."] + example.named + Array(example.failures.keys))
    let engine = LintEngine(
      rules: Registry.rules, selection: RuleSelection(select: example.only ?? []),
      newest: NewestRelease.inside)
    let workspace = Workspace(
      walk: walk, source: source, workingFolder: "/project", versions: example.versions,
      observing: engine.observed)
    let findings = engine.check(workspace)
    var mismatches = compare(findings, to: example.expected, "")
    let once = Workspace(
      walk: walk, source: source, workingFolder: "/project", versions: example.versions, keepsFiles: false,
      observing: engine.observed)
    if engine.check(once).map(Self.identity) != findings.map(Self.identity) {
      mismatches.append(
        "\(example.page):\(example.line) [\(form)]: other findings where files are let go")
    }
    if form == Variation.ignored.name { mismatches += checkIgnored(findings) }
    if !example.fixed.isEmpty { mismatches += checkFixes(findings, engine, workspace) }
    return mismatches
  }

  private static func identity(_ finding: Finding) -> String {
    "\(finding.fingerprint) \(finding.primary) \(finding.status) \(finding.severity) \(finding.message)"
  }

  private var source: MemoryFileSource {
    MemoryFileSource(example.files, failures: example.failures)
  }

  private func compare(_ findings: [Finding], to expected: [Expectation], _ stage: String) -> [String] {
    var found = findings.filter { $0.status == .active }.map {
      FoundPlace($0, insideCells: example.insideCells)
    }
    var mismatches: [String] = []
    for expectation in expected {
      if let index = found.firstIndex(where: expectation.matches) {
        found.remove(at: index)
      } else {
        mismatches.append(
          "\(example.page):\(expectation.pageLine) [\(form)]\(stage): expected \(expectation), not found")
      }
    }
    mismatches += found.map { "\(example.page):\(example.line) [\(form)]\(stage): not expected: \($0)" }
    return mismatches
  }

  private func checkIgnored(_ findings: [Finding]) -> [String] {
    findings.contains { $0.status == .ignored }
      ? [] : ["\(example.page):\(example.line) [\(form)]: nothing was ignored"]
  }

  private func checkFixes(_ findings: [Finding], _ engine: LintEngine, _ workspace: Workspace) -> [String] {
    let outcome = FixPass(engine: engine, workspace: workspace).outcome(for: findings)
    var mismatches: [String] = []
    let rewritten = rewritten(findings, in: workspace, &mismatches)
    let changes = outcome.changes + rewritten
    let mended = outcome.mended.overlaying(
      Dictionary(uniqueKeysWithValues: changes.map { ($0.path, $0.new) }))
    func report(_ text: String) { mismatches.append("\(example.page):\(example.line) [\(form)]: \(text)") }
    for change in changes where example.fixed[change.path] == nil { report("`\(change.path)` was fixed too") }
    for path in example.fixed.keys.sorted() {
      let wanted = example.fixed[path] ?? []
      guard let change = changes.first(where: { $0.path == path }) else {
        report("`\(path)` was not fixed; \(Self.offers(findings))")
        continue
      }
      guard change.new != wanted else { continue }
      let (got, expected) = (
        String(decoding: change.new, as: UTF8.self), String(decoding: wanted, as: UTF8.self)
      )
      report("fixing `\(path)` gave\n\(got)\nexpected\n\(expected)")
    }
    let later = engine.check(mended)
    if rewritten.isEmpty, later.map(Self.identity) != outcome.remaining.map(Self.identity) {
      report("other findings remain than the fixes say")
    }
    mismatches += compare(later, to: example.remaining, " after the fix")
    let again = FixPass(engine: engine, workspace: mended).outcome(for: later).changes
    for change in again + self.rewritten(later, in: mended, &mismatches) {
      report("a second fix changes `\(change.path)` again")
    }
    return mismatches
  }

  /// What the fixes of data sets make of them.
  private func rewritten(
    _ findings: [Finding], in workspace: Workspace, _ mismatches: inout [String]
  ) -> [FixPass.FileChange] {
    let repairs = DatasetFixing.repairs(for: findings) { workspace.isChecked($0) }
    return repairs.compactMap { repair in
      do {
        let fixing = DatasetFixing(workspace.store.source, threads: 1)
        guard case .small(let change) = try fixing.preview(repair, limit: .max) else { return nil }
        return change.old == change.new ? nil : change
      } catch {
        mismatches.append("\(example.page):\(example.line) [\(form)]: `\(repair.path)`: \(error)")
        return nil
      }
    }
  }

  private static func offers(_ findings: [Finding]) -> String {
    let titles = findings.flatMap { finding in
      finding.fixes.map { "\(finding.rule): \($0.title) (safe: \($0.isSafe))" }
    }
    return titles.isEmpty ? "no fix is offered" : "offered: " + titles.joined(separator: "; ")
  }
}
