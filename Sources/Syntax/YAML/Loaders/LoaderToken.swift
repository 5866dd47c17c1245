/// A piece of YAML as the loaders' grammars see it (YAML 1.1; PyYAML 6.0.3 tokens.py).
struct LoaderToken {
  enum Kind: UInt32 {
    case streamEnd, documentStart, documentEnd
    case versionDirective, tagDirective, otherDirective
    case blockSequenceStart, blockMappingStart, blockEnd
    case flowSequenceStart, flowMappingStart, flowSequenceEnd, flowMappingEnd
    case blockEntry, flowEntry, key, value
    case alias, anchor, tag, scalar
  }

  /// Several kinds, one bit each.
  struct Kinds: ExpressibleByArrayLiteral {
    private let bits: UInt32

    @inline(__always)
    init(arrayLiteral kinds: Kind...) { bits = kinds.reduce(0) { $0 | 1 << $1.rawValue } }

    @inline(__always)
    func contains(_ kind: Kind) -> Bool { bits & 1 << kind.rawValue != 0 }
  }

  let kind: Kind
  let range: TextRange
  /// 0-based.
  let line: Int
  /// The name of an anchor or alias; the handle of a tag or of a `%TAG`, empty where a tag has none.
  var name = TextRange.at(0)
  /// What follows the handle of a tag, or the prefix that a `%TAG` gives it.
  var rest = TextRange.at(0)

  /// What a message calls it.
  var text: String {
    switch kind {
    case .streamEnd: return "the end of the text"
    case .documentStart: return "'---'"
    case .documentEnd: return "'...'"
    case .versionDirective, .tagDirective, .otherDirective: return "a directive"
    case .blockSequenceStart: return "a sequence"
    case .blockMappingStart: return "a mapping"
    case .blockEnd: return "the end of the block"
    case .flowSequenceStart: return "'['"
    case .flowMappingStart: return "'{'"
    case .flowSequenceEnd: return "']'"
    case .flowMappingEnd: return "'}'"
    case .blockEntry: return "'-'"
    case .flowEntry: return "','"
    case .key: return "a key"
    case .value: return "':'"
    case .alias: return "an alias"
    case .anchor: return "an anchor"
    case .tag: return "a tag"
    case .scalar: return "a scalar"
    }
  }
}
