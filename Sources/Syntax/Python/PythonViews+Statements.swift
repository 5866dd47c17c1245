// Typed views of statements: `node.asFor` is nil unless the node is a `for` or `async for`.

/// `@decorators def name[typeParameters](arguments) -> returns: body`.
package struct PythonFunctionDef: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier { node.requiredIdentifier(0) }
  package var name: String { identifier.text }
  package var nameRange: TextRange { identifier.range }
  package var arguments: PythonArguments { PythonArguments(node: node.required(2)) }
  package var body: PythonNodeList { node.list(3) }
  /// The expressions behind the `@`s; they lie before the node's range.
  package var decorators: PythonNodeList { node.list(4) }
  package var returns: PythonNode? { node.child(5) }
  package var typeParameters: PythonNodeList { node.list(6) }
  package var isAsync: Bool { node.kind == .asyncFunctionDef }
}

/// `@decorators class name[typeParameters](bases, keywords): body`.
package struct PythonClassDef: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier { node.requiredIdentifier(0) }
  package var name: String { identifier.text }
  package var nameRange: TextRange { identifier.range }
  package var bases: PythonNodeList { node.list(2) }
  package var keywords: [PythonKeyword] { node.list(3).map { PythonKeyword(node: $0) } }
  package var body: PythonNodeList { node.list(4) }
  /// The expressions behind the `@`s; they lie before the node's range.
  package var decorators: PythonNodeList { node.list(5) }
  package var typeParameters: PythonNodeList { node.list(6) }
}

/// `target = target = value`.
package struct PythonAssign: Sendable, Hashable {
  package let node: PythonNode
  package var targets: PythonNodeList { node.list(0) }
  package var value: PythonNode { node.required(1) }
}

/// `target: annotation = value`.
package struct PythonAnnAssign: Sendable, Hashable {
  package let node: PythonNode
  package var target: PythonNode { node.required(0) }
  package var annotation: PythonNode { node.required(1) }
  package var value: PythonNode? { node.child(2) }
  /// The target is a bare name without parentheses, so the annotation is recorded.
  package var isSimple: Bool { node.record.detail != 0 }
}

/// `target op= value`.
package struct PythonAugAssign: Sendable, Hashable {
  package let node: PythonNode
  package var target: PythonNode { node.required(0) }
  package var value: PythonNode { node.required(1) }
  package var op: PythonBinaryOperator { PythonBinaryOperator(rawValue: node.record.detail) ?? .add }
}

/// `type name[typeParameters] = value`.
package struct PythonTypeAlias: Sendable, Hashable {
  package let node: PythonNode
  /// A `name` node.
  package var name: PythonNode { node.required(0) }
  package var typeParameters: PythonNodeList { node.list(1) }
  package var value: PythonNode { node.required(2) }
}

/// `import a.b as c, d`.
package struct PythonImport: Sendable, Hashable {
  package let node: PythonNode
  package var names: [PythonAlias] { node.list(0).map { PythonAlias(node: $0) } }
}

/// `from ..module import a as b`.
package struct PythonImportFrom: Sendable, Hashable {
  package let node: PythonNode
  package var moduleIdentifier: PythonIdentifier? { node.identifier(0) }
  /// Nil for `from . import x`.
  package var module: String? { moduleIdentifier?.text }
  package var moduleRange: TextRange? { node.identifierRange(0) }
  /// One alias whose name is `*` for `import *`.
  package var names: [PythonAlias] { node.list(2).map { PythonAlias(node: $0) } }
  /// How many dots stand before the module.
  package var level: Int { node.number(3) }
}

/// `name as asName` of an import.
package struct PythonAlias: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier { node.requiredIdentifier(0) }
  /// As written, dots included; `*` for `import *`.
  package var name: String { identifier.text }
  package var nameRange: TextRange { identifier.range }
  package var asIdentifier: PythonIdentifier? { node.identifier(2) }
  package var asName: String? { asIdentifier?.text }
  /// The name that the import binds in its scope: `a` for `import a.b`; `*` for a star import.
  package var boundName: String {
    if let asName { return asName }
    guard node.parent?.kind == PythonNodeKind.import else { return name }
    return String(name.prefix { $0 != "." })
  }
}

/// `if test: body else: orElse`; an `elif` is an `if` alone in `orElse`.
package struct PythonIf: Sendable, Hashable {
  package let node: PythonNode
  package var test: PythonNode { node.required(0) }
  package var body: PythonNodeList { node.list(1) }
  package var orElse: PythonNodeList { node.list(2) }
}

/// `while test: body else: orElse`.
package struct PythonWhile: Sendable, Hashable {
  package let node: PythonNode
  package var test: PythonNode { node.required(0) }
  package var body: PythonNodeList { node.list(1) }
  package var orElse: PythonNodeList { node.list(2) }
}

/// `for target in iterable: body else: orElse`.
package struct PythonFor: Sendable, Hashable {
  package let node: PythonNode
  package var target: PythonNode { node.required(0) }
  package var iterable: PythonNode { node.required(1) }
  package var body: PythonNodeList { node.list(2) }
  package var orElse: PythonNodeList { node.list(3) }
  package var isAsync: Bool { node.kind == .asyncFor }
}

/// `with items: body`.
package struct PythonWith: Sendable, Hashable {
  package let node: PythonNode
  package var items: [PythonWithItem] { node.list(0).map { PythonWithItem(node: $0) } }
  package var body: PythonNodeList { node.list(1) }
  package var isAsync: Bool { node.kind == .asyncWith }
}

/// `context as target` of a `with`.
package struct PythonWithItem: Sendable, Hashable {
  package let node: PythonNode
  package var context: PythonNode { node.required(0) }
  package var target: PythonNode? { node.child(1) }
}

/// `try: body except…: else: orElse finally: finalBody`; `isStar` for `except*`.
package struct PythonTry: Sendable, Hashable {
  package let node: PythonNode
  package var body: PythonNodeList { node.list(0) }
  package var handlers: [PythonExceptHandler] { node.list(1).map { PythonExceptHandler(node: $0) } }
  package var orElse: PythonNodeList { node.list(2) }
  package var finalBody: PythonNodeList { node.list(3) }
  package var isStar: Bool { node.kind == .tryStar }
}

/// `except type as name: body`.
package struct PythonExceptHandler: Sendable, Hashable {
  package let node: PythonNode
  package var type: PythonNode? { node.child(0) }
  package var identifier: PythonIdentifier? { node.identifier(1) }
  package var name: String? { identifier?.text }
  package var body: PythonNodeList { node.list(3) }
}

/// `raise exception from cause`.
package struct PythonRaise: Sendable, Hashable {
  package let node: PythonNode
  package var exception: PythonNode? { node.child(0) }
  package var cause: PythonNode? { node.child(1) }
}

/// `assert test, message`.
package struct PythonAssert: Sendable, Hashable {
  package let node: PythonNode
  package var test: PythonNode { node.required(0) }
  package var message: PythonNode? { node.child(1) }
}

/// `return value`.
package struct PythonReturn: Sendable, Hashable {
  package let node: PythonNode
  package var value: PythonNode? { node.child(0) }
}

/// `del targets`.
package struct PythonDelete: Sendable, Hashable {
  package let node: PythonNode
  package var targets: PythonNodeList { node.list(0) }
}

/// An expression that stands as a statement.
package struct PythonExpressionStatement: Sendable, Hashable {
  package let node: PythonNode
  package var value: PythonNode { node.required(0) }
}

/// `global names` or `nonlocal names`.
package struct PythonScopeDeclaration: Sendable, Hashable {
  package let node: PythonNode
  package var isGlobal: Bool { node.kind == .global }
  package var names: [PythonIdentifier] {
    let bounds = Array(node.numbers(0))
    return stride(from: 0, to: bounds.count - 1, by: 2).map {
      PythonIdentifier(file: node.tree.file, range: TextRange(Int(bounds[$0]), Int(bounds[$0 + 1])))
    }
  }
}

extension PythonNode {
  package var asFunctionDef: PythonFunctionDef? {
    kind == .functionDef || kind == .asyncFunctionDef ? PythonFunctionDef(node: self) : nil
  }
  package var asClassDef: PythonClassDef? { kind == .classDef ? PythonClassDef(node: self) : nil }
  package var asAssign: PythonAssign? { kind == .assign ? PythonAssign(node: self) : nil }
  package var asAnnAssign: PythonAnnAssign? { kind == .annAssign ? PythonAnnAssign(node: self) : nil }
  package var asAugAssign: PythonAugAssign? { kind == .augAssign ? PythonAugAssign(node: self) : nil }
  package var asTypeAlias: PythonTypeAlias? { kind == .typeAlias ? PythonTypeAlias(node: self) : nil }
  package var asImport: PythonImport? { kind == .import ? PythonImport(node: self) : nil }
  package var asImportFrom: PythonImportFrom? { kind == .importFrom ? PythonImportFrom(node: self) : nil }
  package var asIf: PythonIf? { kind == .if ? PythonIf(node: self) : nil }
  package var asWhile: PythonWhile? { kind == .while ? PythonWhile(node: self) : nil }
  package var asFor: PythonFor? { kind == .for || kind == .asyncFor ? PythonFor(node: self) : nil }
  package var asWith: PythonWith? { kind == .with || kind == .asyncWith ? PythonWith(node: self) : nil }
  package var asTry: PythonTry? { kind == .try || kind == .tryStar ? PythonTry(node: self) : nil }
  package var asRaise: PythonRaise? { kind == .raise ? PythonRaise(node: self) : nil }
  package var asAssert: PythonAssert? { kind == .assert ? PythonAssert(node: self) : nil }
  package var asReturn: PythonReturn? { kind == .return ? PythonReturn(node: self) : nil }
  package var asDelete: PythonDelete? { kind == .delete ? PythonDelete(node: self) : nil }
  package var asMatch: PythonMatch? { kind == .match ? PythonMatch(node: self) : nil }
  package var asExpression: PythonExpressionStatement? {
    kind == .expression ? PythonExpressionStatement(node: self) : nil
  }
  /// `global` or `nonlocal`.
  package var asScopeDeclaration: PythonScopeDeclaration? {
    kind == .global || kind == .nonlocal ? PythonScopeDeclaration(node: self) : nil
  }
  /// What could be read below a statement that could not; nil for others.
  package var recoveredBody: PythonNodeList? { kind == .invalid ? list(0) : nil }
}
