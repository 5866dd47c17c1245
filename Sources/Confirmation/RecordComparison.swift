import Linting
import ReferenceTrainer

/// What both runs on records say of them.
struct RecordComparison {
  let lack: RecordsInQuestion.Lack
  let written: TrainingOutcome
  let mended: TrainingOutcome

  /// The natural logarithm of 2: the loss of a pair whose answers are told apart by nothing.
  private static let undecided: Float = 0.693_147_2

  var answer: (verdict: Confirmation.Verdict, evidence: String) {
    if let error = mended.error { return (.inconclusive, "with it the run ends, too: \(error.clause)") }
    if let error = written.error {
      return (.confirmed, "\(error.clause), \(written.moment); \(remedy) it trains")
    }
    switch lack {
    case .labels, .otherAnswer, .room: return gradients
    case .words: return tokens
    }
  }

  private var remedy: String {
    switch lack {
    case .labels: "with labels"
    case .otherAnswer: "with another rejected answer"
    case .words: "with words in the answers"
    case .room: "with room for the answers"
    }
  }

  /// Whether a step moves anything.
  private var gradients: (Confirmation.Verdict, String) {
    guard mended.movesWeights else { return (.inconclusive, "\(remedy) nothing is learned either") }
    let loss = written.losses.map(Decimals.three).joined(separator: ", ")
    if written.movesWeights {
      return (.refuted, "the records move the weights as they stand (loss \(loss))")
    }
    let isUndecided = lack == .otherAnswer && written.losses.allSatisfy { abs($0 - Self.undecided) < 1e-4 }
    return (
      .confirmed,
      "the loss is \(loss)\(isUndecided ? " (ln 2)" : "") and every gradient is zero; \(remedy) the weights move"
    )
  }

  /// Whether anything is learned but the end of an answer.
  private var tokens: (Confirmation.Verdict, String) {
    let (empty, full) = (written.learnedTokens, mended.learnedTokens)
    guard empty > 0, full > empty else { return (.inconclusive, "both runs learn the same tokens") }
    let rows = written.rows.count
    guard empty <= rows else {
      return (.refuted, "\(empty) tokens of \(rows) answers are learned as they stand")
    }
    return (
      .confirmed,
      "of each answer the one token is learned that ends it; \(remedy) \(full) tokens are, in place of \(empty)"
    )
  }
}

extension TrainingOutcome {
  /// Whether some step had a gradient that is more than rounding.
  fileprivate var movesWeights: Bool { gradientNorms.contains { $0.isFinite && $0 > 1e-6 } }

  fileprivate var learnedTokens: Int {
    rows.reduce(0) { $0 + $1.labels.count { $0 != Tensor.ignoredLabel } }
  }
}
