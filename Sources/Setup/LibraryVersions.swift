import Syntax

/// The versions of each library that a run may meet, and the pins that say so.
///
/// For each library the nearest pin up to the project root wins; a library without a pin may have any version.
package struct LibraryVersions: Sendable {
  /// What one file (or the command line) says about one library.
  package struct Pin: Sendable, Hashable {
    package let versions: VersionSet
    /// The pin's place; nil for `--versions`.
    package let span: Span?

    package init(versions: VersionSet, span: Span?) {
      self.versions = versions
      self.span = span
    }
  }

  package private(set) var pins: [Library: Pin]

  package init(pins: [Library: Pin] = [:]) { self.pins = pins }

  /// The versions that `library` may have; all of them where nothing pins it.
  package func range(of library: Library) -> VersionSet { pins[library]?.versions ?? .all }

  /// Adds pins of a farther place: they count only for libraries that have none yet.
  package mutating func addFarther(_ library: Library, _ pin: Pin) {
    if pins[library] == nil { pins[library] = pin }
  }

  /// Pins that win over everything else (`--versions`).
  package mutating func override(_ library: Library, _ pin: Pin) { pins[library] = pin }
}

/// A set of library versions under which something holds: every library named has a version in its set.
package struct VersionCondition: Sendable, Hashable {
  package let sets: [Library: VersionSet]

  package init(_ sets: [Library: VersionSet]) { self.sets = sets }

  /// Holds whatever the versions.
  package static let always = VersionCondition([:])

  /// Whether it can hold under `versions`.
  package func isPossible(under versions: LibraryVersions) -> Bool {
    sets.allSatisfy { library, set in !set.intersection(versions.range(of: library)).isEmpty }
  }

  /// Whether it must hold under `versions`.
  package func isCertain(under versions: LibraryVersions) -> Bool {
    sets.allSatisfy { library, set in versions.range(of: library).isSubset(of: set) }
  }
}

extension VersionCondition: CustomStringConvertible {
  /// Such as `peft >=0.14, python >=3.11`; empty for `always`.
  package var description: String {
    sets.keys.sorted().compactMap { library in sets[library].map { "\(library.rawValue) \($0)" } }
      .joined(separator: ", ")
  }
}
