import Foundation
import Testing

@testable import ReferenceTrainer

/// What one stack of real libraries made of the plans of fixtures/goldens/stack_plans.py.
struct StackGolden: CustomTestStringConvertible, Sendable {
  let transformers: String
  let peft: String

  static let all = [
    StackGolden(transformers: "4.36.2", peft: "0.7.1"), StackGolden(transformers: "4.40.2", peft: "0.10.0"),
    StackGolden(transformers: "4.49.0", peft: "0.14.0"),
    StackGolden(transformers: "4.54.1", peft: "0.18.1"), StackGolden(transformers: "4.57.6", peft: "0.18.1"),
    StackGolden(transformers: "5.23.0", peft: "0.21.2"),
  ]

  var testDescription: String { "transformers \(transformers), peft \(peft)" }

  func stack() throws -> Stack {
    try Stack(
      transformers: #require(LibraryRelease(transformers)), peft: #require(LibraryRelease(peft)))
  }

  /// What came out of a plan.
  struct Outcome: Decodable {
    struct Failure: Decodable {
      let type: String
      let message: String
      let phase: String
    }

    /// The names of the stacks that it came out of.
    let stacks: [String]
    let error: Failure?
    let model: String?
    let trainable: Int?
    let labelNames: [String]?
    /// For each step whether its loss was logged as zero.
    let isZero: [Bool]?
    /// The same of its gradient, where the release logs that.
    let isGradientZero: [Bool]?
    let metrics: [String]?
    let callsMetrics: Bool?
    let reloadError: Failure?
    /// Of runs on texts: each sequence in pieces, with a plus before those that carry loss.
    let rows: [[String]]?
  }

  private struct Line: Decodable {
    let name: String
    let outcomes: [Outcome]
  }

  /// The goldens' folder.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures/goldens/stack")

  func outcomes() throws -> [String: Outcome] {
    try Self.outcomes(of: "transformers-\(transformers)", in: Self.folder)
  }

  /// What came out of each plan of a folder on one stack, by the plan's name.
  static func outcomes(of stack: String, in folder: URL) throws -> [String: Outcome] {
    let lines = try lines("outcomes", Line.self, in: folder)
    return Dictionary(
      uniqueKeysWithValues: lines.compactMap { line in
        line.outcomes.first { $0.stacks.contains(stack) }.map { (line.name, $0) }
      })
  }

  static func plans(in folder: URL = Self.folder) throws -> [PlanRecord] {
    try lines("plans", PlanRecord.self, in: folder)
  }

  static func lines<Line: Decodable>(_ name: String, _ type: Line.Type, in folder: URL) throws
    -> [Line]
  {
    let data = try Data(contentsOf: folder.appending(path: "\(name).jsonl"))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(type, from: $0) }
  }
}

/// A plan as the script writes it.
struct PlanRecord: Decodable {
  struct Adapter: Decodable {
    let config: String?
    let num_virtual_tokens: Int?
    let task_type: String?
    let r: Int?
    let target_modules: Targets?
    let isAssigned: Bool?
    let lora_alpha: Float?
    let lora_dropout: Float?
    let use_rslora: Bool?
    let inference_mode: Bool?
    let modules_to_save: [String]?
    let layers_to_transform: Layers?
    let rank_pattern: [String: Int]?
    let bias: String?
    let init_lora_weights: Start?

    /// A number or a list of them.
    struct Layers: Decodable {
      let numbers: [Int]

      init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        numbers = try (try? container.decode([Int].self)) ?? [container.decode(Int.self)]
      }
    }

    /// A truth or a text.
    struct Start: Decodable {
      let text: String?

      init(from decoder: any Swift.Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }

    /// A text or a list of texts.
    struct Targets: Decodable {
      let targets: TargetModules

      init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let names = try? container.decode([String].self) {
          targets = .names(names)
        } else {
          let text = try container.decode(String.self)
          targets = text == "all-linear" ? .allLinear : .pattern(text)
        }
      }
    }

    var plan: TrainingPlan.Adapter {
      var loRA = LoRASettings(targets: target_modules?.targets ?? .names([]))
      loRA.rank = r ?? 8
      loRA.alpha = lora_alpha ?? 8
      loRA.dropout = lora_dropout ?? 0
      loRA.scalesByRoot = use_rslora ?? false
      loRA.isFrozen = inference_mode ?? false
      loRA.trainedWhole = modules_to_save ?? []
      loRA.layers = layers_to_transform?.numbers
      loRA.ranks = rank_pattern ?? [:]
      loRA.bias = bias ?? "none"
      loRA.initialization = init_lora_weights?.text
      var adapter = TrainingPlan.Adapter(taskType: task_type, loRA: loRA)
      if let method = config.flatMap(PromptSettings.Method.init), let num_virtual_tokens {
        adapter.prompts = PromptSettings(method, virtualTokens: num_virtual_tokens)
      }
      adapter.usesUsualTargets = target_modules == nil
      adapter.isAssigned = isAssigned ?? false
      return adapter
    }
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
    let learning_rate: Rate?
    let logging_steps: Int
    let fp16: Bool?
    let bf16: Bool?
    let gradient_checkpointing: Bool?
    let gradient_checkpointing_kwargs: Checkpointing?

    struct Checkpointing: Decodable { let use_reentrant: Bool }

    /// A number or a text.
    struct Rate: Decodable {
      let number: Double?
      let text: String?

      init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        number = try? container.decode(Double.self)
        text = number == nil ? try container.decode(String.self) : nil
      }
    }
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
  let plainArguments: Bool?

  func plan() throws -> TrainingPlan {
    var plan = try TrainingPlan(
      #require(.init(rawValue: family)), trainer: #require(.init(rawValue: trainer)),
      collator: #require(.init(rawValue: collator)), train: split(train), evaluation: evaluation.map(split))
    plan.adapter = adapter?.plan
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
    made.evaluating = .init(rawValue: arguments.eval_strategy) ?? .no
    made.unknownStrategy = made.evaluating.rawValue == arguments.eval_strategy ? nil : arguments.eval_strategy
    made.loggingSteps = arguments.logging_steps
    made.arePlain = plainArguments ?? (trainer == "Trainer")
    made.evaluationSteps = arguments.eval_steps
    made.removesUnusedColumns = arguments.remove_unused_columns ?? true
    made.labelNames = arguments.label_names
    made.generatesPredictions = arguments.predict_with_generate ?? false
    made.generationLength = arguments.generation_max_length ?? 20
    made.loadsBestModel = arguments.load_best_model_at_end ?? false
    made.metricForBestModel = arguments.metric_for_best_model
    made.greaterIsBetter = arguments.greater_is_better ?? false
    made.saving = arguments.save_strategy.flatMap(TrainerArguments.Strategy.init) ?? .no
    made.learningRate = arguments.learning_rate?.number ?? 5e-5
    made.learningRateText = arguments.learning_rate?.text
    made.fp16 = arguments.fp16 ?? false
    made.bf16 = arguments.bf16 ?? false
    made.checkpointsGradients = arguments.gradient_checkpointing ?? false
    made.isReentrant = arguments.gradient_checkpointing_kwargs?.use_reentrant
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
