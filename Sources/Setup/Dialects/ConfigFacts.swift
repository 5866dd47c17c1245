import Syntax

/// Turns nodes of a config file into facts, as one loader resolves them.
package struct ConfigFacts: Sendable {
  package let resolution: ScalarResolution

  package init(_ resolution: ScalarResolution) { self.resolution = resolution }

  /// The value of a node; unknown for templates, and for what the loader refuses.
  package func fact(_ node: ConfigNode, isShared: Bool = false) -> Fact<SetupValue> {
    let isShared = isShared || node.kind == .alias || node.anchor != nil
    let span = node.dereferenced.span
    guard let value = value(node) else {
      let reason = node.isTemplated ? "it is filled in by a template" : "the loader does not read it"
      return Fact(.unknown(reason), span: span, isShared: isShared)
    }
    let uses = node.kind == .alias ? [node.span] : []
    return Fact(.known(value), span: span, uses: uses, isShared: isShared)
  }

  /// nil where a part of it is not known. O(nodes under it), bounded by the parser's depth limit.
  package func value(_ node: ConfigNode) -> SetupValue? { value(node, budget: 64) }

  private func value(_ node: ConfigNode, budget: Int) -> SetupValue? {
    let node = node.dereferenced
    guard budget > 0, !node.isTemplated else { return nil }
    switch node.kind {
    case .sequence:
      let elements = node.elements.compactMap { value($0, budget: budget - 1) }
      return elements.count == node.count ? .list(elements) : nil
    case .mapping:
      let entries = node.entries.compactMap { entry in
        value(entry.value, budget: budget - 1).map { SetupValue.Entry(key: entry.key.text, value: $0) }
      }
      return entries.count == node.count ? .mapping(entries) : nil
    case .scalar: return scalar(node.value(resolution))
    case .alias, .invalid: return nil
    }
  }

  private func scalar(_ value: ScalarValue) -> SetupValue? {
    switch value {
    case .null: return .null
    case .bool(let truth): return .bool(truth)
    case .integer(let number): return .integer(number)
    case .float(let number): return .float(number)
    case .string(let text): return .string(text)
    default: return nil
    }
  }

  /// The keys of a mapping as facts, merge keys expanded as the loader expands them. O(entries).
  package func table(_ mapping: ConfigNode, consumer: Fact<String>) -> FactTable {
    let mapping = mapping.dereferenced
    var table = FactTable(consumer: consumer, span: mapping.span)
    for entry in mapping.effectiveEntries(resolution).entries {
      table.set(
        entry.key.text, fact(entry.value, isShared: entry.isShared), nameSpan: entry.key.span)
    }
    return table
  }
}

extension ConfigNode {
  /// Whether a scalar holds an interpolation or a template's braces, so that its text is not its value.
  package var isTemplated: Bool {
    guard kind == .scalar else { return false }
    let bytes = Array(text.utf8)
    return zip(bytes, bytes.dropFirst()).contains { first, second in
      second == UInt8(ascii: "{") && (first == UInt8(ascii: "$") || first == UInt8(ascii: "{"))
    }
  }
}
