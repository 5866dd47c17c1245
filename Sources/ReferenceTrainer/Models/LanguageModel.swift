/// A model that gives scores to tokens, and learns from labels.
package protocol LanguageModel: Module {
  /// The layer that gives the scores; nil where it is the embedding, turned.
  var head: Linear? { get }
  /// Whether layers are computed again in the backward pass, in whatever way.
  var recomputesLayers: Bool { get set }

  /// The scores, and how far they are from the labels. Shapes: `[batch, positions]` each → `[batch, labels,
  /// vocabulary]`, `[]`.
  ///
  /// `mask` is 1 for tokens and 0 for padding. Without `itemCount` the loss is the mean over the labels that count; with
  /// it, `num_items_in_batch` of transformers, it is their sum divided by that.
  ///
  /// - Throws: `IndexError` for tokens and labels outside of the vocabulary, `ValueError` for labels of another length.
  func learn(_ tokens: IntegerTensor, mask: IntegerTensor?, labels: IntegerTensor, itemCount: Float?)
    throws(PythonError) -> (logits: Tensor, loss: Tensor)
}

extension Decoder: LanguageModel {
  package func learn(
    _ tokens: IntegerTensor, mask: IntegerTensor?, labels: IntegerTensor, itemCount: Float? = nil
  ) throws(PythonError) -> (logits: Tensor, loss: Tensor) {
    let logits = logits(hiddenStates(try embed(tokens), mask: mask))
    return (logits, try NextTokenLoss.of(logits, labels, itemCount: itemCount))
  }
}

extension EncoderDecoder: LanguageModel {
  package func learn(
    _ tokens: IntegerTensor, mask: IntegerTensor?, labels: IntegerTensor, itemCount: Float? = nil
  ) throws(PythonError) -> (logits: Tensor, loss: Tensor) {
    let encoded = try encode(tokens, mask: mask)
    let logits = try decode(decoderInput(for: labels), encoded: encoded, encoderMask: mask)
    let flat = logits.reshaped([labels.elements.count, configuration.vocabularySize])
    return (logits, try flat.crossEntropy(labels.elements, itemCount: itemCount))
  }
}
