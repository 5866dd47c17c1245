/// The rules by which a YAML loader gives plain scalars their types, and makes values of them.
///
/// Patterns: PyYAML 6.0.3 resolver.py, ruamel.yaml 0.19.1 resolver.py, OmegaConf 2.3.0 _utils.py.
/// The order in which a loader asks is kept: bool, float, int, merge, null, timestamp, value.
enum YAMLSchema {
  case pyYAML, omegaConf, ruamel, ruamel11

  /// What the loader takes a scalar for.
  enum Tag: Hashable { case null, bool, integer, float, timestamp, string, binary, merge, value, unknown }

  /// The value of a scalar node, its tag and quotes honoured.
  func value(of node: ConfigNode) -> ScalarValue {
    let tag = tag(of: node)
    if tag == .integer, let number = node.withTextBytes(Self.shortDecimal) { return .integer(number) }
    return construct(tag, node.text)
  }

  /// What the loader takes `node`, which is a scalar, for.
  func tag(of node: ConfigNode) -> Tag {
    if node.hasTag, let tag = node.resolvedTag {
      switch tag {
      // All three loaders read it as if it were plain and had no tag.
      case "!": return node.withTextBytes(resolve)
      case "tag:yaml.org,2002:str": return .string
      case "tag:yaml.org,2002:null": return .null
      case "tag:yaml.org,2002:bool": return .bool
      case "tag:yaml.org,2002:int": return .integer
      case "tag:yaml.org,2002:float": return .float
      case "tag:yaml.org,2002:timestamp": return .timestamp
      case "tag:yaml.org,2002:binary": return .binary
      case "tag:yaml.org,2002:merge": return .merge
      default: return .unknown
      }
    }
    switch node.style {
    case .plain, .missing: return node.withTextBytes(resolve)
    default: return .string
    }
  }

  /// Whether a plain scalar without a tag that begins with `first` may be anything but a text, for whatever loader:
  /// the letters of the words for null and truth values, and what numbers, dates, `<<` and `=` begin with.
  static func mayBeNoText(_ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
      UInt8(ascii: "F"), UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "o"), UInt8(ascii: "O"),
      UInt8(ascii: "~"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "+"), UInt8(ascii: "<"), UInt8(ascii: "="):
      return true
    default: return false
    }
  }

  /// What the loader takes a plain scalar without a tag for.
  func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> Tag {
    guard let first = bytes.first else { return .null }
    guard Self.mayBeNoText(first) else { return .string }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
      if Self.shortDecimal(bytes) != nil { return .integer }
      if isFloat(bytes) { return .float }
      if first != UInt8(ascii: "."), isInteger(bytes) { return .integer }
      return self != .omegaConf && YAMLTimestamp.matches(bytes) ? .timestamp : .string
    case UInt8(ascii: "<"): return bytes.count == 2 && bytes[1] == first ? .merge : .string
    case UInt8(ascii: "="): return bytes.count == 1 ? .value : .string
    default: return resolveWord(bytes)
    }
  }

  private func resolveWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Tag {
    guard bytes.count <= 5 else { return .string }
    switch String(decoding: bytes, as: UTF8.self) {
    case "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE", "false", "False", "FALSE": return .bool
    case "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF":
      return self == .ruamel ? .string : .bool
    case "y", "Y", "n", "N": return self == .ruamel11 ? .bool : .string
    default: return .string
    }
  }

  private func construct(_ tag: Tag, _ text: String) -> ScalarValue {
    let value: ScalarValue?
    switch tag {
    case .null: value = .null
    case .bool: value = Self.bool(text, takesLetters: self == .ruamel || self == .ruamel11)
    case .integer: value = integer(text)
    case .float: value = float(text)
    case .timestamp: value = YAMLTimestamp.isValid(text) ? .timestamp(text) : nil
    case .string: value = .string(text)
    case .binary: value = Base64.decode(Array(text.utf8)).map { .binary($0) }
    case .merge, .value, .unknown: value = nil
    }
    return value ?? .refused(text)
  }

  /// `SafeConstructor.bool_values`; ruamel's has `y` and `n` too.
  private static func bool(_ text: String, takesLetters: Bool) -> ScalarValue? {
    switch text.lowercased() {
    case "yes", "true", "on": return .bool(true)
    case "no", "false", "off": return .bool(false)
    case "y" where takesLetters: return .bool(true)
    case "n" where takesLetters: return .bool(false)
    default: return nil
    }
  }
}
