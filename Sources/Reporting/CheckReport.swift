import Linting
import Setup

/// The outcome of a check, whatever the format it is written in.
package struct CheckReport: Sendable {
  /// In the order in which they are reported; those that an ignore comment silences too.
  package let findings: [Finding]
  package let summary: CheckSummary
  /// Sets the tool apart in machine-readable output.
  package let tool: Tool
  /// Findings that fixes have made an end of.
  package let fixed: Int

  package init(findings: [Finding], summary: CheckSummary, tool: Tool, fixed: Int = 0) {
    self.findings = findings
    self.summary = summary
    self.tool = tool
    self.fixed = fixed
  }

  /// The report once the files have been changed and only `remaining` is found in them.
  package func afterFixes(leaving remaining: [Finding]) -> CheckReport {
    let left = CheckReport(findings: remaining, summary: summary, tool: tool)
    return CheckReport(
      findings: remaining, summary: summary, tool: tool, fixed: max(0, active.count - left.active.count))
  }

  /// The report after all fixes, where the files have been read again and show `later`.
  package func afterFixes(showing later: CheckReport) -> CheckReport {
    CheckReport(
      findings: later.findings, summary: later.summary, tool: tool,
      fixed: max(0, active.count + fixed - later.active.count))
  }

  /// The report after data sets at `paths` were mended: what is left there cannot be.
  package func afterMending(_ paths: Set<String>) -> CheckReport {
    CheckReport(
      findings: findings.map { $0.afterMending(paths) }, summary: summary, tool: tool, fixed: fixed)
  }

  /// Whether there is nothing to tell but that nothing was there.
  package var isEmpty: Bool { findings.isEmpty && summary.files == 0 && summary.skipped.isEmpty }

  /// The findings that nobody has silenced.
  package var active: [Finding] { findings.filter { $0.status == .active } }

  /// The findings that people are shown: the active ones, and those that an experiment has refuted.
  package var shown: [Finding] { findings.filter { $0.status == .active || $0.status == .refuted } }

  /// How many active findings have this severity.
  package func count(_ severity: Severity) -> Int {
    findings.count { $0.status == .active && $0.severity == severity }
  }
}

/// What was looked at.
package struct CheckSummary: Hashable, Sendable {
  /// Files under check, data sets included.
  package let files: Int
  /// Records of data sets.
  package let records: Int
  /// Bytes of data sets.
  package let bytes: Int
  package let skipped: [SkippedPath]

  package init(files: Int, records: Int = 0, bytes: Int = 0, skipped: [SkippedPath] = []) {
    self.files = files
    self.records = records
    self.bytes = bytes
    self.skipped = skipped
  }
}

/// Who reports.
package struct Tool: Hashable, Sendable {
  package let name: String
  package let version: String
  /// What a rule's name is put behind to make the address of its page; nil where pages are only in the
  /// program.
  package let helpBase: String?

  package init(name: String, version: String, helpBase: String? = nil) {
    self.name = name
    self.version = version
    self.helpBase = helpBase
  }
}

/// The formats of findings.
package enum OutputFormat: String, Hashable, Sendable, CaseIterable {
  /// For people: snippets, effects, advice.
  case text
  /// One line a finding.
  case concise
  /// `Schemas/findings-v1.schema.json`.
  case json

  /// The whole report. O(findings × lines shown).
  package func render(_ report: CheckReport, _ style: TextStyle) -> String {
    switch self {
    case .text: return TextReport(report, style).rendered
    case .concise: return ConciseReport(report, style).rendered
    case .json: return JSONReport(report).rendered
    }
  }
}
