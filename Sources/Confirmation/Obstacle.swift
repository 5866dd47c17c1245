/// Why an experiment cannot be run.
struct Obstacle: Error, Hashable {
  /// Lower case, no full stop.
  let reason: String

  init(_ reason: String) { self.reason = reason }

  static let noExperiment = Obstacle("the reference trainer does not run experiments of this kind yet")
}
