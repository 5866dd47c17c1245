import Linting
import Syntax

extension ExperimentReport {
  /// For programs: version 1 of the format that `Schemas/experiments-v1.schema.json` describes, one account a line.
  package var json: String {
    let lines = accounts.map { " " + Self.json($0, self.tool).compact }.joined(separator: ",\n")
    let tool = JSONValue.object(("name", .string(tool.name)), ("version", .string(tool.version)))
    return "{\"version\":1,\"tool\":\(tool.compact),\n\"experiments\":["
      + (lines.isEmpty ? "" : "\n\(lines)\n") + "]}\n"
  }

  private static func json(_ account: ExperimentAccount, _ tool: Tool) -> JSONValue {
    .object(
      ("finding", JSONReport.json(account.finding, tool)),
      ("trials", .array(account.trials.map(json))))
  }

  private static func json(_ trial: ExperimentAccount.Trial) -> JSONValue {
    .object(
      ("model", .string(trial.model)), ("releases", .string(trial.releases)),
      ("isolated", .bool(trial.isIsolated)),
      ("written", json(trial.written)), ("mended", json(trial.mended)))
  }

  private static func json(_ run: ExperimentAccount.Run) -> JSONValue {
    let metrics = run.metrics.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, number($0.value)) }
    let sequences = run.sequences.map { sequence in
      JSONValue.array(
        sequence.map { token in
          .object(
            ("text", .string(token.text)), ("carriesLoss", .bool(token.carriesLoss)),
            ("loss", number(token.loss)))
        })
    }
    return .object(
      ("end", .string(run.end)), ("failed", .bool(run.failed)),
      ("loadingError", .optional(run.loadingError)), ("losses", .array(run.losses.map(number))),
      ("metrics", .object(metrics)), ("trainableParameters", .integer(run.trainableElements)),
      ("sequences", .array(sequences)))
  }

  /// JSON has no NaN and no infinity.
  private static func number(_ number: Float) -> JSONValue {
    number.isFinite ? .float(Double(number)) : .null
  }
}
