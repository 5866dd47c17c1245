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

  private mutating func observe(_ bytes: UnsafeBufferPointer<UInt8>, at path: Int, _ isProse: Bool) {
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
    for scalar in UTF8Scalars(bytes: bytes) {
      if let script = Script.of(scalar) { letters[script.rawValue] += 1 }
    }
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
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    guard index < bytes.count else { return nil }
    let first = bytes[index]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length where index + offset < bytes.count {
      scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F)
    }
    index += length
    return scalar
  }
}
