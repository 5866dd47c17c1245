import ReferenceTrainer
import Syntax

extension TrainingPlan {
  /// The plan as `stack_probe.py` reads it, under the name `name`.
  func json(named name: String) -> JSONValue {
    let members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("family", .string(family.rawValue)),
      .init("modelType", .optional(modelType)), .init("adapter", adapter?.json ?? .null),
      .init("checkpointsFirst", .bool(checkpointsFirst)), .init("autoClass", .optional(autoClass)),
      .init("stopsEarly", .bool(stopsEarly)),
      .init("trainer", .string(trainer.rawValue)),
      .init("predictionStep", .optional(predictionStep?.rawValue)),
      .init("metrics", metrics.map { .array($0.map { .string($0) }) } ?? .null),
      .init("reloads", .bool(reloads)),
      .init("argumentsFrom", arguments.source == .constructor ? .null : .string(arguments.source.rawValue)),
      .init("arguments", arguments.json),
    ]
    return .object(members + (tuning?.members ?? splitMembers))
  }

  private var splitMembers: [JSONValue.Member] {
    [
      .init("collator", .string(collator.rawValue)), .init("padsOutputIDs", .bool(padsOutputIDs)),
      .init("train", train.json), .init("evaluation", evaluation?.json ?? .null),
    ]
  }
}

extension TrainingPlan.Adapter {
  private var targets: JSONValue {
    if usesUsualTargets { return .null }
    switch loRA.targets {
    case .names(let names): return .array(names.map { .string($0) })
    case .pattern(let pattern): return .string(pattern)
    case .allLinear: return .string("all-linear")
    }
  }

  /// Keywords of PEFT's config, and how the task type reaches it.
  fileprivate var json: JSONValue {
    if let prompts {
      return .object(
        ("config", .string(prompts.method.rawValue)), ("task_type", .optional(taskType)),
        ("isMember", .bool(isMember && taskType != nil)), ("isAssigned", .bool(isAssigned)),
        ("num_virtual_tokens", .integer(prompts.virtualTokens)))
    }
    let whole = loRA.trainedWhole
    let members: [JSONValue.Member] = [
      .init("task_type", .optional(taskType)), .init("isMember", .bool(isMember && taskType != nil)),
      .init("isAssigned", .bool(isAssigned)), .init("isFile", .bool(isFile)), .init("r", .integer(loRA.rank)),
      .init("lora_alpha", .float(Double(loRA.alpha))),
      .init("lora_dropout", .float(Double(loRA.dropout))), .init("use_rslora", .bool(loRA.scalesByRoot)),
      .init("target_modules", targets), .init("inference_mode", .bool(loRA.isFrozen)),
      .init(
        "modules_to_save",
        loRA.isTrainedWholeText
          ? .string(whole.joined()) : whole.isEmpty ? .null : .array(whole.map { .string($0) })),
    ]
    return .object(members.filter { !loRA.leftOut.contains($0.key) }.overridden(by: loRA.unusual))
  }
}

extension [JSONValue.Member] {
  /// With the unusual values in the place of those of the same names.
  fileprivate func overridden(by unusual: [UnusualArgument]) -> [JSONValue.Member] {
    let names = Set(unusual.map(\.name))
    return filter { !names.contains($0.key) } + unusual.map { .init($0.name, $0.value.json) }
  }
}

extension TokenizedSplit {
  fileprivate var json: JSONValue {
    .object(
      columns.map { column in
        JSONValue.Member(column.name, .array(column.rows.map { .array($0.map { .integer($0) }) }))
      })
  }
}

extension TrainerArguments {
  /// Keywords of `TrainingArguments`, but for those that only the class for sequences has and nobody asks for.
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("max_steps", .integer(maxSteps)), .init("per_device_train_batch_size", .integer(batchSize)),
      .init("per_device_eval_batch_size", .integer(evaluationBatchSize)),
      .init("learning_rate", .float(learningRate)),
      .init("max_grad_norm", .float(maxGradientNorm)),
      .init("logging_steps", .integer(1)), .init("eval_strategy", .string(evaluating.rawValue)),
      .init("eval_steps", .integer(evaluationSteps)), .init("save_strategy", .string(saving.rawValue)),
      .init("save_steps", .integer(saveSteps)), .init("load_best_model_at_end", .bool(loadsBestModel)),
      .init("remove_unused_columns", .bool(removesUnusedColumns)),
    ]
    if let metricForBestModel {
      members.append(.init("metric_for_best_model", .string(metricForBestModel)))
      members.append(.init("greater_is_better", .bool(greaterIsBetter)))
    }
    if fp16 { members.append(.init("fp16", .bool(true))) }
    if bf16 { members.append(.init("bf16", .bool(true))) }
    if checkpointsGradients {
      members.append(.init("gradient_checkpointing", .bool(true)))
      if let isReentrant {
        members.append(.init("gradient_checkpointing_kwargs", .object(("use_reentrant", .bool(isReentrant)))))
      }
    }
    if let labelNames { members.append(.init("label_names", .array(labelNames.map { .string($0) }))) }
    if reducesRateOnPlateau { members.append(.init("lr_scheduler_type", .string("reduce_lr_on_plateau"))) }
    if generatesPredictions {
      members.append(.init("predict_with_generate", .bool(true)))
      if let generationLength { members.append(.init("generation_max_length", .integer(generationLength))) }
    }
    if expectsDevice { members.append(.init("use_cpu", .bool(false))) }
    return .object(members.overridden(by: unusual + (unknown.map { [$0] } ?? [])))
  }
}

extension PythonLiteral {
  fileprivate var json: JSONValue {
    switch self {
    case .none: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .float(let value): .float(value)
    case .text(let value): .string(value)
    case .texts(let values): .array(values.map { .string($0) })
    }
  }
}
