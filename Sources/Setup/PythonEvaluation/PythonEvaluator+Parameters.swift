import Syntax

// Parameters: what the calls of a function hand over.
extension PythonEvaluator {
  /// The value of a parameter in `frame`: of the frame's own call, or of any call in the module.
  func parameter(_ node: PythonNode, name: String, in frame: PythonFrame) -> Evaluated {
    guard let function = frame.scope, let list = function.parameterList,
      node.ancestors.first(where: \.hasParameters) == function
    else { return .unknown("`\(name)` is a parameter", at: node) }
    if let site = frame.call {
      return argument(for: name, node, of: list, site, in: frame, receiver: frame.receiver)
    }
    guard let definition = function.asFunctionDef else {
      return .unknown("`\(name)` is a lambda's parameter", at: node)
    }
    if !definition.decorators.isEmpty {
      return .unknown("`\(name)` is given by what decorates `\(definition.name)`", at: node)
    }
    if definition.node.parent?.kind == .classDef {
      return .unknown("`\(name)` is a method's parameter", at: node)
    }
    let sites = callSites(of: definition, in: frame.module)
    guard let sites else {
      return .unknown("`\(name)` is given by callers that are not seen", at: node)
    }
    let values = sites.map { argument(for: name, node, of: list, $0, in: frame, receiver: nil) }
    if values.isEmpty {
      var value = standard(for: name, node, of: list, in: frame)
      value.defaultOf = "parameter `\(name)`"
      return value
    }
    return values.count == 1 ? values[0] : Evaluated(.oneOf(values), at: node.span)
  }

  private func argument(
    for name: String, _ node: PythonNode, of list: PythonArguments, _ site: PythonCallSite,
    in frame: PythonFrame, receiver: Evaluated?
  ) -> Evaluated {
    let given = arguments(of: site)
    let isPositionalOnly = list.positionalOnly.contains { $0.name == name }
    if !isPositionalOnly, name != list.varArg?.name, name != list.kwArg?.name, let value = given[name] {
      return value
    }
    var positional = given.positional
    if let receiver { positional.insert(receiver, at: 0) }
    let names = (list.positionalOnly + list.positional).map(\.name)
    if let index = names.firstIndex(of: name), index < positional.count { return positional[index] }
    if list.varArg?.name == name || list.kwArg?.name == name {
      return rest(named: name, of: list, given, positional, at: node)
    }
    if let reason = given.openReason { return .unknown(reason, at: node) }
    return standard(for: name, node, of: list, in: frame)
  }

  /// What `*args` or `**kwargs` collect.
  private func rest(
    named name: String, of list: PythonArguments, _ given: PythonCallArguments, _ positional: [Evaluated],
    at node: PythonNode
  ) -> Evaluated {
    let own = list.positionalOnly.count + list.positional.count
    if list.varArg?.name == name {
      let extra = Array(positional.dropFirst(own))
      return Evaluated(.sequence(extra, isTuple: true, openReason: given.openReason), at: node.span)
    }
    let names = Set((list.positional + list.keywordOnly).map(\.name))
    let extra = given.keywords.filter { !names.contains($0.name) }
    let entries = extra.map { PythonDictionary.Entry(key: $0.name, keySpan: $0.nameSpan, value: $0.value) }
    return Evaluated(
      .dictionary(PythonDictionary(entries: entries, openReason: given.openReason)), at: node.span)
  }

  /// The default of a parameter, which the scope around the function has made.
  private func standard(
    for name: String, _ node: PythonNode, of list: PythonArguments, in frame: PythonFrame
  ) -> Evaluated {
    guard let value = list.parameters.first(where: { $0.parameter.name == name })?.default else {
      return .unknown("`\(name)` is given by callers that are not seen", at: node)
    }
    return evaluate(value, in: frame.outer ?? self.frame(around: value, in: frame.module))
  }

  /// Every call of a function by its name; nil where the name is also handed on, so that others may call it.
  private func callSites(of definition: PythonFunctionDef, in module: PythonModule) -> [PythonCallSite]? {
    var sites: [PythonCallSite] = []
    for use in module.bindings.uses(of: definition.name) {
      guard let call = use.parent?.asCall, call.function == use else { return nil }
      sites.append(PythonCallSite(call: call, frame: frame(around: use, in: module)))
    }
    return sites
  }
}
