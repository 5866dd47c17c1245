import Syntax

// Operators, conditions and text.
extension PythonEvaluator {
  func conditional(_ choice: PythonIfExp, in frame: PythonFrame) -> Evaluated {
    let test = evaluate(choice.test, in: frame)
    if let truth = truth(of: test) {
      return evaluate(truth ? choice.body : choice.orElse, in: frame)
    }
    let values = [evaluate(choice.body, in: frame), evaluate(choice.orElse, in: frame)]
    return Evaluated(.oneOf(values), at: choice.node.span)
  }

  func booleanOperation(_ operation: PythonBoolOp, in frame: PythonFrame) -> Evaluated {
    var values: [Evaluated] = []
    for (index, operand) in operation.values.enumerated() {
      let value = evaluate(operand, in: frame)
      let isLast = index == operation.values.count - 1
      guard let truth = truth(of: value), !isLast else {
        values.append(value)
        continue
      }
      if truth == (operation.op == .or) {
        values.append(value)
        break
      }
    }
    return values.count == 1 ? values[0] : Evaluated(.oneOf(values), at: operation.node.span)
  }

  /// Python's truth of a value; nil where it cannot be known, or where a flag or a caller decides it.
  func truth(of value: Evaluated) -> Bool? {
    guard value.defaultOf == nil else { return nil }
    switch value.value {
    case .constant(let constant): return constant.truth
    case .sequence(let elements, _, let openReason):
      return elements.isEmpty ? (openReason == nil ? false : nil) : true
    case .dictionary(let dictionary):
      return dictionary.entries.isEmpty ? (dictionary.openReason == nil ? false : nil) : true
    case .projectModule, .projectClass, .projectFunction: return true
    case .symbol, .derived, .parsedArguments, .oneOf, .unknown: return nil
    }
  }

  func unaryOperation(_ operation: PythonUnaryOp, in frame: PythonFrame) -> Evaluated {
    let operand = evaluate(operation.operand, in: frame)
    switch (operation.op, operand.value) {
    case (.minus, .constant(.integer(let number))) where number != .min:
      return Evaluated(.constant(.integer(-number)), at: operation.node.span).following(operand)
    case (.minus, .constant(.float(let number))):
      return Evaluated(.constant(.float(-number)), at: operation.node.span).following(operand)
    case (.plus, .constant(.integer)), (.plus, .constant(.float)): return operand
    case (.not, _):
      guard let truth = truth(of: operand) else { break }
      return Evaluated(.constant(.bool(!truth)), at: operation.node.span)
    default: break
    }
    return .unknown("the operand is not known", at: operation.node)
  }

  func binaryOperation(_ operation: PythonBinOp, in frame: PythonFrame) -> Evaluated {
    let left = evaluate(operation.left, in: frame)
    let right = evaluate(operation.right, in: frame)
    let span = operation.node.span
    switch (left.value, operation.op, right.value) {
    case (.constant(let first), let op, .constant(let second)):
      if let result = SetupValue.folded(first, op, second) {
        return Evaluated(.constant(result), at: span).following(left, right)
      }
    case (.sequence(let first, let isTuple, let open), .add, .sequence(let second, _, let otherOpen)):
      let joined = PythonValue.sequence(first + second, isTuple: isTuple, openReason: open ?? otherOpen)
      return Evaluated(joined, at: span).following(left, right)
    case (.sequence(_, let isTuple, _), .multiply, .constant(.integer)):
      return Evaluated(.sequence([], isTuple: isTuple, openReason: "it is repeated"), at: span)
    case (.dictionary(var first), .bitOr, .dictionary):
      first.merge(right, named: operation.right.text)
      return Evaluated(.dictionary(first), at: span).following(left, right)
    default: break
    }
    return .unknown("the operands are not known", at: operation.node)
  }

  func compare(_ comparison: PythonCompare, in frame: PythonFrame) -> Evaluated {
    guard comparison.comparators.count == 1, let op = comparison.operators.first,
      let result = compared(
        evaluate(comparison.left, in: frame), op, evaluate(comparison.comparators[0], in: frame))
    else { return .unknown("the comparison is not known", at: comparison.node) }
    let left = evaluate(comparison.left, in: frame)
    let right = evaluate(comparison.comparators[0], in: frame)
    return Evaluated(.constant(.bool(result)), at: comparison.node.span).following(left, right)
  }

  private func compared(_ left: Evaluated, _ op: PythonCompareOperator, _ right: Evaluated) -> Bool? {
    guard case .constant(let first) = left.value, case .constant(let second) = right.value else { return nil }
    switch op {
    case .equal: return first.isEqual(to: second)
    case .notEqual: return first.isEqual(to: second).map { !$0 }
    case .is: return first.isIdentical(to: second)
    case .isNot: return first.isIdentical(to: second).map { !$0 }
    default: return nil
    }
  }

  func joinedString(_ text: PythonJoinedString, in frame: PythonFrame) -> Evaluated {
    var joined = ""
    var parts: [Evaluated] = []
    for part in text.values {
      let value: Evaluated
      if let field = part.asReplacementField {
        guard field.formatSpec == nil, field.conversion == nil || field.conversion == "s" else {
          return .unknown("it is formatted", at: text.node)
        }
        value = evaluate(field.value, in: frame)
      } else {
        value = evaluate(part, in: frame)
      }
      parts.append(value)
      switch value.value {
      case .constant(.string(let piece)): joined += piece
      case .constant(.integer(let number)): joined += String(number)
      default: return .unknown("`\(part.text)` in the text is not known", at: text.node)
      }
    }
    return parts.reduce(Evaluated(.constant(.string(joined)), at: text.node.span)) { $0.following($1) }
  }
}

extension SetupValue {
  /// Python's `==`; nil where numbers of different kinds meet, or containers, whose elements may.
  func isEqual(to other: SetupValue) -> Bool? {
    switch (self, other) {
    case (.string(let first), .string(let second)): return first.utf8.elementsEqual(second.utf8)
    case (.integer(let first), .integer(let second)): return first == second
    case (.float(let first), .float(let second)): return first == second
    case (.bool(let first), .bool(let second)): return first == second
    case (.null, .null): return true
    case (.null, .string), (.null, .integer), (.null, .float), (.null, .bool), (.string, .null),
      (.integer, .null),
      (.float, .null), (.bool, .null), (.string, .integer), (.string, .float), (.string, .bool),
      (.integer, .string),
      (.float, .string), (.bool, .string):
      return false
    default: return nil
    }
  }

  /// Python's `is`, which only singletons make certain; nil for others.
  func isIdentical(to other: SetupValue) -> Bool? {
    switch (self, other) {
    case (.null, _), (.bool, _), (_, .null), (_, .bool): return self == other
    default: return nil
    }
  }

  /// Python's truth; nil for what only a library can tell.
  var truth: Bool? {
    switch self {
    case .null: return false
    case .bool(let truth): return truth
    case .integer(let number): return number != 0
    case .float(let number): return number != 0
    case .string(let text): return !text.isEmpty
    case .list(let elements): return !elements.isEmpty
    case .mapping(let entries): return !entries.isEmpty
    case .symbol, .object: return nil
    }
  }

  /// Arithmetic on numbers, and `+` and `/` of texts (`Path("a") / "b"`); nil where Python would raise or where
  /// the result does not fit.
  static func folded(_ left: SetupValue, _ op: PythonBinaryOperator, _ right: SetupValue) -> SetupValue? {
    switch (left, op, right) {
    case (.string(let first), .add, .string(let second)): return .string(first + second)
    case (.string(let first), .divide, .string(let second)): return .string(FilePath.join(first, second))
    case (.integer(let first), _, .integer(let second)): return foldedIntegers(first, op, second)
    case (.float(let first), _, .float(let second)): return foldedFloats(first, op, second)
    case (.integer(let first), _, .float(let second)): return foldedFloats(Double(first), op, second)
    case (.float(let first), _, .integer(let second)): return foldedFloats(first, op, Double(second))
    default: return nil
    }
  }

  private static func foldedIntegers(_ left: Int, _ op: PythonBinaryOperator, _ right: Int) -> SetupValue? {
    let result: (partialValue: Int, overflow: Bool)
    switch op {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .floorDivide where right > 0 && left >= 0: result = (left / right, false)
    case .divide where right != 0 && max(left.magnitude, right.magnitude) <= 1 << 53:
      return .float(Double(left) / Double(right))
    default: return nil
    }
    return result.overflow ? nil : .integer(result.partialValue)
  }

  private static func foldedFloats(_ left: Double, _ op: PythonBinaryOperator, _ right: Double) -> SetupValue?
  {
    switch op {
    case .add: return .float(left + right)
    case .subtract: return .float(left - right)
    case .multiply: return .float(left * right)
    case .divide where right != 0: return .float(left / right)
    default: return nil
    }
  }
}
