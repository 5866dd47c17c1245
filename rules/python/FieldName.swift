import Setup
import Syntax

/// By which name a place in a program can call `dataclasses.field`, and what has to be imported for it.
struct FieldName {
  let text: String
  /// Adds `field` to an import that is there; nil where none is needed.
  let edit: TextEdit?

  /// nil where no import of the top level before `node` gives the function a name that means it alone.
  init?(at node: PythonNode, in module: PythonModule, _ names: BoundNames) {
    let imports = module.body.filter { $0.isBefore(node, in: module) }
    let direct = imports.compactMap(\.asImportFrom).filter { $0.module == "dataclasses" && $0.level == 0 }
    for alias in direct.flatMap(\.names) where alias.name == "field" && names.count(alias.boundName) == 1 {
      self.init(alias.boundName, nil)
      return
    }
    for alias in imports.compactMap(\.asImport).flatMap(\.names) {
      if alias.name == "dataclasses", names.count(alias.boundName) == 1 {
        self.init("\(alias.boundName).field", nil)
        return
      }
    }
    guard names.count("field") == 0, let last = direct.last?.names.last, last.name != "*" else { return nil }
    let end = last.node.range.end
    self.init("field", TextEdit(Span(last.node.span.file, .at(end)), ", field", isShared: true))
  }

  private init(_ text: String, _ edit: TextEdit?) {
    self.text = text
    self.edit = edit
  }
}

/// How often each name is bound anywhere in a program, whatever the scope.
struct BoundNames {
  private var counts: [String: Int] = [:]

  init(of module: PythonModule) {
    for node in module.trees.flatMap(\.nodes) {
      if let name = node.asName, name.context != .load { add(name.name) }
      if let name = node.asFunctionDef?.name ?? node.asClassDef?.name ?? node.asParameter?.name { add(name) }
      if let alias = node.asAlias { add(alias.boundName) }
    }
  }

  func count(_ name: String) -> Int { counts[name] ?? 0 }

  private mutating func add(_ name: String) { counts[name, default: 0] += 1 }
}

extension PythonNode {
  /// Whether the statement ends before `other` begins in the order of execution.
  fileprivate func isBefore(_ other: PythonNode, in module: PythonModule) -> Bool {
    if tree === other.tree { return range.end <= other.range.start }
    let cells = module.trees
    guard let own = cells.firstIndex(where: { $0 === tree }),
      let its = cells.firstIndex(where: { $0 === other.tree })
    else { return false }
    return own < its
  }
}
