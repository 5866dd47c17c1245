import Syntax

/// The flags of one launch line, for a program that reads them.
package struct CommandLineFlags: Sendable {
  package struct Flag: Sendable {
    /// nil for a flag that stands alone.
    package let value: String?
    package let span: Span

    package init(value: String?, span: Span) {
      self.value = value
      self.span = span
    }
  }

  /// By name without the leading dashes, `-` written as `_`.
  package let flags: [String: Flag]
  /// Why there may be other flags (a variable on the line that is not known); nil when these are all.
  package let openReason: String?

  package init(flags: [String: Flag], openReason: String?) {
    self.flags = flags
    self.openReason = openReason
  }
}

// What argparse, HfArgumentParser and TrlParser make of flags and defaults.
extension PythonEvaluator {
  /// The object of class number `index` that a parser's `parse_…` call gives (transformers/hf_argparser.py,
  /// trl/scripts/utils.py: the dataclasses come back in the order in which they were handed in).
  func parsedArguments(_ value: Evaluated, at index: Int) -> Evaluated? {
    guard case .derived(let function, .call) = value.value,
      case .derived(let parser, .attribute(let method)) = function.value,
      ["parse_args_into_dataclasses", "parse_args_and_config", "parse_yaml_file", "parse_json_file", "parse_dict"]
        .contains(method),
      case .derived(let maker, .call(let site)) = parser.value,
      case .symbol(let name) = maker.value, name == "transformers.HfArgumentParser" || name == "trl.TrlParser"
    else { return nil }
    let given = arguments(of: site)
    guard let types = given["dataclass_types"] ?? given.positional.first else { return nil }
    var classes = [types]
    if case .sequence(let elements, _, nil) = types.value { classes = elements }
    guard classes.indices.contains(index) else { return nil }
    return Evaluated(.parsedArguments(of: classes[index]), at: classes[index].span)
  }

  /// `args.name` where a parser filled `args` with objects of `type`.
  func attribute(_ name: String, ofParsed type: Evaluated, at node: PythonNode) -> Evaluated {
    if let given = flagValue(name, at: node) { return given }
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
    for call in module.nodes(.call) {
      guard let declaration = call.asCall, declaration.function.asAttribute?.attribute == "add_argument",
        destination(of: declaration) == name
      else { continue }
      return standard(ofFlag: name, declaration, at: node, in: module)
    }
    return .unknown("`--\(name)` is given on the command line", at: node)
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
    guard let text = flag.value else { return Evaluated(.constant(.bool(true)), at: flag.span) }
    return Evaluated(.constant(SetupValue.fromFlag(text)), at: flag.span)
  }
}

extension SetupValue {
  /// A flag's text as a typed parser would take it: whole numbers, decimals, the truth words of
  /// `string_to_bool` (transformers/hf_argparser.py) that are not also ordinary words, else text.
  static func fromFlag(_ text: String) -> SetupValue {
    if let number = Int(text) { return .integer(number) }
    if let number = Double(text), text.utf8.first.map({ $0 < 0x41 }) ?? false { return .float(number) }
    switch text.lowercased() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: return .string(text)
    }
  }
}
