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
  /// `inference_mode`: nothing is trained.
  package var isFrozen = false

  package init(targets: TargetModules) { self.targets = targets }

  var scaling: Float { alpha / (scalesByRoot ? Float(rank).squareRoot() : Float(rank)) }
}

/// Why a model cannot be given an adapter.
enum LoRAError: Error {
  case rankIsNotPositive(Int)
  case dropoutIsNoProbability(Float)
  /// A target that is no linear layer, by the name of its class.
  case unsupportedTarget(String)
  /// No layer is a target.
  case noTarget(TargetModules)
  /// What is written is no regular expression.
  case noPattern(String)
}

/// Low-rank adaptation: a model is frozen, and small updates beside some of its layers are trained.
enum LoRA {
  /// Freezes the model and gives each target an update; the names of the targets. O(parameters).
  ///
  /// The narrow matrices start as in peft 0.21.2 `LoraLayer.reset_lora_parameters`: `A` evenly distributed by
  /// Kaiming's rule with a slope of √5, `B` zero.
  @discardableResult
  static func adapt(_ model: any LanguageModel, _ settings: LoRASettings, seed: UInt64 = 0)
    throws(LoRAError) -> [String]
  {
    var random = RandomNumbers(seed: seed)
    var targets: [String] = []
    for parameter in model.namedParameters { parameter.tensor.trains(false) }
    for named in model.namedModules() {
      guard try settings.targets.contains(named.name, named.module, isHead: named.module === model.head)
      else {
        continue
      }
      guard settings.rank > 0 else { throw .rankIsNotPositive(settings.rank) }
      // A negative one is not looked at (peft 0.10.0 to 0.21.2: `if lora_dropout > 0.0`).
      guard settings.dropout <= 1 else { throw .dropoutIsNoProbability(settings.dropout) }
      guard let linear = named.module as? Linear else { throw .unsupportedTarget(named.module.className) }
      linear.update = update(of: linear, settings, &random)
      targets.append(named.name)
    }
    guard !targets.isEmpty else { throw .noTarget(settings.targets) }
    if !settings.isFrozen { trainWhole(settings.trainedWhole, of: model) }
    return targets
  }

  private static func update(of linear: Linear, _ settings: LoRASettings, _ random: inout RandomNumbers)
    -> LowRankUpdate
  {
    let (width, newWidth, rank) = (linear.inputWidth, linear.outputWidth, settings.rank)
    let bound = 1 / Float(width).squareRoot()
    let down = (0..<rank * width).map { _ in (2 * random.uniform() - 1) * bound }
    let up = [Float](repeating: 0, count: newWidth * rank)
    return LowRankUpdate(
      down: Tensor([rank, width], down, requiresGradient: !settings.isFrozen),
      up: Tensor([newWidth, rank], up, requiresGradient: !settings.isFrozen),
      scaling: settings.scaling, dropoutRate: settings.dropout, seed: random.next())
  }

  /// Names that no part has are passed over.
  private static func trainWhole(_ names: [String], of model: any LanguageModel) {
    for named in model.namedModules() where names.contains(where: { named.name.hasSuffix($0) }) {
      for parameter in named.module.namedParameters where !parameter.name.contains("lora_") {
        parameter.tensor.trains(true)
      }
    }
  }
}
