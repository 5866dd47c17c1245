import Linting
import ReferenceTrainer

/// What the outcomes of both runs say about a finding.
struct Comparison {
  let written: TrainingOutcome
  let mended: TrainingOutcome
  /// Whether the runs evaluate, so that there should be a loss of it.
  let evaluates: Bool
  /// Whether an error is what the finding speaks of.
  var isAboutError = false
  /// What each run learns, where that is the question.
  var shares: (written: LossShares, mended: LossShares)?

  /// The verdict, and what stands for it.
  var answer: (verdict: Confirmation.Verdict, evidence: String) {
    if let error = mended.error { return (.inconclusive, "the mended run ends, too: \(error.clause)") }
    if let shares, !shares.mended.isRight, written.error == nil || !isAboutError {
      return (.inconclusive, "the mended run does not train the answers alone either")
    }
    if let error = written.error, written.isModelled {
      return (.inconclusive, "\(error.clause), as the libraries' source says, which was not run")
    }
    if let error = written.error {
      return (.confirmed, "\(error.clause), \(written.moment); mended, it \(success(mended))")
    }
    if let shares { return answer(shares.written, shares.mended) }
    let differences = self.differences
    guard differences.isEmpty else { return (.confirmed, differences.joined(separator: "; ")) }
    if mended.reloadError != nil {
      return (.inconclusive, "what mends it does not fit this kind of model")
    }
    if evaluates, mended.metrics["eval_loss"] == nil {
      return (.inconclusive, "neither run gives an eval_loss, so that something else may hide the difference")
    }
    return (.refuted, "as written and mended it \(success(written))")
  }

  /// Which tokens are learned decides, once both runs train.
  private func answer(_ written: LossShares, _ mended: LossShares) -> (
    verdict: Confirmation.Verdict, evidence: String
  ) {
    if let fault = written.fault { return (.confirmed, fault) }
    guard written.isRight, written.sawTheSame(as: mended) else {
      return (.inconclusive, "the runs do not show the same prompts and answers")
    }
    return (
      .refuted,
      "as written and mended none of \(written.prompts.tokens) prompt tokens carries loss, and all "
        + "\(written.answers.tokens) tokens of answers do"
    )
  }

  /// What is worse as it is written, where neither run raised an error.
  private var differences: [String] {
    var differences: [String] = []
    if written.metrics["eval_loss"] == nil, let loss = mended.metrics["eval_loss"] {
      differences.append("evaluation gives no eval_loss; mended, it gives \(Decimals.three(loss))")
    }
    if written.learnsNothing, !mended.learnsNothing {
      differences.append("nothing is learned: every gradient is zero; mended, it learns")
    }
    if mended.callsMetrics, !written.callsMetrics {
      differences.append("compute_metrics is never called; mended, it is")
    }
    if let error = written.reloadError, mended.reloadError == nil {
      differences.append("it trains, but loading the saved adapter raises \(error.clause); mended, it loads")
    }
    return differences
  }

  private func success(_ outcome: TrainingOutcome) -> String {
    let losses = outcome.losses.map(Decimals.three).joined(separator: ", ")
    let evaluation =
      outcome.metrics["eval_loss"].map { ", eval_loss \(Decimals.three($0))" } ?? ", no eval_loss"
    return "trains (loss \(losses)\(evaluation))"
  }
}

extension TrainingOutcome {
  /// Where the run ended, in words.
  var moment: String {
    switch phase {
    case .model: "where the model is loaded"
    case .adapter: "where the adapter is made"
    case .arguments: "where the arguments are made"
    case .trainer: "where the trainer is made"
    case .train:
      losses.isEmpty ? "in the first step" : "after \(losses.count) step\(losses.count == 1 ? "" : "s")"
    case .evaluate: "in evaluation"
    }
  }
}

extension PythonError {
  /// Without the full stop that some messages end with.
  var clause: String {
    let text = "\(self)"
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
