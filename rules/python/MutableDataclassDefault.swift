import Linting
import Setup
import Syntax

/// A dataclass field whose default is one object that every instance shares and that can be changed.
///
/// The test is CPython's own (`_get_field` in dataclasses.py): up to 3.10 `isinstance(default, (list, dict,
/// set))`, from 3.11 on `type(default).__hash__ is None`, the same in 3.12 and 3.13.
enum MutableDataclassDefault: FileRule {
  static let metadata = RuleMetadata(
    "mutable-dataclass-default", family: "python", severity: .error, since: "0.1.0",
    "a dataclass field whose default is a mutable object")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.mentionsDataclass, let module = workspace.program(of: document) else { return [] }
    let evaluator = workspace.evaluator()
    let classes = ProjectClassTraits(evaluator: evaluator)
    let names = BoundNames(of: module)
    return DataclassDefaults(evaluator: evaluator, module: module).all().compactMap { field in
      guard let type = DefaultClass(of: field.object, by: classes) else { return nil }
      let effects = effects(of: type, field: field.name)
      guard effects.contains(where: { $0.severity != nil }) else { return nil }
      let fix = DefaultFactoryFix(field: field, type: type, module: module, names: names)
      return Observed(
        at: .span(field.place.span), label: "a mutable default", message(field.name, type),
        advice: advice(fix), related: related(field, type), effects: effects,
        fixes: fix.fix.map { [$0] } ?? [], experiment: question(about: field, type, fix),
        versions: workspace.versions(for: document.path))
    }
  }

  /// Whether defining the class raises, and else whether two of its objects share the default; mended by what the advice
  /// says. The class stands for a set-up, named by its place, since no run of the files need use it.
  private static func question(about field: DataclassDefault, _ type: DefaultClass, _ fix: DefaultFactoryFix)
    -> Experiment
  {
    let owner = field.owner.span
    let object = Experiment.DefaultObject(
      field: field.name, className: type.printedName, isContainer: type.traits.isContainer,
      hashability: hashability(type.traits.hashing))
    return Experiment(
      .classDefinition(object), of: "\(owner.file.outermost.path):\(owner.onDisk.startLine)",
      mended: [FactChange("class.\(field.name).default_factory", to: .string(fix.factoryText))])
  }

  private static func hashability(_ hashing: ClassTraits.Hashing) -> [Experiment.DefaultObject.Hashability] {
    switch hashing {
    case .hashable, .inherited: return [.init(.always, isHashable: true)]
    case .unhashable: return [.init(.always, isHashable: false)]
    case .byRelease(let library, let releases):
      return releases.map { release in
        let condition =
          release.specifiers.isEmpty ? VersionCondition.always : .when(library, release.specifiers)
        return .init(condition, isHashable: release.isHashable)
      }
    case .unknown: return []
    }
  }

  private static func effects(of type: DefaultClass, field: String) -> [Effect] {
    let refusal =
      "ValueError: mutable default <class '\(type.printedName)'> for field \(field) is not allowed: "
      + "use default_factory"
    let releases: [ClassTraits.Release]
    var library = Library.python
    switch type.traits.hashing {
    case .unhashable where type.traits.isContainer:
      return [Effect(.always, when: .start, severity: .error, refusal)]
    case .hashable where type.traits.isContainer:
      return [
        .harmless(.when(.python, ">=3.11"), accepted),
        Effect(.when(.python, "<3.11"), when: .start, severity: .error, refusal),
      ]
    case .unhashable: releases = [ClassTraits.Release(specifiers: "", isHashable: false)]
    case .byRelease(let named, let dated): (library, releases) = (named, dated)
    case .inherited, .hashable, .unknown: return []
    }
    return releases.flatMap { release -> [Effect] in
      let inRelease =
        release.specifiers.isEmpty ? .always : VersionCondition.when(library, release.specifiers)
      if release.isHashable { return [.harmless(inRelease, accepted)] }
      return [
        Effect(
          VersionCondition.when(.python, ">=3.11").and(inRelease), when: .start, severity: .error, refusal),
        Effect(
          VersionCondition.when(.python, "<3.11").and(inRelease), when: .silently, severity: .warning,
          shared),
      ]
    }
  }

  private static func related(_ field: DataclassDefault, _ type: DefaultClass) -> [RelatedPlace] {
    var places: [RelatedPlace] = []
    let made = field.object.span
    let isElsewhere = made.file != field.place.span.file || !field.place.span.range.contains(made.range)
    if isElsewhere { places.append(RelatedPlace(.span(made), "the object is made here")) }
    if let name = type.definition?.asClassDef?.identifier {
      places.append(
        RelatedPlace(.span(name.span), "instances of `\(type.name)` can be changed and have no hash"))
    }
    return places
  }
}

extension Document {
  /// Whether the text, or that of a cell, has the word at all; most files do not, and are not looked at
  /// further.
  fileprivate var mentionsDataclass: Bool {
    switch content {
    case .python: return file.mentions("dataclass")
    case .notebook: return embedded.contains { $0.python != nil && $0.file.mentions("dataclass") }
    case .config, .shell, .records, .text, .unreadable: return false
    }
  }
}

extension MutableDataclassDefault {
  fileprivate static let accepted = "the class has a hash there, so that the default is accepted"

  fileprivate static let shared =
    "no error: all instances share the one default, so that a change to it in one shows in all"

  fileprivate static func message(_ field: String, _ type: DefaultClass) -> String {
    "the default of `\(field)` is one mutable `\(type.name)` object for all instances"
  }

  fileprivate static func advice(_ fix: DefaultFactoryFix) -> String {
    "make a new one for each instance with `default_factory=\(fix.shortFactory)`"
  }
}
