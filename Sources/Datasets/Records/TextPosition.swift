import Syntax

/// A line and column that is carried along a stream of bytes; both 1-based, columns in code points.
///
/// A line ends with LF, CR LF, or a CR alone, as everywhere in glmlint, also where CR and LF come in two
/// pieces.
struct TextPosition: Equatable {
  private(set) var line: Int
  private(set) var column: Int
  private var endsWithReturn = false

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  var published: LineTable.Position { LineTable.Position(line: line, column: column) }

  /// Moves behind `bytes`. O(bytes).
  mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) {
    guard !endsWithReturn, bytes.count >= 64, let lineFeeds = ByteBlocks.lineFeeds(in: bytes) else {
      return advanceByByte(over: bytes)
    }
    line &+= lineFeeds.count
    column = (lineFeeds.count > 0 ? 1 : column) &+ ByteBlocks.codePoints(in: bytes, from: lineFeeds.end)
  }

  private mutating func advanceByByte(over bytes: UnsafeBufferPointer<UInt8>) {
    var line = line
    var column = column
    var previousIsReturn = endsWithReturn
    for byte in bytes {
      if byte == 0x0A {
        if !previousIsReturn { line &+= 1 }
        column = 1
      } else if byte == 0x0D {
        line &+= 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column &+= 1
      }
      previousIsReturn = byte == 0x0D
    }
    self.line = line
    self.column = column
    endsWithReturn = previousIsReturn
  }
}
