import Foundation
import Testing

@testable import ReferenceTrainer

/// The outcome of each plan against those of six real stacks: the error and where it was raised, or the silence, and
/// what was evaluated.
@Suite struct StackGoldenTests {
  /// The index of a random order of the records is left out, and names that Python keeps in a set are sorted.
  private static func comparable(_ message: String) -> String {
    if message.hasPrefix("Invalid key: ") || message.hasPrefix("expected sequence of length ") {
      return message.filter { !$0.isNumber }
    }
    // Lists of what is supported.
    for end in [
      "Model type should be one of", " is not supported.", "please select one of", " is not supported, only",
      "combination of arguments",
    ] {
      if let end = message.range(of: end)?.upperBound, !message.contains("Strategy, please") {
        return String(message[..<end])
      }
    }
    guard message.hasPrefix("No columns") || message.hasPrefix("Target modules {") else { return message }
    return message.split(separator: " ").map { $0.filter { !",.(){}".contains($0) } }.sorted().joined(
      separator: " ")
  }

  private static func differences(
    _ ours: TrainingOutcome, _ theirs: StackGolden.Outcome, _ plan: TrainingPlan
  )
    -> [String]
  {
    var differences: [String] = []
    func compare<Value: Equatable>(_ what: String, _ our: Value, _ their: Value?) {
      guard let their, our != their else { return }
      differences.append("\(what): ours \(our), theirs \(their)")
    }
    compare("model", ours.model, theirs.model)
    if plan.family != .chatglm { compare("trainable elements", ours.trainableElements, theirs.trainable) }
    compare("label names", ours.labelNames, theirs.labelNames)
    compare("error", ours.error?.type, .some(theirs.error?.type))
    compare(
      "message", ours.error.map { comparable($0.message) }, .some(theirs.error.map { comparable($0.message) })
    )
    compare("phase", ours.error.map { _ in ours.phase.rawValue }, .some(theirs.error?.phase))
    if theirs.error == nil { compare("steps", ours.losses.map { $0 == 0 }, theirs.isZero) }
    if theirs.error == nil {
      compare("steps without gradient", ours.gradientNorms.map { $0 == 0 }, theirs.isGradientZero)
    }
    if let rate = ours.readRate { compare("learning rate", .float(rate), theirs.rate) }
    compare("prompts before what is generated", ours.repeatsPrompts, .some(theirs.repeatsPrompts))
    compare("metrics", ours.metrics.keys.sorted(), theirs.metrics)
    compare("call of compute_metrics", ours.callsMetrics, theirs.callsMetrics)
    let reload = theirs.reloadError.map { PythonError($0.type, $0.message) }
    if theirs.error == nil { compare("error of loading again", ours.reloadError, .some(reload)) }
    return differences
  }

  /// How many outcomes were compared, and which differ and how.
  private struct Tally {
    var compared = 0
    var errors = 0
    var different: [String] = []

    var equal: Int { compared - different.count }
  }

  private static func tally(_ golden: StackGolden) throws -> Tally {
    let stack = try golden.stack()
    let (plans, outcomes) = (try StackGolden.plans(), try golden.outcomes())
    var tally = Tally()
    for record in plans {
      let theirs = try #require(outcomes[record.name], "\(record.name)")
      // Libraries that lack the model at all.
      if theirs.error?.type == "AttributeError", theirs.error?.phase == "model" { continue }
      let plan = try record.plan()
      let differences = differences(plan.run(on: stack), theirs, plan)
      tally.compared += 1
      if theirs.error != nil { tally.errors += 1 }
      if !differences.isEmpty {
        tally.different.append("\(record.name): \(differences.joined(separator: "; "))")
      }
    }
    print(
      "\(golden.testDescription): \(tally.equal) of \(tally.compared) outcomes equal, \(tally.errors) of them errors"
    )
    return tally
  }

  @Test(arguments: StackGolden.all)
  func outcomesAreThoseOfTheRealStack(_ golden: StackGolden) throws {
    let tally = try Self.tally(golden)
    #expect(tally.different == [])
  }
}
