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
    case .projectModule, .projectClass, .derived, .parsedArguments: break
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
      let given = arguments(of: site)
      let parts = given.positional.compactMap(\.text)
      guard !parts.isEmpty, parts.count == given.positional.count, given.openReason == nil else { break }
      let path = Evaluated(.constant(.string(parts.reduce("") { FilePath.join($0, $1) })), at: node.span)
      return given.positional.reduce(path) { $0.following($1) }
    case "functools.partial":
      if case .projectFunction(let definition, let outer, nil)? = arguments(of: site).positional.first?.value
      {
        return Evaluated(.projectFunction(definition, outer, partial: site), at: node.span)
      }
    case "builtins.getattr":
      let given = arguments(of: site).positional
      if given.count >= 2, case .constant(.string(let attribute)) = given[1].value {
        return self.attribute(attribute, of: given[0], at: node, in: site.frame)
      }
    default:
      if let loaded = loadedConfig(byCalling: name, site) { return loaded }
    }
    return Evaluated(.derived(function, .call(site)), at: node.span)
  }

  func builtDictionary(_ site: PythonCallSite) -> Evaluated {
    let given = arguments(of: site)
    var made = PythonDictionary(entries: [], openReason: given.openReason)
    for base in given.positional { made.merge(base, named: "the argument of dict()") }
    made.entries += given.keywords.map { .init(key: $0.name, keySpan: $0.nameSpan, value: $0.value) }
    return Evaluated(.dictionary(made), at: site.call.node.span)
  }

  private func converted(_ value: Evaluated, by name: String, at node: PythonNode) -> Evaluated {
    switch (name, value.value) {
    case ("builtins.str", .constant(.integer(let number))):
      return Evaluated(.constant(.string(String(number))), at: node.span).following(value)
    case ("builtins.int", .constant(.integer)), ("builtins.float", .constant(.float)),
      ("builtins.str", .constant(.string)), ("pathlib.Path", .constant(.string)),
      ("os.path.expanduser", .constant(.string)), ("os.path.abspath", .constant(.string)),
      ("copy.copy", _), ("copy.deepcopy", _):
      return value
    case ("builtins.list", _), ("builtins.tuple", _): return sequence(of: value, by: name, at: node)
    case ("builtins.int", .constant(let constant)), ("builtins.float", .constant(let constant)):
      guard case .string(let text) = constant else { return .unknown("a conversion", at: node) }
      // Swift's reading agrees with Python's on plain digits; what else either takes is left alone.
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { break }
      if name == "builtins.float", let number = Double(text) {
        return Evaluated(.constant(.float(number)), at: value.span).following(value)
      }
      if name == "builtins.int", let number = Int(text) {
        return Evaluated(.constant(.integer(number)), at: value.span).following(value)
      }
      return .unknown("a conversion", at: node)
    default: break
    }
    return .unknown("a conversion", at: node)
  }

  /// What `list(value)` and `tuple(value)` give is a list or a tuple, whether its elements are known or not.
  private func sequence(of value: Evaluated, by name: String, at node: PythonNode) -> Evaluated {
    let isTuple = name == "builtins.tuple"
    guard case .sequence(let elements, _, let openReason) = value.value else {
      var made = Evaluated(.sequence([], isTuple: isTuple, openReason: "it is a conversion"), at: node.span)
      made.converted = value.value
      return made
    }
    return Evaluated(.sequence(elements, isTuple: isTuple, openReason: openReason), at: value.span)
  }

  /// `receiver.name(...)`.
  private func method(
    _ name: String, of receiver: Evaluated, _ function: Evaluated, _ site: PythonCallSite
  ) -> Evaluated {
    let node = site.call.node
    switch receiver.value {
    case .dictionary(let dictionary) where name == "copy" || name == "get" || name == "pop":
      return dictionaryMethod(name, dictionary, receiver, site)
    case .projectClass(let definition, let outer):
      guard let found = definition.asClassDef?.method(name), found.isClassMethod else { break }
      return result(of: found.node, site, outer: outer, receiver: receiver)
    case .constant(.string(let text)):
      if name == "split" || name == "splitlines" {
        return Evaluated(
          .sequence([], isTuple: false, openReason: "it is the parts of a text"), at: node.span)
      }
      if let changed = textMethod(name, text, site) {
        return Evaluated(.constant(.string(changed)), at: node.span).following(receiver)
      }
      // A path is kept as its text; opening it is the file's business.
      if ["open", "read_text", "read_bytes"].contains(name) { break }
      return .unknown("`.\(name)()` of a text", at: node)
    case .derived(let maker, .call(let making)):
      if name == "load", let loaded = loadedConfig(by: maker, making, site) { return loaded }
      if case .projectClass(let definition, let outer) = maker.value,
        let found = definition.asClassDef?.method(name)
      {
        let isStatic = found.decorators.contains { $0.asName?.name == "staticmethod" }
        guard areHarmless(found.decorators, in: outer) else {
          return .unknown("`\(name)` is changed by its decorator", at: node)
        }
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
    // Beyond ASCII, the two languages' tables of letters and blanks differ.
    guard site.call.arguments.isEmpty, site.call.keywords.isEmpty, text.utf8.allSatisfy({ $0 < 0x80 }) else {
      return nil
    }
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
    let outcome = outcome(of: definition)
    guard !outcome.isSuspended else { return .unknown("it is a generator or a coroutine", at: node) }
    guard let frame = enter(definition, site, outer: outer, receiver: receiver) else {
      return .unknown("calls are nested too deeply", at: node)
    }
    let none = Evaluated(.constant(.null), at: node.span)
    let scopes = outer.module.bindings.scopes
    let living = outcome.returns.filter { !isDead(scopes.branch(of: $0), in: frame) }
    var values = living.map { $0.asReturn?.value.map { evaluate($0, in: frame) } ?? none }
    // Whether one that stands in no branch is always reached is not asked: what comes before it may only raise.
    let isCertain = living.contains { scopes.branch(of: $0) < 0 }
    if outcome.mayFallThrough, !isCertain { values.append(none) }
    return values.count == 1 ? values[0] : Evaluated(.oneOf(values), at: node.span)
  }

  private func outcome(of definition: PythonNode) -> FunctionOutcome {
    if let known = outcomes[definition] { return known }
    let made = FunctionOutcome(of: definition)
    outcomes[definition] = made
    return made
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

/// How a function may end, found once however often it is called.
struct FunctionOutcome {
  /// Its `return` statements, in the order of the text.
  let returns: [PythonNode]
  /// A generator or a coroutine, whose call gives no result yet.
  let isSuspended: Bool
  /// It may end without a `return`, which gives None.
  let mayFallThrough: Bool

  /// O(nodes of the body).
  init(of definition: PythonNode) {
    let body = definition.descendantsInBody
    returns = body.filter { $0.kind == .return }
    isSuspended =
      definition.kind != .functionDef || body.contains { $0.kind == .yield || $0.kind == .yieldFrom }
    mayFallThrough = !(definition.asFunctionDef.map { Self.alwaysLeaves($0.body, depth: 0) } ?? false)
  }

  /// Whether a suite surely ends in `return` or `raise`.
  private static func alwaysLeaves(_ suite: PythonNodeList, depth: Int) -> Bool {
    guard depth < 64, let last = suite.last else { return false }
    if last.leavesScope { return true }
    if let choice = last.asIf {
      return alwaysLeaves(choice.body, depth: depth + 1) && alwaysLeaves(choice.orElse, depth: depth + 1)
    }
    if let with = last.asWith { return alwaysLeaves(with.body, depth: depth + 1) }
    if let attempt = last.asTry {
      if alwaysLeaves(attempt.finalBody, depth: depth + 1) { return true }
      return alwaysLeaves(attempt.orElse.isEmpty ? attempt.body : attempt.orElse, depth: depth + 1)
        && attempt.handlers.allSatisfy { alwaysLeaves($0.body, depth: depth + 1) }
    }
    return false
  }
}

extension String {
  fileprivate var trimmingASCIIWhitespace: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) || (0x1C...0x1F).contains($0) }
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
