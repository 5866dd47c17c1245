import Linting

/// One line a finding, for editors, agents and pipes: `path:line:column: severity[rule] message`.
struct ConciseReport {
  private let report: CheckReport
  private let style: TextStyle

  init(_ report: CheckReport, _ style: TextStyle) {
    self.report = report
    self.style = style
  }

  /// Nothing at all where there are no findings.
  var rendered: String {
    report.active.map { finding in
      let place = ShownPlace(finding.primary).heading(style)
      let kind = style.severity("\(finding.severity.rawValue)[\(finding.rule)]", finding.severity)
      return "\(place): \(kind) \(SafeText.escaped(finding.message))\n"
    }.joined()
  }
}
