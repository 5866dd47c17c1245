/// What a node of a Python tree is: one case per constructor of CPython 3.14's `Parser/Python.asdl`, and a
/// few for what is not Python.
package enum PythonNodeKind: UInt8, Sendable, CaseIterable {
  case module

  // Statements.
  case functionDef, asyncFunctionDef, classDef
  case `return`, delete, assign, typeAlias, augAssign, annAssign
  case `for`, asyncFor, `while`, `if`, with, asyncWith
  case match, raise, `try`, tryStar, assert
  case `import`, importFrom, global, nonlocal
  /// `Expr`: an expression that stands as a statement.
  case expression
  case pass, `break`, `continue`
  /// A statement that could not be read; what could be read of the block under it is its `body`.
  case invalid

  // Expressions.
  case boolOp, namedExpr, binOp, unaryOp, lambda, ifExp, dict, set
  case listComp, setComp, dictComp, generatorExp
  case await, yield, yieldFrom
  case compare, call, formattedValue, interpolation, joinedStr, templateStr, constant
  case attribute, `subscript`, starred, name, list, tuple, slice
  /// IPython's `!command`: a statement, or the value of an assignment.
  case shellLine
  /// IPython's `%magic`, `%%cellmagic` (with the whole cell where its body is not Python) and `?help`.
  case magicLine

  // Parts of statements and expressions.
  case comprehension, exceptHandler, arguments, arg, keyword, alias, withItem, matchCase

  // Patterns.
  case matchValue, matchSingleton, matchSequence, matchMapping, matchClass, matchStar, matchAs, matchOr

  // Type parameters.
  case typeVar, paramSpec, typeVarTuple
}

extension PythonNodeKind {
  /// Whether a node of this kind stands in a body; IPython lines stand there as well as in expressions.
  package var isStatement: Bool {
    (PythonNodeKind.functionDef.rawValue...PythonNodeKind.invalid.rawValue).contains(rawValue)
      || self == .shellLine || self == .magicLine
  }

  /// Whether a node of this kind has a value.
  package var isExpression: Bool {
    (PythonNodeKind.boolOp.rawValue...PythonNodeKind.magicLine.rawValue).contains(rawValue)
  }

  /// Whether a node of this kind is a pattern of a `case`.
  package var isPattern: Bool {
    (PythonNodeKind.matchValue.rawValue...PythonNodeKind.matchOr.rawValue).contains(rawValue)
  }
}

/// Whether a name, attribute, `subscript`, starred, list or tuple is read, bound or deleted.
package enum PythonContext: UInt8, Sendable { case load, store, delete }

/// The operator of a `binOp` or `augAssign`, in the order of the grammar.
package enum PythonBinaryOperator: UInt8, Sendable, CaseIterable {
  case add, subtract, multiply, matrixMultiply, divide, modulo, power
  case leftShift, rightShift, bitOr, bitXor, bitAnd, floorDivide
}

/// The operator of a `boolOp`.
package enum PythonBoolOperator: UInt8, Sendable { case and, or }

/// The operator of a `unaryOp`.
package enum PythonUnaryOperator: UInt8, Sendable { case invert, not, plus, minus }

/// One operator of a `compare`.
package enum PythonCompareOperator: UInt8, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `is`, isNot, `in`, notIn
}
