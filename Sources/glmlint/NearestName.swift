import Linting

/// Finds the name that somebody meant, for "did you mean".
enum NearestName {
  /// The candidate that differs least from `name`, if by no more than a third of the name. O(candidates ×
  /// length²).
  static func of(_ name: String, in candidates: [String]) -> String? {
    EditDistance.nearest(to: name, among: candidates, limit: max(1, name.unicodeScalars.count / 3))
  }
}
