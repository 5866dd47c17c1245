import Datasets
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

  /// What the rules that speak need to see of data sets.
  package var observed: ObservationSet {
    rules.reduce([]) { selection.includes($1.metadata) ? $0.union($1.metadata.observed) : $0 }
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

  /// A document that a rule wants to see when all files have been read.
  private struct Waiting: Sendable {
    let rule: any FileRule.Type
    let document: Document
  }

  /// What the rules have seen, and the comments that may silence them.
  private struct Observations: Sendable {
    var seen: [Seen] = []
    var comments: [IgnoreComment] = []
    var waiting: [Waiting] = []

    var isEmpty: Bool { seen.isEmpty && comments.isEmpty && waiting.isEmpty }

    mutating func add(_ observed: [Observed], by rule: any Rule.Type) {
      for observed in observed { seen.append(Seen(rule: rule.metadata, observed: observed)) }
    }
  }

  /// The rules by what they look at.
  private struct SortedRules: Sendable {
    var ofFiles: [any FileRule.Type] = []
    var ofSetups: [any SetupRule.Type] = []
    var ofAll: [any WorkspaceRule.Type] = []

    init(_ rules: [any Rule.Type]) {
      for rule in rules {
        switch rule.inspection {
        case .file(let rule): ofFiles.append(rule)
        case .setup(let rule): ofSetups.append(rule)
        case .workspace(let rule):
          ofFiles.append(rule)
          ofAll.append(rule)
        case .fileAndSetup(let rule):
          ofFiles.append(rule)
          ofSetups.append(rule)
        }
      }
    }
  }

  /// What the rules see. Each file and its set-ups are shown to all rules together, since they are let go then.
  private func observations(of rules: [any Rule.Type], in workspace: Workspace) -> Observations {
    let rules = SortedRules(rules)
    let ofFiles = workspace.readFiles(withSetups: !rules.ofSetups.isEmpty) {
      workspace, file -> Observations? in
      var seen = Observations()
      for document in file.document.all {
        Self.look(at: document, with: rules.ofFiles, in: workspace, &seen)
      }
      for setup in file.setups {
        for rule in rules.ofSetups { seen.add(rule.check(setup), by: rule) }
      }
      return seen.isEmpty ? nil : seen
    }
    var all = Observations()
    for seen in ofFiles {
      all.seen += seen.seen
      all.comments += seen.comments
      all.waiting += seen.waiting
    }
    let waited = workspace.concurrently(over: all.waiting.count) { [waiting = all.waiting] workspace, part in
      var seen = Observations()
      for waiting in waiting[part] {
        seen.add(waiting.rule.check(waiting.document, in: workspace), by: waiting.rule)
      }
      return seen.seen
    }
    all.seen += waited.flatMap(\.self)
    for rule in rules.ofAll { all.add(rule.check(workspace), by: rule) }
    return all
  }

  private static func look(
    at document: Document, with rules: [any FileRule.Type], in workspace: Workspace,
    _ seen: inout Observations
  ) {
    for rule in rules {
      switch rule.turn(of: document) {
      case .never: continue
      case .atOnce: seen.add(rule.check(document, in: workspace), by: rule)
      case .last: seen.waiting.append(Waiting(rule: rule, document: document))
      }
    }
    seen.comments += IgnoreComment.all(in: document.file, comments: document.comments)
  }

  /// nil where the effect is harmless for the versions at hand.
  func finding(of observed: Observed, by rule: RuleMetadata) -> Finding? {
    guard let resolution = EffectResolution(of: observed, rule: rule, newest: newest) else { return nil }
    return Finding(
      rule: rule.name, severity: resolution.severity, certainty: resolution.certainty, status: .active,
      primary: observed.primary, label: observed.label, message: observed.message, advice: observed.advice,
      related: observed.related, occurrences: observed.occurrences, effect: resolution.worded,
      effects: resolution.possible,
      fixes: observed.fixes,
      experiment: observed.experiment, versions: observed.versions, fingerprint: "")
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
        merged[index] = finding.joined(with: merged[index])
      } else {
        merged[index] = merged[index].joined(with: finding)
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

  /// This finding, with what the same one of another set-up adds.
  fileprivate func joined(with other: Finding) -> Finding {
    let new = other.related.filter { !related.contains($0) }
    return Finding(
      rule: rule, severity: severity, certainty: certainty, status: status, primary: primary, label: label,
      message: message, advice: advice, related: related + new, occurrences: occurrences, effect: effect,
      effects: effects,
      fixes: fixes,
      experiment: experiment, versions: versions,
      standsForSeveral: standsForSeveral || other.standsForSeveral || experiment != other.experiment,
      fingerprint: fingerprint)
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
