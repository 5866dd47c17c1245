import ReferenceTrainer
import Syntax

extension TrainingPlan {
  /// The plan as `stack_probe.py` reads it, under the name `name`.
  func json(named name: String) -> JSONValue {
    let members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("family", .string(family.rawValue)),
      .init("modelType", .optional(modelType)), .init("adapter", adapter?.json ?? .null),
      .init("trainer", .string(trainer.rawValue)),
      .init("predictionStep", .optional(predictionStep?.rawValue)),
      .init("metrics", metrics.map { .array($0.map { .string($0) }) } ?? .null),
      .init("reloads", .bool(reloads)),
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
    return .object(
      ("task_type", .optional(taskType)), ("isMember", .bool(isMember && taskType != nil)),
      ("isAssigned", .bool(isAssigned)), ("r", .integer(loRA.rank)),
      ("lora_alpha", .float(Double(loRA.alpha))),
      ("lora_dropout", .float(Double(loRA.dropout))), ("use_rslora", .bool(loRA.scalesByRoot)),
      ("target_modules", targets), ("inference_mode", .bool(loRA.isFrozen)),
      (
        "modules_to_save", loRA.trainedWhole.isEmpty ? .null : .array(loRA.trainedWhole.map { .string($0) })
      ))
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
      .init("learning_rate", learningRateText.map { .string($0) } ?? .float(learningRate)),
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
      members.append(.init("generation_max_length", .integer(generationLength)))
    }
    return .object(members)
  }
}
