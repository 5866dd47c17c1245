import Datasets
import Linting
import Reporting
import Setup
import Syntax

/// What the commands ask of the linter; everything behind it is the business of the modules below.
protocol Linter: Sendable {
  /// The absolute path of the folder that relative paths start from.
  var workingFolder: String { get }

  /// Every rule, in the order of the registry.
  var rules: [RuleMetadata] { get }

  /// The Markdown page of a rule; nil where there is no such rule.
  func page(of rule: String) -> String?

  /// Checks what `options` name. Bytes of standard input lie in `source` under their name.
  func check(_ options: CheckOptions, in source: any FileSource) -> CheckOutcome

  /// The findings of a rule under `path` that ask for an experiment, with both of its runs; nil where nothing stands there.
  func experiments(_ options: ConfirmOptions, in source: any FileSource) -> [ExperimentAccount]?

  /// The training runs that the files under `path` describe; nil where nothing stands there.
  func setups(at path: String, versions: [VersionRequest], in source: any FileSource) -> [TrainingSetup]?
}

/// What came of a check.
struct CheckOutcome: Sendable {
  /// Where fixes are applied, what is left after them.
  let report: CheckReport
  /// Paths that were named although nothing stands there.
  let missing: [String]
  /// What the safe fixes make of the files; empty where no fix was asked for.
  let changes: [FixPass.FileChange]
  /// What is to be mended in data sets, which are rewritten as streams.
  var repairs: [DatasetRepair] = []
}
