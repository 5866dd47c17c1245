/// Whose rules turn the text of a scalar into a value.
package enum ScalarResolution: Hashable, Sendable {
  /// YAML 1.1 as PyYAML 6.0.3 `SafeLoader` reads it (resolver.py and constructor.py).
  case pyYAML
  /// ruamel.yaml 0.19.1 `YAML(typ="safe", pure=True)`: 1.2, or 1.1 where the document says `%YAML 1.1`.
  case ruamel
  /// OmegaConf 2.3.0 `get_yaml_loader`: PyYAML's loader with another pattern for floats and no timestamps.
  case omegaConf
  /// RFC 8259, and the words `NaN`, `Infinity` and `-Infinity` that Python's `json` takes.
  case json
  /// TOML 1.0.
  case toml
}

extension ConfigNode {
  /// The value of this scalar, of the scalar that this alias stands for, or `.collection`. O(length of the
  /// text).
  package func value(_ resolution: ScalarResolution) -> ScalarValue {
    let node = dereferenced
    switch node.kind {
    case .mapping, .sequence: return .collection
    case .alias, .invalid: return .refused(node.text)
    case .scalar: break
    }
    switch resolution {
    case .json: return node.style == .plain ? JSONLiteral.value(node.text) : .string(node.text)
    case .toml: return node.style == .plain ? TOMLLiteral.value(node.text) : .string(node.text)
    case .pyYAML, .omegaConf, .ruamel:
      return YAMLSchema(resolution, for: node)?.value(of: node) ?? .refused(node.text)
    }
  }

  /// The text that the loader reads here; nil for every other value. Cheaper than `value` where that is a number.
  /// O(length of the text).
  package func textValue(_ resolution: ScalarResolution) -> String? {
    guard kind == .scalar else { return nil }
    if style == .plain || style == .missing || hasTag {
      guard let schema = YAMLSchema(resolution, for: self), schema.tag(of: self) == .string else {
        return nil
      }
    }
    return text
  }

  /// The truth value that the loader reads here; nil for every other value. O(length of the text).
  package func truthValue(_ resolution: ScalarResolution) -> Bool? {
    guard kind == .scalar, style == .plain || hasTag else { return nil }
    if let schema = YAMLSchema(resolution, for: self), schema.tag(of: self) != .bool { return nil }
    if case .bool(let truth) = value(resolution) { return truth }
    return nil
  }
}

extension YAMLSchema {
  /// The rules that `resolution` has for `node`; nil for JSON and TOML.
  init?(_ resolution: ScalarResolution, for node: ConfigNode) {
    switch resolution {
    case .json, .toml: return nil
    case .pyYAML: self = .pyYAML
    case .omegaConf: self = .omegaConf
    case .ruamel: self = node.ruamelVersion == "1.1" ? .ruamel11 : .ruamel
    }
  }
}
