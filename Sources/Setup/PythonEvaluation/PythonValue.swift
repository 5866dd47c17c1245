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
  case projectClass(PythonNode, PythonFrame)
  /// A function or lambda of the project, where its free names are looked up, and arguments that
  /// `functools.partial` has given it.
  case projectFunction(PythonNode, PythonFrame, partial: PythonCallSite?)
  /// What comes of doing something to a value of which only the origin is known: `load_dataset(...)["train"]`.
  case derived(Evaluated, PythonDerivation)
  /// An object of this class whose fields a command line parser has filled.
  case parsedArguments(of: Evaluated)
  /// By a branch, or by several callers.
  case oneOf([Evaluated])
  /// Why it cannot be known, lower case.
  case unknown(String)
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
  /// The value is a default that a flag or a caller may replace; says whose.
  package var defaultOf: String?

  package init(_ value: PythonValue, at span: Span) {
    self.value = value
    self.span = span
  }

  static func unknown(_ reason: String, at node: PythonNode) -> Evaluated {
    Evaluated(.unknown(reason), at: node.span)
  }
}

/// `x.name = value` or `x["name"] = value`.
package struct PythonStore: Sendable {
  package enum Target: Hashable, Sendable { case attribute(String), item(String) }
  package let target: Target
  package let targetSpan: Span
  package let value: PythonNode
  package let frame: PythonFrame
  /// Stands in a branch that the use may not have gone through.
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

  /// Whether the first parameter is the object itself.
  var isMethod: Bool { receiver != nil }

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

/// Finds the project's own modules for `import`; nil for libraries.
package protocol PythonModuleResolver {
  /// `name` is dotted; `level` counts the leading dots of a relative import.
  func module(named name: String, level: Int, importedFrom path: String) -> PythonModule?
}
