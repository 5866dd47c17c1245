/// The settings of LoRA, as PEFT's `LoraConfig` names them.
package struct LoRASettings: Hashable, Sendable {
  /// `r`: the width of the narrow matrices.
  package var rank = 8
  /// `lora_alpha`: the update is scaled by it and the rank.
  package var alpha: Float = 8
  /// `lora_dropout`.
  package var dropout: Float = 0
  /// `use_rslora`: scaled by the root of the rank, Kalajdzievski 2023, arXiv:2312.03732.
  package var scalesByRoot = false
  package var targets: TargetModules
  /// `modules_to_save`: names, or ends of names, of parts that are trained as a whole.
  package var trainedWhole: [String] = []
  /// Whether `modules_to_save` is a text, whose letters are `trainedWhole`.
  package var isTrainedWholeText = false
  /// `inference_mode`: nothing is trained.
  package var isFrozen = false

  /// `layers_to_transform`: the numbers of the layers whose parts are targets; nil for all.
  package var layers: [Int]?
  /// `rank_pattern`: other ranks, by the ends of names; the first that fits counts.
  package var ranks: [RankPattern] = []
  /// `bias`: which biases are trained, as it is written.
  package var bias = "none"
  /// `init_lora_weights` where it is a text.
  package var initialization: String?
  /// What `r`, `lora_alpha` and `lora_dropout` are where they are no such numbers.
  package var unusual: [UnusualArgument] = []
  /// Which of `lora_alpha` and `lora_dropout` are left out.
  package var leftOut: Set<String> = []

  package init(targets: TargetModules) { self.targets = targets }

  /// The rank beside the layer with the dotted name `name`.
  func rank(of name: String) -> Int {
    ranks.first { name == $0.ending || name.hasSuffix(".\($0.ending)") }?.rank ?? rank
  }

  func scaling(_ rank: Int) -> Float { alpha / (scalesByRoot ? Float(rank).squareRoot() : Float(rank)) }

  /// Whether the layers that are asked for hold the part with this name: the first number in it is the layer's.
  func reaches(_ name: String) -> Bool {
    guard let layers, case .names = targets else { return true }
    return name.split(separator: ".").lazy.compactMap { Int($0) }.first.map(layers.contains) ?? false
  }
}

/// A rank for the layers whose names end so.
package struct RankPattern: Hashable, Sendable {
  let ending: String
  let rank: Int

  package init(_ ending: String, _ rank: Int) { (self.ending, self.rank) = (ending, rank) }
}

/// Why a model cannot be given an adapter.
enum LoRAError: Error {
  /// A value of the wrong type.
  case unusual(UnusualArgument)
  case rankIsNotPositive(Int)
  case dropoutIsNoProbability(Float)
  /// A target that is no linear layer and no embedding: the name of its class, and the width of a norm.
  case unsupportedTarget(String, width: Int?)
  /// No layer is a target.
  case noTarget(TargetModules, layers: [Int]?)
  /// What is written of biases is none of the three words.
  case unknownBias(String)
  case unknownInitialization(String)
  /// What is written is no regular expression.
  case noPattern(String)
}

/// Low-rank adaptation: a model is frozen, and small updates beside some of its layers are trained.
enum LoRA {
  /// Freezes the model and gives each target an update; the names of the targets. O(parameters).
  ///
  /// The narrow matrices start as in peft 0.21.2 `LoraLayer.reset_lora_parameters`: `A` evenly distributed by
  /// Kaiming's rule with a slope of √5, `B` zero; beside an embedding `A` zero, `B` normal.
  @discardableResult
  static func adapt(_ model: any LanguageModel, _ settings: LoRASettings, seed: UInt64 = 0)
    throws(LoRAError) -> [String]
  {
    var random = RandomNumbers(seed: seed)
    var targets: [String] = []
    for parameter in model.namedParameters { parameter.tensor.trains(false) }
    for named in model.namedModules() {
      guard try settings.targets.contains(named.name, named.module, isHead: named.module === model.head),
        settings.reaches(named.name)
      else {
        continue
      }
      try settings.refuse("r") { !$0.isNumber }
      guard settings.rank(of: named.name) > 0 else { throw .rankIsNotPositive(settings.rank(of: named.name)) }
      try settings.refuse("lora_dropout") { !$0.isNumber }
      // A negative one is not looked at (peft 0.10.0 to 0.21.2: `if lora_dropout > 0.0`).
      guard settings.dropout <= 1 else { throw .dropoutIsNoProbability(settings.dropout) }
      guard let layer = named.module as? any AdaptableLayer else {
        throw .unsupportedTarget(named.module.className, width: (named.module as? Norm)?.width)
      }
      try settings.refuse("r") { _ in true }
      try settings.refuse("lora_alpha") { !$0.isNumber }
      try settings.checkInitialization()
      layer.update = update(of: layer, rank: settings.rank(of: named.name), settings, &random)
      targets.append(named.name)
    }
    guard !targets.isEmpty else { throw .noTarget(settings.targets, layers: settings.layers) }
    try trainBiases(of: model, settings)
    if !settings.isFrozen { trainWhole(settings.trainedWhole, of: model) }
    return targets
  }

  /// `_mark_only_adapters_as_trainable` of peft 0.10.0 to 0.21.2.
  private static func trainBiases(of model: any LanguageModel, _ settings: LoRASettings) throws(LoRAError) {
    guard ["none", "all", "lora_only"].contains(settings.bias) else { throw .unknownBias(settings.bias) }
    guard settings.bias != "none", !settings.isFrozen else { return }
    for named in model.namedModules() {
      guard let linear = named.module as? Linear, settings.bias == "all" || linear.update != nil else {
        continue
      }
      linear.bias?.trains(true)
    }
  }

  private static func update(
    of layer: any AdaptableLayer, rank: Int, _ settings: LoRASettings, _ random: inout RandomNumbers
  ) -> LowRankUpdate {
    let (width, newWidth) = (layer.inputWidth, layer.outputWidth)
    var down = [Float](repeating: 0, count: rank * width)
    var up = [Float](repeating: 0, count: newWidth * rank)
    if layer is Embedding {
      up = random.normal(up.count, deviation: 1)
    } else {
      let bound = 1 / Float(width).squareRoot()
      down = down.map { _ in (2 * random.uniform() - 1) * bound }
    }
    return LowRankUpdate(
      down: Tensor([rank, width], down, requiresGradient: !settings.isFrozen),
      up: Tensor([newWidth, rank], up, requiresGradient: !settings.isFrozen),
      scaling: settings.scaling(rank), dropoutRate: settings.dropout, seed: random.next())
  }

  /// Names that no part has are passed over. A part is reached by the end of its own name, or of that of one around it.
  private static func trainWhole(_ names: [String], of model: any LanguageModel) {
    func isReached(_ name: String) -> Bool {
      let ends = name.indices.filter { name[$0] == "." } + [name.endIndex]
      return ends.contains { end in names.contains { name[..<end].hasSuffix($0) } }
    }
    for named in model.namedModules() where isReached(named.name) {
      for parameter in named.module.namedParameters where !parameter.name.contains("lora_") {
        parameter.tensor.trains(true)
      }
    }
  }
}

extension LoRASettings {
  /// - Throws: for a setting that is unusual in this way; asked in the order in which the making of an update meets them.
  fileprivate func refuse(_ name: String, where isMet: (PythonLiteral) -> Bool) throws(LoRAError) {
    if let argument = unusual.first(where: { $0.name == name && isMet($0.value) }) {
      throw .unusual(argument)
    }
  }

  /// peft 0.10.0 to 0.21.2, `reset_lora_parameters`: of the texts, the one that a plan may name.
  fileprivate func checkInitialization() throws(LoRAError) {
    guard let initialization, initialization != "gaussian" else { return }
    throw .unknownInitialization(initialization)
  }
}
