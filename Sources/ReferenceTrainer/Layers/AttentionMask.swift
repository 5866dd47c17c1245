/// Which keys each query may look at.
struct AttentionMask {
  let batch: Int
  let queries: Int
  let keys: Int
  /// What is added to the scores, `[batch, queries, keys]`: zero, or `-infinity` where the key is hidden.
  let scores: [Float]

  /// `isVisible` is asked with the row of the batch, the query and the key. O(batch × queries × keys).
  init(_ batch: Int, _ queries: Int, _ keys: Int, isVisible: (_ row: Int, _ query: Int, _ key: Int) -> Bool) {
    (self.batch, self.queries, self.keys) = (batch, queries, keys)
    var scores: [Float] = []
    scores.reserveCapacity(batch * queries * keys)
    for row in 0..<batch {
      for query in 0..<queries {
        for key in 0..<keys { scores.append(isVisible(row, query, key) ? 0 : -.infinity) }
      }
    }
    self.scores = scores
  }

  /// Each query sees itself and what stands before it, but no padding.
  ///
  /// `tokens` is 1 for a token and 0 for padding, `[batch, keys]`; nil where there is none. Where there are more keys
  /// than queries, the first ones come from a prefix, and the queries begin behind it.
  static func causal(_ batch: Int, _ queries: Int, keys: Int, tokens: IntegerTensor?) -> AttentionMask {
    let prefix = keys - queries
    return AttentionMask(batch, queries, keys) { row, query, key in
      key <= prefix + query && (tokens.map { $0.elements[row * keys + key] != 0 } ?? true)
    }
  }

  /// Each query sees every key but padding.
  static func full(_ batch: Int, _ queries: Int, keys: Int, tokens: IntegerTensor?) -> AttentionMask {
    AttentionMask(batch, queries, keys) { row, _, key in
      tokens.map { $0.elements[row * keys + key] != 0 } ?? true
    }
  }
}
