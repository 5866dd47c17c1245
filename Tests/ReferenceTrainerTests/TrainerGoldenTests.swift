import Testing

@testable import ReferenceTrainer

/// The numbers of PyTorch, to within four times what separates its own 32-bit run from its 64-bit one.
@Suite struct TrainerGoldenTests {
  /// What no 32-bit number can be nearer by: half of its last place.
  private static let rounding = 0x1p-24

  private func expectNear(_ golden: TrainerGolden, _ name: String, _ ours: [Float], _ worst: inout Double) {
    guard let gaps = golden.gaps(name, ours) else {
      Issue.record("\(golden.model): there is no \(name) of \(ours.count) elements")
      return
    }
    let ratio = gaps.ours / max(gaps.torch, Self.rounding)
    worst = max(worst, ratio)
    #expect(ratio <= 4, "\(golden.model) \(name): our gap \(gaps.ours), PyTorch's \(gaps.torch)")
  }

  private func visible(_ logits: Tensor, _ golden: TrainerGolden) -> [Float] {
    guard !golden.model.hasPrefix("t5") else { return logits.elements }
    let mask = TrainerGolden.batches[0].mask.elements
    let vocabulary = logits.shape[2]
    return logits.elements.enumerated().map { mask[$0.offset / vocabulary] == 0 ? 0 : $0.element }
  }

  private func compare(
    _ model: any LanguageModel, _ golden: TrainerGolden, _ prefix: String, _ worst: inout Double
  ) throws {
    let batch = TrainerGolden.batches[0]
    let (logits, loss) = try model.learn(batch.tokens, mask: batch.mask, labels: batch.labels, itemCount: nil)
    try loss.backward()
    expectNear(golden, "\(prefix)/logits", visible(logits, golden), &worst)
    expectNear(golden, "\(prefix)/loss", loss.elements, &worst)
    var count = 0
    for parameter in model.trainableParameters {
      let gradient = try #require(parameter.tensor.gradient, "\(parameter.name) has no gradient")
      expectNear(golden, "\(prefix)/gradient/\(parameter.name)", gradient, &worst)
      count += 1
    }
    #expect(count == golden.file.entries.keys.count { $0.hasPrefix("\(prefix)/gradient/") })
  }

  @Test(arguments: TrainerGolden.models)
  func logitsLossAndGradientsAreThoseOfPyTorch(_ name: String) throws {
    let golden = try TrainerGolden(name)
    var worst = 0.0
    try compare(golden.makeModel(), golden, "full", &worst)
    print("\(name): logits, loss and gradients within \(worst) of PyTorch's own gap")
  }

  @Test(arguments: TrainerGolden.models)
  func adaptersAreThoseOfPEFT(_ name: String) throws {
    let golden = try TrainerGolden(name)
    let model = try golden.makeModel()
    let targets = try LoRA.adapt(model, golden.loRA)
    var worst = 0.0
    for parameter in model.trainableParameters {
      let stored = try #require(
        golden.file.entries["lora/\(parameter.name)"], "\(parameter.name) is no weight of PEFT's")
      #expect(stored.shape == parameter.tensor.shape)
      parameter.tensor.elements = stored.elements.map(Float.init)
    }
    #expect(model.trainableParameters.count == golden.file.entries.keys.count { $0.hasPrefix("lora/") })
    try compare(model, golden, "adapted", &worst)
    #expect(
      targets.count == golden.file.entries.keys.count { $0.hasPrefix("merged/") && $0.hasSuffix(".weight") })
    for named in model.namedModules() {
      guard let linear = named.module as? Linear, let update = linear.update else { continue }
      let merged = zip(linear.weight.elements, update.merged.elements).map(+)
      expectNear(golden, "merged/\(named.name).weight", merged, &worst)
    }
    print("\(name): the adapter within \(worst) of PyTorch's own gap")
  }

  /// Behind vectors of PEFT's own, loss and gradient.
  @Test(arguments: ["llama", "glm4", "t5"], [PromptSettings.Method.prompt, .prefix])
  func virtualTokensAreThoseOfPEFT(_ name: String, method: PromptSettings.Method) throws {
    let golden = try TrainerGolden(name)
    let kind = method == .prompt ? "prompt" : "prefix"
    guard let vectors = golden.file.entries["\(kind)/vectors"] else {
      #expect(name == "t5" && method == .prefix, "\(name) has no vectors for a \(kind)")
      return
    }
    let stack = Stack(transformers: LibraryRelease(5, 23), peft: LibraryRelease(0, 21, 2))
    let base = PretrainedModel(try golden.makeNetwork(), stack)
    let model = try PeftWrapper(
      base, taskType: name == "t5" ? "SEQ_2_SEQ_LM" : "CAUSAL_LM", PromptSettings(method, virtualTokens: 3))
    let parameter = try #require(model.trainableParameters.first)
    #expect(model.trainableParameters.count == 1 && parameter.tensor.shape == vectors.shape)
    parameter.tensor.elements = vectors.elements.map(Float.init)
    let batch = TrainerGolden.batches[0]
    var arguments = Arguments()
    arguments["input_ids"] = .integers(batch.tokens)
    arguments["attention_mask"] = .integers(batch.mask)
    arguments["labels"] = .integers(batch.labels)
    let loss = try #require(try model.call(arguments).loss)
    try loss.backward()
    var worst = 0.0
    expectNear(golden, "\(kind)/loss", loss.elements, &worst)
    expectNear(golden, "\(kind)/gradient", try #require(parameter.tensor.gradient), &worst)
    print("\(name): a \(kind) within \(worst) of PyTorch's own gap")
  }

  @Test(arguments: TrainerGolden.models)
  func fiftyStepsOfAdamWAreThoseOfPyTorch(_ name: String) throws {
    let golden = try TrainerGolden(name)
    let model = try golden.makeModel()
    var settings = AdamW.Settings()
    settings.weightDecay = 0.01
    var optimizer = AdamW(model.namedParameters, settings)
    let shape = try #require(golden.file.metadata["schedule"].flatMap(LearningRateSchedule.Shape.init))
    let schedule = LearningRateSchedule(shape, peak: 1e-2, warmupSteps: 5, steps: 50)
    let batches = TrainerGolden.batches
    let counted = batches.map { batch in
      batch.labels.rows.map { name.hasPrefix("t5") ? $0[...] : $0.dropFirst() }.joined().count { $0 != -100 }
    }
    let items = Float(counted.reduce(0, +))
    var losses: [Float] = []
    for step in 0..<50 {
      var total: Float = 0
      for batch in batches {
        let loss = try model.learn(batch.tokens, mask: batch.mask, labels: batch.labels, itemCount: items)
          .loss
        try loss.backward()
        total += loss.number
      }
      GradientClipping.clip(model.namedParameters, limit: 0.5)
      optimizer.takeStep(learningRate: schedule.rate(afterSteps: step))
      optimizer.forgetGradients()
      losses.append(total)
    }
    var worst = 0.0
    expectNear(golden, "steps", losses, &worst)
    let gaps = try #require(golden.gaps("steps", losses))
    print("\(name): 50 steps, our gap \(gaps.ours), PyTorch's \(gaps.torch)")
  }
}
