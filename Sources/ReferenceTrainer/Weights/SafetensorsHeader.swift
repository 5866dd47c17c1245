/// What the beginning of a safetensors file says about the rest.
struct SafetensorsHeader {
  /// Where an array lies.
  struct Place {
    /// `F32`, `BF16`, …
    var type = ""
    var shape: [Int] = []
    /// Counted from the end of the header.
    var bytes = 0..<0
    /// Where the file speaks of it.
    var offset = 0

    /// Nil where the shape's product does not fit into a number.
    var elementCount: Int? {
      shape.reduce(1) { count, length in
        count.flatMap { count in
          let product = count.multipliedReportingOverflow(by: length)
          return product.overflow ? nil : product.partialValue
        }
      }
    }
  }

  var metadata: [String: String] = [:]
  var arrays: [(name: String, place: Place)] = []

  /// The header as JSON.
  var text: String {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
      }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    for (name, place) in arrays {
      let shape = place.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(Self.quoted(name)):{\"dtype\":\"\(place.type)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(place.bytes.lowerBound),\(place.bytes.upperBound)]}")
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\0"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Reads the JSON of a safetensors header: objects of arrays, and of texts; nothing else occurs in it.
struct SafetensorsHeaderReader {
  private let bytes: [UInt8]
  private let end: Int
  private var place: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    (self.bytes, place, end) = (bytes, range.lowerBound, range.upperBound)
  }

  mutating func readHeader() throws(SafetensorsError) -> SafetensorsHeader {
    var header = SafetensorsHeader()
    try readMembers { reader, name throws(SafetensorsError) in
      if name == "__metadata__" {
        try reader.readMembers { reader, key throws(SafetensorsError) in
          header.metadata[key] = try reader.readText()
        }
      } else {
        header.arrays.append((name, try reader.readPlace()))
      }
    }
    skipBlanks()
    guard place == end else { throw error("something stands behind the header's object") }
    return header
  }

  private mutating func readPlace() throws(SafetensorsError) -> SafetensorsHeader.Place {
    var found = SafetensorsHeader.Place(offset: place)
    try readMembers { reader, key throws(SafetensorsError) in
      switch key {
      case "dtype": found.type = try reader.readText()
      case "shape": found.shape = try reader.readNumbers()
      case "data_offsets":
        let ends = try reader.readNumbers()
        guard ends.count == 2, ends[0] <= ends[1] else { throw reader.error("expected a start and an end") }
        found.bytes = ends[0]..<ends[1]
      default: throw reader.error("'\(key)' says nothing about an array")
      }
    }
    return found
  }

  /// An object whose values `read` takes.
  private mutating func readMembers(
    _ read: (inout SafetensorsHeaderReader, String) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try take("{")
    if try takesEnd("}") { return }
    repeat {
      let key = try readText()
      try take(":")
      try read(&self, key)
    } while try goesOn(until: "}")
  }

  private mutating func readNumbers() throws(SafetensorsError) -> [Int] {
    var numbers: [Int] = []
    try take("[")
    if try takesEnd("]") { return [] }
    repeat {
      skipBlanks()
      let start = place
      while place < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
      guard let number = Int(String(decoding: bytes[start..<place], as: UTF8.self)) else {
        throw error("expected a whole number")
      }
      numbers.append(number)
    } while try goesOn(until: "]")
    return numbers
  }

  private mutating func readText() throws(SafetensorsError) -> String {
    try take("\"")
    var text: [UInt8] = []
    while place < end, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] == UInt8(ascii: "\\") else {
        text.append(bytes[place])
        place += 1
        continue
      }
      text += try readEscape()
    }
    try take("\"")
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func readEscape() throws(SafetensorsError) -> [UInt8] {
    let escapes: [Character: UInt8] = [
      "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
    ]
    guard place + 1 < end else { throw error("the text ends inside of an escape") }
    let letter = Character(Unicode.Scalar(bytes[place + 1]))
    if let byte = escapes[letter] {
      place += 2
      return [byte]
    }
    guard letter == "u", place + 6 <= end,
      let code = UInt32(String(decoding: bytes[place + 2..<place + 6], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { throw error("the escape stands for nothing") }
    place += 6
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func goesOn(until close: Unicode.Scalar) throws(SafetensorsError) -> Bool {
    if try takesEnd(close) { return false }
    try take(",")
    return true
  }

  private mutating func takesEnd(_ close: Unicode.Scalar) throws(SafetensorsError) -> Bool {
    skipBlanks()
    guard place < end, bytes[place] == UInt8(ascii: close) else { return false }
    place += 1
    return true
  }

  private mutating func take(_ mark: Unicode.Scalar) throws(SafetensorsError) {
    skipBlanks()
    guard place < end, bytes[place] == UInt8(ascii: mark) else { throw error("expected '\(mark)'") }
    place += 1
  }

  private mutating func skipBlanks() {
    while place < end, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  private func error(_ message: String) -> SafetensorsError {
    SafetensorsError(offset: place, message: message)
  }
}
