import ReferenceTrainer
import Syntax

extension SupervisedFineTuning {
  /// What `stack_probe.py` reads of a run of trl's trainer.
  var members: [JSONValue.Member] {
    [
      .init("records", .array(records.map(\.json))), .init("sft", options.json),
      .init("template", .optional(template?.rawValue)),
      .init("padding", .optional(tokenizer.padding?.rawValue)),
      .init("dropsSpaces", .bool(tokenizer.dropsSpaces)), .init("joins", .bool(joinsColumns)),
      .init("collator", .optional(collator?.rawValue)), .init("responseTemplate", .string(responseTemplate)),
      .init("instructionTemplate", .optional(instructionTemplate)),
      .init("tellsTokens", .bool(measuresTokens)),
    ]
  }
}

extension SupervisedFineTuning.Options {
  /// Those that are written.
  fileprivate var json: JSONValue {
    let options: [(String, JSONValue?)] = [
      ("packing", packing.map { .bool($0) }), ("max_length", longest.map { .integer($0) }),
      ("completion_only_loss", completionOnlyLoss.map { .bool($0) }),
      ("assistant_only_loss", assistantOnlyLoss.map { .bool($0) }),
      ("dataset_text_field", textColumn.map { .string($0) }),
    ]
    return .object(options.compactMap { name, value in value.map { JSONValue.Member(name, $0) } })
  }
}

extension TextRecord {
  /// As a row of a data set, the two columns of a pair in their order, and tokens first.
  fileprivate var json: JSONValue {
    let order = ["prompt", "instruction", "input_ids"]
    let names = order.filter { cells[$0] != nil } + cells.keys.sorted().filter { !order.contains($0) }
    return .object(names.compactMap { name in cells[name].map { JSONValue.Member(name, $0.json) } })
  }
}

extension TextRecord.Cell {
  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .integers(let integers): .array(integers.map { .integer($0) })
    case .messages(let messages):
      .array(
        messages.map { message in
          .object(
            (message.isShareGPT ? "from" : "role", .string(message.role)),
            (message.isShareGPT ? "value" : "content", .string(message.content)))
        })
    }
  }
}
