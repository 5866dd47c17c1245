import Syntax

/// Splits one row of a table into its fields, as pandas' C parser does: RFC 4180, and what it takes beside that.
///
/// A quote opens a quoted field at the start of a field only; elsewhere it is a character like any other. Behind the
/// closing quote everything up to the next delimiter belongs to the field as it stands. Nothing escapes but `""` in
/// quotes. `fixtures/goldens/csv_loaders.tsv` has each of these.
struct RowParser: ~Copyable {
  let delimiter: UInt8
  /// The row as node 0, then its fields; node 0 is no object, but a text that is all of the row.
  private(set) var map = RecordMap()
  /// Where the first NUL stands; nil where there is none.
  private(set) var nul: Int?
  /// Whether a line break stands in quotes.
  private(set) var hasBreaks = false
  /// The bytes looked at, all ored: its top bits say whether any is not ASCII.
  private var seen: UInt64 = 0

  init(_ dialect: TableDialect) { delimiter = dialect.delimiter }

  enum Outcome {
    /// The row ends before the byte at this index: a line end, or the end of the file.
    case row(end: Int)
    /// What is loaded ends in the row.
    case cut
    /// The file ends in quotes that opened here.
    case openQuote(Int)
  }

  /// Whether a byte of the row may be none of ASCII.
  var mayHaveMultibyte: Bool { seen & 0x8080_8080_8080_8080 != 0 }

  /// More fields than these are counted, and not kept.
  static let fieldLimit = 1 << 16
  /// How many fields the row has.
  private(set) var fieldCount = 0

  /// Reads the row that begins at `start`; `filled` bytes are loaded, with zeros behind them. O(bytes of the row).
  mutating func read(_ text: UnsafePointer<UInt8>, from start: Int, filled: Int, isAtEnd: Bool) -> Outcome {
    map.clear()
    map.append(.string, start, start)
    fieldCount = 0
    (nul, hasBreaks, seen) = (nil, false, 0)
    var index = start
    while true {
      let first = index
      var hasEscapes = false
      if text[index] == TableDialect.quote, index < filled {
        guard let closed = endOfQuotes(text, from: index + 1, filled: filled, &hasEscapes) else {
          return isAtEnd ? .openQuote(first) : .cut
        }
        index = closed
        // Whether the quote was the last one, the next byte says.
        if index == filled, !isAtEnd { return .cut }
        let ends = text[index] == delimiter || isLineEnd(text[index]) || index == filled
        if !ends { hasEscapes = true }
      }
      index = next(delimiter, in: text, from: index, filled: filled, stopsAtBreaks: true)
      if index == filled, !isAtEnd { return .cut }
      fieldCount &+= 1
      if fieldCount <= Self.fieldLimit { map.append(.string, first, index, hasEscapes: hasEscapes) }
      if index == filled || text[index] != delimiter {
        map.replaceFirst(.string, start, index)
        return .row(end: index)
      }
      index += 1
    }
  }

  /// Behind the quote that closes the field; nil where none is loaded.
  private mutating func endOfQuotes(
    _ text: UnsafePointer<UInt8>, from start: Int, filled: Int, _ hasEscapes: inout Bool
  ) -> Int? {
    var index = start
    while true {
      index = next(TableDialect.quote, in: text, from: index, filled: filled, stopsAtBreaks: false)
      if index == filled { return nil }
      guard text[index + 1] == TableDialect.quote, index + 1 < filled else { return index + 1 }
      hasEscapes = true
      index += 2
    }
  }

  /// Where the next `byte` stands, or the next line end where those stop; `filled` where none does.
  @inline(__always)
  private mutating func next(
    _ byte: UInt8, in text: UnsafePointer<UInt8>, from start: Int, filled: Int, stopsAtBreaks: Bool
  ) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = ones &* UInt64(byte)
    var index = start
    while index < filled {
      let word = UInt64(littleEndian: UnsafeRawPointer(text + index).loadUnaligned(as: UInt64.self))
      seen |= word
      let (wanted, lineFeed, lineReturn) = (word ^ pattern, word ^ (ones &* 0x0A), word ^ (ones &* 0x0D))
      // Exact up to the first hit: a borrow comes out of a hit only.
      var found = (wanted &- ones) & ~wanted | (lineFeed &- ones) & ~lineFeed
      found |= (lineReturn &- ones) & ~lineReturn | (word &- ones) & ~word
      found &= ones &* 0x80
      guard found != 0 else {
        index &+= 8
        continue
      }
      index &+= found.trailingZeroBitCount >> 3
      if index >= filled { return filled }
      let hit = text[index]
      if hit == byte { return index }
      if hit == 0 {
        if nul == nil { nul = index }
      } else if stopsAtBreaks {
        return index
      } else {
        hasBreaks = true
      }
      index &+= 1
    }
    return filled
  }

  @inline(__always)
  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

/// The row that was read.
extension RowParser {
  var nodes: UnsafePointer<RecordNode> { UnsafePointer(map.nodes) }
  /// The same, for who says what kinds the cells are of.
  var cells: UnsafeMutablePointer<RecordNode> { map.nodes }
  var range: TextRange { TextRange(map.nodes[0].start, map.nodes[0].end) }

  /// The bytes of the field `index`, from 0 on, with its quotes.
  func range(of index: Int) -> TextRange { TextRange(map.nodes[index + 1].start, map.nodes[index + 1].end) }

  /// Drops so many fields at the front, and adds empty ones at the end until there are `width`.
  mutating func fit(_ dropped: Int, _ width: Int) {
    if dropped > 0 { map.drop(from: 1, dropped) }
    while map.count <= width { map.append(.null, range.end, range.end) }
  }
}

extension RecordParser {
  /// Where the first byte from `start` on stands that is no UTF-8; nil where all is. O(bytes).
  func firstInvalid(from start: Int) -> Int? {
    var index = start
    while index < end {
      if text[index] < 0x80 {
        index += 1
        continue
      }
      do throws(ParseFailure) {
        index = try skipMultibyte(index)
      } catch {
        return error.stop.offset
      }
    }
    return nil
  }
}
