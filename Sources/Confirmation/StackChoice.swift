import Linting
import ReferenceTrainer
import Setup

/// The releases that an experiment is run with.
struct StackChoice {
  let stack: Stack

  /// What the trainer was compared with real runs of (fixtures/goldens/stack): older releases are not known to behave as
  /// it does.
  private static let oldest: [Library: LibraryRelease] = [
    .transformers: LibraryRelease(4, 36), .peft: LibraryRelease(0, 7),
  ]

  /// The newest releases that the files allow and that the finding's effect speaks of, as an installer picks them.
  ///
  /// - Throws: where there is none, or it is older than what the trainer knows.
  init(
    _ versions: LibraryVersions, effect: Effect?, newest: (Library, VersionSet) -> Version?
  ) throws(Obstacle) {
    func release(_ library: Library) throws(Obstacle) -> LibraryRelease {
      var allowed = versions.range(of: library)
      if let spokenOf = effect?.condition.sets[library] { allowed = allowed.intersection(spokenOf) }
      guard let version = newest(library, allowed), let release = LibraryRelease("\(version)") else {
        throw Obstacle("no release of \(library) is known that the files allow")
      }
      guard let oldest = Self.oldest[library], release >= oldest else {
        throw Obstacle("\(library) \(release) is older than what the reference trainer knows")
      }
      return release
    }
    stack = try Stack(transformers: release(.transformers), peft: release(.peft))
  }

  /// Such as `transformers 4.57.6, peft 0.18.1`.
  var description: String { "transformers \(stack.transformers), peft \(stack.peft)" }
}
