import Syntax

/// Turns the nodes of one config file into facts, as one loader resolves them.
package struct ConfigFacts: Sendable {
  package let resolution: ScalarResolution
  /// Why nothing in the file is the last word; nil for most files.
  let compositionReason: String?

  package init(of tree: ConfigTree, _ resolution: ScalarResolution) {
    self.resolution = resolution
    compositionReason = tree.compositionReason
  }

  /// The value of a node; unknown for templates, and for what the loader refuses.
  package func fact(_ node: ConfigNode, isShared: Bool = false) -> Fact<SetupValue> {
    let isShared = isShared || node.isAlias || node.hasAnchor
    let target = node.dereferenced
    guard let value = value(target) else {
      return Fact(.unknown(reason(target, budget: 64)), span: target.span, isShared: isShared)
    }
    return Fact(.known(value), span: target.span, uses: node.isAlias ? [node.span] : [], isShared: isShared)
  }

  /// nil where a part of it is not known, and for more nodes, aliases replaced, than a setting ever has. O(nodes).
  package func value(_ node: ConfigNode) -> SetupValue? {
    guard compositionReason == nil else { return nil }
    var remaining = Self.sizeLimit
    return value(node, depth: 0, &remaining)
  }

  /// Why a value is not known.
  private func reason(_ node: ConfigNode, budget: Int) -> String {
    let node = node.dereferenced
    let unread = "the loader does not read it"
    guard budget > 0 else { return unread }
    if let reason = compositionReason ?? node.templateReason { return reason }
    let values = node.kind == .mapping ? node.entries.map(\.value) : node.elements
    return values.first { value($0) == nil }.map { reason($0, budget: budget - 1) } ?? unread
  }

  /// Aliases of aliases stand for more nodes than anybody could read.
  private static let sizeLimit = 10_000
  private static let depthLimit = 64

  private func value(_ node: ConfigNode, depth: Int, _ remaining: inout Int) -> SetupValue? {
    let node = node.dereferenced
    remaining -= 1
    guard depth < Self.depthLimit, remaining >= 0, node.templateReason == nil else { return nil }
    switch node.kind {
    case .sequence:
      let elements = node.elements.compactMap { value($0, depth: depth + 1, &remaining) }
      return elements.count == node.count ? .list(elements) : nil
    case .mapping:
      let entries = node.entries.compactMap { entry in
        value(entry.value, depth: depth + 1, &remaining).map {
          SetupValue.Entry(key: entry.key.text, value: $0)
        }
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
    let mapping = ConfigMapping(mapping.dereferenced, readBy: self)
    guard mapping.isAsItStands else { return expandedTable(mapping, consumer: consumer) }
    return FactTable(consumer: consumer, mapping: mapping)
  }

  private func expandedTable(_ mapping: ConfigMapping, consumer: Fact<String>) -> FactTable {
    var table = FactTable(consumer: consumer, span: mapping.node.span)
    if let compositionReason { table.open(because: compositionReason) }
    for entry in mapping.node.effectiveEntries(resolution).entries {
      table.set(entry.key.text, fact(entry.value, isShared: entry.isShared), nameSpan: entry.key.span)
    }
    return table
  }
}

/// A mapping of a config whose values one loader reads, each when it is asked for: most of them never are.
final class ConfigMapping: Sendable {
  let node: ConfigNode
  private let facts: ConfigFacts

  init(_ node: ConfigNode, readBy facts: ConfigFacts) {
    self.node = node
    self.facts = facts
  }

  /// Why its values are not the last word; nil where they are.
  var compositionReason: String? { facts.compositionReason }

  /// Whether no merge key or repeated key stands in it; only then do the questions below have an answer.
  var isAsItStands: Bool { node.hasDistinctTexts(facts.resolution) }

  /// The keys in the order of the text.
  var names: [String] { node.entries.map(\.key.text) }

  /// The fact under `name`, and where the name stands; nil for a name that is not there. O(entries).
  func entry(_ name: String) -> (fact: Fact<SetupValue>, nameSpan: Span)? {
    node.entry(under: name).map { key, value in
      (facts.fact(value.dereferenced, isShared: isShared(value)), key.span)
    }
  }

  private func isShared(_ value: ConfigNode) -> Bool { node.hasAnchor || value.isAlias || value.hasAnchor }

  /// The value under `name`; nil where it is not there or not known. O(entries).
  func value(_ name: String) -> SetupValue? {
    node[name].flatMap(facts.value)
  }

  /// The truth value under `name`; nil where none is, or none that is known. O(entries).
  func truth(_ name: String) -> Bool? {
    compositionReason == nil ? node[name]?.truthValue(facts.resolution) : nil
  }

  /// The names whose value is known to be a text that stands in quotes, or in none, with bytes that are `wanted`.
  /// O(entries).
  func texts(
    quoted: Bool, where wanted: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> [(name: String, text: String)] {
    guard compositionReason == nil else { return [] }
    return node.scalarEntries(quoted: quoted, where: wanted).compactMap { key, value in
      guard let text = value.textValue(facts.resolution), TemplateMarks.reason(in: text) == nil else {
        return nil
      }
      return (key.text, text)
    }
  }
}

extension ConfigNode {
  /// Why the text of a scalar is not its value: an interpolation (OmegaConf's `${…}`), or a template's braces
  /// (Jinja's `{{ … }}` and `{% … %}`); nil where neither stands in it. O(length of the text).
  package var templateReason: String? {
    guard kind == .scalar, mayHoldBrace else { return nil }
    return TemplateMarks.reason(in: text)
  }

  /// Whether a brace stands in the source, by itself or perhaps as an escape. O(length).
  private var mayHoldBrace: Bool {
    let range = range
    return tree.file.bytes.withUnsafeBufferPointer { bytes in
      bytes[range.start..<range.end].contains { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "\\") }
    }
  }
}

/// The braces by which a value says that something else fills it in.
enum TemplateMarks {
  /// Why `text` is not the value that the program gets; nil where no mark stands in it. O(length).
  static func reason(in text: String) -> String? {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      let isBrace = byte == UInt8(ascii: "{")
      if isBrace, previous == UInt8(ascii: "$") { return "it is an interpolation" }
      if previous == UInt8(ascii: "{"), isBrace || byte == UInt8(ascii: "%") {
        return "it is filled in by a template"
      }
      previous = byte
    }
    return nil
  }
}

extension ConfigTree {
  /// Why nothing in this file is the last word: Hydra composes it with the files of its `defaults` list, whose
  /// order says which one wins (hydra.cc, "The Defaults List"); nil for other files. O(keys of the root).
  package var compositionReason: String? {
    guard language == .yaml, let list = root?["defaults"], list.kind == .sequence, list.count > 0,
      list.elements.allSatisfy({ $0.kind == .scalar || $0.kind == .mapping && $0.count == 1 })
    else { return nil }
    return "Hydra composes it with the files of its `defaults` list"
  }
}
