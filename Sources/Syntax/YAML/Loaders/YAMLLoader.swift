/// A Python library that loads YAML, as its acceptance of a whole text differs from the specification.
///
/// Each has a grammar of its own, older than YAML 1.2.2: it refuses valid texts (a tab behind a `-`, a key of
/// more than 1024 characters, an anchor with a dot) and takes invalid ones (brackets that close without
/// indentation).
package enum YAMLLoader: Hashable, Sendable, CaseIterable {
  /// PyYAML 6.0.3 `yaml.safe_load`.
  case pyYAML
  /// ruamel.yaml 0.19.1 `YAML(typ="safe", pure=True).load`.
  case ruamel
  /// OmegaConf 2.3.0 `OmegaConf.load`: PyYAML that refuses a repeated key.
  case omegaConf

  /// By whose rules it makes values of scalars.
  var resolution: ScalarResolution {
    switch self {
    case .pyYAML: return .pyYAML
    case .ruamel: return .ruamel
    case .omegaConf: return .omegaConf
    }
  }
}

/// Why a loader raises an error for a text.
package struct YAMLRefusal: Error, Hashable, Sendable {
  /// The stage that a loader has reached when it gives up.
  package enum Stage: Hashable, Sendable {
    /// The characters are not text for it.
    case reading
    /// Its grammar does not know what stands there.
    case grammar
    /// It understood the structure, and cannot make Python objects of it.
    case construction
    /// A mapping has a key twice.
    case duplicateKey
  }

  package let stage: Stage
  /// Where it gives up.
  package let range: TextRange
  /// What stands there, as the end of "ruamel.yaml refuses …": lower case, no full stop.
  package let reason: String
}

extension ConfigTree {
  /// Whether every loader surely loads this YAML text, as one look at its lines and scalars shows. O(bytes).
  package var isLoadedByAll: Bool {
    file.bytes.withUnsafeBufferPointer(isPlain)
      && SureConstruction(of: self, by: YAMLLoader.allCases)?.isCertain ?? false
  }

  /// What `loader` refuses in this YAML text; empty where it loads it.
  ///
  /// A loader stops at the first mistake of its grammar, so at most one of those is here, in front of which
  /// nothing else is looked at; of construction all. `takesSeveral` says that the caller loads a stream of
  /// documents (`load_all`), not a single one. Nil where more collections lie inside each other than
  /// `YAMLParser.depthLimit`, or the text is not YAML's. O(bytes).
  package func refusals(by loader: YAMLLoader, takesSeveral: Bool = false) -> [YAMLRefusal]? {
    guard language == .yaml else { return nil }
    return file.bytes.withUnsafeBufferPointer { bytes in
      if isPlain(bytes) { return LoaderConstruction(tree: self, loader: loader).refusals() }
      return walkedRefusals(bytes, by: loader, takesSeveral: takesSeveral)
    }
  }

  /// The same, found by going through the loader's own grammar whatever the text is. O(bytes).
  func walkedRefusals(
    _ bytes: UnsafeBufferPointer<UInt8>, by loader: YAMLLoader, takesSeveral: Bool
  ) -> [YAMLRefusal]? {
    do throws(YAMLRefusal) {
      try LoaderText.check(bytes)
      var grammar = LoaderGrammar(bytes, loader, takesSeveral: takesSeveral)
      guard try grammar.run() else { return nil }
      // The tree of a text that only this loader understands is a guess; its tags are not.
      if problems.contains(where: { $0.kind == .syntax }) { return grammar.unknownTags }
      return LoaderConstruction(tree: self, loader: loader).refusals()
    } catch {
      return [error]
    }
  }

  /// Whether the grammar of every loader takes this text, as far as its lines show without a walk.
  func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    problems.isEmpty && roots.count == 1 && PlainYAML.isAll(of: bytes)
  }
}
