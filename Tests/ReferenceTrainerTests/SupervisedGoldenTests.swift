import Foundation
import Testing

@testable import ReferenceTrainer

/// Which tokens carry loss, against what 25 releases of trl really do: equal to the token, and errors to the letter.
@Suite struct SupervisedGoldenTests {
  /// Up to 0.14 packing shuffled the records, so that only the number of tokens with loss is to be compared.
  private static func isShuffled(_ plan: TrainingPlan, _ stack: Stack) -> Bool {
    plan.tuning?.options.packing == true && stack.trl.map { $0 < LibraryRelease(0, 15) } == true
  }

  private static func differences(
    _ ours: TrainingOutcome, _ theirs: StackGolden.Outcome, isShuffled: Bool
  ) -> [String] {
    var differences: [String] = []
    func compare<Value: Equatable>(_ what: String, _ our: Value, _ their: Value) {
      if our != their { differences.append("\(what): ours \(our), theirs \(their)") }
    }
    compare("error", ours.error.map { "\($0)" }, theirs.error.map { "\($0.type): \($0.message)" })
    if let rate = ours.readRate { compare("learning rate", .float(rate), theirs.rate) }
    compare("phase", ours.error.map { _ in ours.phase.rawValue }, theirs.error?.phase)
    if let rows = theirs.rows {
      func sorted(_ rows: [[String]]) -> [[String]] { rows.sorted { $0.lexicographicallyPrecedes($1) } }
      let our = ours.rows.map(SupervisedGolden.pieces)
      if isShuffled {
        let tokens = rows.map { row in row.joined().count { $0 == "-" } }
        compare("rows", our.map { row in row.joined().count { $0 == "-" } }, tokens)
      } else {
        compare("rows", sorted(our), sorted(rows))
      }
    }
    if theirs.error == nil, !ours.losses.isEmpty {
      compare("steps without loss", ours.losses.map { $0 == 0 }, theirs.isZero ?? [])
    }
    return differences
  }

  /// The releases whose steps are taken, too.
  private static let stepping = ["0.8.6", "0.17.0", "1.16.0"]

  @Test(arguments: SupervisedGolden.all)
  func tokensCarryLossAsInTheRealTrainer(_ golden: SupervisedGolden) throws {
    let stack = try golden.stack()
    let (plans, outcomes) = (try SupervisedGolden.plans(), try golden.outcomes())
    var (compared, errors, different) = (0, 0, [String]())
    for record in plans {
      let theirs = try #require(outcomes[record.name], "\(record.name)")
      compared += 1
      if theirs.error != nil { errors += 1 }
      var plan = try record.plan()
      // What a step does depends little on trl, and takes long without optimization.
      if !Self.stepping.contains(golden.trl), theirs.error?.phase != "train" { plan.arguments.maxSteps = 0 }
      let differences = Self.differences(
        plan.run(on: stack), theirs, isShuffled: Self.isShuffled(plan, stack))
      if !differences.isEmpty { different.append("\(record.name): \(differences.joined(separator: "; "))") }
    }
    print(
      "\(golden.testDescription): \(compared - different.count) of \(compared) outcomes equal, \(errors) of them errors"
    )
    #expect(different == [])
  }
}
