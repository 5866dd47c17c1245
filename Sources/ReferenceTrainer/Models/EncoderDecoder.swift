/// An encoder–decoder language model, T5: from one text to a score for each token that another one may go on with.
///
/// transformers 5.23.0, `models/t5/modeling_t5.py`.
package final class EncoderDecoder: Module {
  package let configuration: EncoderDecoderConfiguration
  package let embedding: Embedding
  package var recomputesLayers = false
  /// See `Tensor.checkpointed`.
  var checkpointsReentrantly = false {
    didSet { for stack in [encoder, decoder] { stack.checkpointsReentrantly = checkpointsReentrantly } }
  }
  private let encoder: EncoderDecoderStack
  private let decoder: EncoderDecoderStack
  /// Nil where the head is the embedding, turned.
  package let head: Linear?

  package init(_ configuration: EncoderDecoderConfiguration, seed: UInt64 = 0) {
    var random = RandomNumbers(seed: seed)
    self.configuration = configuration
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    embedding = Embedding(vocabulary, width: width, deviation: 1, &random)
    encoder = EncoderDecoderStack(configuration, isDecoder: false, &random)
    decoder = EncoderDecoderStack(configuration, isDecoder: true, &random)
    head =
      configuration.hasOwnHead
      ? Linear(from: width, to: vocabulary, hasBias: false, deviation: 1, &random) : nil
  }

  package let className = "T5ForConditionalGeneration"

  package var parts: [NamedModule] {
    [
      NamedModule(name: "shared", module: embedding), NamedModule(name: "encoder", module: encoder),
      NamedModule(name: "decoder", module: decoder),
    ] + (head.map { [NamedModule(name: "lm_head", module: $0)] } ?? [])
  }

  /// Shapes: `[batch, source] → [batch, source, width]`. The mask is 1 for tokens and 0 for padding.
  ///
  /// - Throws: `IndexError` for a token outside of the vocabulary.
  package func encode(_ tokens: IntegerTensor, mask: IntegerTensor?) throws(PythonError) -> Tensor {
    try encode(embedding(tokens), mask: mask)
  }

  /// The same from vectors of tokens. Shapes: `[batch, source, width]` both.
  func encode(_ embedded: Tensor, mask: IntegerTensor?) throws(PythonError) -> Tensor {
    try encoder(embedded, mask: mask)
  }

  /// The scores of each next token. Shapes: `[batch, target], [batch, source, width] → [batch, target, vocabulary]`.
  ///
  /// - Throws: `IndexError` for a token outside of the vocabulary.
  package func decode(
    _ tokens: IntegerTensor, encoded: Tensor, encoderMask: IntegerTensor?, prefix: AttentionPrefix? = nil
  ) throws(PythonError) -> Tensor {
    var hidden = try decoder(embedding(tokens), mask: nil, encoded: (encoded, encoderMask), prefix: prefix)
    if configuration.scalesLastStates { hidden = hidden * (1 / Float(configuration.width).squareRoot()) }
    return head?(hidden) ?? hidden.rowsTimesTransposed(embedding.weight)
  }

  /// What the decoder reads while it learns to write `labels`: these, one place later. Shapes: `[batch, target]` both.
  package func decoderInput(for labels: IntegerTensor) -> IntegerTensor {
    let start = configuration.decoderStartToken
    return IntegerTensor(
      labels.rows.map { row in
        [start] + row.dropLast().map { $0 == Tensor.ignoredLabel ? start : $0 }
      })
  }
}
