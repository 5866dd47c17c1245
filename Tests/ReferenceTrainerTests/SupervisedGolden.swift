import Foundation
import Testing

@testable import ReferenceTrainer

/// What one release of trl made of the plans of fixtures/goldens/sft_plans.py.
struct SupervisedGolden: CustomTestStringConvertible, Sendable {
  let trl: String
  let transformers: String

  static let all =
    ["0.8.6", "0.9.6", "0.11.4"].map { SupervisedGolden(trl: $0, transformers: "4.40.2") }
    + [
      "0.8.6", "0.9.6", "0.11.4", "0.12.2", "0.13.0", "0.14.0", "0.15.0", "0.15.2", "0.16.0", "0.16.1",
      "0.17.0",
    ].map {
      SupervisedGolden(trl: $0, transformers: "4.49.0")
    }
    + ["0.16.1", "0.18.2", "0.19.1", "0.20.0", "0.22.2", "0.24.0", "0.26.0", "1.12.0"].map {
      SupervisedGolden(trl: $0, transformers: "4.57.6")
    }
    + ["0.28.0", "1.0.0", "1.1.0", "1.6.0", "1.7.0", "1.9.0", "1.16.0"].map {
      SupervisedGolden(trl: $0, transformers: "5.23.0")
    }

  var testDescription: String { "trl \(trl), transformers \(transformers)" }

  func stack() throws -> Stack {
    try Stack(
      transformers: #require(LibraryRelease(transformers)), peft: LibraryRelease(0, 21),
      trl: LibraryRelease(trl))
  }

  static let folder = StackGolden.folder.deletingLastPathComponent().appending(path: "sft")

  func outcomes() throws -> [String: StackGolden.Outcome] {
    try StackGolden.outcomes(of: "trl-\(trl)-transformers-\(transformers)", in: Self.folder)
  }

  static func plans(in folder: URL = Self.folder) throws -> [SupervisedPlanRecord] {
    try StackGolden.lines("plans", SupervisedPlanRecord.self, in: folder)
  }

  /// As the script writes rows.
  static func pieces(_ row: TrainedRow) -> [String] {
    var pieces: [(mark: String, tokens: [Int])] = []
    for (token, label) in zip(row.tokens, row.labels) {
      let mark = label == Tensor.ignoredLabel ? "-" : label == token ? "+" : "?"
      if pieces.last?.mark != mark { pieces.append((mark, [])) }
      pieces[pieces.count - 1].tokens.append(token)
    }
    return pieces.map { $0.mark + String(decoding: ByteTokenizer.bytes(of: $0.tokens), as: UTF8.self) }
  }
}

/// A plan as the script writes it.
struct SupervisedPlanRecord: Decodable {
  struct Options: Decodable {
    let packing: Bool?
    let max_length: Int?
    let completion_only_loss: Bool?
    let assistant_only_loss: Bool?
    let dataset_text_field: String?
  }

  /// A text, a list of messages, or a list of numbers.
  struct Cell: Decodable {
    let cell: TextRecord.Cell

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        cell = .text(text)
      } else if let integers = try? container.decode([Int].self) {
        cell = .integers(integers)
      } else {
        cell = .messages(
          try container.decode([[String: String]].self).map { message in
            TextRecord.Message(
              role: message["role"] ?? message["from"] ?? "",
              content: message["content"] ?? message["value"] ?? "",
              isShareGPT: message["from"] != nil)
          })
      }
    }
  }

  let name: String
  let records: [[String: Cell]]
  let sft: Options
  let template: String?
  let padding: String??
  let dropsSpaces: Bool?
  let joins: Bool?
  let collator: String?
  let responseTemplate: String?
  let instructionTemplate: String?
  let arguments: PlanRecord.Arguments
  let argumentsFrom: TrainerArguments.Source?

  private enum CodingKeys: String, CodingKey {
    case name, records, sft, template, padding, dropsSpaces, joins, collator, responseTemplate,
      instructionTemplate, arguments, argumentsFrom
  }

  init(from decoder: any Swift.Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    records = try values.decode([[String: Cell]].self, forKey: .records)
    sft = try values.decode(Options.self, forKey: .sft)
    template = try values.decodeIfPresent(String.self, forKey: .template)
    // Left out it is a token of its own; null is none.
    padding =
      values.contains(.padding) ? .some(try values.decodeIfPresent(String.self, forKey: .padding)) : nil
    dropsSpaces = try values.decodeIfPresent(Bool.self, forKey: .dropsSpaces)
    joins = try values.decodeIfPresent(Bool.self, forKey: .joins)
    collator = try values.decodeIfPresent(String.self, forKey: .collator)
    responseTemplate = try values.decodeIfPresent(String.self, forKey: .responseTemplate)
    instructionTemplate = try values.decodeIfPresent(String.self, forKey: .instructionTemplate)
    arguments = try values.decode(PlanRecord.Arguments.self, forKey: .arguments)
    argumentsFrom = try values.decodeIfPresent(TrainerArguments.Source.self, forKey: .argumentsFrom)
  }

  func plan() throws -> TrainingPlan {
    var tuning = SupervisedFineTuning(records.map { TextRecord($0.mapValues(\.cell)) })
    tuning.template = try template.map { try #require(.init(rawValue: $0)) }
    tuning.tokenizer.padding = (padding ?? "own").flatMap(ByteTokenizer.Padding.init)
    tuning.tokenizer.dropsSpaces = dropsSpaces ?? false
    tuning.joinsColumns = joins ?? false
    tuning.collator = try collator.map { try #require(.init(rawValue: $0)) }
    tuning.responseTemplate = responseTemplate ?? ""
    tuning.instructionTemplate = instructionTemplate
    tuning.options.packing = sft.packing
    tuning.options.longest = sft.max_length
    tuning.options.completionOnlyLoss = sft.completion_only_loss
    tuning.options.assistantOnlyLoss = sft.assistant_only_loss
    tuning.options.textColumn = sft.dataset_text_field
    var plan = TrainingPlan(.llama, tuning)
    var given = arguments
    plan.arguments = given.made()
    plan.arguments.source = argumentsFrom ?? .constructor
    return plan
  }
}
