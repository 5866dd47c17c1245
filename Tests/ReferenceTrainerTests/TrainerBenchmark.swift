import Foundation
import Testing

@testable import ReferenceTrainer

/// How long training takes, where `GLMLINT_BENCHMARK` is set; nothing is asserted, since a time depends on the machine.
///
/// `GLMLINT_BENCHMARK=1 swift test -c release -Xswiftc -enable-testing --filter TrainerBenchmark`
@Suite(.enabled(if: ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK"] != nil), .serialized)
struct TrainerBenchmark {
  @Test(arguments: TrainerGolden.models)
  func twentySteps(_ name: String) throws {
    let golden = try TrainerGolden(name)
    let batch = TrainerGolden.batches[0]
    let clock = ContinuousClock()
    let times = try (0..<9).map { _ in
      let model = try golden.makeModel()
      try LoRA.adapt(model, golden.loRA)
      var optimizer = AdamW(model.trainableParameters)
      return try clock.measure {
        for _ in 0..<20 {
          let loss = try model.learn(batch.tokens, mask: batch.mask, labels: batch.labels, itemCount: nil)
            .loss
          try loss.backward()
          GradientClipping.clip(model.trainableParameters, limit: 1)
          optimizer.takeStep(learningRate: 1e-3)
          optimizer.forgetGradients()
        }
      }
    }
    print("\(name): 20 steps with LoRA on 27 tokens take \(times.sorted()[4])")
  }
}
