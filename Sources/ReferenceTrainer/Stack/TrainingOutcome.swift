/// What came out of a plan.
package struct TrainingOutcome: Hashable, Sendable {
  /// Where a run was when it ended.
  package enum Phase: String, Hashable, Sendable {
    case model, adapter, arguments, trainer, train, evaluate
  }

  /// The error that ended the run; nil where it came to its end.
  package var error: PythonError?
  /// Whether the error was looked up, rather than that a step could not go on.
  package var isModelled = false
  /// The phase of the error, or the last one.
  package var phase = Phase.model
  /// The class of the model that is trained.
  package var model = ""
  /// The number of elements that gradients reach.
  package var trainableElements = 0
  /// The learning rate that a parser made of a text.
  package var readRate: Double?
  /// What the trainer takes for labels.
  package var labelNames: [String] = []
  /// The loss of each step that was taken, also before an error.
  package var losses: [Float] = []
  /// How long the gradient of each such step was, before it was clipped; empty where nobody says (before transformers 4.38).
  package var gradientNorms: [Float] = []
  /// The sequences of the first batch; none unless the run is supervised fine-tuning.
  package var rows: [TrainedRow] = []
  /// The metrics of the last evaluation but for those of time.
  package var metrics: [String: Float] = [:]
  /// Whether `compute_metrics` was called.
  package var callsMetrics = false
  /// Whether what was generated for `compute_metrics` begins with the prompt; nil where nothing was.
  package var repeatsPrompts: Bool?

  /// What loading the saved adapter raised.
  package var reloadError: PythonError?

  package init() {}

  /// Whether steps were taken and no gradient moved anything.
  package var learnsNothing: Bool { !gradientNorms.isEmpty && gradientNorms.allSatisfy { $0 == 0 } }
}
