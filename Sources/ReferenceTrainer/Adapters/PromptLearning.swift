/// Vectors that stand before a text and are trained in place of the model: prompt tuning, Lester and others 2021,
/// arXiv:2104.08691, and prefix tuning, Li and Liang 2021, arXiv:2101.00190.
package struct PromptSettings: Hashable, Sendable {
  package enum Method: String, Hashable, Sendable {
    /// Vectors in the place of tokens: `PromptTuningConfig`.
    case prompt = "PromptTuningConfig"
    /// Keys and values in every layer: `PrefixTuningConfig`.
    case prefix = "PrefixTuningConfig"
  }

  package var method: Method
  /// `num_virtual_tokens`.
  package var virtualTokens: Int

  package init(_ method: Method, virtualTokens: Int) {
    (self.method, self.virtualTokens) = (method, virtualTokens)
  }
}

/// Keys and values that stand before those of a text in each layer.
package struct AttentionPrefix {
  /// For each layer: `[batch, heads, virtual tokens, headWidth]` both.
  let layers: [(keys: Tensor, values: Tensor)]
  /// Whether it was made for the attention of an encoder and a decoder.
  let isForEncoderDecoder: Bool

  var length: Int { layers.first?.keys.shape[2] ?? 0 }
  /// Heads, and elements in each.
  var headShape: [Int] { layers.first.map { [$0.keys.shape[1], $0.keys.shape[3]] } ?? [] }
}

/// The trained vectors of one adapter: `prompt_encoder` of peft 0.10.0 to 0.21.2, `peft_model.py`.
final class VirtualTokens {
  let settings: PromptSettings
  /// Whether a second half is made for the decoder, as the task for pairs of texts asks for.
  private let isForEncoderDecoder: Bool
  /// A row for each virtual token; of a prefix with the keys and values of all layers beside each other.
  private let table: Tensor
  private let layers: Int
  private let headWidth: Int
  private let heads: Int

  /// Rows as `torch.nn.Embedding` draws them. `heads` are those of keys and values; peft knew them from 0.12.0 on, and
  /// took those of queries before (`_prepare_prompt_learning_config`).
  init(_ settings: PromptSettings, _ model: PretrainedModel, isForEncoderDecoder: Bool, seed: UInt64 = 0) {
    var random = RandomNumbers(seed: seed)
    (self.settings, self.isForEncoderDecoder) = (settings, isForEncoderDecoder)
    let shape = model.promptShape
    (layers, headWidth, heads) = (shape.layers, shape.headWidth, shape.heads)
    let rows = settings.virtualTokens * (settings.method == .prompt && isForEncoderDecoder ? 2 : 1)
    let width = settings.method == .prompt ? shape.width : layers * 2 * heads * headWidth
    table = Tensor([rows, width], random.normal(rows * width, deviation: 1), requiresGradient: true)
  }

  var parameter: NamedParameter {
    NamedParameter(name: "prompt_encoder.default.embedding.weight", tensor: table)
  }

  /// The vectors before each text of a batch. Shape: `[batch, virtual tokens, width]`.
  func prompts(_ batch: Int) -> Tensor {
    let first = table.slice(0..<settings.virtualTokens, ofAxis: 0)
    return first.reshaped([1, settings.virtualTokens, table.shape[1]]).repeatingEach(batch, alongAxis: 0)
  }

  /// The keys and values of each layer. For an encoder with a decoder PEFT lays the table out twice and takes four of its
  /// parts for a layer, the first two for the decoder's own attention; what is meant for the attention to the encoder is
  /// computed anew.
  func prefix(_ batch: Int) -> AttentionPrefix {
    let width = heads * headWidth
    func part(_ index: Int) -> Tensor {
      let start = index % (layers * 2) * width
      return table.slice(start..<start + width, ofAxis: 1)  // [tokens, heads × n]
        .reshaped([1, settings.virtualTokens, width]).splitIntoHeads(headWidth)  // [1, heads, tokens, n]
        .repeatingEach(batch, alongAxis: 0)
    }
    let step = isForEncoderDecoder ? 4 : 2
    return AttentionPrefix(
      layers: (0..<layers).map { (part($0 * step), part($0 * step + 1)) },
      isForEncoderDecoder: isForEncoderDecoder)
  }
}

extension PretrainedModel {
  /// What `_prepare_prompt_learning_config` of PEFT's utils reads of a model's config: from 0.18.0 on the width of the heads,
  /// too, where the config names it; before, and for T5, a share of the model's width.
  fileprivate var promptShape: (width: Int, layers: Int, heads: Int, headWidth: Int) {
    switch network {
    case .decoder(let decoder):
      let configuration = decoder.configuration
      let heads = stack.peft < LibraryRelease(0, 12) ? configuration.heads : configuration.keyValueHeads
      let share = configuration.width / configuration.heads
      return (
        configuration.width, configuration.layers, heads,
        stack.peft < LibraryRelease(0, 18) ? share : configuration.headWidth
      )
    case .encoderDecoder(let model):
      let configuration = model.configuration
      let share = configuration.width / configuration.heads
      return (configuration.width, configuration.layers, configuration.heads, share)
    }
  }
}
