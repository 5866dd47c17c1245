/// A file of named arrays of numbers, as PyTorch's world keeps weights.
///
/// The format: the length of the header in eight bytes, the header in JSON, then the bytes of all arrays
/// (github.com/huggingface/safetensors, README "Format"). Numbers are little-endian. Of the types of numbers those of
/// floating point with 32 and 64 bits are read, and those with 32 bits are written.
package struct Safetensors: Sendable {
  /// An array of the file.
  package struct Entry: Hashable, Sendable {
    package let shape: [Int]
    /// In row-major order; numbers of 32 bits are exact in 64.
    package let elements: [Double]

    package init(shape: [Int], elements: [Double]) { (self.shape, self.elements) = (shape, elements) }
  }

  package var entries: [String: Entry]
  /// Free text by name.
  package var metadata: [String: String]

  package init(entries: [String: Entry] = [:], metadata: [String: String] = [:]) {
    (self.entries, self.metadata) = (entries, metadata)
  }

  /// The arrays in `bytes`. O(bytes).
  ///
  /// - Throws: where a length or a place does not fit the file, or the header is not what the format asks for.
  package init(_ bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else {
      throw SafetensorsError(offset: 0, message: "the file is shorter than 8 bytes")
    }
    let length = UInt64(littleEndianBytes: bytes[..<8])
    guard length <= UInt64(bytes.count - 8) else {
      throw SafetensorsError(offset: 0, message: "the header of \(length) bytes is longer than the file")
    }
    let data = 8 + Int(length)
    var reader = SafetensorsHeaderReader(bytes, 8..<data)
    let header = try reader.readHeader()
    metadata = header.metadata
    entries = [:]
    for (name, place) in header.arrays {
      guard place.bytes.upperBound <= bytes.count - data else {
        throw SafetensorsError(offset: place.offset, message: "'\(name)' lies outside of the file")
      }
      let own = data + place.bytes.lowerBound..<data + place.bytes.upperBound
      entries[name] = try Self.entry(name, place, bytes[own])
    }
  }

  private static func entry(
    _ name: String, _ place: SafetensorsHeader.Place, _ bytes: ArraySlice<UInt8>
  ) throws(SafetensorsError) -> Entry {
    guard let width = ["F32": 4, "F64": 8][place.type] else {
      throw SafetensorsError(
        offset: place.offset, message: "'\(name)' holds numbers of type \(place.type), which is not read")
    }
    guard let count = place.elementCount, bytes.count == count * width else {
      throw SafetensorsError(offset: place.offset, message: "the bytes of '\(name)' do not fill its shape")
    }
    let starts = stride(from: bytes.startIndex, to: bytes.endIndex, by: width)
    return Entry(
      shape: place.shape,
      elements: starts.map { start in
        let bits = UInt64(littleEndianBytes: bytes[start..<start + width])
        return width == 8 ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(bits)))
      })
  }

  /// The file with all numbers in 32 bits, arrays in the order of their names. O(bytes).
  package var bytes: [UInt8] {
    var data: [UInt8] = []
    var header = SafetensorsHeader(metadata: metadata)
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      let start = data.count
      for element in entry.elements { data += Float(element).bitPattern.littleEndianBytes }
      header.arrays.append(
        (name, SafetensorsHeader.Place(type: "F32", shape: entry.shape, bytes: start..<data.count)))
    }
    // The header is padded with blanks, so that the numbers behind it are aligned.
    var text = Array(header.text.utf8)
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return UInt64(text.count).littleEndianBytes + text + data
  }
}

extension UInt64 {
  fileprivate init(littleEndianBytes bytes: ArraySlice<UInt8>) {
    self = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension FixedWidthInteger {
  fileprivate var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
  }
}
