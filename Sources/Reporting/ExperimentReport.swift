import Linting

/// What `glmlint confirm` prints: findings, each with both runs of its experiment.
package struct ExperimentReport {
  let accounts: [ExperimentAccount]
  let tool: Tool

  package init(_ accounts: [ExperimentAccount], tool: Tool) { (self.accounts, self.tool) = (accounts, tool) }

  // MARK: For people

  /// O(accounts × tokens).
  package func text(_ style: TextStyle) -> String {
    if accounts.isEmpty { return "no finding asks for an experiment\n" }
    return accounts.map { account in
      let finding = TextReport(report(account.finding), style).lines(of: account.finding)
      return (finding + account.trials.flatMap { lines($0, style) }).map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }

  private func report(_ finding: Finding) -> CheckReport {
    CheckReport(findings: [finding], summary: CheckSummary(files: 1), tool: tool)
  }

  private func lines(_ trial: ExperimentAccount.Trial, _ style: TextStyle) -> [String] {
    let remark = trial.isIsolated ? ", the run's other mistakes mended in both" : ""
    return [
      "", "  " + style.bold("a tiny \(trial.model), \(trial.releases)\(remark); \(Self.course)"),
    ] + lines("as written", trial.written, style) + lines("mended", trial.mended, style)
  }

  /// What the long runs are.
  static let course = "20 steps at a learning rate of 0.01"

  private func lines(_ name: String, _ run: ExperimentAccount.Run, _ style: TextStyle) -> [String] {
    let end = SafeText.escaped(run.end)
    var lines = ["  \(style.note("\(name):")) \(run.failed ? style.severity(end, .error) : end)"]
    if !run.losses.isEmpty {
      let shown = run.losses.count > 8 ? run.losses.prefix(4) + run.losses.suffix(4) : run.losses[...]
      let texts = shown.map { Decimals.three($0) }
      let middle = run.losses.count > 8 ? ["…"] : []
      lines.append("    loss \((texts.prefix(4) + middle + texts.dropFirst(4)).joined(separator: " "))")
    }
    for (metric, value) in run.metrics.sorted(by: { $0.key < $1.key }) {
      lines.append("    \(SafeText.escaped(metric)) \(Decimals.three(value))")
    }
    if run.trainableElements > 0 { lines.append("    \(run.trainableElements) trainable parameters") }
    if let error = run.loadingError {
      lines.append("    loading the saved adapter: " + style.severity(SafeText.escaped(error), .error))
    }
    if let sequence = run.sequences.first { lines.append("    " + shown(sequence, style)) }
    return lines
  }

  /// The tokens that carry loss stand in brackets.
  private func shown(_ tokens: [ExperimentAccount.Token], _ style: TextStyle) -> String {
    tokens.stretches.map { stretch in
      let text = SafeText.escaped(stretch.map(\.text).joined())
      return stretch.first?.carriesLoss == true ? style.bold("[\(text)]") : style.dim(text)
    }.joined()
  }
}

extension [ExperimentAccount.Token] {
  /// Neighbours that are alike in carrying loss. O(tokens).
  var stretches: [ArraySlice<ExperimentAccount.Token>] {
    var (stretches, start) = ([ArraySlice<ExperimentAccount.Token>](), 0)
    for index in indices.dropFirst() where self[index].carriesLoss != self[index - 1].carriesLoss {
      stretches.append(self[start..<index])
      start = index
    }
    return isEmpty ? [] : stretches + [self[start...]]
  }
}
