/// What a loader cannot make Python objects of, though it understood the structure.
///
/// As in `SafeConstructor` of PyYAML 6.0.3 and ruamel.yaml 0.19.1 (constructor.py) and OmegaConf 2.3.0
/// (`get_yaml_loader` in _utils.py).
struct LoaderConstruction {
  private let tree: ConfigTree
  private let loader: YAMLLoader
  private let resolution: ScalarResolution
  private let hasRepeatedTexts: Bool
  private var found: [YAMLRefusal] = []
  /// Nodes to look at; one that is merged into a mapping is not an object of its own, so its tag does not
  /// matter.
  private var waiting: [(node: ConfigNode, isMerged: Bool)] = []

  init(tree: ConfigTree, loader: YAMLLoader) {
    self.tree = tree
    self.loader = loader
    hasRepeatedTexts = tree.hasDuplicateKeys
    resolution = loader.resolution
  }

  /// In the order of the text. O(nodes).
  consuming func refusals() -> [YAMLRefusal] {
    if SureConstruction(of: tree, by: [loader])?.isCertain ?? false { return [] }
    waiting = tree.roots.map { ($0, false) }
    while let (node, isMerged) = waiting.popLast() {
      switch node.kind {
      case .scalar: checkScalar(node)
      case .sequence: checkSequence(node)
      case .mapping: checkMapping(node, isMerged: isMerged)
      case .alias, .invalid: break
      }
    }
    return found.sorted { $0.range < $1.range }
  }

  private mutating func refuse(
    _ node: ConfigNode, _ reason: String, stage: YAMLRefusal.Stage = .construction
  ) {
    found.append(YAMLRefusal(stage: stage, range: node.range, reason: reason))
  }

  // MARK: Scalars

  private mutating func checkScalar(_ node: ConfigNode) {
    if isSurelyLoaded(node) { return }
    guard case .refused(let text) = node.value(resolution) else { return }
    switch (node.tag, text) {
    case (nil, "="): refuse(node, "a '=' without quotes, which is a type that no value has")
    case (nil, "<<"): refuse(node, "a '<<' without quotes that is no key")
    case (nil, _): refuse(node, "'\(text)', which looks like a number or a date and is none")
    case (let tag?, _) where Self.knownTags.contains(node.resolvedTag ?? ""):
      refuse(node, "'\(text)' with the tag '\(tag)'")
    case (let tag?, _): refuse(node, "the tag '\(tag)'")
    }
  }

  /// What the loader takes a scalar without a tag for; nil for other nodes.
  private func kind(of node: ConfigNode) -> YAMLSchema.Tag? {
    guard node.kind == .scalar, node.tag == nil else { return nil }
    return YAMLSchema(resolution, for: node)?.tag(of: node)
  }

  /// Whether nothing can go wrong when the loader makes a value of a scalar, as its kind alone shows.
  private func isSurelyLoaded(_ node: ConfigNode) -> Bool {
    switch kind(of: node) {
    case .string, .null, .bool: return true
    default: return false
    }
  }

  private func isSurelyText(_ node: ConfigNode) -> Bool { kind(of: node) == .string }

  private static let prefix = "tag:yaml.org,2002:"
  private static let scalarTags: Set<String> = Set(
    ["null", "bool", "int", "float", "binary", "timestamp", "str"].map { prefix + $0 })
  /// The tags that `SafeConstructor` has a constructor for, and that of `<<`.
  static let knownTags = scalarTags.union(
    ["omap", "pairs", "set", "seq", "map", "merge"].map { prefix + $0 })

  // MARK: Sequences

  private mutating func checkSequence(_ node: ConfigNode) {
    switch node.resolvedTag {
    case nil, "!", Self.prefix + "seq": break
    case Self.prefix + "omap", Self.prefix + "pairs": return checkPairs(node)
    case Self.prefix + "map", Self.prefix + "set":
      return refuse(node, "a sequence with the tag '\(node.tag ?? "")' of a mapping")
    case let tag? where Self.scalarTags.contains(tag):
      return refuse(node, "a sequence with the tag '\(node.tag ?? "")' of a scalar")
    default: return refuse(node, "the tag '\(node.tag ?? "")'")
    }
    waiting += node.elements.map { ($0, false) }
  }

  /// `!!omap` and `!!pairs` are sequences of mappings of one entry, of which neither is made a dictionary,
  /// but for ruamel's `!!omap`.
  private mutating func checkPairs(_ node: ConfigNode) {
    let isDictionary = loader == .ruamel && node.resolvedTag == Self.prefix + "omap"
    var seen: Set<Key> = []
    for element in node.elements {
      let mapping = element.dereferenced
      guard mapping.kind == .mapping, mapping.count == 1, let entry = mapping.entries.first else {
        refuse(element, "an entry of '\(node.tag ?? "")' that is no mapping of one entry")
        continue
      }
      if element.kind == .mapping { waiting += [(entry.key, false), (entry.value, false)] }
      guard isDictionary else { continue }
      if let key = identity(entry.key.dereferenced, comparesTexts: true) {
        if !seen.insert(key).inserted { refuse(entry.key, "a key of '\(node.tag ?? "")' a second time") }
      } else {
        refuse(entry.key, "a key that is a collection, which Python cannot look up")
      }
    }
  }

  // MARK: Mappings

  private mutating func checkMapping(_ node: ConfigNode, isMerged: Bool) {
    let tag = isMerged ? nil : node.resolvedTag
    switch tag {
    case nil, "!", Self.prefix + "map", Self.prefix + "set": break
    case Self.prefix + "seq", Self.prefix + "omap", Self.prefix + "pairs":
      return refuse(node, "a mapping with the tag '\(node.tag ?? "")' of a sequence")
    case let tag? where Self.scalarTags.contains(tag):
      // A scalar may be written as the value of a key `=`.
      if node.entries.contains(where: { isValueKey($0.key) && $0.value.dereferenced.kind == .scalar }) {
        return
      }
      return refuse(node, "a mapping with the tag '\(node.tag ?? "")' of a scalar")
    default: return refuse(node, "the tag '\(node.tag ?? "")'")
    }
    let entries = node.entries
    // Two equal texts are in the tree's problems, unless one is an alias.
    let comparesTexts = hasRepeatedTexts || entries.contains { $0.key.kind == .alias }
    var hasMerged = false
    var seen: Set<Key> = []
    var repeated: [ConfigNode] = []
    for (key, value) in entries {
      let own = key.dereferenced
      if own.kind == .scalar, !isSurelyText(own), isMergeKey(own) {
        if loader == .ruamel, hasMerged {
          refuse(key, "a second '<<' in one mapping", stage: .duplicateKey)
        }
        hasMerged = merge(value) || hasMerged
        continue
      }
      if !isValueKey(own) { waiting.append((key, false)) }
      waiting.append((value, false))
      guard let identity = identity(own, comparesTexts: comparesTexts) else {
        refuse(key, "a key that is a collection, which Python cannot look up")
        continue
      }
      if identity != .other, !seen.insert(identity).inserted {
        repeated.append(key)
      }
    }
    // Of a mapping that is merged somewhere only the entries are used; ruamel looks for repeated keys only
    // where nothing was merged in.
    guard !isMerged, loader != .ruamel || !hasMerged else { return }
    for key in repeated {
      refuse(key, "the key '\(tree.file.text(in: key.range))' a second time", stage: .duplicateKey)
    }
  }

  private func isValueKey(_ key: ConfigNode) -> Bool {
    key.kind == .scalar && key.style == .plain && key.tag == nil && key.text == "="
  }

  private func isMergeKey(_ key: ConfigNode) -> Bool {
    if let tag = key.resolvedTag, tag != "!" { return tag == Self.prefix + "merge" }
    return key.kind == .scalar && (key.style == .plain || key.tag != nil) && key.text == "<<"
  }

  /// Checks what a `<<` merges; whether there is anything in it.
  private mutating func merge(_ value: ConfigNode) -> Bool {
    let source = value.dereferenced
    switch source.kind {
    case .mapping:
      if value.kind == .mapping { waiting.append((value, true)) }
      return !source.entries.isEmpty
    case .sequence:
      var hasEntries = false
      for element in source.elements {
        let mapping = element.dereferenced
        if mapping.kind != .mapping {
          refuse(element, "an element of '<<' that is no mapping")
        } else {
          if element.kind == .mapping { waiting.append((element, true)) }
          hasEntries = hasEntries || !mapping.entries.isEmpty
        }
      }
      return hasEntries
    default:
      refuse(value.range.isEmpty ? value : source, "a '<<' whose value is no mapping")
      return false
    }
  }

  // MARK: Keys

  /// What a loader that refuses repeated keys compares.
  private enum Key: Hashable {
    case scalar(ScalarValue)
    case tuple([ScalarValue])
    /// It is not compared.
    case other
  }

  /// Nil for what has no hash in Python. ruamel makes a tuple of a sequence.
  private func identity(_ key: ConfigNode, comparesTexts: Bool) -> Key? {
    switch key.kind {
    case .scalar:
      if !comparesTexts, isSurelyText(key) { return .other }
      switch loader {
      case .pyYAML: return .other
      case .omegaConf:
        guard case .string(let text) = key.value(resolution) else { return .other }
        return .scalar(.string(text))
      case .ruamel: return .scalar(key.pythonKey(resolution))
      }
    case .sequence where loader == .ruamel && (key.tag == nil || key.resolvedTag == Self.prefix + "seq"):
      // In itself it is still None.
      let elements = key.elements.map(\.dereferenced).filter { $0 != key }
      guard elements.allSatisfy({ $0.kind == .scalar }) else { return nil }
      return .tuple(elements.map { $0.pythonKey(resolution) })
    case .sequence, .mapping: return nil
    case .alias, .invalid: return .other
    }
  }
}

extension ConfigNode {
  /// The value that Python compares keys by: `1`, `1.0` and `True` are one key.
  func pythonKey(_ resolution: ScalarResolution) -> ScalarValue {
    let value = self.value(resolution)
    switch value {
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .float(let number): return Int(exactly: number).map { .integer($0) } ?? value
    default: return value
    }
  }

  /// The last version that a `%YAML` gave in front of this node; ruamel goes by it until the next one.
  var ruamelVersion: String? {
    guard tree.declaresVersions else { return nil }
    return tree.documents.last { $0.range.start <= range.start && $0.version != nil }?.version
  }
}
