import ByteScan

/// Where and why a text stopped being JSON.
struct ParseStop: Equatable {
  /// What the grammar could not take; the words for people are made by `FaultDiagnosis`.
  enum Reason: Equatable {
    /// The text ended inside an array, an object, or before any value.
    case ended
    /// The text ended inside a string; the offset is that of its opening quote.
    case endedInString
    case expectedValue
    case expectedKey
    case expectedColon
    case expectedCommaOrBrace
    case expectedCommaOrBracket
    /// A byte below 0x20 inside a string.
    case controlCharacter
    /// A backslash before a letter that it cannot escape; the offset is that of the backslash.
    case badEscape
    case invalidUTF8
    case badNumber
    case tooDeep
  }
  let reason: Reason
  /// Byte offset from the start of the text.
  let offset: Int
}

/// RFC 8259 over bytes, straight into a `RecordMap`.
///
/// NaN, Infinity, -Infinity and unpaired surrogate escapes are taken, as Python's json takes them, and noted
/// in the map. Everything else that the RFC refuses stops the parser. The caller guarantees that `text[end]`
/// is a zero byte that may be read, and that 16 bytes behind it may be read too: so the inner loops need no
/// bounds checks.
struct RecordParser {
  /// Levels of arrays and objects that are followed; Python's own limit is close to this one.
  static let depthLimit = Int(bytescan_depth_limit)

  let text: UnsafePointer<UInt8>
  let end: Int

  /// What came of reading one value.
  enum Outcome {
    /// A value; `next` is the offset behind it.
    case value(next: Int)
    case stop(ParseStop)
  }

  /// Reads one value from `start` on, white space before it allowed. O(bytes), iterative.
  @inline(__always)
  func read(from start: Int, into map: inout RecordMap) -> Outcome {
    do throws(ParseFailure) {
      return .value(next: try parse(from: start, into: &map))
    } catch {
      return .stop(error.stop)
    }
  }

  /// `read`, with the stop thrown.
  ///
  /// One function although it is long: the two halves hand the position and the open container to each other.
  private func parse(from start: Int, into map: inout RecordMap) throws(ParseFailure) -> Int {
    map.clear()
    var index = start
    var open = -1
    var depth = 0
    values: while true {
      index = skipSpace(index)
      let first = index
      switch text[index] {
      case 0x22:
        index = try string(index, .string, &map)
      case 0x7B, 0x5B:
        let isObject = text[index] == 0x7B
        depth &+= 1
        guard depth <= Self.depthLimit else { throw .at(.tooDeep, index) }
        open = map.open(isObject ? .object : .array, at: index, inside: open)
        index = skipSpace(index &+ 1)
        guard text[index] == (isObject ? 0x7D : 0x5D) else {
          if isObject { index = try key(index, &map) }
          continue values
        }
        index &+= 1
        depth &-= 1
        open = map.close(open)
      case 0x30...0x39, 0x2D:
        index = try number(index, &map)
      default:
        index = try word(index, &map)
      }
      assert(index > first)
      while open >= 0 {
        let isObject = map.nodes[open].isObject
        index = skipSpace(index)
        if text[index] == 0x2C {
          index &+= 1
          if isObject { index = try key(skipSpace(index), &map) }
          continue values
        }
        guard text[index] == (isObject ? 0x7D : 0x5D) else {
          throw failure(isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket, index)
        }
        index &+= 1
        depth &-= 1
        open = map.close(open)
      }
      return index
    }
  }

  /// The first byte from `index` on that is no JSON white space.
  @inline(__always)
  func skipSpace(_ start: Int) -> Int {
    var index = start
    while true {
      let byte = text[index]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return index }
      index &+= 1
    }
  }

  /// A key and its colon; gives the offset behind the colon.
  @inline(__always)
  private func key(_ start: Int, _ map: inout RecordMap) throws(ParseFailure) -> Int {
    guard text[start] == 0x22 else { throw failure(.expectedKey, start) }
    let index = skipSpace(try string(start, .key, &map))
    guard text[index] == 0x3A else { throw failure(.expectedColon, index) }
    return index &+ 1
  }

  /// true, false, null and what Python adds to them.
  private func word(_ start: Int, _ map: inout RecordMap) throws(ParseFailure) -> Int {
    if let (kind, end) = literal(start) {
      map.append(kind, start, end)
      return end
    }
    if matches("NaN", start) { return notANumber(start, length: 3, &map) }
    if matches("Infinity", start) { return notANumber(start, length: 8, &map) }
    throw failure(.expectedValue, start)
  }

  /// true, false or null.
  @inline(__always)
  private func literal(_ start: Int) -> (kind: RecordNode.Kind, end: Int)? {
    switch text[start] {
    case 0x74 where matches("true", start): return (.boolean, start &+ 4)
    case 0x66 where matches("false", start): return (.boolean, start &+ 5)
    case 0x6E where matches("null", start): return (.null, start &+ 4)
    default: return nil
    }
  }

  private func notANumber(_ start: Int, length: Int, _ map: inout RecordMap) -> Int {
    if map.notANumber == nil { map.notANumber = start }
    map.append(.real, start, start &+ length)
    return start &+ length
  }

  @inline(__always)
  private func number(_ start: Int, _ map: inout RecordMap) throws(ParseFailure) -> Int {
    if text[start] == 0x2D, matches("Infinity", start &+ 1) { return notANumber(start, length: 9, &map) }
    let (kind, end) = try plainNumber(start)
    map.append(kind, start, end)
    return end
  }

  @inline(__always)
  private func plainNumber(_ start: Int) throws(ParseFailure) -> (kind: RecordNode.Kind, end: Int) {
    var index = start
    if text[index] == 0x2D { index &+= 1 }
    guard isDigit(text[index]) else { throw failure(.badNumber, index) }
    if text[index] == 0x30 {
      index &+= 1
      if isDigit(text[index]) { throw failure(.badNumber, index) }
    } else {
      index = skipDigits(index)
    }
    var kind = RecordNode.Kind.integer
    if text[index] == 0x2E {
      kind = .real
      guard isDigit(text[index &+ 1]) else { throw failure(.badNumber, index) }
      index = skipDigits(index &+ 1)
    }
    if text[index] | 0x20 == 0x65 {
      kind = .real
      var digits = index &+ 1
      if text[digits] == 0x2B || text[digits] == 0x2D { digits &+= 1 }
      guard isDigit(text[digits]) else { throw failure(.badNumber, index) }
      index = skipDigits(digits)
    }
    return (kind, index)
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  private func skipDigits(_ start: Int) -> Int {
    var index = start
    while isDigit(text[index]) { index &+= 1 }
    return index
  }

  @inline(__always)
  private func matches(_ word: StaticString, _ start: Int) -> Bool {
    let letters = word.utf8Start
    for index in 0..<word.utf8CodeUnitCount where text[start &+ index] != letters[index] { return false }
    return true
  }

  /// A stop at `offset`; at the end of the text it is the end that is to blame.
  @inline(never)
  private func failure(_ reason: ParseStop.Reason, _ offset: Int) -> ParseFailure {
    offset >= end ? .at(.ended, end) : .at(reason, offset)
  }
}

/// `ParseStop`, thrown.
struct ParseFailure: Error {
  let stop: ParseStop

  static func at(_ reason: ParseStop.Reason, _ offset: Int) -> ParseFailure {
    ParseFailure(stop: ParseStop(reason: reason, offset: offset))
  }
}
