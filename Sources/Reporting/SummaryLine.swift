import Linting

/// The last line of a report for people.
struct SummaryLine {
  private let report: CheckReport
  private let style: TextStyle

  init(_ report: CheckReport, _ style: TextStyle) {
    self.report = report
    self.style = style
  }

  /// Such as `2 problems (1 error, 1 warning) in 12 files; 1 has a safe fix: --fix applies it`.
  var rendered: String {
    let active = report.active
    let files = Self.counted(report.summary.files, "file")
    var text: String
    if report.summary.files == 0 && active.isEmpty {
      text = "nothing to check: no scripts, configs or data sets here"
    } else if active.isEmpty {
      text = style.good("no problems") + " in \(files)"
    } else {
      text = style.bold(Self.counted(active.count, "problem")) + " (\(severities)) in \(files)"
    }
    if report.summary.records > 0 { text += " with " + Self.counted(report.summary.records, "record") }
    let refuted = report.findings.count { $0.status == .refuted }
    let silenced = report.findings.count - active.count - refuted
    if report.fixed > 0 { text += ", \(report.fixed) fixed" }
    if refuted > 0 { text += ", \(refuted) refuted" }
    if silenced > 0 { text += ", \(silenced) more ignored" }
    let mendable = active.count { $0.fixes.contains(where: \.isSafe) }
    if mendable > 0 { text += "; \(mendable) \(mendable == 1 ? "has" : "have") a safe fix: --fix applies it" }
    return text
  }

  private var severities: String {
    let worstFirst: [Severity] = [.error, .warning, .info]
    return worstFirst.compactMap { severity in
      let count = report.count(severity)
      guard count > 0 else { return nil }
      let text = severity == .info ? "\(count) info" : Self.counted(count, severity.rawValue)
      return style.severity(text, severity)
    }.joined(separator: ", ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension CheckReport {
  /// How many problems there are, and what can be done: one line with its end.
  package func summaryLine(_ style: TextStyle) -> String { SummaryLine(self, style).rendered + "\n" }
}
