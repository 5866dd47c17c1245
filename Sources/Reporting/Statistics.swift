import Datasets
import Linting

/// How often each rule has found something, most often first, and what read the data sets.
package struct Statistics {
  private let report: CheckReport
  private let kernel: ScanKernel

  /// - Parameter kernel: what found the structure of records, where there were any.
  package init(_ report: CheckReport, kernel: ScanKernel) {
    self.report = report
    self.kernel = kernel
  }

  /// One line a rule: the count, the name, and how many of its findings have a safe fix. Then, where data was read, a
  /// line that says how.
  package var rendered: String {
    let records = report.summary.records
    let count = records == 1 ? "1 record" : "\(records) records"
    return findings + (records > 0 ? "\(count) read with the \(kernel.rawValue) kernel\n" : "")
  }

  private var findings: String {
    var counts: [String: (all: Int, mendable: Int)] = [:]
    for finding in report.active {
      let isMendable = finding.fixes.contains(where: \.isSafe)
      counts[finding.rule, default: (0, 0)].all += 1
      counts[finding.rule, default: (0, 0)].mendable += isMendable ? 1 : 0
    }
    let rows = counts.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }
    let width = String(rows.first?.value.all ?? 0).utf8.count
    return rows.map { rule, count in
      let number = String(count.all)
      let mendable = count.mendable > 0 ? " (\(count.mendable) with a safe fix)" : ""
      return String(repeating: " ", count: width - number.utf8.count) + "\(number)  \(rule)\(mendable)\n"
    }.joined()
  }
}
