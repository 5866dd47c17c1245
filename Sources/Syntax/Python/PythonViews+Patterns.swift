/// `match subject: cases`.
package struct PythonMatch: Sendable, Hashable {
  package let node: PythonNode
  package var subject: PythonNode { node.required(0) }
  package var cases: [PythonMatchCase] { node.list(1).map { PythonMatchCase(node: $0) } }
}

/// `case pattern if guard: body`.
package struct PythonMatchCase: Sendable, Hashable {
  package let node: PythonNode
  package var pattern: PythonNode { node.required(0) }
  package var condition: PythonNode? { node.child(1) }
  package var body: PythonNodeList { node.list(2) }
}

/// `{key: pattern, **rest}`.
package struct PythonMatchMapping: Sendable, Hashable {
  package let node: PythonNode
  /// Expressions, one a pattern.
  package var keys: PythonNodeList { node.list(0) }
  package var patterns: PythonNodeList { node.list(1) }
  package var rest: PythonIdentifier? { node.identifier(2) }
}

/// `Class(pattern, name=pattern)`.
package struct PythonMatchClass: Sendable, Hashable {
  package let node: PythonNode
  package var classExpression: PythonNode { node.required(0) }
  package var patterns: PythonNodeList { node.list(1) }
  /// One a keyword pattern.
  package var keywordNames: [PythonIdentifier] {
    let bounds = Array(node.numbers(2))
    return stride(from: 0, to: bounds.count - 1, by: 2).map {
      PythonIdentifier(file: node.tree.file, range: TextRange(Int(bounds[$0]), Int(bounds[$0 + 1])))
    }
  }
  package var keywordPatterns: PythonNodeList { node.list(3) }
}

/// `pattern as name`, a capturing name, or `_` (neither pattern nor name).
package struct PythonMatchAs: Sendable, Hashable {
  package let node: PythonNode
  package var pattern: PythonNode? { node.child(0) }
  package var identifier: PythonIdentifier? { node.identifier(1) }
}

extension PythonNode {
  package var asMatchCase: PythonMatchCase? { kind == .matchCase ? PythonMatchCase(node: self) : nil }
  /// The expression whose value a `matchValue` compares with.
  package var asMatchValue: PythonNode? { kind == .matchValue ? required(0) : nil }
  package var asMatchMapping: PythonMatchMapping? {
    kind == .matchMapping ? PythonMatchMapping(node: self) : nil
  }
  package var asMatchClass: PythonMatchClass? { kind == .matchClass ? PythonMatchClass(node: self) : nil }
  package var asMatchAs: PythonMatchAs? { kind == .matchAs ? PythonMatchAs(node: self) : nil }
  /// The name that a `matchStar` binds; nil inside for `*_`.
  package var asMatchStar: PythonIdentifier?? { kind == .matchStar ? .some(identifier(0)) : nil }
  /// The patterns of a `matchSequence` or `matchOr`.
  package var alternatives: PythonNodeList? {
    kind == .matchSequence || kind == .matchOr ? list(0) : nil
  }
}
