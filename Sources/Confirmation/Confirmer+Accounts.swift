import Linting
import ReferenceTrainer
import Setup

// The full account of a question: what `glmlint confirm` shows.
extension Confirmer {
  /// Accounts of the findings that ask something, with their answers; those that ask nothing are left out.
  ///
  /// Each run is made once more with more steps, so that its losses show where they lead.
  /// O(questions × cost of twenty steps).
  package func accounts(of findings: [Finding], among all: [Finding]) -> [ExperimentAccount] {
    let confirmed = confirm(all)
    return findings.compactMap { wanted in
      guard let finding = confirmed.first(where: { $0.fingerprint == wanted.fingerprint }),
        let question = question(of: finding, among: all)
      else { return nil }
      return ExperimentAccount(finding, trials: (try? trials(of: question)) ?? [])
    }
  }

  private func trials(of question: Question) throws(Obstacle) -> [ExperimentAccount.Trial] {
    let choice = try StackChoice(
      question.versions(), effect: question.finding.effect, needsTRL: question.needsTRL, newest: newest)
    return try question.trials(choice.stack).map { trial throws(Obstacle) in
      let alone = try Question.compare(trial.alone) { .success($0.run(on: choice.stack)) }
      let isolated = alone.verdict == .confirmed ? nil : trial.isolated
      let plans = isolated ?? trial.alone
      return ExperimentAccount.Trial(
        model: trial.kind, releases: choice.description, isIsolated: isolated != nil,
        written: run(plans.written, choice.stack), mended: run(plans.mended, choice.stack))
    }
  }

  private func run(_ plan: TrainingPlan, _ stack: Stack) -> ExperimentAccount.Run {
    let outcome = plan.lengthened.run(on: stack)
    return ExperimentAccount.Run(
      end: outcome.error.map { "\($0.clause), \(outcome.moment)" } ?? "trains", failed: outcome.error != nil,
      loadingError: outcome.reloadError?.clause,
      losses: outcome.losses, metrics: outcome.metrics.filter { $0.key == "eval_loss" },
      trainableElements: outcome.hasStarted ? outcome.trainableElements : 0,
      sequences: outcome.rows.map(\.shownTokens))
  }
}

extension TrainingPlan {
  /// The plan with as many steps, and such a learning rate, that its losses show a direction.
  fileprivate var lengthened: TrainingPlan {
    var plan = self
    plan.arguments.maxSteps = 20
    plan.arguments.learningRate = 0.01
    plan.arguments.evaluationSteps = 20
    plan.arguments.saveSteps = 20
    return plan
  }
}

extension TrainingOutcome {
  /// Whether there was a trainer to train with.
  fileprivate var hasStarted: Bool { phase == .train || phase == .evaluate }
}

extension TrainedRow {
  /// The tokens with their texts: bytes of one character stand together, and never with and without loss.
  fileprivate var shownTokens: [ExperimentAccount.Token] {
    var shown: [ExperimentAccount.Token] = []
    var character = 0..<0
    func show() {
      guard !character.isEmpty else { return }
      let bytes = ByteTokenizer.bytes(of: tokens[character])
      let inside = character.clamped(to: losses.indices)
      let loss = inside.isEmpty ? 0 : losses[inside].reduce(0, +) / Float(inside.count)
      shown.append(
        ExperimentAccount.Token(
          text: String(decoding: bytes, as: UTF8.self),
          carriesLoss: labels[character.lowerBound] != Tensor.ignoredLabel, loss: loss))
    }
    for index in tokens.indices {
      let bytes = ByteTokenizer.bytes(of: [tokens[index]])
      let goesOn =
        bytes.count == 1 && bytes[0] & 0xC0 == 0x80 && !character.isEmpty
        && (labels[index] == Tensor.ignoredLabel) == (labels[index - 1] == Tensor.ignoredLabel)
      if !goesOn {
        show()
        character = index..<index
      }
      character = character.lowerBound..<index + 1
    }
    show()
    return shown
  }
}
