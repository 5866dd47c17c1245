import ReferenceTrainer

/// Set-ups that nobody chose: every part of a plan drawn by chance, the likely mistakes more often than chance has them.
struct RandomSetup {
  private var numbers: RandomNumbers

  init(seed: UInt64) { numbers = RandomNumbers(seed: seed) }

  private mutating func isTrue(_ percent: UInt64) -> Bool { numbers.next() % 100 < percent }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(numbers.next() % UInt64(values.count))]
  }

  /// One of the values, or nil more often.
  private mutating func perhaps<Value>(_ percent: UInt64, _ values: [Value]) -> Value? {
    isTrue(percent) ? pick(values) : nil
  }

  mutating func plan() -> TrainingPlan { isTrue(45) ? supervised() : tokenized() }

  // MARK: Runs on tokens

  private static let columns = ["input_ids", "attention_mask", "labels", "output_ids"]

  /// Four records of one length, or of four: which ones meet in a batch is a matter of torch's random numbers.
  private mutating func split(_ columns: [String]) -> TokenizedSplit {
    let lengths = isTrue(65) ? [6, 6, 6, 6] : [4, 6, 8, 10]
    let rows = lengths.map { length in
      let text = (0..<length - 2).map { _ in 3 + Int(numbers.next() % 58) }
      return [
        "input_ids": [1] + text + [2], "attention_mask": Array(repeating: 1, count: length),
        "labels": [-100, -100] + text, "output_ids": Array(text.prefix(length / 2)),
      ]
    }
    return TokenizedSplit(columns.map { name in .init(name: name, rows: rows.map { $0[name] ?? [] }) })
  }

  private mutating func tokenized() -> TrainingPlan {
    let family = pick(TrainingPlan.Family.allCases)
    let evaluation: [String]? = isTrue(85) ? pick(Self.evaluationColumns) : nil
    var plan = TrainingPlan(
      family, trainer: pick([.trainer, .seq2SeqTrainer]),
      collator: pick([.seq2seq, .seq2seq, .languageModeling, .languageModeling, .default, .padding]),
      train: split(isTrue(92) ? Array(Self.columns.prefix(3)) : pick(Self.evaluationColumns)),
      evaluation: evaluation.map { split($0) })
    plan.adapter = isTrue(75) ? adapter(family) : nil
    plan.arguments = arguments(plan.trainer, evaluates: evaluation != nil)
    // A prefix that is computed again in the backward pass is not modelled, and the stand-in for ChatGLM cannot do it.
    if family == .chatglm || plan.adapter?.prompts?.method == .prefix {
      plan.arguments.checkpointsGradients = false
    } else {
      plan.checkpointsFirst = isTrue(6)
    }
    plan.stopsEarly = isTrue(6)
    if isTrue(40) { plan.metrics = [pick(["score", "rouge-l"])] }
    if isTrue(20), plan.trainer == .seq2SeqTrainer, plan.collator == .seq2seq {
      plan.predictionStep = pick([.popsOutputIDs, .deletesLabels, .popsLabels])
      plan.padsOutputIDs = true
    }
    // Without a task PEFT asks for the module of a class that the stand-in for ChatGLM is not of.
    plan.reloads = isTrue(30) && plan.adapter?.taskType != nil && plan.adapter?.prompts == nil
    return plan
  }

  private static let evaluationColumns = [
    ["input_ids", "attention_mask", "labels"], ["input_ids", "attention_mask", "labels"],
    ["input_ids", "attention_mask", "output_ids"], ["input_ids", "attention_mask"], ["output_ids"],
    ["input_ids", "attention_mask", "labels", "output_ids"],
  ]

  private mutating func adapter(_ family: TrainingPlan.Family) -> TrainingPlan.Adapter {
    let tasks: [String?] = [
      family == .t5 ? "SEQ_2_SEQ_LM" : "CAUSAL_LM", "CAUSAL_LM", "SEQ_2_SEQ_LM", "SEQ_CLS", "TOKEN_CLS",
      "QUESTION_ANS", "FEATURE_EXTRACTION", "CASUAL_LM",
      "causal_lm", nil,
    ]
    let usual: [TrainingPlan.Family: [String]] = [.chatglm: ["query_key_value"], .t5: ["q", "v"]]
    let right = usual[family] ?? ["q_proj", "v_proj"]
    let targets: [TargetModules] = [
      .names(right + ["nowhere"]), .names(["nowhere"]), .allLinear,
      .pattern(".*\\.\(right[0])"), .pattern(right[0]), .names([]),
    ]
    // The stand-in for ChatGLM has its layers at other depths, which patterns tell.
    let isNamed = isTrue(75) || family == .chatglm
    var loRA = LoRASettings(targets: isNamed ? .names(right) : pick(targets))
    loRA.rank = isTrue(94) ? pick([4, 8, 1]) : pick([0, -1])
    loRA.alpha = pick([8, 16, 0, -4])
    loRA.dropout = isTrue(94) ? pick([0, 0.1, -0.1]) : 1.5
    loRA.scalesByRoot = isTrue(10)
    loRA.isFrozen = isTrue(7)
    // The stand-in for ChatGLM has other names, and T5 a head of its own once that is wrapped.
    if family.isDecoder, family != .chatglm {
      loRA.trainedWhole = perhaps(15, [["lm_head"], ["embed_tokens"], ["norm"], ["nowhere"]]) ?? []
    }
    if let unusual = perhaps(4, Self.unusualSettings) { loRA.unusual = [unusual] }
    var adapter = TrainingPlan.Adapter(taskType: pick(tasks), loRA: loRA)
    adapter.usesUsualTargets = isTrue(8)
    adapter.isAssigned = isTrue(15)
    adapter.isMember = !adapter.isAssigned && isTrue(15)
    if isTrue(20) { adapter.prompts = prompts(family, adapter.taskType) }
    return adapter
  }

  private static let unusualSettings = [
    UnusualArgument("r", .text("8")), UnusualArgument("r", .float(2.5)),
    UnusualArgument("lora_alpha", .text("16")),
    UnusualArgument("lora_dropout", .text("0.1")),
  ]

  private static let unusualArguments = [
    UnusualArgument("learning_rate", .text("1e-4")), UnusualArgument("learning_rate", .text("abc")),
    UnusualArgument("weight_decay", .text("0.01")), UnusualArgument("max_grad_norm", .text("1.0")),
    UnusualArgument("save_strategy", .bool(false)), UnusualArgument("logging_steps", .text("10")),
    UnusualArgument("warmup_steps", .text("1")), UnusualArgument("seed", .text("42")),
    UnusualArgument("gradient_accumulation_steps", .integer(0)),
  ]

  /// What some kinds of models make of a prefix is not compared.
  private mutating func prompts(_ family: TrainingPlan.Family, _ task: String?) -> PromptSettings {
    let takesPrefix = family != .chatglm && (family != .t5 || task == "SEQ_2_SEQ_LM")
    return PromptSettings(takesPrefix && isTrue(50) ? .prefix : .prompt, virtualTokens: pick([1, 4, 8]))
  }

  private mutating func arguments(_ trainer: TrainingPlan.TrainerClass, evaluates: Bool) -> TrainerArguments {
    var arguments = TrainerArguments()
    arguments.batchSize = 2
    arguments.evaluating = evaluates ? pick([.steps, .steps, .epoch, .no]) : pick([.no, .no, .steps])
    arguments.evaluationSteps = 2
    arguments.saving = .no
    if isTrue(25) {
      arguments.loadsBestModel = true
      arguments.saving = isTrue(80) ? arguments.evaluating : pick([.steps, .epoch, .no])
      arguments.saveSteps = pick([2, 2, 2, 3])
      arguments.metricForBestModel = perhaps(50, ["loss", "eval_loss", "rouge-l", "accuracy"])
    }
    arguments.removesUnusedColumns = !isTrue(15)
    arguments.labelNames = perhaps(15, [["labels"], ["output_ids"], ["labels", "output_ids"]])
    arguments.generatesPredictions = trainer == .seq2SeqTrainer && isTrue(40)
    arguments.generationLength = isTrue(80) ? 12 : nil
    arguments.reducesRateOnPlateau = evaluates && isTrue(7)
    if let unusual = perhaps(12, Self.unusualArguments) { arguments.unusual = [unusual] }
    if isTrue(15) { arguments.source = .dictionary }
    if isTrue(4) { (arguments.fp16, arguments.bf16) = (true, true) }
    if isTrue(12) {
      arguments.checkpointsGradients = true
      arguments.isReentrant = perhaps(60, [true, false])
    }
    return arguments
  }

  // MARK: Runs on texts

  private mutating func supervised() -> TrainingPlan {
    var tuning = SupervisedFineTuning(records())
    tuning.template = perhaps(90, [.plain, .plain, .generation])
    tuning.tokenizer.padding = isTrue(80) ? .own : perhaps(50, [.endOfText])
    tuning.joinsColumns = tuning.records[0].canBeJoined && isTrue(20)
    tuning.options.packing = perhaps(25, [true, true, false])
    tuning.options.longest =
      tuning.options.packing == true ? pick([24, 64, 200]) : perhaps(25, [8, 40, 300])
    tuning.options.completionOnlyLoss = perhaps(15, [true, false])
    tuning.options.assistantOnlyLoss = perhaps(8, [true, false])
    tuning.options.textColumn = perhaps(40, ["text", "text", "text", "content"])
    if isTrue(15) {
      tuning.collator = pick([.completionOnly, .completionOnly, .seq2seq, .languageModeling])
      tuning.responseTemplate = pick(["Answer:", "<|assistant|>", "nowhere"])
      tuning.instructionTemplate = perhaps(30, ["<|user|>", "nowhere"])
    }
    tuning.measuresTokens = true
    var plan = TrainingPlan(pick([.llama, .llama, .glm]), tuning)
    if isTrue(40) {
      plan.adapter = TrainingPlan.Adapter(
        taskType: pick(["CAUSAL_LM", "CAUSAL_LM", nil, "CASUAL_LM"]),
        loRA: LoRASettings(targets: .names(["q_proj", "v_proj"])))
    }
    plan.arguments.batchSize = 16
    plan.arguments.maxSteps = 1
    return plan
  }

  /// Two records, of which the second is longer.
  private mutating func records() -> [TextRecord] {
    let (ask, answer) = ("Who is it? Answer:", pick([" Nobody.", " Ünal 你好", ""]))
    let chat = [
      TextRecord.Message(role: "user", content: "Hi"),
      TextRecord.Message(role: "assistant", content: "Hello"),
    ]
    let tokens: [Int] = [40, 41, 42, 43, 2]
    let forms: [[String: TextRecord.Cell]] = [
      ["text": .text(ask + answer)], ["content": .text(ask + answer)],
      ["prompt": .text(ask), "completion": .text(answer)],
      ["prompt": .text(ask), "completion": .text(answer), "source": .text("me")],
      ["messages": .messages(chat)], ["messages": .messages(chat + chat)],
      ["prompt": .messages(Array(chat.prefix(1))), "completion": .messages(Array(chat.suffix(1)))],
      ["instruction": .text(ask), "output": .text(answer)],
      ["conversations": .messages(chat.map { .init(role: $0.role, content: $0.content, isShareGPT: true) })],
      ["input_ids": .integers(tokens), "attention_mask": .integers([1, 1, 1, 1, 1])],
      [
        "input_ids": .integers(tokens), "attention_mask": .integers([1, 1, 1, 1, 1]),
        "labels": .integers([-100, -100, 42, 43, 2]),
      ],
      [
        "input_ids": .integers(tokens), "attention_mask": .integers([1, 1, 1, 1, 1]),
        "completion_mask": .integers([0, 0, 1, 1, 1]),
      ],
    ]
    let first = pick(forms)
    return [TextRecord(first), TextRecord(first.mapValues(\.lengthened))]
  }
}

extension TextRecord {
  fileprivate var canBeJoined: Bool {
    func isText(_ name: String) -> Bool { if case .text? = self[name] { true } else { false } }
    return isText("prompt") || isText("instruction")
  }
}

extension TextRecord.Cell {
  fileprivate var lengthened: Self {
    switch self {
    case .text(let text): .text(text + "!!")
    case .integers(let integers): .integers(integers + integers.suffix(1))
    case .messages(let messages):
      .messages(
        messages.dropLast()
          + messages.suffix(1).map {
            TextRecord.Message(role: $0.role, content: $0.content + "!", isShareGPT: $0.isShareGPT)
          })
    }
  }
}
