/// What sets one encoder–decoder language model apart from another.
package struct EncoderDecoderConfiguration: Hashable, Sendable {
  package var vocabularySize = 64
  /// The length of a token's vector.
  package var width = 16
  /// Layers of the encoder, and of the decoder.
  package var layers = 2
  package var heads = 4
  package var headWidth = 4
  package var feedForwardWidth = 32
  /// Whether the feed-forward layer has a gate and GELU: T5 1.1 and all since.
  package var hasGate = false
  /// Whether the head has a matrix of its own, as T5 1.1's checkpoints. transformers 5.23.0 reads none: its
  /// `configuration_t5.py` sets `tie_word_embeddings` back to true.
  package var hasOwnHead = false
  /// Whether the last states are scaled before the head: not in T5 1.1.
  package var scalesLastStates = true
  package var epsilon: Float = 1e-6
  package var relativeBuckets = 32
  package var largestDistance = 128
  /// With what the decoder's input starts; also its padding.
  package var decoderStartToken = 0

  package init() {}
}
