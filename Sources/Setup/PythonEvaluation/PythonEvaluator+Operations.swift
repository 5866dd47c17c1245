import Syntax

// Operators, conditions and text.
extension PythonEvaluator {
  func conditional(_ choice: PythonIfExp, in frame: PythonFrame) -> Evaluated {
    if let truth = truth(of: evaluate(choice.test, in: frame)) {
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

  /// Python's truth of a value; nil where it cannot be known.
  func truth(of value: Evaluated) -> Bool? {
    switch value.value {
    case .constant(let constant): return constant.truth
    case .sequence(let elements, _, let openReason):
      return elements.isEmpty ? (openReason == nil ? false : nil) : true
    case .dictionary(let dictionary):
      return dictionary.entries.isEmpty ? (dictionary.openReason == nil ? false : nil) : true
    case .projectClass, .projectFunction: return true
    case .symbol, .derived, .parsedArguments, .oneOf, .unknown: return nil
    }
  }

  func unaryOperation(_ operation: PythonUnaryOp, in frame: PythonFrame) -> Evaluated {
    let operand = evaluate(operation.operand, in: frame)
    switch (operation.op, operand.value) {
    case (.minus, .constant(.integer(let number))) where number != .min:
      return Evaluated(.constant(.integer(-number)), at: operation.node.span)
    case (.minus, .constant(.float(let number))):
      return Evaluated(.constant(.float(-number)), at: operation.node.span)
    case (.plus, .constant): return operand
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
      if let result = SetupValue.folded(first, op, second) { return Evaluated(.constant(result), at: span) }
    case (.sequence(let first, let isTuple, let open), .add, .sequence(let second, _, let otherOpen)):
      return Evaluated(.sequence(first + second, isTuple: isTuple, openReason: open ?? otherOpen), at: span)
    case (.dictionary(var first), .bitOr, .dictionary(let second)):
      first.entries += second.entries
      first.openReason = first.openReason ?? second.openReason
      return Evaluated(.dictionary(first), at: span)
    default: break
    }
    return .unknown("the operands are not known", at: operation.node)
  }

  func compare(_ comparison: PythonCompare, in frame: PythonFrame) -> Evaluated {
    guard comparison.comparators.count == 1, let op = comparison.operators.first,
      case .constant(let left) = evaluate(comparison.left, in: frame).value,
      case .constant(let right) = evaluate(comparison.comparators[0], in: frame).value
    else { return .unknown("the comparison is not known", at: comparison.node) }
    let span = comparison.node.span
    switch op {
    case .equal, .is: return Evaluated(.constant(.bool(left == right)), at: span)
    case .notEqual, .isNot: return Evaluated(.constant(.bool(left != right)), at: span)
    default: return .unknown("the comparison is not known", at: comparison.node)
    }
  }

  func joinedString(_ text: PythonJoinedString, in frame: PythonFrame) -> Evaluated {
    var joined = ""
    for part in text.values {
      let value: Evaluated
      if let field = part.asReplacementField {
        guard field.formatSpec == nil else { return .unknown("it is formatted", at: text.node) }
        value = evaluate(field.value, in: frame)
      } else {
        value = evaluate(part, in: frame)
      }
      switch value.value {
      case .constant(.string(let piece)): joined += piece
      case .constant(.integer(let number)): joined += String(number)
      default: return .unknown("`\(part.text)` in the text is not known", at: text.node)
      }
    }
    return Evaluated(.constant(.string(joined)), at: text.node.span)
  }
}

extension SetupValue {
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
    case .divide where right != 0: return .float(Double(left) / Double(right))
    default: return nil
    }
    return result.overflow ? nil : .integer(result.partialValue)
  }

  private static func foldedFloats(_ left: Double, _ op: PythonBinaryOperator, _ right: Double) -> SetupValue? {
    switch op {
    case .add: return .float(left + right)
    case .subtract: return .float(left - right)
    case .multiply: return .float(left * right)
    case .divide where right != 0: return .float(left / right)
    default: return nil
    }
  }
}
