/// What a decoder's layers get of keys and values that were put into its cache.
enum PrefixCache {
  /// The prefix that reaches the layers; nil where the release leaves it behind.
  ///
  /// An `EncoderDecoderCache` in a decoder: before transformers 4.54.0 it had no `update`, then one with layers of its own
  /// that nothing had been put into, and from 4.56.0 on one that needs what its class does not set (`cache_utils.py` of the
  /// wheels).
  ///
  /// - Throws: what the first layer raises where the prefix is not one for this model.
  static func read(_ prefix: AttentionPrefix, headShape: [Int], _ stack: Stack) throws(PythonError)
    -> AttentionPrefix?
  {
    if prefix.isForEncoderDecoder {
      if stack.transformers < LibraryRelease(4, 54) {
        throw PythonError("NotImplementedError", "Make sure to implement `update` in a subclass.")
      }
      if stack.transformers < LibraryRelease(4, 56) { return nil }
      throw PythonError(
        "AttributeError", "'EncoderDecoderCache' object has no attribute 'layer_class_to_replicate'")
    }
    try compare(prefix, headShape)
    return prefix
  }

  /// - Throws: `RuntimeError` where keys of this shape cannot stand before those of the layers.
  static func compare(_ prefix: AttentionPrefix, _ headShape: [Int]) throws(PythonError) {
    guard let (given, wanted) = zip(prefix.headShape, headShape).first(where: { $0 != $1 }) else { return }
    // torch 2.13.0, `torch.cat`.
    throw PythonError(
      "RuntimeError",
      "Sizes of tensors must match except in dimension 2. Expected size \(given) but got size \(wanted) for tensor "
        + "number 1 in the list.")
  }
}
