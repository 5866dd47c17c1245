import Syntax

/// What an expression is known to be, without running it.
package indirect enum PythonValue: Sendable {
  /// None, a boolean, a number or a text.
  case constant(SetupValue)
  /// A list or tuple; `openReason` says why there may be more elements.
  case sequence([Evaluated], isTuple: Bool, openReason: String?)
  case dictionary(PythonDictionary)
  /// Something of a library, by its full name: a module, a class, a function, an enum's member.
  case symbol(String)
  /// A module of the project itself, as `from . import module` gives it.
  case projectModule(PythonModule)
  case projectClass(PythonNode, PythonFrame)
  /// A function or lambda of the project, where its free names are looked up, and arguments that
  /// `functools.partial` has given it.
  case projectFunction(PythonNode, PythonFrame, partial: PythonCallSite?)
  /// What comes of doing something to a value of which only the origin is known: `load_dataset(...)["train"]`.
  case derived(Evaluated, PythonDerivation)
  /// An object of this class whose fields a command line parser has filled, from `file` alone where it read one.
  case parsedArguments(of: Evaluated, file: PythonDictionary?)
  /// By a branch, or by several callers.
  case oneOf([Evaluated])
  /// Why it cannot be known, lower case.
  case unknown(String)
}

extension PythonValue {
  /// The values inside; calls are not looked into, as they are evaluated later.
  private var parts: [Evaluated] {
    switch self {
    case .constant, .symbol, .projectModule, .projectClass, .projectFunction, .unknown: return []
    case .sequence(let elements, _, _), .oneOf(let elements): return elements
    case .dictionary(let dictionary): return dictionary.entries.map(\.value)
    case .derived(let origin, .item(let key)): return [origin, key]
    case .derived(let origin, _), .parsedArguments(let origin, _): return [origin]
    }
  }

  /// The greatest height of the values inside, and how many there are, those counted again that stand there again. O(parts).
  fileprivate var extent: (height: Int, size: Int) {
    parts.reduce((0, 0)) { (max($0.0, $1.height), min($0.1 + $1.size, Int(Int32.max))) }
  }
}

/// One step from a value to another.
package enum PythonDerivation: Sendable {
  case attribute(String)
  case item(Evaluated)
  case call(PythonCallSite)
}

/// A value, the text that gives it, and what was done to it before it is used.
package struct Evaluated: Sendable {
  package let value: PythonValue
  /// Where the value itself is written, as distinct from the name that hands it on.
  package let span: Span
  /// Names that hand it on, the nearest to the use first.
  package var uses: [Span] = []
  /// The text at `span` serves more than one use.
  package var isShared = false
  /// `value.attribute = …` and `value[key] = …` between the making and the use, in the order of the text.
  package var stores: [PythonStore] = []
  /// `span` is an `import` statement, which says where a name comes from and not that it is chosen.
  package var isNamedByImport = false
  /// What `list(…)` or `tuple(…)` was given, where its elements are not known.
  package var converted: PythonValue?
  /// The value is, or follows from, a default that a flag or a caller may replace; says whose.
  package var defaultOf: String?
  /// How deep values lie in each other here; bounded, so that walks over values may recurse.
  let height: Int
  /// How many values are met on a walk over this one. Parts are shared, so that sixty lines can give more than a
  /// machine can count; bounded for the same walks.
  let size: Int

  package init(_ value: PythonValue, at span: Span) {
    self.value = value
    self.span = span
    let extent = value.extent
    height = extent.height + 1
    size = extent.size + 1
  }

  /// The same, known only as far as `others` are: the default that one of them comes from is its own.
  func following(_ others: Evaluated...) -> Evaluated {
    var result = self
    result.defaultOf = defaultOf ?? others.lazy.compactMap(\.defaultOf).first
    return result
  }

  static func unknown(_ reason: String, at node: PythonNode) -> Evaluated {
    Evaluated(.unknown(reason), at: node.span)
  }
}

/// `x.name = value` or `x["name"] = value`, or a change of the object that is not followed.
package struct PythonStore: Sendable {
  package enum Target: Hashable, Sendable {
    case attribute(String)
    case item(String)
    case whole
  }
  package indirect enum Value: Sendable {
    /// Evaluated when somebody asks.
    case expression(PythonNode, PythonFrame)
    case value(Evaluated)
    /// Why it cannot be known, lower case.
    case unknown(String)
  }
  package let target: Target
  package let targetSpan: Span
  package let value: Value
  /// May not have happened when the object is used: it stands in a branch, or in a function.
  package let isConditional: Bool
}

/// A dict whose keys are texts.
package struct PythonDictionary: Sendable {
  package struct Entry: Sendable {
    package let key: String
    package let keySpan: Span
    package let value: Evaluated
  }

  /// In the order in which they are written; a later entry of the same key wins.
  package var entries: [Entry]
  /// Why there may be other keys; nil when these are all.
  package var openReason: String?

  package subscript(key: String) -> Evaluated? { entries.last { $0.key == key }?.value }
}

/// A call in its frame, whose arguments are evaluated when somebody asks.
package struct PythonCallSite: Sendable {
  package let call: PythonCall
  package let frame: PythonFrame
}

/// Where names are looked up: a function's body with the arguments of one call, or of any call.
package final class PythonFrame: Sendable {
  package let module: PythonModule
  /// The function, lambda or class; nil for the module itself.
  let scope: PythonNode?
  /// The call that this frame runs; nil for any call.
  let call: PythonCallSite?
  /// The frame in which the scope was defined.
  let outer: PythonFrame?
  /// The object whose method runs; nil for functions.
  let receiver: Evaluated?
  /// Calls under way, to bound recursion.
  let depth: Int

  init(
    module: PythonModule, scope: PythonNode? = nil, call: PythonCallSite? = nil, outer: PythonFrame? = nil,
    receiver: Evaluated? = nil
  ) {
    self.module = module
    self.receiver = receiver
    self.scope = scope
    self.call = call
    self.outer = outer
    self.depth = (call.map { $0.frame.depth + 1 }) ?? 0
  }
}

/// Finds the project's own modules for `import`, and config files that a program loads; nil for libraries.
package protocol PythonModuleResolver {
  /// The config file that a program at `modulePath` opens as `path`; nil where it is not there, or where the folder
  /// that the program is started in would decide between several.
  func config(at path: String, namedIn modulePath: String) -> ConfigTree?

  /// Keeps that the call at `span` reads `tree` with `loader`.
  func note(_ tree: ConfigTree, isLoadedBy loader: YAMLLoader, at span: Span)

  /// `name` is dotted; `level` counts the leading dots of a relative import.
  func module(named name: String, level: Int, importedFrom path: String) -> PythonModule?
}

extension PythonModuleResolver {
  package func note(_ tree: ConfigTree, isLoadedBy loader: YAMLLoader, at span: Span) {}
}
