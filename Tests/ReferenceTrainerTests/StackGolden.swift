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
    /// The learning rate that the arguments have, where a parser made them.
    let rate: PythonLiteral?
    let repeatsPrompts: Bool?
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
    try Self.outcomes(of: transformers, in: Self.folder)
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
    let task_type: PythonLiteral?
    let r: PythonLiteral?
    let target_modules: Targets?
    let isAssigned: Bool?
    let isMember: Bool?
    let isFile: Bool?
    let lora_alhpa: PythonLiteral?
    let lora_alpha: PythonLiteral?
    let lora_dropout: PythonLiteral?
    let use_rslora: Bool?
    let inference_mode: Bool?
    let modules_to_save: PythonLiteral?
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
      loRA.rank = 8
      if case .integer(let rank)? = r { loRA.rank = rank }
      loRA.alpha = lora_alpha?.number ?? 8
      loRA.dropout = lora_dropout?.number ?? 0
      loRA.unusual = [("lora_alpha", lora_alpha), ("lora_dropout", lora_dropout)].compactMap { name, value in
        value.flatMap { $0.number == nil ? UnusualArgument(name, $0) : nil }
      }
      if let r, r != .integer(loRA.rank) { loRA.unusual.append(UnusualArgument("r", r)) }
      loRA.scalesByRoot = use_rslora ?? false
      loRA.isFrozen = inference_mode ?? false
      switch modules_to_save {
      case .texts(let names): loRA.trainedWhole = names
      case .text(let text):
        loRA.trainedWhole = text.map { String($0) }
        loRA.isTrainedWholeText = true
      default: break
      }
      loRA.layers = layers_to_transform?.numbers
      loRA.ranks = (rank_pattern ?? [:]).map { RankPattern($0.key, $0.value) }
      loRA.bias = bias ?? "none"
      loRA.initialization = init_lora_weights?.text
      if let lora_alhpa { loRA.unusual.append(UnusualArgument("lora_alhpa", lora_alhpa)) }
      var adapter = TrainingPlan.Adapter(taskType: nil, loRA: loRA)
      switch task_type {
      case nil, .some(.none): break
      case .text(let task): adapter.taskType = task
      case .some(let value): adapter.loRA.unusual.append(UnusualArgument("task_type", value))
      }
      adapter.isMember = isMember ?? false
      adapter.isFile = isFile ?? false
      if let method = config.flatMap(PromptSettings.Method.init), let num_virtual_tokens {
        adapter.prompts = PromptSettings(method, virtualTokens: num_virtual_tokens)
      }
      adapter.usesUsualTargets = target_modules == nil
      adapter.isAssigned = isAssigned ?? false
      return adapter
    }
  }

  /// Keywords of `TrainingArguments`, taken one by one; what is left is unusual.
  struct Arguments: Decodable {
    private enum Value: Decodable {
      case literal(PythonLiteral)
      case texts([String])
      case truths([String: Bool])

      init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let texts = try? container.decode([String].self) {
          self = .texts(texts)
        } else if let truths = try? container.decode([String: Bool].self) {
          self = .truths(truths)
        } else {
          self = .literal(try PythonLiteral(from: decoder))
        }
      }
    }

    private var values: [String: Value]

    init(from decoder: any Swift.Decoder) throws {
      values = try decoder.singleValueContainer().decode([String: Value].self)
    }

    private mutating func take<Taken>(_ name: String, _ reading: (Value) -> Taken?) -> Taken? {
      guard let value = values[name], let taken = reading(value) else { return nil }
      values[name] = nil
      return taken
    }

    mutating func integer(_ name: String, unless unusual: Int? = nil) -> Int? {
      take(name) { if case .literal(.integer(let number)) = $0, number != unusual { number } else { nil } }
    }

    mutating func number(_ name: String) -> Double? {
      take(name) {
        switch $0 {
        case .literal(.float(let number)): number
        case .literal(.integer(let number)): Double(number)
        default: nil
        }
      }
    }

    mutating func text(_ name: String) -> String? {
      take(name) { if case .literal(.text(let text)) = $0 { text } else { nil } }
    }

    mutating func texts(_ name: String) -> [String]? {
      take(name) { if case .texts(let texts) = $0 { texts } else { nil } }
    }

    /// As `if` takes it.
    mutating func truth(_ name: String) -> Bool? {
      take(name) { if case .literal(let value) = $0 { value.isTrue } else { nil } }
    }

    mutating func strategy(_ name: String) -> TrainerArguments.Strategy? {
      take(name) {
        if case .literal(.text(let text)) = $0 { TrainerArguments.Strategy(rawValue: text) } else { nil }
      }
    }

    mutating func truths(_ name: String) -> [String: Bool]? {
      take(name) { if case .truths(let truths) = $0 { truths } else { nil } }
    }

    var unusual: [UnusualArgument] {
      values.compactMap { name, value in
        if case .literal(let literal) = value { UnusualArgument(name, literal) } else { nil }
      }.sorted { $0.name < $1.name }
    }

    /// What a plan has of them.
    mutating func made() -> TrainerArguments {
      var made = TrainerArguments()
      made.maxSteps = integer("max_steps") ?? made.maxSteps
      made.batchSize = integer("per_device_train_batch_size", unless: 0) ?? made.batchSize
      made.evaluating = strategy("eval_strategy") ?? .no
      made.loggingSteps = integer("logging_steps", unless: 0) ?? 1
      made.evaluationSteps = integer("eval_steps") ?? made.evaluationSteps
      made.removesUnusedColumns = truth("remove_unused_columns") ?? true
      made.labelNames = texts("label_names")
      made.generatesPredictions = truth("predict_with_generate") ?? false
      made.generationLength = integer("generation_max_length")
      made.loadsBestModel = truth("load_best_model_at_end") ?? false
      made.metricForBestModel = text("metric_for_best_model")
      made.greaterIsBetter = truth("greater_is_better") ?? false
      made.saving = strategy("save_strategy") ?? .no
      made.learningRate = number("learning_rate") ?? 5e-5
      made.fp16 = truth("fp16") ?? false
      made.bf16 = truth("bf16") ?? false
      made.expectsDevice = truth("use_cpu") == false
      made.checkpointsGradients = truth("gradient_checkpointing") ?? false
      made.isReentrant = truths("gradient_checkpointing_kwargs")?["use_reentrant"]
      made.saveSteps = integer("save_steps") ?? 500
      made.reducesRateOnPlateau = text("lr_scheduler_type", equals: "reduce_lr_on_plateau")
      made.unknown = unusual.first { $0.name == "learnig_rate" }
      made.unusual = unusual.filter { $0 != made.unknown }
      return made
    }

    private mutating func text(_ name: String, equals wanted: String) -> Bool {
      take(name) { if case .literal(.text(wanted)) = $0 { true } else { nil } } ?? false
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
  let argumentsFrom: TrainerArguments.Source?
  let checkpointsFirst: Bool?
  let autoClass: String?
  let stopsEarly: Bool?

  func plan() throws -> TrainingPlan {
    var plan = try TrainingPlan(
      #require(.init(rawValue: family)), trainer: #require(.init(rawValue: trainer)),
      collator: #require(.init(rawValue: collator)), train: split(train), evaluation: evaluation.map(split))
    plan.adapter = adapter?.plan
    plan.metrics = metrics
    plan.checkpointsFirst = checkpointsFirst ?? false
    plan.autoClass = autoClass
    plan.stopsEarly = stopsEarly ?? false
    plan.reloads = reloads ?? false
    plan.padsOutputIDs = padsOutputIDs ?? false
    plan.predictionStep = try predictionStep.map { try #require(.init(rawValue: $0)) }
    plan.arguments = trainerArguments
    return plan
  }

  private var trainerArguments: TrainerArguments {
    var given = arguments
    var made = given.made()
    made.arePlain = plainArguments ?? (trainer == "Trainer")
    made.source = argumentsFrom ?? .constructor
    return made
  }

  /// In the order of the script's columns.
  private func split(_ columns: [String: [[Int]]]) -> TokenizedSplit {
    let order = ["input_ids", "attention_mask", "labels", "output_ids"]
    return TokenizedSplit(order.compactMap { name in columns[name].map { .init(name: name, rows: $0) } })
  }
}

extension PythonLiteral: Decodable {
  public init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .float(value)
    } else if let values = try? container.decode([String].self) {
      self = .texts(values)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// What arithmetic takes it for; nil for what is no number.
  fileprivate var number: Float? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Float(value)
    case .float(let value): Float(value)
    case .none, .text, .texts: nil
    }
  }
}

extension TrainerArguments.Source: Decodable {}
