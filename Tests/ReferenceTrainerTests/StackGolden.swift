import Foundation
import Testing

@testable import ReferenceTrainer

/// What one stack of real libraries made of the plans of fixtures/goldens/stack_plans.py.
struct StackGolden: CustomTestStringConvertible, Sendable {
  let transformers: String
  let peft: String

  static let all = [
    StackGolden(transformers: "4.40.2", peft: "0.10.0"), StackGolden(transformers: "4.49.0", peft: "0.14.0"),
    StackGolden(transformers: "4.57.6", peft: "0.18.1"), StackGolden(transformers: "5.23.0", peft: "0.21.2"),
  ]

  var testDescription: String { "transformers \(transformers), peft \(peft)" }

  func stack() throws -> Stack {
    try Stack(
      transformers: #require(LibraryRelease(transformers)), peft: #require(LibraryRelease(peft)))
  }

  /// A plan's name, and what came out.
  struct Outcome: Decodable {
    struct Failure: Decodable {
      let type: String
      let message: String
      let phase: String
    }

    let name: String
    let error: Failure?
    let model: String?
    let trainable: Int?
    let labelNames: [String]?
    let losses: [Double]?
    let metrics: [String]?
    let callsMetrics: Bool?
    let reloadError: Failure?
  }

  func outcomes() throws -> [Outcome] { try Self.lines("transformers-\(transformers)", Outcome.self) }

  static func plans() throws -> [PlanRecord] { try lines("plans", PlanRecord.self) }

  private static func lines<Line: Decodable>(_ name: String, _ type: Line.Type) throws -> [Line] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: root.appending(path: "fixtures/goldens/stack/\(name).jsonl"))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(type, from: $0) }
  }
}

/// A plan as the script writes it.
struct PlanRecord: Decodable {
  struct Adapter: Decodable {
    let task_type: String?
    let r: Int
    let target_modules: [String]
  }

  struct Arguments: Decodable {
    let max_steps: Int
    let per_device_train_batch_size: Int
    let eval_strategy: String
    let eval_steps: Int
    let remove_unused_columns: Bool?
    let label_names: [String]?
    let predict_with_generate: Bool?
    let generation_max_length: Int?
    let load_best_model_at_end: Bool?
    let metric_for_best_model: String?
    let greater_is_better: Bool?
    let save_strategy: String?
    let save_steps: Int?
    let lr_scheduler_type: String?
  }

  let name: String
  let family: String
  let adapter: Adapter?
  let trainer: String
  let collator: String
  let train: [String: [[Int]]]
  let evaluation: [String: [[Int]]]?
  let arguments: Arguments
  let metrics: [String]?
  let predictionStep: String?
  let padsOutputIDs: Bool?
  let reloads: Bool?

  func plan() throws -> TrainingPlan {
    var plan = try TrainingPlan(
      #require(.init(rawValue: family)), trainer: #require(.init(rawValue: trainer)),
      collator: #require(.init(rawValue: collator)), train: split(train), evaluation: evaluation.map(split))
    if let adapter {
      var loRA = LoRASettings(targets: .names(adapter.target_modules))
      loRA.rank = adapter.r
      plan.adapter = .init(taskType: adapter.task_type, loRA: loRA)
    }
    plan.metrics = metrics
    plan.reloads = reloads ?? false
    plan.padsOutputIDs = padsOutputIDs ?? false
    plan.predictionStep = try predictionStep.map { try #require(.init(rawValue: $0)) }
    plan.arguments = trainerArguments
    return plan
  }

  private var trainerArguments: TrainerArguments {
    var made = TrainerArguments()
    made.maxSteps = arguments.max_steps
    made.batchSize = arguments.per_device_train_batch_size
    made.evaluates = arguments.eval_strategy == "steps"
    made.evaluationSteps = arguments.eval_steps
    made.removesUnusedColumns = arguments.remove_unused_columns ?? true
    made.labelNames = arguments.label_names
    made.generatesPredictions = arguments.predict_with_generate ?? false
    made.generationLength = arguments.generation_max_length ?? 20
    made.loadsBestModel = arguments.load_best_model_at_end ?? false
    made.metricForBestModel = arguments.metric_for_best_model
    made.greaterIsBetter = arguments.greater_is_better ?? false
    made.saves = arguments.save_strategy == "steps"
    made.saveSteps = arguments.save_steps ?? 500
    made.reducesRateOnPlateau = arguments.lr_scheduler_type == "reduce_lr_on_plateau"
    return made
  }

  /// In the order of the script's columns.
  private func split(_ columns: [String: [[Int]]]) -> TokenizedSplit {
    let order = ["input_ids", "attention_mask", "labels", "output_ids"]
    return TokenizedSplit(order.compactMap { name in columns[name].map { .init(name: name, rows: $0) } })
  }
}
