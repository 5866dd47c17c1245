/// All that came of the question that a finding asks: both runs, step by step.
package struct ExperimentAccount: Sendable {
  /// The finding, with its answers.
  package let finding: Finding
  package let trials: [Trial]

  package init(_ finding: Finding, trials: [Trial]) { (self.finding, self.trials) = (finding, trials) }

  /// Both runs on one kind of model.
  package struct Trial: Hashable, Sendable {
    /// What people call the model, such as `Llama`.
    package let model: String
    /// Such as `transformers 4.57.6, peft 0.18.1`.
    package let releases: String
    /// Whether the run's other mistakes are mended in both.
    package let isIsolated: Bool
    package let written: Run
    package let mended: Run

    package init(model: String, releases: String, isIsolated: Bool, written: Run, mended: Run) {
      (self.model, self.releases, self.isIsolated) = (model, releases, isIsolated)
      (self.written, self.mended) = (written, mended)
    }
  }

  /// One run.
  package struct Run: Hashable, Sendable {
    /// How it ended: `trains`, or the error and where it was raised.
    package let end: String
    package let failed: Bool
    /// What loading the saved adapter raised; nil where it loads, or is not saved.
    package let loadingError: String?
    /// The loss of each step, as it is logged.
    package let losses: [Float]
    /// By name, those of the last evaluation.
    package let metrics: [String: Float]
    /// Elements that gradients reach.
    package let trainableElements: Int
    /// The sequences of the first batch, where the question is about them.
    package let sequences: [[Token]]

    package init(
      end: String, failed: Bool, loadingError: String?, losses: [Float], metrics: [String: Float],
      trainableElements: Int,
      sequences: [[Token]]
    ) {
      (self.end, self.failed, self.loadingError) = (end, failed, loadingError)
      (self.losses, self.metrics) = (losses, metrics)
      (self.trainableElements, self.sequences) = (trainableElements, sequences)
    }
  }

  /// Tokens that stand together, all with loss or all without.
  package struct Token: Hashable, Sendable {
    package let text: String
    package let carriesLoss: Bool
    /// How far off it is predicted before the first step, in nats.
    package let loss: Float

    package init(text: String, carriesLoss: Bool, loss: Float) {
      (self.text, self.carriesLoss, self.loss) = (text, carriesLoss, loss)
    }
  }
}
