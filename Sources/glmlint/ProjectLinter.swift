import Confirmation
import Datasets
import Linting
import Reporting
import Setup
import Syntax

/// Lints what lies in a file source with the rules that are registered.
struct ProjectLinter: Linter {
  let registered: [any Rule.Type]
  let tool: Tool
  /// Absolute; relative paths start from it.
  let workingFolder: String
  /// The newest release of a library inside a range.
  let newest: @Sendable (Library, VersionSet) -> Version?
  /// Nothing is done behind a check but to end the process, so that what was read need not be freed, which takes
  /// as long as many a rule.
  let endsAfterCheck: Bool
  /// The pages of the rules.
  let pages: @Sendable (String) -> String?

  var rules: [RuleMetadata] { registered.map { $0.metadata } + [LintEngine.unusedIgnore] }

  func page(of rule: String) -> String? { pages(rule) }

  func check(_ options: CheckOptions, in source: any FileSource) -> CheckOutcome {
    ConcurrentMap.prepare()
    let (walk, source) = files(options, in: source)
    let selection = RuleSelection(select: options.selected, ignore: options.ignored)
    let engine = LintEngine(rules: registered, selection: selection, newest: newest)
    let workspace = Workspace(
      walk: walk, source: source, workingFolder: workingFolder,
      versions: VersionRequest.pins(options.versions),
      keepsFiles: options.fixing != .none || options.confirms,
      observing: engine.observed, profiles: options.profiles)
    if endsAfterCheck { _ = Unmanaged.passRetained(workspace) }
    let findings = confirmed(engine.check(workspace), in: workspace, options)
    let fixed =
      options.fixing == .none ? nil : FixPass(engine: engine, workspace: workspace).outcome(for: findings)
    let data = workspace.dataRead
    var report = CheckReport(
      findings: fixed?.marking(findings) ?? findings,
      summary: CheckSummary(
        files: walk.files.count + walk.problems.count, records: data.records, bytes: data.bytes,
        skipped: walk.skipped), tool: tool)
    if options.fixing == .apply, let fixed, !fixed.changes.isEmpty {
      report = report.afterFixes(leaving: confirmed(fixed.remaining, in: fixed.mended, options))
    }
    let repairs =
      // What was profiled elsewhere need not be here.
      options.fixing == .none || !options.profileFiles.isEmpty
      ? [] : DatasetFixing.repairs(for: findings) { workspace.isChecked($0) }
    return CheckOutcome(
      report: report, missing: walk.missing, changes: fixed?.changes ?? [], repairs: repairs)
  }

  /// The findings with the outcomes of their experiments, where these are asked for.
  private func confirmed(_ findings: [Finding], in workspace: Workspace, _ options: CheckOptions) -> [Finding]
  {
    options.confirms ? confirmer(workspace, python: options.python).confirm(findings) : findings
  }

  private func confirmer(_ workspace: Workspace, python: String?) -> Confirmer {
    Confirmer(
      workspace.setups, newest: newest, python: python, records: workspace.trainingRecords,
      record: workspace.record)
  }

  func experiments(_ options: ConfirmOptions, in source: any FileSource) -> [ExperimentAccount]? {
    ConcurrentMap.prepare()
    let walk = FileWalker(source: source, workingFolder: workingFolder).walk([options.path])
    guard walk.missing.isEmpty else { return nil }
    let workspace = Workspace(
      walk: walk, source: source, workingFolder: workingFolder,
      versions: VersionRequest.pins(options.versions))
    // The other rules' findings say what else is wrong with the same run.
    let findings = LintEngine(rules: registered, selection: RuleSelection(), newest: newest).check(workspace)
      .filter { $0.status == .active }
    let wanted = findings.filter { $0.rule == options.rule }
    return confirmer(workspace, python: options.python).accounts(of: wanted, among: findings)
  }

  func setups(at path: String, versions: [VersionRequest], in source: any FileSource) -> [TrainingSetup]? {
    let walk = FileWalker(source: source, workingFolder: workingFolder).walk([path])
    guard walk.missing.isEmpty else { return nil }
    let workspace = Workspace(
      walk: walk, source: source, workingFolder: workingFolder, versions: VersionRequest.pins(versions))
    return workspace.setups
  }

  /// The files under check, and the source that holds standard input or the launch line too.
  private func files(_ options: CheckOptions, in source: any FileSource) -> (WalkResult, any FileSource) {
    if let command = options.commandLine {
      let text = Array(LaunchLine.text(of: command).utf8)
      var walk = WalkResult()
      let named = LaunchLine.files(of: command, in: source)
      walk.files = [WalkedFile(path: LaunchLine.path, kind: .shell, isNamed: true)] + named
      return (walk, OverlayFileSource(over: source, replacing: [LaunchLine.path: text]))
    }
    let paths = options.paths.map { $0 == "-" ? options.standardInputName ?? $0 : $0 }
    let walk = FileWalker(source: source, workingFolder: workingFolder).walk(paths)
    return ProfiledFiles(options.profiles, beside: source).added(to: walk)
  }
}
