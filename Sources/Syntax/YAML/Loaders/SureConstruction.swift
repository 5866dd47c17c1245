/// Sees at one look that some loaders have nothing to refuse in a text whose structure they take, as in most files: no
/// tags, aliases or versions, keys that are texts, each once in its mapping, and values whose form promises that a
/// loader can make them.
struct SureConstruction {
  private let tree: ConfigTree
  private let schemas: [YAMLSchema]

  /// nil for a text that takes a closer look as a whole.
  init?(of tree: ConfigTree, by loaders: [YAMLLoader]) {
    guard !tree.hasDuplicateKeys, !tree.declaresVersions, let root = tree.root else { return nil }
    self.tree = tree
    schemas = loaders.compactMap { YAMLSchema($0.resolution, for: root) }
  }

  /// Whether all loaders make Python objects of everything. O(nodes).
  var isCertain: Bool {
    tree.records.withUnsafeBufferPointer { records in
      records.indices.allSatisfy { index in
        guard records[index].tag == ConfigTree.Record.none else { return false }
        switch records[index].kind {
        case .sequence: return true
        case .mapping: return areTexts(keysOf: records[index], records)
        case .alias, .invalid: return false
        case .scalar:
          return records[index].style != .plain || isMade(Int32(truncatingIfNeeded: index), records[index])
        }
      }
    }
  }

  private func areTexts(
    keysOf mapping: ConfigTree.Record, _ records: UnsafeBufferPointer<ConfigTree.Record>
  ) -> Bool {
    var id = mapping.firstChild
    while id != ConfigTree.Record.none {
      guard records[Int(id)].kind == .scalar else { return false }
      if tree.mayBeNoText(records[Int(id)]), !schemas.allSatisfy({ tag(id, $0) == .string }) { return false }
      let value = records[Int(id)].nextSibling
      id = value == ConfigTree.Record.none ? value : records[Int(value)].nextSibling
    }
    return true
  }

  private func isMade(_ scalar: Int32, _ record: ConfigTree.Record) -> Bool {
    guard tree.mayBeNoText(record), !isWordOrDecimal(record) else { return true }
    return schemas.allSatisfy { schema in
      switch tag(scalar, schema) {
      case .string, .null, .bool: return true
      case .float where isDecimal(record): return true
      case .integer, .float:
        if case .refused = schema.value(of: ConfigNode(tree: tree, id: scalar)) { return false }
        return true
      case .timestamp, .binary, .merge, .value, .unknown: return false
      }
    }
  }

  /// Whether a plain scalar begins as null, truth values and other words do, or is a number of a few digits: every
  /// loader makes a value of both, whatever it is.
  private func isWordOrDecimal(_ scalar: ConfigTree.Record) -> Bool {
    guard scalar.style == .plain, scalar.start < scalar.end else { return false }
    return tree.file.bytes.withUnsafeBufferPointer { bytes in
      let first = bytes[Int(scalar.start)]
      if (first | 0x20) &- UInt8(ascii: "a") < 26 || first == UInt8(ascii: "~") { return true }
      let text = bytes[Int(scalar.start)..<Int(scalar.end)]
      return YAMLSchema.shortDecimal(UnsafeBufferPointer(rebasing: text)) != nil
    }
  }

  /// Whether a number has digits, dots, signs and exponents alone; `float` takes what the pattern lets through of these.
  private func isDecimal(_ number: ConfigTree.Record) -> Bool {
    tree.file.bytes.withUnsafeBufferPointer { bytes in
      bytes[Int(number.start)..<Int(number.end)].allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
          || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 | 0x20 == UInt8(ascii: "e")
      }
    }
  }

  private func tag(_ scalar: Int32, _ schema: YAMLSchema) -> YAMLSchema.Tag {
    schema.tag(of: ConfigNode(tree: tree, id: scalar))
  }
}
