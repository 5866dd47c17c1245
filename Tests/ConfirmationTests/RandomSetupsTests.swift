import Foundation
import Setup
import Syntax
import Testing

@testable import Confirmation
@testable import ReferenceTrainer

/// Set-ups that nobody chose, run by the reference trainer and, as `--python` does, by installed libraries: at least 98 of
/// 100 end alike.
///
/// `GLMLINT_PYTHONS` names interpreters with transformers, peft and trl, with colons between them; `GLMLINT_SEED` the set-ups,
/// `GLMLINT_SETUPS` how many.
@Suite struct RandomSetupsTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let pythons = (environment["GLMLINT_PYTHONS"] ?? "").split(separator: ":").map(String.init)

  /// The numbers of what met in a batch by chance are left out, and what Python keeps in a set is sorted.
  private static func comparable(_ error: PythonError?) -> String {
    guard let error else { return "none" }
    var message = error.message
    let ofOneBatch = ["Invalid key: ", "expected sequence of length ", "Expected input batch_size "]
    if ofOneBatch.contains(where: message.hasPrefix) {
      message = message.filter { !$0.isNumber }
    }
    // A list of all arguments follows.
    if let end = message.range(of: "combination of arguments")?.upperBound {
      message = String(message[..<end])
    }
    if message.hasPrefix("No columns") || message.hasPrefix("Target modules {") {
      message = message.split(separator: " ").map { $0.filter { !",.(){}".contains($0) } }.sorted()
        .joined(separator: " ")
    }
    return "\(error.type): \(message)"
  }

  private static func differences(_ ours: TrainingOutcome, _ theirs: TrainingOutcome, isShuffled: Bool)
    -> [String]
  {
    var differences: [String] = []
    func compare(_ what: String, _ our: some Equatable & CustomStringConvertible, _ their: String) {
      if "\(our)" != their { differences.append("\(what): ours \(our), theirs \(their)") }
    }
    compare("error", comparable(ours.error), comparable(theirs.error))
    if ours.error != nil { compare("phase", ours.phase.rawValue, theirs.phase.rawValue) }
    compare("steps", ours.losses.count, "\(theirs.losses.count)")
    compare("zero losses", ours.losses.count { $0 == 0 }, "\(theirs.losses.count { $0 == 0 })")
    if !theirs.gradientNorms.isEmpty {
      compare(
        "zero gradients", ours.gradientNorms.count { $0 == 0 }, "\(theirs.gradientNorms.count { $0 == 0 })")
    }
    compare("metrics", "\(ours.metrics.keys.sorted())", "\(theirs.metrics.keys.sorted())")
    if theirs.error == nil { compare("compute_metrics", ours.callsMetrics, "\(theirs.callsMetrics)") }
    compare("loading again", comparable(ours.reloadError), comparable(theirs.reloadError))
    // Up to trl 0.14 packing shuffled the records.
    func rows(_ outcome: TrainingOutcome) -> String {
      isShuffled
        ? "\(outcome.rows.map { $0.labels.count { $0 == -100 } })"
        : "\(outcome.rows.map { ($0.tokens, $0.labels) })"
    }
    compare("rows", rows(ours), rows(theirs))
    return differences
  }

  @Test(.enabled(if: !pythons.isEmpty, "GLMLINT_PYTHONS names no interpreter"))
  func randomSetupsEndAsWithTheRealLibraries() throws {
    let seed = Self.environment["GLMLINT_SEED"].flatMap(UInt64.init) ?? 1
    let count = Self.environment["GLMLINT_SETUPS"].flatMap(Int.init) ?? 400
    var random = RandomSetup(seed: seed)
    var seen: Set<TrainingPlan> = []
    var plans: [TrainingPlan] = []
    while plans.count < count {
      let plan = random.plan()
      if seen.insert(plan).inserted { plans.append(plan) }
    }
    var (equal, compared) = (0, 0)
    for python in Self.pythons {
      let observed = ProbeSession(path: python).run(plans.map(ProbeRequest.training))
      let stack = try #require(observed.versions.stack, "\(python) lacks a library")
      var (equalHere, comparedHere, errors) = (0, 0, 0)
      for (index, plan) in plans.enumerated() {
        // Libraries that lack the kind of model.
        guard case .success(let theirs)? = observed.outcomes.trainings[plan] else { continue }
        let isShuffled =
          plan.tuning?.options.packing == true && stack.trl.map { $0 < LibraryRelease(0, 15) } == true
        let differences = Self.differences(plan.run(on: stack), theirs, isShuffled: isShuffled)
        comparedHere += 1
        if theirs.error != nil { errors += 1 }
        if differences.isEmpty { equalHere += 1 }
        for difference in differences {
          print("different: \(observed.versions.description), set-up \(index): \(difference)")
        }
        if !differences.isEmpty { print("  set-up \(index): \(plan.json(named: "\(index)").compact)") }
      }
      print(
        "\(observed.versions.description): \(equalHere) of \(comparedHere) outcomes equal, \(errors) of them errors"
      )
      #expect(comparedHere > plans.count / 3)
      (equal, compared) = (equal + equalHere, compared + comparedHere)
    }
    print("seed \(seed), \(count) set-ups: \(equal) of \(compared) outcomes equal")
    #expect(Double(equal) >= 0.98 * Double(compared))
  }
}

extension InstalledVersions {
  /// Nil where a library is missing.
  fileprivate var stack: Stack? {
    guard let transformers = release(.transformers), let peft = release(.peft) else { return nil }
    return Stack(transformers: transformers, peft: peft, trl: release(.trl))
  }
}
