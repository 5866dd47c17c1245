import Knowledge
import Setup

/// What `dataclasses` asks about the class of a default.
struct ClassTraits: Hashable {
  /// What `__hash__` is.
  enum Hashing: Hashable {
    /// The one of `object`: no class on the way defines one.
    case inherited
    case hashable
    /// None.
    case unhashable
    case byRelease(Library, [Release])
    case unknown
  }

  /// `__hash__` in some releases of a library.
  struct Release: Hashable {
    /// PEP 440 specifiers; empty for every release.
    let specifiers: String
    let isHashable: Bool
  }

  /// A list, dict or set, or of a class that is derived from one.
  var isContainer: Bool
  var hashing: Hashing
  /// Derived from pydantic's `BaseModel`, where settings of the class decide.
  var isPydantic = false

  static let unknown = ClassTraits(isContainer: false, hashing: .unknown)
  static let plain = ClassTraits(isContainer: false, hashing: .inherited)
  static let hashable = ClassTraits(isContainer: false, hashing: .hashable)
  static let unhashable = ClassTraits(isContainer: false, hashing: .unhashable)
  static let container = ClassTraits(isContainer: true, hashing: .unhashable)

  /// The class that classes with these bases are before they define anything of their own.
  init(ofBases bases: [ClassTraits]) {
    isContainer = bases.contains(where: \.isContainer)
    isPydantic = bases.contains(where: \.isPydantic)
    let deciding = Set(bases.map(\.hashing)).subtracting([.inherited])
    // Bases that disagree are left to the order in which CPython linearizes them, which is not followed.
    hashing = deciding.count > 1 ? .unknown : deciding.first ?? .inherited
  }

  private init(isContainer: Bool, hashing: Hashing, isPydantic: Bool = false) {
    self.isContainer = isContainer
    self.hashing = hashing
    self.isPydantic = isPydantic
  }
}

extension ClassTraits {
  /// The traits of a class of Python or of a library, by its full name.
  init(ofLibraryClass name: String) {
    if Self.containers.contains(name) {
      self = .container
    } else if Self.bare.contains(name) {
      self = .plain
    } else if Self.pydanticModels.contains(name) {
      self = ClassTraits(isContainer: false, hashing: .unhashable, isPydantic: true)
    } else if name.hasPrefix("enum.") || name == "typing.NamedTuple" {
      self = .hashable
    } else {
      self.init(known: Hashability.of(name), of: name)
    }
  }

  private init(known: [Dated<Hashability>], of name: String) {
    guard let first = known.first else {
      self = .unknown
      return
    }
    if known.allSatisfy({ $0.value == first.value }) {
      self = first.value == .hashable ? .hashable : .unhashable
      return
    }
    let package = name.prefix { $0 != "." }
    guard let library = Library(rawValue: String(package)) else {
      self = .unknown
      return
    }
    let releases = known.map {
      Release(specifiers: $0.interval.specifier, isHashable: $0.value == .hashable)
    }
    self.init(isContainer: false, hashing: .byRelease(library, releases))
  }

  /// Classes that are derived from list, dict or set: of Python; easydict 1.14 and addict 2.4 (run);
  /// `DatasetDict` and `Features` of datasets; `transformers.ModelOutput` is an OrderedDict
  /// (utils/generic.py).
  private static let containers: Set<String> = [
    "builtins.list", "builtins.dict", "builtins.set", "collections.OrderedDict", "collections.defaultdict",
    "collections.Counter", "typing.List", "typing.Dict", "typing.Set", "typing.DefaultDict",
    "typing.OrderedDict",
    "typing.Counter", "easydict.EasyDict", "addict.Dict", "datasets.DatasetDict", "datasets.Features",
    "transformers.ModelOutput",
  ]

  /// Bases that define neither `__eq__` nor `__hash__`.
  private static let bare: Set<String> = [
    "builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol",
  ]

  /// `BaseModel` defines `__eq__` alone; `frozen` in a class's settings gives a hash (run with pydantic 1.10
  /// and 2).
  private static let pydanticModels: Set<String> = [
    "pydantic.BaseModel", "pydantic.v1.BaseModel", "pydantic.BaseSettings", "pydantic_settings.BaseSettings",
  ]
}
