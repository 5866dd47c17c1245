// Names that may stand only once in a list, and the one that may not be bound at all.
extension PythonCompilerChecks {
  /// The ranges whose text an earlier one has. O(names).
  func repeated(in names: [TextRange]) -> [TextRange] {
    var found: [TextRange] = []
    if names.count > 8 {
      var seen: Set<ArraySlice<UInt8>> = []
      for name in names where !seen.insert(bytes[name.start..<name.end]).inserted { found.append(name) }
      return found
    }
    for index in names.indices.dropFirst() {
      for earlier in 0..<index where isSame(names[earlier], names[index]) {
        found.append(names[index])
        break
      }
    }
    return found
  }

  private func isSame(_ left: TextRange, _ right: TextRange) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count where bytes[left.start + offset] != bytes[right.start + offset] {
      return false
    }
    return true
  }

  mutating func checkParameters(_ arguments: Int32) {
    names.removeAll(keepingCapacity: true)
    takeNames(list(arguments, 0))
    takeNames(list(arguments, 1))
    if field(arguments, 2) != PythonTree.none { takeName(field(arguments, 2)) }
    takeNames(list(arguments, 3))
    if field(arguments, 5) != PythonTree.none { takeName(field(arguments, 5)) }
    for name in repeated(in: names) { report(name, "parameter '\(text(name))' stands there twice") }
    for name in names { checkName(name, range: name) }
  }

  private mutating func takeNames(_ nodes: Range<Int>) {
    for index in nodes { takeName(lists[index]) }
  }

  private mutating func takeName(_ id: Int32) {
    if let name = slots(id, 0) { names.append(name) }
  }

  /// Keyword arguments of a call or a class.
  mutating func checkKeywords(_ keywords: Range<Int>) {
    if keywords.isEmpty { return }
    names.removeAll(keepingCapacity: true)
    for index in keywords {
      guard let name = slots(lists[index], 0) else { continue }
      names.append(name)
      if name.count == 9 { checkName(name, range: name) }
    }
    for name in repeated(in: names) { report(name, "keyword argument '\(text(name))' stands there twice") }
  }

  mutating func checkTypeParameters(_ parameters: Range<Int>) {
    var names: [TextRange] = []
    var hasDefault = false
    for index in parameters {
      let id = lists[index]
      if let name = slots(id, 0) { names.append(name) }
      if field(id, records[Int(id)].kind == .typeVar ? 3 : 2) != PythonTree.none {
        hasDefault = true
      } else if hasDefault {
        report(range(id), "type parameter without a default follows one with a default")
      }
    }
    for name in repeated(in: names) { report(name, "type parameter '\(text(name))' stands there twice") }
  }

  /// A name or attribute that is assigned to or deleted.
  mutating func checkBinding(_ id: Int32, _ record: PythonTree.Record) {
    let verb: StaticString = record.detail == PythonContext.delete.rawValue ? "delete" : "assign to"
    checkName(record.kind == .name ? range(id) : slots(id, 1), range: range(id), verb)
  }

  /// Reports `__debug__`, a constant to the compiler.
  mutating func checkName(_ name: TextRange?, range: TextRange, _ verb: StaticString = "assign to") {
    guard let name, name.count == 9, bytes[name.start] == UInt8(ascii: "_"), text(name) == "__debug__" else {
      return
    }
    report(name, "cannot \(verb) __debug__")
  }
}
