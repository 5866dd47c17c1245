// Patterns (PEP 634; `codegen.c`): what they bind, and which of them could never be reached.
extension PythonCompilerChecks {
  /// Reports a case that takes everything and is not the last one.
  mutating func checkCases(_ id: Int32) {
    for index in list(id, 1).dropLast() {
      let item = lists[index]
      if field(item, 1) == PythonTree.none { reportIrrefutable(field(item, 0), "cases") }
    }
  }

  private mutating func reportIrrefutable(_ pattern: Int32, _ what: StaticString) {
    var inner = pattern
    while true {
      let kind = records[Int(inner)].kind
      if kind == .matchOr, let last = list(inner, 0).last {
        inner = lists[last]
      } else if kind == .matchAs, field(inner, 0) != PythonTree.none {
        inner = field(inner, 0)
      } else {
        break
      }
    }
    guard records[Int(inner)].kind == .matchAs else { return }
    report(
      range(pattern), "'\(text(range(inner)))' matches everything: the \(what) behind it are never reached")
  }

  /// Checks the pattern of a case. Its depth is the parser's limit at most.
  mutating func checkPattern(_ pattern: Int32) {
    var bound: [String: TextRange] = [:]
    bind(pattern, &bound)
  }

  /// Adds what `id` binds, and reports what is bound already.
  private mutating func bind(_ id: Int32, _ bound: inout [String: TextRange]) {
    switch records[Int(id)].kind {
    case .matchSequence:
      reportSecondStar(list(id, 0), .matchStar, "two '*' in one sequence pattern")
      for index in list(id, 0) { bind(lists[index], &bound) }
    case .matchMapping:
      checkKeys(id)
      for index in list(id, 1) { bind(lists[index], &bound) }
      add(slots(id, 2), &bound)
    case .matchClass:
      checkAttributes(id)
      for slot in [1, 3] { for index in list(id, slot) { bind(lists[index], &bound) } }
    case .matchStar: add(slots(id, 0), &bound)
    case .matchAs:
      if field(id, 0) != PythonTree.none { bind(field(id, 0), &bound) }
      add(slots(id, 1), &bound)
    case .matchOr: bindAlternatives(id, &bound)
    default: return
    }
  }

  private mutating func add(_ name: TextRange?, _ bound: inout [String: TextRange]) {
    guard let name else { return }
    checkName(name, range: name)
    if bound.updateValue(name, forKey: text(name)) != nil {
      report(name, "pattern binds '\(text(name))' twice")
    }
  }

  private mutating func bindAlternatives(_ id: Int32, _ bound: inout [String: TextRange]) {
    var first: [String: TextRange]?
    for index in list(id, 0) {
      let alternative = lists[index]
      if index < list(id, 0).upperBound - 1 { reportIrrefutable(alternative, "alternatives") }
      var names: [String: TextRange] = [:]
      bind(alternative, &names)
      if let first {
        guard Set(first.keys) != Set(names.keys) else { continue }
        report(range(id), "alternatives of a pattern bind different names")
        break
      }
      first = names
    }
    for name in (first ?? [:]).values.sorted() { add(name, &bound) }
  }

  private mutating func checkAttributes(_ id: Int32) {
    let numbers = list(id, 2)
    let names = stride(from: numbers.lowerBound, to: numbers.upperBound - 1, by: 2).map {
      TextRange(Int(lists[$0]), Int(lists[$0 + 1]))
    }
    for name in repeated(in: names) { report(name, "attribute '\(text(name))' stands in the pattern twice") }
  }

  /// Reports literal keys that stand in a mapping pattern twice.
  private mutating func checkKeys(_ id: Int32) {
    var seen: Set<String> = []
    for index in list(id, 0) {
      let key = lists[index]
      guard let literal = literal(key), !seen.insert(literal).inserted else { continue }
      report(range(key), "key \(text(range(key))) stands in the pattern twice")
    }
  }

  /// A text that equal literals share: numbers are equal by value, `False` and `True` are numbers. Nil for what is
  /// no literal.
  private func literal(_ id: Int32) -> String? {
    let record = records[Int(id)]
    let source = bytes[Int(record.start)..<Int(record.end)]
    switch record.kind {
    case .unaryOp: return literal(field(id, 0)).map { $0 == "0" ? $0 : "-" + $0 }
    case .binOp: return text(range(id))
    case .constant: break
    default: return nil
    }
    switch PythonConstant.Kind(rawValue: record.detail) {
    case .false?: return "0"
    case .true?: return "1"
    case .integer?: return PythonNumber.integer(source).map { "\($0)" } ?? text(range(id))
    case .float?:
      let value = PythonNumber.float(source)
      return Int(exactly: value).map { "\($0)" } ?? "\(value)"
    case .complex?:
      let value = PythonNumber.float(source.dropLast())
      return value == 0 ? "0" : "\(value)j"
    case .string?: return "'" + PythonStringPiece.text(of: pieces(id), in: bytes)
    case .bytes?: return "b\(PythonStringPiece.bytes(of: pieces(id), in: bytes))"
    default: return text(range(id))
    }
  }

  private func pieces(_ id: Int32) -> [PythonStringPiece] {
    let numbers = list(id, 0)
    return stride(from: numbers.lowerBound, to: numbers.upperBound - 2, by: 3).map {
      PythonStringPiece(
        range: TextRange(Int(lists[$0]), Int(lists[$0 + 1])),
        style: .init(rawValue: UInt8(truncatingIfNeeded: lists[$0 + 2])))
    }
  }
}
