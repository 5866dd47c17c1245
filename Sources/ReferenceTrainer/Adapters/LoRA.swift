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

  package init(targets: TargetModules) { self.targets = targets }

  var scaling: Float { alpha / (scalesByRoot ? Float(rank).squareRoot() : Float(rank)) }
}

/// Low-rank adaptation: a model is frozen, and small updates beside some of its layers are trained.
package enum LoRA {
  /// Freezes the model and gives each target an update; the names of the targets. O(parameters).
  ///
  /// The narrow matrices start as in peft 0.21.2 `LoraLayer.reset_lora_parameters`: `A` evenly distributed by
  /// Kaiming's rule with a slope of √5, `B` zero.
  ///
  /// - Throws: `ValueError` in PEFT's words where the rank is not positive, or no layer is a target, or one that is no
  ///   linear layer.
  @discardableResult
  package static func adapt(_ model: any LanguageModel, _ settings: LoRASettings, seed: UInt64 = 0)
    throws(PythonError) -> [String]
  {
    var random = RandomNumbers(seed: seed)
    var targets: [String] = []
    for parameter in model.namedParameters { parameter.tensor.trains(false) }
    for named in model.namedModules() {
      guard try settings.targets.contains(named.name, named.module, isHead: named.module === model.head)
      else {
        continue
      }
      guard settings.rank > 0 else {
        throw PythonError(
          "ValueError", "`r` should be a positive integer value but the value passed is \(settings.rank)")
      }
      guard let linear = named.module as? Linear else { throw unsupported(named.module) }
      linear.update = update(of: linear, settings, &random)
      targets.append(named.name)
    }
    guard !targets.isEmpty else { throw notFound(settings.targets) }
    return targets
  }

  private static func update(of linear: Linear, _ settings: LoRASettings, _ random: inout RandomNumbers)
    -> LowRankUpdate
  {
    let (width, newWidth, rank) = (linear.inputWidth, linear.outputWidth, settings.rank)
    let bound = 1 / Float(width).squareRoot()
    let down = (0..<rank * width).map { _ in (2 * random.uniform() - 1) * bound }
    return LowRankUpdate(
      down: Tensor([rank, width], down, requiresGradient: true),
      up: Tensor([newWidth, rank], [Float](repeating: 0, count: newWidth * rank), requiresGradient: true),
      scaling: settings.scaling, dropoutRate: settings.dropout, seed: random.next())
  }

  /// peft 0.10.0 to 0.21.2, `tuners/lora/model.py` `_create_new_module`; the list of what is supported is left out,
  /// since it grows with every release.
  private static func unsupported(_ module: any Module) -> PythonError {
    PythonError("ValueError", "Target module \(module.className) is not supported.")
  }

  /// peft 0.10.0 to 0.20, `tuners/tuners_utils.py` `inject_adapter`.
  private static func notFound(_ targets: TargetModules) -> PythonError {
    let shown: String
    switch targets {
    case .names(let names):
      shown = names.isEmpty ? "set()" : "{\(names.map { "'\($0)'" }.joined(separator: ", "))}"
    case .pattern(let pattern): shown = pattern
    case .allLinear: shown = "all-linear"
    }
    return PythonError(
      "ValueError",
      "Target modules \(shown) not found in the base model. Please check the target modules and try again.")
  }
}
