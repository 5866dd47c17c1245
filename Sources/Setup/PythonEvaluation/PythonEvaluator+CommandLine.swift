import Syntax

// What argparse, HfArgumentParser and TrlParser make of flags and defaults.
extension PythonEvaluator {
  /// The object of class number `index` that a parser's `parse_…` call gives (transformers/hf_argparser.py,
  /// trl/scripts/utils.py: the dataclasses come back in the order in which they were handed in).
  func parsedArguments(_ value: Evaluated, at index: Int) -> Evaluated? {
    guard case .derived(let function, .call(let parse)) = value.value,
      case .derived(let parser, .attribute(let method)) = function.value,
      [
        "parse_args_into_dataclasses", "parse_args_and_config", "parse_yaml_file", "parse_json_file",
        "parse_dict",
      ]
      .contains(method),
      case .derived(let maker, .call(let site)) = parser.value,
      case .symbol(let name) = maker.value, name == "transformers.HfArgumentParser" || name == "trl.TrlParser"
    else { return nil }
    let given = arguments(of: site)
    guard let types = given["dataclass_types"] ?? given.positional.first else { return nil }
    var classes = [types]
    if case .sequence(let elements, _, nil) = types.value { classes = elements }
    guard classes.indices.contains(index) else { return nil }
    let file = parsedFile(method, parse)
    return Evaluated(.parsedArguments(of: classes[index], file: file), at: classes[index].span)
  }

  /// `args.name` where a parser filled `args` with objects of `type`.
  func attribute(
    _ name: String, ofParsed type: Evaluated, _ file: PythonDictionary?, at node: PythonNode
  ) -> Evaluated {
    if let file {
      if let given = file[name] { return given }
      if case .projectClass(let definition, let outer) = type.value, file.openReason == nil,
        let standard = member(name, ofClass: definition, in: outer)
      {
        return standard
      }
    } else if let given = flagValue(name, at: node) {
      return given
    }
    if case .projectClass(let definition, let outer) = type.value,
      let standard = member(name, ofClass: definition, in: outer)
    {
      var value = standard
      value.defaultOf = "--\(name)"
      return value
    }
    return .unknown("`--\(name)` is given on the command line", at: node)
  }

  /// `args.name` where `args` is the namespace that an `argparse` parser gives; nil for other values.
  func attribute(_ name: String, ofNamespace value: Evaluated, at node: PythonNode) -> Evaluated? {
    guard case .derived(let function, .call(let parse)) = value.value,
      case .derived(let parser, .attribute("parse_args")) = function.value,
      case .derived(let maker, .call) = parser.value, case .symbol("argparse.ArgumentParser") = maker.value
    else { return nil }
    if let given = flagValue(name, at: node) { return given }
    let module = parse.frame.module
    if let declaration = flags(declaredIn: module)[name] {
      return standard(ofFlag: name, declaration, at: node, in: module)
    }
    return .unknown("`--\(name)` is given on the command line", at: node)
  }

  /// Every `add_argument(…)` of the module by what it fills, the first of several. O(nodes) once a module.
  private func flags(declaredIn module: PythonModule) -> [String: PythonCall] {
    if let known = flagDeclarations[ObjectIdentifier(module)] { return known }
    var declared: [String: PythonCall] = [:]
    for call in module.nodes(.call).compactMap(\.asCall) {
      guard let method = call.function.asAttribute, method.identifier.matches("add_argument"),
        let name = destination(of: call), declared[name] == nil
      else { continue }
      declared[name] = call
    }
    flagDeclarations[ObjectIdentifier(module)] = declared
    return declared
  }

  /// The attribute that `add_argument` fills (docs.python.org/3/library/argparse, "dest").
  private func destination(of declaration: PythonCall) -> String? {
    if let given = declaration.keyword("dest")?.value.asString { return given }
    let names = declaration.arguments.compactMap(\.asString)
    guard let name = names.first(where: { $0.hasPrefix("--") }) ?? names.first else { return nil }
    let bare = name.drop { $0 == "-" }
    return String(bare.map { $0 == "-" ? "_" : $0 })
  }

  private func standard(
    ofFlag name: String, _ declaration: PythonCall, at node: PythonNode, in module: PythonModule
  ) -> Evaluated {
    var value: Evaluated
    if let standard = declaration.keyword("default")?.value {
      value = evaluate(standard, in: module)
    } else if declaration.keyword("action")?.value.asString == "store_true" {
      value = Evaluated(.constant(.bool(false)), at: declaration.node.span)
    } else {
      return .unknown("`--\(name)` is given on the command line", at: node)
    }
    if case .constant(.null) = value.value {
      return .unknown("`--\(name)` is given on the command line", at: node)
    }
    value.defaultOf = "--\(name)"
    return value
  }

  private func flagValue(_ name: String, at node: PythonNode) -> Evaluated? {
    guard let commandLine else { return nil }
    guard let flag = commandLine.flags[name] else {
      return commandLine.openReason.map { .unknown($0, at: node) }
    }
    guard let value = flag.fact.value else {
      return Evaluated(.unknown(flag.unknownReason ?? "a variable on the command line"), at: flag.span)
    }
    var given = Evaluated(.constant(value), at: flag.span)
    given.isShared = flag.isShared
    return given
  }
}
