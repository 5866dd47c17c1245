import Linting

/// The same as a page for a browser: the loss curves of both runs, and tokens coloured by their loss. It stands alone, without
/// scripts, and follows the reader's light or dark theme.
package struct ExperimentPage {
  private let accounts: [ExperimentAccount]
  private let tool: Tool

  package init(_ accounts: [ExperimentAccount], tool: Tool) { (self.accounts, self.tool) = (accounts, tool) }

  /// O(accounts × tokens).
  package var rendered: String {
    let sections = accounts.map(section).joined()
    let nothing = accounts.isEmpty ? "<p>No finding asks for an experiment.</p>\n" : ""
    return HTMLPage(title: "experiments", style: Self.style, body: sections + nothing).rendered(tool)
  }

  private func section(_ account: ExperimentAccount) -> String {
    let finding = account.finding
    let answers = finding.confirmations.map { answer in
      let who = answer.backend == .python ? "your Python" : "reference trainer"
      return "<p class=\"\(answer.verdict.rawValue)\"><b>\(answer.verdict.rawValue)</b> by the \(who): "
        + "\(HTML.marked(answer.evidence))</p>\n"
    }.joined()
    return """
      <section>
      <h1>\(HTML.escaped(finding.rule))</h1>
      <p class="place">\(HTML.escaped(ShownPlace(finding.primary).heading(.plain)))</p>
      <p>\(HTML.marked(finding.message))</p>
      \(answers)\(account.trials.map(trial).joined())</section>

      """
  }

  private func trial(_ trial: ExperimentAccount.Trial) -> String {
    let remark = trial.isIsolated ? " The run’s other mistakes are mended in both." : ""
    return """
      <h2>A tiny \(HTML.escaped(trial.model)), with \(HTML.escaped(trial.releases))</h2>
      <p class="remark">\(ExperimentReport.course).\(remark)</p>
      \(LossChart(trial.written.losses, trial.mended.losses).svg)
      \(table(trial))
      \(sequences(trial))
      """
  }

  private func table(_ trial: ExperimentAccount.Trial) -> String {
    let (written, mended) = (trial.written, trial.mended)
    let metrics = Set(written.metrics.keys).union(mended.metrics.keys).sorted()
    var rows: [(String, String, String)] = [("outcome", written.end, mended.end)]
    rows.append(("first loss", last(written.losses.prefix(1)), last(mended.losses.prefix(1))))
    rows.append(("last loss", last(written.losses[...]), last(mended.losses[...])))
    rows += metrics.map { name in
      (
        name, written.metrics[name].map(Decimals.three) ?? "none",
        mended.metrics[name].map(Decimals.three) ?? "none"
      )
    }
    rows.append(("trainable parameters", count(written.trainableElements), count(mended.trainableElements)))
    if written.loadingError != nil || mended.loadingError != nil {
      rows.append(
        ("loading the saved adapter", written.loadingError ?? "loads", mended.loadingError ?? "loads"))
    }
    let body = rows.map { name, written, mended in
      "<tr><th scope=\"row\">\(HTML.escaped(name))</th><td>\(HTML.escaped(written))</td><td>\(HTML.escaped(mended))</td></tr>"
    }.joined(separator: "\n")
    return """
      <table>
      <thead><tr><td></td><th scope="col">as written</th><th scope="col">mended</th></tr></thead>
      <tbody>
      \(body)
      </tbody>
      </table>
      """
  }

  private func count(_ elements: Int) -> String { elements > 0 ? "\(elements)" : "none" }

  private func last(_ losses: ArraySlice<Float>) -> String { losses.last.map(Decimals.three) ?? "none" }

  // MARK: Tokens

  private func sequences(_ trial: ExperimentAccount.Trial) -> String {
    let pairs = [("as written", trial.written), ("mended", trial.mended)].filter { !$0.1.sequences.isEmpty }
    guard !pairs.isEmpty else { return "" }
    let legend =
      "<p class=\"remark\">Coloured tokens carry loss, the stronger the further off they are predicted before the first "
      + "step; grey ones carry none.</p>\n"
    return legend
      + pairs.map { name, run in
        "<h3>Records \(name)</h3>\n"
          + run.sequences.map { "<p class=\"tokens\">\(tokens($0))</p>\n" }.joined()
      }.joined()
  }

  private func tokens(_ tokens: [ExperimentAccount.Token]) -> String {
    let largest = max(tokens.map(\.loss).max() ?? 0, 1e-6)
    return tokens.map { token in
      let text = HTML.escaped(token.text == "\n" ? "⏎\n" : token.text)
      guard token.carriesLoss else { return "<span>\(text)</span>" }
      // A tenth of the colour for no loss at all, so that the token still shows.
      let strength = Int((10 + 80 * token.loss / largest).rounded())
      return
        "<span class=\"l\" style=\"--s:\(strength)%\" title=\"loss \(Decimals.three(token.loss))\">\(text)</span>"
    }.joined()
  }

  private static let style = """
    :root { --written: #b42318; --mended: #1f6feb; --loss: #f0883e; }
    @media (prefers-color-scheme: dark) { :root { --written: #ff7b72; --mended: #79c0ff; --loss: #d1722a; } }
    section + section { border-top: 1px solid var(--line); margin-top: 2rem; }
    .place, .tokens { font-family: ui-monospace, monospace; }
    .confirmed b { color: var(--written); } .refuted b { color: var(--mended); } .inconclusive b { color: var(--faint); }
    table { width: 100%; }
    .tokens { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.8; font-size: .9rem; margin: .5rem 0; }
    .tokens span { color: var(--faint); unicode-bidi: isolate; }
    .tokens .l { color: var(--ink); background: color-mix(in srgb, var(--loss) var(--s), transparent); }
    svg .frame { stroke: var(--line); } svg .written { stroke: var(--written); } svg .mended { stroke: var(--mended); }
    svg text.written { fill: var(--written); stroke: none; } svg text.mended { fill: var(--mended); stroke: none; }
    svg polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round; } svg .mended { stroke-dasharray: 6 4; }

    """
}
