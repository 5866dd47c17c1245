/// A decoder-only language model: from tokens to a score for each token that may come next.
package final class Decoder: Module {
  package let configuration: DecoderConfiguration
  package let embedding: Embedding
  private let layers: [DecoderLayer]
  package var recomputesLayers = false
  /// See `Tensor.checkpointed`.
  var checkpointsReentrantly = false
  private let lastNorm: Norm
  private let output: Linear

  /// Weights are drawn as transformers' `_init_weights` does: normal with `initialDeviation`, norms of one.
  package init(_ configuration: DecoderConfiguration, seed: UInt64 = 0) {
    var random = RandomNumbers(seed: seed)
    self.configuration = configuration
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    let deviation = configuration.initialDeviation
    embedding = Embedding(vocabulary, width: width, deviation: deviation, &random)
    layers = (0..<configuration.layers).map { _ in DecoderLayer(configuration, &random) }
    lastNorm = Norm(configuration)
    output = Linear(from: width, to: vocabulary, hasBias: false, deviation: deviation, &random)
  }

  package var isTraining = false
  package var className: String { configuration.family.className }

  package var parts: [NamedModule] {
    let names = configuration.family.names
    func inBody(_ name: String, _ module: any Module) -> NamedModule {
      NamedModule(name: "\(names.body).\(name)", module: module)
    }
    return [inBody(names.embedding, embedding)]
      + layers.enumerated().map { inBody("\(names.layers).\($0.offset)", $0.element) }
      + [inBody(names.lastNorm, lastNorm), NamedModule(name: names.head, module: output)]
  }

  /// The vectors of tokens. Shapes: `[batch, positions] → [batch, positions, width]`.
  ///
  /// - Throws: `IndexError` for a token outside of the vocabulary.
  package func embed(_ tokens: IntegerTensor) throws(PythonError) -> Tensor { try embedding(tokens) }

  /// Runs the layers. Shapes: `[batch, positions, width] → [batch, positions, width]`.
  ///
  /// `mask` is 1 for tokens and 0 for padding, `[batch, prefix + positions]`. `prefix` has as
  /// many heads as the keys.
  package func hiddenStates(
    _ embedded: Tensor, mask: IntegerTensor?, prefix: AttentionPrefix? = nil
  ) -> Tensor {
    let (batch, positions) = (embedded.shape[0], embedded.shape[1])
    let keys = positions + (prefix?.length ?? 0)
    let table = RotaryTable(
      positions: keys, width: Int(Double(configuration.headWidth) * configuration.family.rotaryShare),
      base: configuration.rotaryBase)
    let mask = AttentionMask.causal(batch, positions, keys: keys, tokens: mask)
    var hidden = embedded
    for (index, layer) in layers.enumerated() {
      hidden = hidden.checkpointed(checkpointsReentrantly && isTraining) { hidden in
        layer(hidden, table, mask, prefix: prefix?.layers[index])
      }
    }
    return lastNorm(hidden)
  }

  /// The scores of the next token. Shapes: `[batch, positions, width] → [batch, positions, vocabulary]`.
  package func logits(_ hidden: Tensor) -> Tensor { output(hidden) }

  package var head: Linear? { output }
}

/// The loss of predicting each token from those before it.
package enum NextTokenLoss {
  /// Shapes: `[batch, positions, vocabulary], labels [batch, positions] → []`.
  ///
  /// The label of a position is the next one's: position p is compared with label p + 1. As transformers 5.23.0,
  /// `loss/loss_utils.py`: `itemCount` is `num_items_in_batch`, the number of labels in all batches of an accumulation.
  ///
  /// - Throws: what `crossEntropy` throws for labels that do not fit.
  package static func of(_ logits: Tensor, _ labels: IntegerTensor, itemCount: Float? = nil)
    throws(PythonError) -> Tensor
  {
    let flat = logits.reshaped([logits.shape[0] * logits.shape[1], logits.shape[2]])
    let shifted = labels.rows.flatMap { $0.dropFirst() + [Tensor.ignoredLabel] }
    return try flat.crossEntropy(shifted, itemCount: itemCount)
  }
}
