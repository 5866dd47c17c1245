/// What a function can be called with.
package struct CallSignature: Hashable, Sendable {
  /// The qualified name, such as `LlamaForCausalLM.forward`.
  package let function: String
  /// The names of the parameters, without `self`.
  package let parameters: [String]
  /// The name of the parameter for further keywords, `**kwargs`; nil where the function takes none.
  package let keywords: String?

  package init(_ function: String, _ parameters: [String], keywords: String?) {
    (self.function, self.parameters, self.keywords) = (function, parameters, keywords)
  }

  /// The names that `inspect.signature` lists.
  package var names: [String] { parameters + (keywords.map { [$0] } ?? []) }

  /// Calls the function with keyword arguments, as far as Python itself has a say in it.
  ///
  /// - Throws: `TypeError` for a keyword that no parameter takes, in the words of CPython 3.10 and later.
  func bind(_ arguments: Arguments) throws(PythonError) {
    guard keywords == nil, let unknown = arguments.names.first(where: { !parameters.contains($0) }) else {
      return
    }
    throw PythonError("TypeError", "\(function)() got an unexpected keyword argument '\(unknown)'")
  }
}
