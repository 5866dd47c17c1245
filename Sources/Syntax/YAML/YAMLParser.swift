/// Reads YAML 1.2.2 into a `ConfigTree`.
///
/// One walk over the bytes with an explicit stack of open collections: no recursion, no tokens, linear time.
/// Aliases stay aliases (`ConfigNode.Kind.alias`), merge keys stay ordinary `<<` entries. An anchor or a tag
/// never lies inside its own node's range, but always inside the range of the collection around it.
package enum YAMLParser {
  /// How many collections may lie inside each other; deeper ones are a problem of kind `.limit`.
  package static let depthLimit = 256
  /// How many nodes a document may have when its aliases are replaced; more are a problem of kind `.limit`.
  package static let expansionLimit = 1_000_000

  /// Parses all documents of `file`; never fails, see `ConfigTree.problems`. O(bytes).
  ///
  /// What is valid is decided by the YAML 1.2.2 specification alone; what one loader makes of it is asked of
  /// `ScalarResolution` and `ConfigNode.effectiveEntries`.
  package static func parse(_ file: SourceFile) -> ConfigTree {
    file.bytes.withUnsafeBufferPointer { bytes in
      var state = YAMLParserState(file: file, bytes: bytes)
      if state.checkEncoding() { state.parseStream() }
      state.reportDuplicateKeys()
      state.checkExpansion()
      return state.builder.finish()
    }
  }
}

/// The walk itself; the productions live in extensions, one file for each part of the grammar.
struct YAMLParserState {
  let bytes: UnsafeBufferPointer<UInt8>
  let end: Int
  /// The next byte to read.
  var at = 0
  /// The first byte of the line that `at` is on.
  var lineStart = 0
  var builder: ConfigTreeBuilder
  /// The collections that are open, outermost first; the first one is the document.
  var stack: [YAMLFrame] = []
  /// The last node of each anchor's name in this document.
  var anchors: [String: Int32] = [:]
  /// Prefixes by handle, as `%TAG` lines of this document give them.
  var tagPrefixes: [String: String] = [:]
  /// Anchor and tag in front of the next node on this line.
  var properties = YAMLProperties()
  /// Anchor and tag that stand on a line before their node.
  var outerProperties = YAMLProperties()
  /// Start of the line on which a structural problem was reported, so that it is not reported again.
  var reportedLine = -1
  /// Quoted strings that go on before this place are known to be closed there.
  var closedBefore = 0
  /// Where folded text is put together.
  var decoded: [UInt8] = []
  /// The depth limit was reached in this document, whose rest is not read.
  var reachedLimit = false
  var hasAliases = false

  init(file: SourceFile, bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    end = bytes.count
    builder = ConfigTreeBuilder(file: file, language: .yaml)
  }

  /// The byte at `index`, or a line feed behind the end, which ends everything that a line end ends.
  @inline(__always)
  func byte(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0x0A }

  /// Whether white space, a line end or the end of the text stands at `index`.
  @inline(__always)
  func isBlank(_ index: Int) -> Bool { byte(index).isYAMLBlank }

  /// How many spaces the line begins with.
  @inline(__always)
  func spaces(from start: Int) -> Int {
    var index = start
    while index < end, bytes[index] == 0x20 { index += 1 }
    return index - start
  }

  /// The first byte at or behind `index` that is neither space nor tab.
  @inline(__always)
  func skippingWhite(_ index: Int) -> Int {
    var index = index
    while index < end, bytes[index].isYAMLWhite { index += 1 }
    return index
  }

  /// Where the line that holds `index` ends, its line break not included.
  @inline(__always)
  func lineEnd(_ index: Int) -> Int {
    var index = index
    while index < end, !bytes[index].isYAMLBreak { index += 1 }
    return index
  }

  /// Steps over the line break at `at`: LF, CR LF or CR.
  @inline(__always)
  mutating func consumeBreak() {
    guard at < end else { return }
    if bytes[at] == 0x0D, at + 1 < end, bytes[at + 1] == 0x0A { at += 1 }
    at += 1
    lineStart = at
  }

  /// Whether `---` or `...` opens the line at `index`, which is the start of a line.
  @inline(__always)
  func isDocumentMarker(_ index: Int) -> Bool {
    guard index + 3 <= end else { return false }
    let first = bytes[index]
    guard first == UInt8(ascii: "-") || first == UInt8(ascii: ".") else { return false }
    return bytes[index + 1] == first && bytes[index + 2] == first && isBlank(index + 3)
  }

  /// Reports a mistake in the structure, at most one for each line.
  mutating func reportStructure(_ range: TextRange, _ message: String) {
    guard reportedLine != lineStart else { return }
    reportedLine = lineStart
    builder.report(.syntax, range, message)
  }

  /// What lies between two pieces of content.
  struct Separation {
    /// The content that follows is the first of its line.
    var isNewLine: Bool
    /// Where the white space in front of the content starts, on its line.
    var start: Int
    var tab: Int?
  }

  /// Steps over white space, line breaks and comments to the next content.
  mutating func skipToContent() -> Separation {
    var separation = Separation(isNewLine: at == lineStart, start: at)
    while at < end {
      switch bytes[at] {
      case 0x20: at += 1
      case 0x09:
        if separation.tab == nil { separation.tab = at }
        at += 1
      case 0x0A, 0x0D:
        consumeBreak()
        separation = Separation(isNewLine: true, start: at)
      case UInt8(ascii: "#"): scanComment(isOwnLine: separation.isNewLine)
      default: return separation
      }
    }
    return separation
  }

  /// Takes the comment at `at`, up to its line's end.
  mutating func scanComment(isOwnLine: Bool) {
    if at != lineStart, !bytes[at - 1].isYAMLWhite {
      reportStructure(
        TextRange(at, at + 1), "'#' without white space before it, expected a space or a line end")
    }
    let stop = lineEnd(at)
    var last = stop
    while last > at, bytes[last - 1].isYAMLWhite { last -= 1 }
    builder.comments.append(ConfigTree.Comment(range: TextRange(at, last), isOwnLine: isOwnLine))
    at = stop
  }
}
