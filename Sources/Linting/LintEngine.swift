import Setup
import Syntax

/// Runs rules over a workspace: values in, findings out.
package struct LintEngine: Sendable {
  let rules: [any Rule.Type]
  let selection: RuleSelection
  /// The newest release of a library inside a range; from Knowledge.
  let newest: @Sendable (Library, VersionSet) -> Version?

  package init(
    rules: [any Rule.Type], selection: RuleSelection = RuleSelection(),
    newest: @escaping @Sendable (Library, VersionSet) -> Version?
  ) {
    self.rules = rules
    self.selection = selection
    self.newest = newest
  }

  /// All findings on the checked files, ordered by path, place and rule; ignored ones are among them with that
  /// status. O(rules × (documents + set-ups)).
  package func check(_ workspace: Workspace) -> [Finding] {
    var findings: [Finding] = []
    let running = rules.filter { selection.includes($0.metadata) }
    let all = observations(of: running, in: workspace)
    for seen in all.seen {
      if let finding = finding(of: seen.observed, by: seen.rule), finding.touches(workspace) {
        findings.append(finding)
      }
    }
    findings = Self.mergingSamePlaces(findings)
    findings.sort(by: Finding.isOrdered)
    IgnorePass(engine: self, comments: all.comments).apply(to: &findings)
    Fingerprint.assign(to: &findings)
    return findings
  }

  /// What one rule has seen.
  private struct Seen: Sendable {
    let rule: RuleMetadata
    let observed: Observed
  }

  /// What the rules have seen, and the comments that may silence them.
  private struct Observations: Sendable {
    var seen: [Seen] = []
    var comments: [IgnoreComment] = []
  }

  /// What the rules see. One document or set-up after the other is shown to all rules: it is copied once then, and
  /// what it holds is shared with other threads.
  private func observations(of rules: [any Rule.Type], in workspace: Workspace) -> Observations {
    var (ofFiles, ofSetups, ofAll): ([any FileRule.Type], [any SetupRule.Type], [any WorkspaceRule.Type]) =
      ([], [], [])
    for rule in rules {
      switch rule.inspection {
      case .file(let rule): ofFiles.append(rule)
      case .setup(let rule): ofSetups.append(rule)
      case .workspace(let rule):
        ofFiles.append(rule)
        ofAll.append(rule)
      }
    }
    let onFiles = workspace.concurrently { [ofFiles] workspace, part in
      Self.observations(on: workspace.documents(of: part), by: ofFiles, in: workspace)
    }
    let setups = ofSetups.isEmpty ? [] : workspace.setups
    let onSetups = workspace.concurrently(over: setups.count) { [ofSetups] _, part in
      var seen: [Seen] = []
      for setup in setups[part] {
        for rule in ofSetups { Self.add(rule.check(setup), by: rule, to: &seen) }
      }
      return seen
    }
    var onAll: [Seen] = []
    for rule in ofAll { Self.add(rule.check(workspace), by: rule, to: &onAll) }
    return Observations(
      seen: onFiles.flatMap(\.seen) + onSetups.flatMap(\.self) + onAll,
      comments: onFiles.flatMap(\.comments))
  }

  private static func observations(
    on documents: [Document], by rules: [any FileRule.Type], in workspace: Workspace
  ) -> Observations {
    var all = Observations()
    for document in documents {
      for rule in rules { add(rule.check(document, in: workspace), by: rule, to: &all.seen) }
      all.comments += IgnoreComment.all(in: document.file, comments: document.comments)
    }
    return all
  }

  private static func add(_ observed: [Observed], by rule: any Rule.Type, to seen: inout [Seen]) {
    for observed in observed { seen.append(Seen(rule: rule.metadata, observed: observed)) }
  }

  /// nil where the effect is harmless for the versions at hand.
  func finding(of observed: Observed, by rule: RuleMetadata) -> Finding? {
    guard let resolution = EffectResolution(of: observed, rule: rule, newest: newest) else { return nil }
    return Finding(
      rule: rule.name, severity: resolution.severity, certainty: resolution.certainty, status: .active,
      primary: observed.primary, label: observed.label, message: observed.message, advice: observed.advice,
      related: observed.related, effect: resolution.worded, effects: resolution.possible,
      fixes: observed.fixes,
      experiment: observed.experiment, fingerprint: "")
  }

  /// Several set-ups that share a line give one finding, which keeps the related places of all.
  private static func mergingSamePlaces(_ findings: [Finding]) -> [Finding] {
    struct Key: Hashable {
      let rule: String
      let place: Place
    }
    var merged: [Finding] = []
    var places: [Key: Int] = [:]
    for finding in findings {
      let key = Key(rule: finding.rule, place: finding.primary)
      guard let index = places[key] else {
        places[key] = merged.count
        merged.append(finding)
        continue
      }
      if merged[index].severity < finding.severity {
        merged[index] = finding.adding(related: merged[index].related)
      } else {
        merged[index] = merged[index].adding(related: finding.related)
      }
    }
    return merged
  }
}

extension Finding {
  /// Whether any of its places lies in a checked file.
  fileprivate func touches(_ workspace: Workspace) -> Bool {
    workspace.isChecked(primary.path) || related.contains { workspace.isChecked($0.place.path) }
  }

  fileprivate func adding(related more: [RelatedPlace]) -> Finding {
    let new = more.filter { !related.contains($0) }
    return Finding(
      rule: rule, severity: severity, certainty: certainty, status: status, primary: primary, label: label,
      message: message, advice: advice, related: related + new, effect: effect, effects: effects,
      fixes: fixes,
      experiment: experiment, fingerprint: fingerprint)
  }

  /// By path, then place, then rule.
  static func isOrdered(_ left: Finding, _ right: Finding) -> Bool {
    let (first, second) = (left.primary, right.primary)
    if first.path != second.path { return FilePath.precedes(first.path, second.path) }
    if first.rangeOnDisk != second.rangeOnDisk { return first.rangeOnDisk < second.rangeOnDisk }
    if left.rule != right.rule { return left.rule < right.rule }
    return left.message < right.message
  }
}
