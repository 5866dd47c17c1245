import Foundation

@testable import Syntax

/// Writes a tree as `fixtures/goldens/python_ast.py` writes CPython's.
struct PythonDump {
  let tree: PythonTree
  /// False for trees of Python before 3.12, which has no true positions inside f-strings.
  var hasFieldPositions = true
  private(set) var lines: [String] = []

  init(_ tree: PythonTree, hasFieldPositions: Bool = true) {
    self.tree = tree
    self.hasFieldPositions = hasFieldPositions
  }

  /// One line a node.
  static func lines(_ tree: PythonTree, hasFieldPositions: Bool = true) -> [String] {
    var dump = PythonDump(tree, hasFieldPositions: hasFieldPositions)
    dump.run()
    return dump.lines
  }

  private mutating func run() {
    var todo: [(node: PythonNode?, depth: Int, label: String, hidden: Bool)] = [(tree.module, 0, "", false)]
    while let (node, depth, label, hidden) = todo.popLast() {
      let head = String(repeating: " ", count: depth) + label
      guard let node else {
        lines.append(head + "-")
        continue
      }
      lines.append(head + PythonDump.name(node.kind) + position(node, hidden) + plainFields(node))
      let inner = hidden || (!hasFieldPositions && node.kind == .joinedStr)
      for (name, child) in below(node).reversed() { todo.append((child, depth + 1, name + " ", inner)) }
    }
  }

  private func position(_ node: PythonNode, _ hidden: Bool) -> String {
    switch node.kind {
    case .module, .comprehension, .arguments, .withItem, .matchCase: return ""
    default: return hidden ? " ~" : " \(place(node.range.start))-\(place(node.range.end))"
    }
  }

  private func place(_ offset: Int) -> String {
    let line = tree.file.lines.line(at: offset)
    return "\(line):\(offset - tree.file.lines.range(ofLine: line, in: tree.file.bytes).start)"
  }

  /// The class of `ast`.
  static func name(_ kind: PythonNodeKind) -> String {
    switch kind {
    case .expression: return "Expr"
    case .withItem: return "withitem"
    case .matchCase: return "match_case"
    case .comprehension, .arguments, .arg, .keyword, .alias: return "\(kind)"
    case .exceptHandler: return "ExceptHandler"
    default:
      let name = "\(kind)"
      return name.prefix(1).uppercased() + name.dropFirst()
    }
  }

  /// The names of the fields that hold nodes, by slot of the layout.
  private static func names(_ kind: PythonNodeKind) -> [String] {
    switch kind {
    case .functionDef, .asyncFunctionDef:
      return ["", "args", "body", "decorator_list", "returns", "type_params"]
    case .classDef: return ["", "bases", "keywords", "body", "decorator_list", "type_params"]
    case .delete: return ["targets"]
    case .assign: return ["targets", "value"]
    case .typeAlias: return ["name", "type_params", "value"]
    case .augAssign: return ["target", "value"]
    case .annAssign: return ["target", "annotation", "value"]
    case .for, .asyncFor: return ["target", "iter", "body", "orelse"]
    case .while, .if: return ["test", "body", "orelse"]
    case .with, .asyncWith: return ["items", "body"]
    case .match: return ["subject", "cases"]
    case .raise: return ["exc", "cause"]
    case .assert: return ["test", "msg"]
    case .try, .tryStar: return ["body", "handlers", "orelse", "finalbody"]
    case .import: return ["names"]
    case .importFrom: return ["", "names", ""]
    case .module, .invalid: return ["body"]
    case .boolOp, .joinedStr, .templateStr: return ["values"]
    case .namedExpr: return ["target", "value"]
    case .binOp: return ["left", "right"]
    case .unaryOp: return ["operand"]
    case .lambda: return ["args", "body"]
    case .ifExp: return ["test", "body", "orelse"]
    case .dict: return ["keys", "values"]
    case .set, .list, .tuple: return ["elts"]
    case .listComp, .setComp, .generatorExp: return ["elt", "generators"]
    case .dictComp: return ["key", "value", "generators"]
    case .compare: return ["left", "", "comparators"]
    case .call: return ["func", "args", "keywords"]
    case .formattedValue: return ["value", "format_spec"]
    case .interpolation: return ["value", "", "format_spec"]
    case .subscript: return ["value", "slice"]
    case .slice: return ["lower", "upper", "step"]
    case .comprehension: return ["target", "iter", "ifs"]
    case .exceptHandler: return ["type", "", "body"]
    case .arguments:
      return ["posonlyargs", "args", "vararg", "kwonlyargs", "kw_defaults", "kwarg", "defaults"]
    case .arg: return ["", "annotation"]
    case .withItem: return ["context_expr", "optional_vars"]
    case .matchCase: return ["pattern", "guard", "body"]
    case .matchSequence, .matchOr: return ["patterns"]
    case .matchMapping: return ["keys", "patterns", ""]
    case .matchClass: return ["cls", "patterns", "", "kwd_patterns"]
    case .matchAs: return ["pattern", ""]
    case .typeVar: return ["", "bound", "default_value"]
    case .paramSpec, .typeVarTuple: return ["", "default_value"]
    case .keyword: return ["", "value"]
    default: return ["value", "", "", ""]
    }
  }

  private func below(_ node: PythonNode) -> [(String, PythonNode?)] {
    var found: [(String, PythonNode?)] = []
    var slot = 0
    for (field, name) in zip(PythonNodeLayout.fields(of: node.kind), PythonDump.names(node.kind)) {
      switch field {
      case .node: if let child = node.child(slot) { found.append((name, child)) }
      case .list: for child in node.optionals(slot) { found.append((name, child)) }
      case .identifier, .numbers, .number: break
      }
      slot += field == .identifier ? 2 : 1
    }
    return found
  }

  // MARK: Plain fields

  private func plainFields(_ node: PythonNode) -> String {
    switch node.kind {
    case .name: return "\(context(node)) id=\(quoted(node.asName?.identifier))"
    case .attribute: return "\(context(node)) attr=\(quoted(node.asAttribute?.identifier))"
    case .subscript, .starred, .list, .tuple: return context(node)
    case .constant:
      let isUnicode = node.stringPieces.first?.style.contains(.unicodePrefix) ?? false
      return "\(isUnicode ? " u" : "") value=\(constant(node))"
    case .matchSingleton: return " value=\(constant(node))"
    case .functionDef, .asyncFunctionDef: return " name=\(quoted(node.asFunctionDef?.identifier))"
    case .classDef: return " name=\(quoted(node.asClassDef?.identifier))"
    case .annAssign: return " simple=\(node.asAnnAssign?.isSimple == true ? 1 : 0)"
    case .binOp: return " op=\(PythonDump.operators[Int(node.record.detail)])"
    case .augAssign: return " op=\(PythonDump.operators[Int(node.record.detail)])"
    case .boolOp: return " op=\(node.asBoolOp?.op == .or ? "Or" : "And")"
    case .unaryOp: return " op=\(["Invert", "Not", "UAdd", "USub"][Int(node.record.detail)])"
    case .compare:
      return " ops="
        + (node.asCompare?.operators ?? []).map { PythonDump.comparisons[Int($0.rawValue)] }
        .joined(separator: ",")
    case .formattedValue: return " conversion=\(conversion(node))"
    case .interpolation:
      let source = node.identifier(1).map { tree.file.text(in: $0.range) } ?? ""
      return " str=\(PythonDump.quoted(source)) conversion=\(conversion(node))"
    case .comprehension: return " is_async=\(node.record.detail)"
    default: return plainParts(node)
    }
  }

  private func plainParts(_ node: PythonNode) -> String {
    switch node.kind {
    case .importFrom:
      return optional("module", node.asImportFrom?.moduleIdentifier)
        + " level=\(node.asImportFrom?.level ?? 0)"
    case .global, .nonlocal:
      return " names=" + (node.asScopeDeclaration?.names ?? []).map { quoted($0) }.joined(separator: ",")
    case .exceptHandler: return optional("name", node.asExceptHandler?.identifier)
    case .arg: return " arg=\(quoted(node.asParameter?.identifier))"
    case .keyword: return optional("arg", node.asKeyword?.identifier)
    case .alias:
      return optional("name", node.asAlias?.identifier) + optional("asname", node.asAlias?.asIdentifier)
    case .matchMapping: return optional("rest", node.asMatchMapping?.rest)
    case .matchClass:
      let names = node.asMatchClass?.keywordNames ?? []
      return names.isEmpty ? "" : " kwd_attrs=" + names.map { quoted($0) }.joined(separator: ",")
    case .matchStar: return optional("name", node.identifier(0))
    case .matchAs: return optional("name", node.asMatchAs?.identifier)
    case .typeVar, .paramSpec, .typeVarTuple: return " name=\(quoted(node.asTypeParameter?.identifier))"
    default: return ""
    }
  }

  private func context(_ node: PythonNode) -> String { [" Load", " Store", " Del"][Int(node.record.detail)] }

  private func conversion(_ node: PythonNode) -> Int {
    node.record.detail == 0 ? -1 : Int(node.record.detail)
  }

  private func optional(_ name: String, _ identifier: PythonIdentifier?) -> String {
    identifier.map { " \(name)=\(quoted($0))" } ?? ""
  }

  private func quoted(_ identifier: PythonIdentifier?) -> String {
    let text = identifier?.text ?? ""
    return PythonDump.quoted(
      text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCompatibilityMapping)
  }

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x20, scalar.value < 0x7F, scalar != "\"", scalar != "{", scalar != "}" {
        out.unicodeScalars.append(scalar)
      } else {
        out += "{\(String(scalar.value, radix: 16))}"
      }
    }
    return out + "\""
  }

  private func constant(_ node: PythonNode) -> String {
    switch node.asConstant {
    case nil, .some(.none): return "None"
    case .true: return "True"
    case .false: return "False"
    case .ellipsis: return "Ellipsis"
    case .integer(let value): return value.map { "\($0)" } ?? "big"
    case .float(let value): return "f" + hex(value)
    case .complex(let value): return "j" + hex(value)
    case .string(let text): return PythonDump.quoted(text)
    case .bytes(let bytes): return "b" + bytes.map { String(format: "%02x", $0) }.joined()
    }
  }

  private func hex(_ value: Double) -> String { String(format: "%016lx", value.bitPattern) }

  private static let operators = [
    "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd",
    "FloorDiv",
  ]
  private static let comparisons = ["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"]
}
