import Linting
import ReferenceTrainer
import Setup

/// The definition of a class as it is written, and with a factory in place of the one object.
struct ClassTrial {
  private let written: DataclassDefinition
  private let python: LibraryRelease
  /// The releases that it was run with.
  private let releases: String

  /// - Throws: where no release is known that the files allow, or whether the class has a hash there.
  init(
    _ object: Experiment.DefaultObject, _ finding: Finding, newest: (Library, VersionSet) -> Version?
  ) throws(Obstacle) {
    let libraries = Set(object.hashability.flatMap { $0.condition.sets.keys }).union([.python]).sorted()
    var chosen: [Library: Version] = [:]
    for library in libraries {
      var allowed = finding.versions?.range(of: library) ?? .all
      if let spokenOf = finding.effect?.condition.sets[library] { allowed = allowed.intersection(spokenOf) }
      guard let version = newest(library, allowed) else {
        throw Obstacle("no release of \(library) is known that the files allow")
      }
      chosen[library] = version
    }
    let hashability = object.hashability.first { hashability in
      hashability.condition.sets.allSatisfy { library, set in chosen[library].map(set.contains) ?? false }
    }
    guard let hashability else {
      throw Obstacle("whether `\(object.className)` has a hash there is not known")
    }
    guard let python = chosen[.python].flatMap({ LibraryRelease("\($0)") }) else {
      throw Obstacle("the release of Python is not known")
    }
    self.python = python
    releases = libraries.compactMap { library in chosen[library].map { "\(library) \($0)" } }.joined(
      separator: ", ")
    written = DataclassDefinition(
      field: object.field,
      type: .init(
        printedName: object.className, isContainer: object.isContainer, isHashable: hashability.isHashable),
      makes: .oneObject)
  }

  var confirmation: Confirmation {
    let (verdict, evidence) = Self.answer(
      written.run(python: python), mended: written.making(.factory).run(python: python))
    return Confirmation(verdict, by: .reference, kind: .computed, "with \(releases): \(evidence)")
  }

  /// What two definitions of the class, as it is written and mended, say of the finding.
  static func answer(
    _ written: DataclassDefinition.Outcome, mended: DataclassDefinition.Outcome
  ) -> (Confirmation.Verdict, evidence: String) {
    if let error = mended.error {
      return (.inconclusive, "the mended class is not defined either: \(error)")
    }
    if let error = written.error {
      return (.confirmed, "\(error); with a factory the class is defined")
    }
    if written.isShared, !mended.isShared {
      return (.confirmed, "two objects of the class share one default; with a factory each has its own")
    }
    return (.refuted, "with and without a factory each object has its own")
  }
}

extension DataclassDefinition {
  func making(_ makes: Default) -> DataclassDefinition {
    var definition = self
    definition.makes = makes
    return definition
  }
}

extension Experiment.DefaultObject {
  private static let packages: Set<String> = [
    "accelerate", "collections", "datasets", "peft", "torch", "transformers", "trl",
  ]
  private static let builtIn: Set<String> = ["bytearray", "dict", "list", "set"]

  /// The definition for a Python installation, which knows by itself what has a hash; nil for a class of the user's own,
  /// whose code is never run, and for one whose module is not known.
  var installedDefinition: DataclassDefinition? {
    let package = String(className.prefix { $0 != "." })
    guard className.contains(".") ? Self.packages.contains(package) : Self.builtIn.contains(className) else {
      return nil
    }
    return DataclassDefinition(
      field: field, type: .init(printedName: className, isContainer: isContainer, isHashable: false),
      makes: .oneObject)
  }
}
