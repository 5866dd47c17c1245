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
  private static let eras: [[Library: String]] = [
    [.transformers: ">=5.0", .peft: ">=0.18"], [.transformers: ">=4.43,<5.0", .peft: ">=0.10,<0.19"],
    [.transformers: ">=4.36,<4.43", .peft: ">=0.7,<0.14"],
  ]

  /// The newest releases that the files allow and that the finding's effect speaks of, as an installer picks them.
  ///
  /// - Throws: where there are none that work together and that the trainer knows.
  init(
    _ versions: LibraryVersions, effect: Effect?, newest: (Library, VersionSet) -> Version?
  ) throws(Obstacle) {
    func release(_ library: Library, in specifiers: String) -> LibraryRelease? {
      var allowed = versions.range(of: library)
      if let spokenOf = effect?.condition.sets[library] { allowed = allowed.intersection(spokenOf) }
      let era = VersionCondition.when(library, specifiers).sets[library] ?? .none
      return newest(library, allowed.intersection(era)).flatMap { LibraryRelease("\($0)") }
    }
    for era in Self.eras {
      if let transformers = release(.transformers, in: era[.transformers] ?? ""),
        let peft = release(.peft, in: era[.peft] ?? "")
      {
        stack = Stack(transformers: transformers, peft: peft)
        return
      }
    }
    throw Obstacle(
      "the reference trainer knows no transformers and peft that the files allow: it knows transformers from 4.36 and "
        + "peft from 0.7 on, where they work together")
  }

  /// Such as `transformers 4.57.6, peft 0.18.1`.
  var description: String { "transformers \(stack.transformers), peft \(stack.peft)" }
}
