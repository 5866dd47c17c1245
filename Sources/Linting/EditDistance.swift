/// How far two names are apart: insertions, deletions, replacements and swaps of neighbours, each counted once.
///
/// The restricted Damerau–Levenshtein distance over Unicode scalars (Damerau 1964). O(n × m).
package enum EditDistance {
  package static func between(_ left: String, _ right: String) -> Int {
    let first = Array(left.unicodeScalars)
    let second = Array(right.unicodeScalars)
    var before: [Int] = []
    var previous = Array(0...second.count)
    for i in first.indices {
      var current = [i + 1]
      current.reserveCapacity(second.count + 1)
      for j in second.indices {
        let replaced = previous[j] + (first[i] == second[j] ? 0 : 1)
        var best = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, before[j - 1] + 1)
        }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous[second.count]
  }

  /// The name among `candidates` that is nearest to `name` and at most `limit` apart, the first of several.
  package static func nearest(to name: String, among candidates: [String], limit: Int) -> String? {
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = between(name, candidate)
      if distance <= limit && distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }
}
