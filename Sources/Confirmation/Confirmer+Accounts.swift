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
      end: outcome.error.map { "\($0), \(outcome.moment)" } ?? "trains", failed: outcome.error != nil,
      losses: outcome.losses, metrics: outcome.metrics.filter { $0.key == "eval_loss" },
      trainableElements: outcome.trainableElements,
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

extension TrainedRow {
  /// The tokens with their texts: bytes of one character stand together.
  fileprivate var shownTokens: [ExperimentAccount.Token] {
    var shown: [ExperimentAccount.Token] = []
    var (bytes, first) = ([UInt8](), 0)
    for index in tokens.indices {
      bytes += ByteTokenizer.bytes(of: [tokens[index]])
      // An incomplete character goes on with the next byte; what is none after four is shown as it is.
      guard let text = String(validating: bytes, as: UTF8.self) ?? (bytes.count >= 4 ? "\u{FFFD}" : nil)
      else {
        continue
      }
      let loss = index < losses.count ? losses[first...index].reduce(0, +) / Float(index - first + 1) : 0
      shown.append(
        ExperimentAccount.Token(text: text, carriesLoss: labels[index] != Tensor.ignoredLabel, loss: loss))
      (bytes, first) = ([], index + 1)
    }
    return shown
  }
}
