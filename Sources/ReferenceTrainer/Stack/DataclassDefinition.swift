/// The definition of a dataclass with one field that has a default, as Python carries it out.
package struct DataclassDefinition: Hashable, Sendable {
  /// How the field gets its value.
  package enum Default: Hashable, Sendable {
    /// `field: T = object`, or `field(default=object)`.
    case oneObject
    /// `field(default_factory=…)`.
    case factory
  }

  /// The class of the default.
  package struct DefaultClass: Hashable, Sendable {
    /// As Python prints it between quotes.
    package let printedName: String
    /// A list, dict or set, or derived from one.
    let isContainer: Bool
    /// Whether `__hash__` is anything but None.
    let isHashable: Bool

    package init(printedName: String, isContainer: Bool, isHashable: Bool) {
      (self.printedName, self.isContainer, self.isHashable) = (printedName, isContainer, isHashable)
    }
  }

  package let field: String
  package let type: DefaultClass
  package var makes: Default

  package init(field: String, type: DefaultClass, makes: Default) {
    (self.field, self.type, self.makes) = (field, type, makes)
  }

  /// What came of defining the class, and of making two of its objects.
  package struct Outcome: Hashable, Sendable {
    package let error: PythonError?
    /// Whether both objects hold one and the same default.
    package let isShared: Bool

    package init(error: PythonError?, isShared: Bool) { (self.error, self.isShared) = (error, isShared) }
  }

  private final class Object {}

  /// Defines the class and makes two of its objects.
  package func run(python: LibraryRelease) -> Outcome {
    do throws(PythonError) {
      let value = try initializer(python)
      return Outcome(error: nil, isShared: value() === value())
    } catch {
      return Outcome(error: error, isShared: false)
    }
  }

  /// What gives each new object the value of the field.
  ///
  /// - Throws: `ValueError` of CPython's `dataclasses.py` `_get_field`: up to 3.10 for `isinstance(default, (list, dict,
  ///   set))`, from 3.11 on for `default.__class__.__hash__ is None`.
  private func initializer(_ python: LibraryRelease) throws(PythonError) -> () -> Object {
    guard makes == .oneObject else { return { Object() } }
    let isRefused = python < LibraryRelease(3, 11) ? type.isContainer : !type.isHashable
    if isRefused {
      throw PythonError(
        "ValueError",
        "mutable default <class '\(type.printedName)'> for field \(field) is not allowed: use default_factory"
      )
    }
    let object = Object()
    return { object }
  }
}
