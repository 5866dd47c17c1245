import Linting
import Setup
import Syntax

/// Hands a field's default over as `default_factory`.
struct DefaultFactoryFix {
  let field: DataclassDefault
  let type: DefaultClass
  let module: PythonModule
  let names: BoundNames

  /// nil where the default is not written at the field, or where its names would mean something else in a
  /// lambda.
  var fix: Fix? {
    guard let factory, !field.place.isBoundToItsPlace else { return nil }
    let title = "make a new `\(type.name)` for each instance"
    switch field.form {
    case .keyword(let keyword):
      guard let name = keyword.identifier else { return nil }
      return Fix(
        title, isSafe: isMadeInPlace, edits: [TextEdit(name.span, "default_factory")] + factory.edits,
        changes: [])
    case .bare:
      guard let name = FieldName(at: field.owner, in: module, names) else { return nil }
      let opening = TextEdit(Span(file, .at(field.place.range.start)), "\(name.text)(default_factory=")
      let closing = TextEdit(Span(file, .at(field.place.range.end)), ")")
      let edits = factory.wrapped(in: (opening, closing)) + (name.edit.map { [$0] } ?? [])
      return Fix(title, isSafe: isMadeInPlace, edits: edits, changes: [])
    case .indirect: return nil
    }
  }

  /// The factory that makes what the default is now.
  var factoryText: String { field.place.bareCallable ?? "lambda: " + field.place.text }

  /// The same as a text of one short line.
  var shortFactory: String {
    let text = factoryText
    let isShort = text.utf8.count <= 70 && !text.utf8.contains(UInt8(ascii: "\n"))
    return isShort ? text : "lambda: …"
  }

  private var file: SourceFile { field.place.span.file }

  /// What is written instead of the default: a class or function by its name, else a lambda around the
  /// default.
  private struct Factory {
    let span: Span
    /// nil for a lambda that keeps the text.
    let name: String?

    var edits: [TextEdit] {
      if let name { return [TextEdit(span, name)] }
      return [TextEdit(Span(span.file, .at(span.range.start)), "lambda: ")]
    }

    func wrapped(in edges: (opening: TextEdit, closing: TextEdit)) -> [TextEdit] {
      if let name { return [TextEdit(span, edges.opening.replacement + name + edges.closing.replacement)] }
      return [TextEdit(edges.opening.span, edges.opening.replacement + "lambda: "), edges.closing]
    }
  }

  private var factory: Factory? {
    if let name = field.place.bareCallable { return Factory(span: field.place.span, name: name) }
    // A lambda does not see the names of the class body around it.
    guard !field.place.usesNames(boundIn: field.owner) else { return nil }
    return Factory(span: field.place.span, name: nil)
  }

  /// A variable, or what a function gives, may be one object however often it is asked for.
  private var isMadeInPlace: Bool {
    switch field.place.kind {
    case .list, .dict, .set, .listComp, .dictComp, .setComp: return true
    case .call: return field.object.span == field.place.span && !field.place.isInLoop
    default: return false
    }
  }
}

extension PythonNode {
  /// `list`, `dict` or `set` for an empty display, the callee for a call without arguments.
  fileprivate var bareCallable: String? {
    if let elements = asList?.elements { return elements.isEmpty ? "list" : nil }
    if let dict = asDict { return dict.entries.isEmpty ? "dict" : nil }
    guard let call = asCall, call.arguments.isEmpty, call.keywords.isEmpty else { return nil }
    var part = call.function
    while let attribute = part.asAttribute { part = attribute.value }
    return part.kind == .name ? call.function.text : nil
  }

  /// Whether moving the expression into a lambda would change what it does: `await`, `yield`, `:=`.
  fileprivate var isBoundToItsPlace: Bool {
    var pending = [self]
    while let node = pending.popLast() {
      switch node.kind {
      case .await, .yield, .yieldFrom, .namedExpr: return true
      default: pending += node.children
      }
    }
    return false
  }

  /// Whether a name in the expression is one that the class body of `owner`, or around it, binds.
  fileprivate func usesNames(boundIn owner: PythonNode) -> Bool {
    let around = owner.ancestors.first {
      $0.kind == .classDef || $0.asFunctionDef != nil || $0.kind == .lambda
    }
    guard let definition = owner.asClassDef ?? around?.asClassDef else { return false }
    var used: Set<String> = []
    var pending = [self]
    while let node = pending.popLast() {
      if let name = node.asName?.name { used.insert(name) }
      pending += node.children
    }
    return !used.isEmpty && !used.isDisjoint(with: definition.boundNames)
  }

  fileprivate var isInLoop: Bool {
    ancestors.contains { $0.asFor != nil || $0.asWhile != nil }
  }
}
