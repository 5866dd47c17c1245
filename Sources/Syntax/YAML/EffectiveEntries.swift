/// The entries of a mapping as its loader sees them: merge keys applied, one entry for each key.
package struct EffectiveEntries: Sendable {
  package struct Entry: Sendable {
    /// The key that gave the entry its value.
    package let key: ConfigNode
    /// Aliases are followed.
    package let value: ConfigNode
    /// The value can be reached on another way as well: it came through a merge key or an alias, or it (or
    /// the mapping around it) has an anchor. An edit of it may change more than this entry. Anchors further
    /// out are not looked at.
    package let isShared: Bool
  }

  /// In the order of the loader's dictionary: merged keys first.
  package let entries: [Entry]
  /// False where the budget ended before all merges were followed, or where a merge key leads back to itself.
  package let isComplete: Bool

  /// The entry whose key has the text `key`.
  package subscript(key: String) -> Entry? {
    entries.last { $0.key.kind == .scalar && $0.key.text == key }
  }
}

extension ConfigNode {
  /// The entries of this mapping (or of the mapping that this alias stands for) as `resolution`'s loader has
  /// them.
  ///
  /// As in PyYAML's and ruamel's `flatten_mapping`: keys of the mapping win over merged ones, the first
  /// mapping of a merged list over the later ones, a later `<<` over an earlier one (which ruamel refuses);
  /// of a key that is repeated the last one counts. A merge value that is no mapping is left out. JSON and
  /// TOML have no merge keys. At most `budget` entries are looked at, so that nested merges cannot explode;
  /// O(entries looked at).
  package func effectiveEntries(_ resolution: ScalarResolution, budget: Int = 100_000) -> EffectiveEntries {
    var flattening = Flattening(resolution: resolution, budget: budget)
    flattening.visit(dereferenced, isShared: kind == .alias, depth: 0)
    return EffectiveEntries(entries: flattening.entries, isComplete: flattening.isComplete)
  }
}

extension ConfigNode {
  /// Whether the entries of this mapping are its effective ones as they stand: no key is a merge key, or equal to
  /// another one, since all are texts for the loader, and the parser has found none of them twice in the whole file.
  /// False for what cannot be told at a glance. O(entries).
  package func hasDistinctTexts(_ resolution: ScalarResolution) -> Bool {
    guard kind == .mapping, !tree.hasDuplicateKeys else { return false }
    // The keys of JSON and TOML are texts.
    guard let schema = YAMLSchema(resolution, for: self) else { return true }
    var children = children
    while let key = children.next(), children.next() != nil {
      guard key.kind == .scalar, !key.hasTag, !key.mayBeNoText || schema.tag(of: key) == .string else {
        return false
      }
    }
    return true
  }
}

private struct Flattening {
  let resolution: ScalarResolution
  var budget: Int
  var entries: [EffectiveEntries.Entry] = []
  var isComplete = true
  /// Where each key is in `entries`.
  private var places: [ScalarValue: Int] = [:]

  /// Merges inside merges, each one a level of recursion; a mapping merged into itself ends here too.
  private static let depthLimit = 32

  init(resolution: ScalarResolution, budget: Int) {
    self.resolution = resolution
    self.budget = budget
  }

  private var takesMerges: Bool { resolution != .json && resolution != .toml }

  mutating func visit(_ mapping: ConfigNode, isShared: Bool, depth: Int) {
    guard mapping.kind == .mapping else { return }
    guard depth <= Self.depthLimit else {
      isComplete = false
      return
    }
    if depth == 0, mapping.count <= budget, takeDistinctTexts(of: mapping, isShared: isShared) { return }
    let pairs = mapping.entries
    if takesMerges {
      for (key, value) in pairs where isMerge(key) { merge(value.dereferenced, depth: depth + 1) }
    }
    for (key, value) in pairs where !takesMerges || !isMerge(key) {
      guard budget > 0 else {
        isComplete = false
        return
      }
      budget -= 1
      add(entry((key, value), in: mapping, isShared: isShared))
    }
  }

  private func entry(
    _ pair: (key: ConfigNode, value: ConfigNode), in mapping: ConfigNode, isShared: Bool
  ) -> EffectiveEntries.Entry {
    let (key, value) = pair
    let isReached = isShared || mapping.hasAnchor || value.isAlias || value.hasAnchor
    return EffectiveEntries.Entry(key: key, value: value.dereferenced, isShared: isReached)
  }

  /// Takes all entries of a mapping whose keys are texts that differ, as nearly every mapping's do.
  private mutating func takeDistinctTexts(of mapping: ConfigNode, isShared: Bool) -> Bool {
    guard mapping.hasDistinctTexts(resolution) else { return false }
    entries.reserveCapacity(mapping.count)
    var children = mapping.children
    while let key = children.next(), let value = children.next() {
      entries.append(entry((key, value), in: mapping, isShared: isShared))
    }
    return true
  }

  private mutating func merge(_ value: ConfigNode, depth: Int) {
    guard budget > 0 else {
      isComplete = false
      return
    }
    budget -= 1
    guard value.kind == .sequence else { return visit(value, isShared: true, depth: depth) }
    for element in value.elements.reversed() {
      guard isComplete else { return }
      visit(element.dereferenced, isShared: true, depth: depth)
    }
  }

  private func isMerge(_ key: ConfigNode) -> Bool {
    guard key.kind == .scalar else { return false }
    // The loaders read a scalar with the tag `!` as if it had none, quoted or not.
    if let tag = key.resolvedTag, tag != "!" { return tag == "tag:yaml.org,2002:merge" }
    return (key.style == .plain || key.tag != nil) && key.text == "<<"
  }

  private mutating func add(_ entry: EffectiveEntries.Entry) {
    guard let identity = identity(entry.key) else { return entries.append(entry) }
    if let place = places[identity] {
      entries[place] = entry
    } else {
      places[identity] = entries.count
      entries.append(entry)
    }
  }

  /// What Python compares keys by: `1`, `1.0` and `True` are one key. Nil for collections.
  private func identity(_ key: ConfigNode) -> ScalarValue? {
    let value = takesMerges ? key.pythonKey(resolution) : key.value(resolution)
    return value == .collection ? nil : value
  }
}
