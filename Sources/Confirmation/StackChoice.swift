import Linting
import ReferenceTrainer
import Setup

/// The releases that an experiment is run with.
struct StackChoice {
  let stack: Stack

  /// Releases of transformers and PEFT that work together, newest first; the trainer was compared with real runs in each
  /// of these ranges (fixtures/goldens/stack).
  ///
  /// From 0.14.0 on PEFT imports `EncoderDecoderCache`, which transformers has from 4.43.0 on; PEFT 0.17.1 imports
  /// `HybridCache`, which 5.0.0 has no longer (peft/peft_model.py of the wheels).
  private static let eras: [Era] = [
    [.transformers: ">=5.0", .peft: ">=0.18"], [.transformers: ">=4.43,<5.0", .peft: ">=0.10,<0.19"],
    [.transformers: ">=4.36,<4.43", .peft: ">=0.7,<0.14"],
  ]

  /// The same with trl (fixtures/goldens/sft), whose wheels say which transformers they take.
  private static let erasOfTRL: [Era] = [
    [.transformers: ">=5.0", .peft: ">=0.18", .trl: ">=0.28"],
    [.transformers: ">=4.56.2,<5.0", .peft: ">=0.13,<0.19", .trl: ">=0.20"],
    [.transformers: ">=4.55,<5.0", .peft: ">=0.10,<0.19", .trl: ">=0.20,<0.23"],
    [.transformers: ">=4.53.2,<5.0", .peft: ">=0.10,<0.19", .trl: ">=0.18,<0.21"],
    [.transformers: ">=4.51,<5.0", .peft: ">=0.10,<0.19", .trl: ">=0.18,<0.20"],
    [.transformers: ">=4.46,<5.0", .peft: ">=0.10,<0.19", .trl: ">=0.13,<0.18"],
    [.transformers: ">=4.46,<4.50", .peft: ">=0.10,<0.19", .trl: ">=0.12,<0.18"],
    [.transformers: ">=4.43,<4.50", .peft: ">=0.10,<0.19", .trl: ">=0.8,<0.12"],
    [.transformers: ">=4.36,<4.43", .peft: ">=0.7,<0.14", .trl: ">=0.8,<0.12"],
  ]

  private typealias Era = [Library: String]

  /// The newest releases that the files allow and that the finding's effect speaks of, as an installer picks them.
  ///
  /// - Throws: where there are none that work together and that the trainer knows.
  init(
    _ versions: LibraryVersions, effect: Effect?, needsTRL: Bool, newest: (Library, VersionSet) -> Version?
  ) throws(Obstacle) {
    for era in needsTRL ? Self.erasOfTRL : Self.eras {
      var chosen: [Library: LibraryRelease] = [:]
      for (library, specifiers) in era {
        var allowed = versions.range(of: library)
        if let spokenOf = effect?.condition.sets[library] { allowed = allowed.intersection(spokenOf) }
        let known = VersionCondition.when(library, specifiers).sets[library] ?? .none
        chosen[library] = newest(library, allowed.intersection(known)).flatMap { LibraryRelease("\($0)") }
      }
      guard chosen.count == era.count, let transformers = chosen[.transformers], let peft = chosen[.peft]
      else { continue }
      stack = Stack(transformers: transformers, peft: peft, trl: chosen[.trl])
      return
    }
    throw Obstacle(
      "the reference trainer knows no \(needsTRL ? "transformers, peft and trl" : "transformers and peft") that the files "
        + "allow: it knows transformers from 4.36, peft from 0.7 \(needsTRL ? "and trl from 0.8 " : "")on, where they "
        + "work together")
  }

  /// Such as `transformers 4.57.6, peft 0.18.1`.
  var description: String {
    "transformers \(stack.transformers), peft \(stack.peft)" + (stack.trl.map { ", trl \($0)" } ?? "")
  }
}
