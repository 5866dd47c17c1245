import Setup
import Syntax

/// The default of one dataclass field.
struct DataclassDefault {
  /// How the default is handed over.
  enum Form {
    /// `name: type = value`, or the third part of a tuple of `make_dataclass`.
    case bare
    /// The keyword `default` of a `field(...)` that is written at the field.
    case keyword(PythonKeyword)
    /// Through a function or variable that is written elsewhere.
    case indirect
  }

  let name: String
  let object: Evaluated
  let form: Form
  /// The default as it is written at the field.
  let place: PythonNode
  /// The class statement, or the call of `make_dataclass`.
  let owner: PythonNode
}

/// Finds the dataclass fields of a program that have a default.
struct DataclassDefaults {
  let evaluator: PythonEvaluator
  let module: PythonModule

  /// Of every dataclass statement and `make_dataclass` call, in the order of the text. O(nodes).
  func all() -> [DataclassDefault] {
    let classes = module.nodes(.classDef).flatMap(fields(of:))
    // Without the word no name here stands for the function, and no call need be looked at.
    guard module.trees.contains(where: { $0.file.mentions("make_dataclass") }) else { return classes }
    return classes + module.nodes(.call).flatMap(fields(ofCall:))
  }

  private func fields(of node: PythonNode) -> [DataclassDefault] {
    guard let definition = node.asClassDef, !node.isTried, isDataclass(definition) else { return [] }
    let annotations = DataclassAnnotation(evaluator: evaluator, module: module)
    return definition.annotatedValues.compactMap { field in
      guard !field.value.isTried, annotations.isField(field.annotation) else { return nil }
      return standard(of: field.name, written: field.value, owner: node)
    }
  }

  private func isDataclass(_ definition: PythonClassDef) -> Bool {
    definition.decorators.contains { decorator in
      DataclassParameters(of: evaluator.evaluate(decorator, in: module), by: evaluator) != nil
    }
  }

  /// `make_dataclass(name, [(name, type, default), …])`.
  private func fields(ofCall node: PythonNode) -> [DataclassDefault] {
    guard let call = node.asCall, !node.isTried,
      evaluator.evaluate(call.function, in: module).symbol == "dataclasses.make_dataclass",
      let fields = call.keyword("fields")?.value ?? (call.arguments.count > 1 ? call.arguments[1] : nil)
    else { return [] }
    let annotations = DataclassAnnotation(evaluator: evaluator, module: module)
    return (fields.elements.map(Array.init) ?? []).compactMap { element in
      guard let parts = element.elements, parts.count == 3, let name = parts[0].asString,
        annotations.isField(evaluator.evaluate(parts[1], in: module))
      else { return nil }
      return standard(of: name, written: parts[2], owner: node)
    }
  }

  private func standard(of name: String, written: PythonNode, owner: PythonNode) -> DataclassDefault? {
    let value = evaluator.evaluate(written, in: module)
    guard let (maker, site) = value.making, let symbol = maker.symbol, Self.fieldMakers.contains(symbol)
    else {
      return DataclassDefault(name: name, object: value, form: .bare, place: written, owner: owner)
    }
    let given = evaluator.arguments(of: site)
    guard let object = given["default"], given["default_factory"] == nil else { return nil }
    if site.call.node == written, let keyword = site.call.keyword("default") {
      return DataclassDefault(
        name: name, object: object, form: .keyword(keyword), place: keyword.value, owner: owner)
    }
    return DataclassDefault(name: name, object: object, form: .indirect, place: written, owner: owner)
  }

  /// `HfArg` hands `default` and `default_factory` on to `dataclasses.field` (transformers/hf_argparser.py).
  private static let fieldMakers: Set<String> = ["dataclasses.field", "transformers.HfArg"]
}

extension PythonNode {
  /// Whether the code around expects an exception here or asks for the version of Python, or never runs: what
  /// is right there depends on more than the text says.
  fileprivate var isTried: Bool {
    var inner = self
    for outer in ancestors {
      if let attempt = outer.asTry, !attempt.handlers.isEmpty, attempt.body.contains(inner) { return true }
      if let block = outer.asWith, block.items.contains(where: { $0.context.expectsException }) {
        return true
      }
      if let choice = outer.asIf?.test ?? outer.asIfExp?.test, choice != inner, choice.asksForVersion {
        return true
      }
      inner = outer
    }
    return false
  }

  private var expectsException: Bool {
    guard let function = asCall?.function else { return false }
    let name = function.asAttribute?.attribute ?? function.asName?.name
    return ["raises", "assertRaises", "assertRaisesRegex", "suppress"].contains(name)
  }

  private var asksForVersion: Bool {
    var pending = [self]
    while let node = pending.popLast() {
      let name = node.asAttribute?.attribute ?? node.asName?.name
      if let name, ["version_info", "hexversion", "TYPE_CHECKING"].contains(name) { return true }
      pending += node.children
    }
    return false
  }
}
