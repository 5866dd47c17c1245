import Syntax

// Calls: of builtins that only reshape values, of the project's functions, and of everything else by name.
extension PythonEvaluator {
  func call(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    guard let call = node.asCall else { return .unknown("not a call", at: node) }
    let site = PythonCallSite(call: call, frame: frame)
    return apply(evaluate(call.function, in: frame), to: site)
  }

  /// What calling `function` with the arguments of `site` gives.
  func apply(_ function: Evaluated, to site: PythonCallSite) -> Evaluated {
    let node = site.call.node
    switch function.value {
    case .symbol(let name): return applyLibrary(name, function, site)
    case .projectFunction(let definition, let outer, let partial):
      guard partial == nil else { break }
      return result(of: definition, site, outer: outer, receiver: nil)
    case .derived(let receiver, .attribute(let name)):
      return method(name, of: receiver, function, site)
    case .dictionary, .sequence, .constant: break
    case .oneOf(let functions):
      return Evaluated(.oneOf(functions.map { apply($0, to: site) }), at: node.span)
    case .unknown(let reason): return .unknown(reason, at: node)
    case .projectClass, .derived, .parsedArguments: break
    }
    return Evaluated(.derived(function, .call(site)), at: node.span)
  }

  private func applyLibrary(_ name: String, _ function: Evaluated, _ site: PythonCallSite) -> Evaluated {
    let node = site.call.node
    switch name {
    case "builtins.dict": return builtDictionary(site)
    case "builtins.list", "builtins.tuple", "builtins.str", "builtins.int", "builtins.float",
      "pathlib.Path", "copy.copy", "copy.deepcopy", "os.path.expanduser", "os.path.abspath":
      let given = arguments(of: site)
      guard given.positional.count == 1, given.keywords.isEmpty, given.openReason == nil else { break }
      return converted(given.positional[0], by: name, at: node)
    case "os.path.join":
      let parts = arguments(of: site).positional.map(\.value).map { value -> String? in
        if case .constant(.string(let part)) = value { return part }
        return nil
      }
      guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { break }
      let path = parts.compactMap { $0 }.reduce("") { FilePath.join($0, $1) }
      return Evaluated(.constant(.string(path)), at: node.span)
    case "functools.partial":
      if case .projectFunction(let definition, let outer, nil)? = arguments(of: site).positional.first?.value {
        return Evaluated(.projectFunction(definition, outer, partial: site), at: node.span)
      }
    case "builtins.getattr":
      let given = arguments(of: site).positional
      if given.count >= 2, case .constant(.string(let attribute)) = given[1].value {
        return self.attribute(attribute, of: given[0], at: node, in: site.frame)
      }
    default: break
    }
    return Evaluated(.derived(function, .call(site)), at: node.span)
  }

  private func builtDictionary(_ site: PythonCallSite) -> Evaluated {
    let given = arguments(of: site)
    var made = PythonDictionary(entries: [], openReason: given.openReason)
    for base in given.positional { made.merge(base, named: "the argument of dict()") }
    made.entries += given.keywords.map { .init(key: $0.name, keySpan: $0.nameSpan, value: $0.value) }
    return Evaluated(.dictionary(made), at: site.call.node.span)
  }

  private func converted(_ value: Evaluated, by name: String, at node: PythonNode) -> Evaluated {
    switch (name, value.value) {
    case ("builtins.str", .constant(.integer(let number))):
      return Evaluated(.constant(.string(String(number))), at: node.span)
    case ("builtins.int", .constant(.integer)), ("builtins.float", .constant(.float)),
      ("builtins.str", .constant(.string)), ("pathlib.Path", .constant(.string)),
      ("os.path.expanduser", .constant(.string)), ("os.path.abspath", .constant(.string)),
      ("builtins.list", .sequence), ("builtins.tuple", .sequence), ("copy.copy", _), ("copy.deepcopy", _):
      return value
    case ("builtins.int", .constant(let constant)), ("builtins.float", .constant(let constant)):
      guard case .string(let text) = constant else { return .unknown("a conversion", at: node) }
      if name == "builtins.float", let number = Double(text) {
        return Evaluated(.constant(.float(number)), at: value.span)
      }
      if name == "builtins.int", let number = Int(text) {
        return Evaluated(.constant(.integer(number)), at: value.span)
      }
      return .unknown("a conversion", at: node)
    default: return .unknown("a conversion", at: node)
    }
  }

  /// `receiver.name(...)`.
  private func method(
    _ name: String, of receiver: Evaluated, _ function: Evaluated, _ site: PythonCallSite
  ) -> Evaluated {
    let node = site.call.node
    switch receiver.value {
    case .dictionary(let dictionary) where name == "copy" || name == "get" || name == "pop":
      return dictionaryMethod(name, dictionary, receiver, site)
    case .constant(.string(let text)):
      if let changed = textMethod(name, text, site) {
        return Evaluated(.constant(.string(changed)), at: node.span)
      }
      return .unknown("`.\(name)()` of a text", at: node)
    case .derived(let maker, .call):
      if case .projectClass(let definition, let outer) = maker.value,
        let found = definition.asClassDef?.method(name)
      {
        let isStatic = found.decorators.contains { $0.asName?.name == "staticmethod" }
        return result(of: found.node, site, outer: outer, receiver: isStatic ? nil : receiver)
      }
    default: break
    }
    return Evaluated(.derived(function, .call(site)), at: node.span)
  }

  private func dictionaryMethod(
    _ name: String, _ dictionary: PythonDictionary, _ receiver: Evaluated, _ site: PythonCallSite
  ) -> Evaluated {
    if name == "copy" { return receiver }
    let given = arguments(of: site).positional
    guard let key = given.first, case .constant(.string(let text)) = key.value else {
      return .unknown("the key is not known", at: site.call.node)
    }
    if dictionary[text] == nil, dictionary.openReason == nil {
      if given.count > 1 { return given[1] }
      if name == "get" { return Evaluated(.constant(.null), at: site.call.node.span) }
    }
    return item(key, of: receiver)
  }

  private func textMethod(_ name: String, _ text: String, _ site: PythonCallSite) -> String? {
    guard site.call.arguments.isEmpty, site.call.keywords.isEmpty else { return nil }
    switch name {
    case "lower": return text.lowercased()
    case "upper": return text.uppercased()
    case "strip": return text.trimmingASCIIWhitespace
    default: return nil
    }
  }

  /// What a function of the project returns for this call.
  private func result(
    of definition: PythonNode, _ site: PythonCallSite, outer: PythonFrame, receiver: Evaluated?
  ) -> Evaluated {
    let node = site.call.node
    if let lambda = definition.asLambda {
      guard let frame = enter(definition, site, outer: outer) else {
        return .unknown("calls are nested too deeply", at: node)
      }
      return evaluate(lambda.body, in: frame)
    }
    let body = definition.descendantsInBody
    guard definition.kind == .functionDef, !body.contains(where: { $0.kind == .yield || $0.kind == .yieldFrom })
    else { return .unknown("it is a generator or a coroutine", at: node) }
    guard let frame = enter(definition, site, outer: outer, receiver: receiver) else {
      return .unknown("calls are nested too deeply", at: node)
    }
    let returned = body.filter { $0.kind == .return }.compactMap { $0.asReturn?.value }
    let values = returned.map { evaluate($0, in: frame) }
    switch values.count {
    case 0: return Evaluated(.constant(.null), at: node.span)
    case 1: return values[0]
    default: return Evaluated(.oneOf(values), at: node.span)
    }
  }

  /// A frame for the body of `definition` under the arguments of `site`; nil where calls nest too deeply.
  func enter(
    _ definition: PythonNode, _ site: PythonCallSite, outer: PythonFrame, receiver: Evaluated? = nil
  ) -> PythonFrame? {
    guard site.frame.depth < Self.callDepthLimit else { return nil }
    return keep(
      PythonFrame(module: outer.module, scope: definition, call: site, outer: outer, receiver: receiver))
  }
}

extension String {
  fileprivate var trimmingASCIIWhitespace: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
