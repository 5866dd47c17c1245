import ByteScan

/// Measures texts while they come by: how long they are, and in which scripts they are written.
struct TextFold {
  private let measures: Bool
  private let reads: Bool
  /// By the number of a path; nil where no text was seen.
  private(set) var lengths: [LengthCensus?] = []
  private(set) var scripts = ScriptCensus()
  /// The letters of the record that comes by, by script.
  private var letters = [Int](repeating: 0, count: Script.allCases.count)

  init(_ observed: ObservationSet) {
    measures = observed.contains(.lengths)
    reads = observed.contains(.scripts)
  }

  /// Whether anything is to be looked at.
  var isOn: Bool { measures || reads }

  /// Takes in a text at a path of the trie; what is no prose, such as a role, is in no script. O(bytes).
  mutating func observe(_ text: RecordValue, at path: Int, isProse: Bool) {
    // Without escapes the bytes are the text.
    if text.hasEscapes {
      text.textBytes.withUnsafeBufferPointer { observe($0, at: path, isProse) }
    } else {
      observe(text.innerBytes, at: path, isProse)
    }
  }

  /// Takes in a text of which only the letters are looked at, since its path is not kept. O(bytes).
  mutating func readLetters(of text: RecordValue) {
    guard reads else { return }
    if text.hasEscapes {
      text.textBytes.withUnsafeBufferPointer { readLetters($0, isASCII: false) }
    } else {
      readLetters(text.innerBytes, isASCII: false)
    }
  }

  /// Takes in what a text says. O(bytes).
  mutating func observe(_ bytes: UnsafeBufferPointer<UInt8>, at path: Int, _ isProse: Bool) {
    let characters = bytes.baseAddress.map { Int(bytescan_code_points($0, bytes.count)) } ?? 0
    if measures {
      while lengths.count <= path { lengths.append(nil) }
      lengths[path, default: LengthCensus()].note(characters)
    }
    if reads, isProse { readLetters(bytes, isASCII: characters == bytes.count) }
  }

  private mutating func readLetters(_ bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    guard let start = bytes.baseAddress else { return }
    letters[Script.latin.rawValue] += Int(bytescan_ascii_letters(start, bytes.count))
    if isASCII { return }
    // Letters mostly stand among others of their block.
    var (block, count) = (Script.block(of: 0x80), 0)
    for scalar in UTF8Scalars(bytes: bytes) {
      if scalar < block.first || scalar > block.last {
        note(count, of: block)
        (block, count) = (Script.block(of: scalar), 0)
      }
      count &+= 1
    }
    note(count, of: block)
  }

  private mutating func note(_ count: Int, of block: Script.Block) {
    if let script = block.script { letters[script.rawValue] += count }
  }

  /// Behind the last text of a record.
  mutating func end(_ record: RecordView) {
    guard reads else { return }
    scripts.note(record, letters: letters)
    for script in letters.indices { letters[script] = 0 }
  }
}

extension Array where Element == LengthCensus? {
  fileprivate subscript(index: Int, default empty: LengthCensus) -> LengthCensus {
    get { self[index] ?? empty }
    _modify {
      var value = self[index] ?? empty
      self[index] = nil
      yield &value
      self[index] = value
    }
  }
}

/// The code points of valid UTF-8 that are not ASCII, in order.
private struct UTF8Scalars: Sequence, IteratorProtocol {
  let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> UInt32? {
    while index < bytes.count, bytes[index] < 0x80 { index &+= 1 }
    guard index < bytes.count else { return nil }
    let first = UInt32(bytes[index])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard index &+ length <= bytes.count else { return nil }
    defer { index &+= length }
    let second = UInt32(bytes[index &+ 1] & 0x3F)
    if length == 2 { return (first & 0x1F) &<< 6 | second }
    let third = UInt32(bytes[index &+ 2] & 0x3F)
    if length == 3 { return (first & 0x0F) &<< 12 | second &<< 6 | third }
    return (first & 0x07) &<< 18 | second &<< 12 | third &<< 6 | UInt32(bytes[index &+ 3] & 0x3F)
  }
}
