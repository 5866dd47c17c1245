import Linting
import Setup
import Syntax

/// A `formatting` that LLaMA-Factory does not have.
enum LFUnknownFormatting: FileRule {
  static let metadata = RuleMetadata(
    "lf-unknown-formatting", family: "llamafactory", severity: .error, since: "0.1.0",
    "a `formatting` that LLaMA-Factory does not have")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry -> Observed? in
      guard entry.formatting == nil, let node = entry.value["formatting"] else { return nil }
      let words = DatasetEntry.Formatting.allCases.map(\.rawValue)
      let near = words.first { EditDistance.between($0, node.text.lowercased()) <= 2 }
      return Observed(
        at: .span(node.span), label: "not a formatting",
        "`formatting` of `\(entry.name)` is `\(node.text)`, and LLaMA-Factory knows `alpaca`, `sharegpt` and `openai` only",
        advice: near.map { "write `\($0)`" },
        effects: [
          Effect(
            .always, when: .start, severity: .error,
            "a run that names the data set ends with `ValueError: Dataset converter \(node.text) not found.`; LLaMA-Factory before 0.9.2 reads it as sharegpt"
          )
        ])
    }
  }
}
