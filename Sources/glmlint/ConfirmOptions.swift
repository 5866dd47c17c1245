import Linting
import Reporting

/// What `confirm` is asked to do.
struct ConfirmOptions: Hashable, Sendable {
  let path: String
  /// The name of a rule.
  let rule: String
  let format: ExperimentFormat
  /// nil for standard output.
  let file: String?
  let versions: [VersionRequest]
  /// The Python whose libraries answer, too.
  let python: String?
  let color: ColorChoice

  /// Understands the arguments; `--rule` names one of the `rules`.
  init(_ arguments: ReadArguments, rules: [RuleMetadata]) throws(UsageError) {
    path = arguments.operands[0]
    guard let rule = arguments.value("--rule") else { throw .needs("`confirm`", "`--rule RULE`") }
    guard rules.contains(where: { $0.name == rule }) else {
      throw .unknownRule(rule, nearest: NearestName.of(rule, in: rules.map(\.name)))
    }
    self.rule = rule
    format = arguments.value("--format").flatMap(ExperimentFormat.init) ?? .text
    file = arguments.value("--output")
    versions = try VersionRequest.read(arguments.values("--versions"))
    python = arguments.value("--python")
    color = arguments.color
  }
}

/// How the account of an experiment is written.
enum ExperimentFormat: String, Hashable, Sendable, CaseIterable {
  case text, html, json

  func render(_ accounts: [ExperimentAccount], _ tool: Tool, _ style: TextStyle) -> String {
    switch self {
    case .text: ExperimentReport(accounts, tool: tool).text(style)
    case .html: ExperimentPage(accounts, tool: tool).rendered
    case .json: ExperimentReport(accounts, tool: tool).json
    }
  }
}
