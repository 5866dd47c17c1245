// Typed views of expressions: `node.asCall` is nil unless the node is a call. Field names are those of `ast`
// where they say enough. A view is a node and costs nothing to make.

/// `function(arguments, name=value)`.
package struct PythonCall: Sendable, Hashable {
  package let node: PythonNode
  package var function: PythonNode { node.required(0) }
  /// Positional arguments in order; `*x` is a `starred` node.
  package var arguments: PythonNodeList { node.list(1) }
  /// `name=value` and `**value`, in order.
  package var keywords: [PythonKeyword] { node.list(2).map { PythonKeyword(node: $0) } }
  /// The value of the last `name=value` of that name; `**` is not looked into. O(keywords).
  package func keyword(_ name: StaticString) -> PythonKeyword? {
    keywords.last { $0.identifier?.matches(name) ?? false }
  }
}

/// `name=value` or `**value` of a call or of a class' bases.
package struct PythonKeyword: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier? { node.identifier(0) }
  /// Nil for `**value`.
  package var name: String? { identifier?.text }
  package var nameRange: TextRange? { node.identifierRange(0) }
  package var value: PythonNode { node.required(2) }
}

/// `value.attribute`.
package struct PythonAttribute: Sendable, Hashable {
  package let node: PythonNode
  package var value: PythonNode { node.required(0) }
  package var identifier: PythonIdentifier { node.requiredIdentifier(1) }
  package var attribute: String { identifier.text }
  package var attributeRange: TextRange { identifier.range }
  package var context: PythonContext { PythonContext(rawValue: node.record.detail) ?? .load }
}

/// A name.
package struct PythonName: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier { PythonIdentifier(file: node.tree.file, range: node.range) }
  package var name: String { identifier.text }
  package var context: PythonContext { PythonContext(rawValue: node.record.detail) ?? .load }
}

/// `{key: value, **mapping}`.
package struct PythonDict: Sendable, Hashable {
  package let node: PythonNode
  /// One a value; nil where the value stands behind `**`.
  package var keys: [PythonNode?] { node.optionals(0) }
  package var values: PythonNodeList { node.list(1) }
  package var entries: [(key: PythonNode?, value: PythonNode)] {
    zip(keys, values).map { (key: $0, value: $1) }
  }
}

/// `value[slice]`; several subscripts are one `tuple`.
package struct PythonSubscript: Sendable, Hashable {
  package let node: PythonNode
  package var value: PythonNode { node.required(0) }
  package var slice: PythonNode { node.required(1) }
  package var context: PythonContext { PythonContext(rawValue: node.record.detail) ?? .load }
}

/// `lower:upper:step` in a subscript.
package struct PythonSlice: Sendable, Hashable {
  package let node: PythonNode
  package var lower: PythonNode? { node.child(0) }
  package var upper: PythonNode? { node.child(1) }
  package var step: PythonNode? { node.child(2) }
}

/// `*value` in a call, a display, a target or a subscript.
package struct PythonStarred: Sendable, Hashable {
  package let node: PythonNode
  package var value: PythonNode { node.required(0) }
}

/// `left op right`.
package struct PythonBinOp: Sendable, Hashable {
  package let node: PythonNode
  package var left: PythonNode { node.required(0) }
  package var right: PythonNode { node.required(1) }
  package var op: PythonBinaryOperator { PythonBinaryOperator(rawValue: node.record.detail) ?? .add }
}

/// `left op right op right…`.
package struct PythonCompare: Sendable, Hashable {
  package let node: PythonNode
  package var left: PythonNode { node.required(0) }
  /// One a comparator.
  package var operators: [PythonCompareOperator] {
    node.numbers(1).map { PythonCompareOperator(rawValue: UInt8(truncatingIfNeeded: $0)) ?? .equal }
  }
  package var comparators: PythonNodeList { node.list(2) }
}

/// `a and b and c`: operands of one operator, in order.
package struct PythonBoolOp: Sendable, Hashable {
  package let node: PythonNode
  package var op: PythonBoolOperator { PythonBoolOperator(rawValue: node.record.detail) ?? .and }
  package var values: PythonNodeList { node.list(0) }
}

/// `not x`, `-x`, `+x`, `~x`.
package struct PythonUnaryOp: Sendable, Hashable {
  package let node: PythonNode
  package var op: PythonUnaryOperator { PythonUnaryOperator(rawValue: node.record.detail) ?? .not }
  package var operand: PythonNode { node.required(0) }
}

/// `lambda arguments: body`.
package struct PythonLambda: Sendable, Hashable {
  package let node: PythonNode
  package var arguments: PythonArguments { PythonArguments(node: node.required(0)) }
  package var body: PythonNode { node.required(1) }
}

/// `body if test else orElse`.
package struct PythonIfExp: Sendable, Hashable {
  package let node: PythonNode
  package var test: PythonNode { node.required(0) }
  package var body: PythonNode { node.required(1) }
  package var orElse: PythonNode { node.required(2) }
}

/// `target := value`.
package struct PythonNamedExpr: Sendable, Hashable {
  package let node: PythonNode
  package var target: PythonNode { node.required(0) }
  package var value: PythonNode { node.required(1) }
}

/// `[…]`, `(…)` or `{…}` with elements: a list, a tuple or a set.
package struct PythonSequence: Sendable, Hashable {
  package let node: PythonNode
  package var elements: PythonNodeList { node.list(0) }
}

/// A list, set or generator comprehension.
package struct PythonComprehension: Sendable, Hashable {
  package let node: PythonNode
  package var element: PythonNode { node.required(0) }
  package var generators: [PythonGenerator] { node.list(1).map { PythonGenerator(node: $0) } }
}

/// `{key: value for …}`.
package struct PythonDictComprehension: Sendable, Hashable {
  package let node: PythonNode
  package var key: PythonNode { node.required(0) }
  package var value: PythonNode { node.required(1) }
  package var generators: [PythonGenerator] { node.list(2).map { PythonGenerator(node: $0) } }
}

/// `for target in iterable if condition…` of a comprehension.
package struct PythonGenerator: Sendable, Hashable {
  package let node: PythonNode
  package var target: PythonNode { node.required(0) }
  package var iterable: PythonNode { node.required(1) }
  package var conditions: PythonNodeList { node.list(2) }
  package var isAsync: Bool { node.record.detail != 0 }
}

/// `await x`, `yield x`, `yield from x`.
package struct PythonSuspension: Sendable, Hashable {
  package let node: PythonNode
  /// Nil for a bare `yield`.
  package var value: PythonNode? { node.child(0) }
}

/// An f-string or t-string, implicit concatenation included: constants and fields in order.
package struct PythonJoinedString: Sendable, Hashable {
  package let node: PythonNode
  /// `constant` nodes, and `formattedValue` (f-string) or `interpolation` (t-string) nodes.
  package var values: PythonNodeList { node.list(0) }
  package var isTemplate: Bool { node.kind == .templateStr }
}

/// `{value!conversion:formatSpec}` of an f-string or t-string.
package struct PythonReplacementField: Sendable, Hashable {
  package let node: PythonNode
  package var value: PythonNode { node.required(0) }
  /// `s`, `r` or `a`; `{x=}` without a format gives `r`, as `ast` does.
  package var conversion: Character? {
    node.record.detail == 0 ? nil : Character(UnicodeScalar(node.record.detail))
  }
  /// A `joinedStr`.
  package var formatSpec: PythonNode? { node.child(node.kind == .interpolation ? 3 : 1) }
}

extension PythonNode {
  package var asCall: PythonCall? { kind == .call ? PythonCall(node: self) : nil }
  package var asAttribute: PythonAttribute? { kind == .attribute ? PythonAttribute(node: self) : nil }
  package var asName: PythonName? { kind == .name ? PythonName(node: self) : nil }
  package var asDict: PythonDict? { kind == .dict ? PythonDict(node: self) : nil }
  package var asSubscript: PythonSubscript? { kind == .subscript ? PythonSubscript(node: self) : nil }
  package var asSlice: PythonSlice? { kind == .slice ? PythonSlice(node: self) : nil }
  package var asStarred: PythonStarred? { kind == .starred ? PythonStarred(node: self) : nil }
  package var asBinOp: PythonBinOp? { kind == .binOp ? PythonBinOp(node: self) : nil }
  package var asCompare: PythonCompare? { kind == .compare ? PythonCompare(node: self) : nil }
  package var asBoolOp: PythonBoolOp? { kind == .boolOp ? PythonBoolOp(node: self) : nil }
  package var asUnaryOp: PythonUnaryOp? { kind == .unaryOp ? PythonUnaryOp(node: self) : nil }
  package var asLambda: PythonLambda? { kind == .lambda ? PythonLambda(node: self) : nil }
  package var asIfExp: PythonIfExp? { kind == .ifExp ? PythonIfExp(node: self) : nil }
  package var asNamedExpr: PythonNamedExpr? { kind == .namedExpr ? PythonNamedExpr(node: self) : nil }
  package var asList: PythonSequence? { kind == .list ? PythonSequence(node: self) : nil }
  package var asTuple: PythonSequence? { kind == .tuple ? PythonSequence(node: self) : nil }
  package var asSet: PythonSequence? { kind == .set ? PythonSequence(node: self) : nil }
  package var asListComp: PythonComprehension? { kind == .listComp ? PythonComprehension(node: self) : nil }
  package var asSetComp: PythonComprehension? { kind == .setComp ? PythonComprehension(node: self) : nil }
  package var asGeneratorExp: PythonComprehension? {
    kind == .generatorExp ? PythonComprehension(node: self) : nil
  }
  package var asDictComp: PythonDictComprehension? {
    kind == .dictComp ? PythonDictComprehension(node: self) : nil
  }
  package var asAwait: PythonSuspension? { kind == .await ? PythonSuspension(node: self) : nil }
  package var asYield: PythonSuspension? { kind == .yield ? PythonSuspension(node: self) : nil }
  package var asYieldFrom: PythonSuspension? { kind == .yieldFrom ? PythonSuspension(node: self) : nil }
  /// An f-string.
  package var asJoinedString: PythonJoinedString? {
    kind == .joinedStr ? PythonJoinedString(node: self) : nil
  }
  /// A t-string.
  package var asTemplateString: PythonJoinedString? {
    kind == .templateStr ? PythonJoinedString(node: self) : nil
  }
  /// A field of an f-string or t-string.
  package var asReplacementField: PythonReplacementField? {
    kind == .formattedValue || kind == .interpolation ? PythonReplacementField(node: self) : nil
  }
  /// The elements of a list, tuple or set; nil for others.
  package var elements: PythonNodeList? {
    kind == .list || kind == .tuple || kind == .set ? list(0) : nil
  }
}
