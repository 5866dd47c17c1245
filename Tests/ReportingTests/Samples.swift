@testable import Linting
import Setup
import Syntax

@testable import Reporting

/// Findings to report, made by hand.
enum Sample {
  static let tool = Tool(name: "glmlint", version: "0.1.0", helpBase: "https://example.org/rules/")

  static let config = SourceFile(
    path: "configs/lora.yaml",
    text: "data: train.jsonl\npeft_config:\n  peft_type: LORA\n  task_type: CASUAL_LM  # causal\n  r: 8\n")

  static let script = SourceFile(
    path: "train.py",
    text: """
      from dataclasses import dataclass, field


      @dataclass
      class Arguments:
          training: Seq2SeqTrainingArguments = field(
              default=Seq2SeqTrainingArguments(
                  output_dir="./output",
                  learning_rate=5e-5,
                  max_steps=3000,
                  fp16=True,
              )
          )
          name: str = "a"

      """)

  /// The first `text` behind `after`, up to the next `end` where that is given (a line end in it left out).
  static func span(_ file: SourceFile, _ text: String, through end: String = "", after: String = "") -> Span {
    let bytes = Array(file.bytes)
    var start = 0
    func find(_ wanted: [UInt8], from: Int) -> Int? {
      (from...max(from, bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }
    }
    if !after.isEmpty { start = find(Array(after.utf8), from: 0)! }
    let begin = find(Array(text.utf8), from: start)!
    guard !end.isEmpty else { return Span(file, TextRange(begin, begin + text.utf8.count)) }
    let stop = find(Array(end.utf8), from: begin)! + end.utf8.count
    return Span(file, TextRange(begin, end.hasSuffix("\n") ? stop - 1 : stop))
  }

  static func finding(
    _ rule: String = "invalid-task-type", _ severity: Severity = .error, _ certainty: Certainty = .certain,
    status: Finding.Status = .active, at primary: Place, label: String = "", _ message: String,
    advice: String? = nil, related: [RelatedPlace] = [], effects: [Effect] = [], fixes: [Fix] = []
  ) -> Finding {
    Finding(
      rule: rule, severity: severity, certainty: certainty, status: status, primary: primary, label: label,
      message: message, advice: advice, related: related, effect: effects.first, effects: effects,
      fixes: fixes,
      experiment: nil, fingerprint: "0123456789abcdef")
  }

  static let invalidTaskType: Finding = {
    let value = span(config, "CASUAL_LM")
    return finding(
      "invalid-task-type", .warning, .possible, at: .span(value), label: "not in peft.TaskType",
      "`CASUAL_LM` is not a task type of PEFT",
      advice: "write `CAUSAL_LM`",
      related: [
        RelatedPlace(.span(span(config, "LORA")), "this adapter type takes a task type"),
        RelatedPlace(.span(span(script, "Seq2SeqTrainingArguments(")), "the run starts here"),
        RelatedPlace(.file("requirements.txt"), "nothing here pins peft"),
      ],
      effects: [
        Effect(
          .when(.peft, ">=0.14"), when: .start, severity: .error, "ValueError: Invalid task type: 'CASUAL_LM'"
        ),
        Effect(
          .when(.peft, "<0.14"), when: .silently, severity: .warning,
          "a bare PeftModel takes the place of PeftModelForCausalLM"),
      ],
      fixes: [
        Fix(
          "replace by CAUSAL_LM", isSafe: true, edits: [TextEdit(value, "CAUSAL_LM")],
          changes: [FactChange("adapter.task_type", to: .string("CAUSAL_LM"))])
      ])
  }()

  static func report(_ findings: [Finding], files: Int = 3) -> CheckReport {
    CheckReport(findings: findings, summary: CheckSummary(files: files), tool: tool)
  }

  static func block(_ snippets: [Snippet]) -> String {
    let margin = String(snippets.map(\.lastLine).max() ?? 0).utf8.count
    return SnippetBlock(snippets).lines(margin: margin, .plain).joined(separator: "\n")
  }

  static func text(_ findings: [Finding], style: TextStyle = .plain) -> String {
    OutputFormat.text.render(report(findings), style)
  }
}
