import Testing

@testable import ReferenceTrainer

@Suite struct SafetensorsTests {
  @Test func whatIsWrittenIsReadAgain() throws {
    let file = Safetensors(
      entries: [
        "b.weight": .init(shape: [2, 3], elements: [1, -2, 0.5, 3, 1e-8.asFloat, 6]),
        "a": .init(shape: [], elements: [7]), "none": .init(shape: [0, 4], elements: []),
      ], metadata: ["format": "pt", "quote \"\\": "line\nend \u{1}ü"])
    let again = try Safetensors(file.bytes)
    #expect(again.entries == file.entries)
    #expect(again.metadata == file.metadata)
    #expect(again.bytes == file.bytes)
  }

  @Test(arguments: [
    ([], "shorter than 8 bytes"), ([255, 0, 0, 0, 0, 0, 0, 0], "longer than the file"),
    (text("{}x"), "behind the header"), (text("[]"), "expected '{'"), (text("{\"a\""), "expected ':'"),
    (text(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#), "outside of the file"),
    (text(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4), "do not fill its shape"),
    (text(#"{"a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}"#, 4), "type I8, which is not read"),
    (text(#"{"a":{"dtype":"F32","shape":[9223372036854775807,9],"data_offsets":[0,4]}}"#, 4), "do not fill"),
    (text(#"{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}"#, 4), "a start and an end"),
    (text(#"{"a":{"shape":[1,]}}"#), "expected a whole number"), (text(#"{"a\x":{}}"#), "stands for nothing"),
    (text(#"{"a":{"size":1}}"#), "says nothing about an array"),
  ])
  func aBrokenFileIsAnError(bytes: [UInt8], message: String) {
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(bytes) }
    #expect(error?.message.contains(message) == true, "\(String(describing: error))")
  }

  /// Every prefix, and every byte of the header changed: an error or a file, no crash.
  @Test func noByteOfTheHeaderIsTrusted() {
    let bytes = Safetensors(
      entries: ["a": .init(shape: [2], elements: [1, 2]), "b": .init(shape: [1], elements: [3])],
      metadata: ["k": "v"]
    ).bytes
    var readable = 0
    for end in bytes.indices where (try? Safetensors(Array(bytes[..<end]))) != nil { readable += 1 }
    #expect(readable == 0)
    for place in bytes.indices {
      for byte: UInt8 in [0, 0x22, 0x2C, 0x39, 0x5C, 0x7B, 0x7D, 0xFF] {
        var changed = bytes
        changed[place] = byte
        if let file = try? Safetensors(changed) {
          #expect(file.entries.values.allSatisfy { $0.elements.count == $0.shape.product })
        }
      }
    }
  }

  private static func text(_ header: String, _ data: Int = 0) -> [UInt8] {
    [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + Array(repeating: 0, count: data)
  }
}

extension Double {
  /// Rounded to 32 bits.
  fileprivate var asFloat: Double { Double(Float(self)) }
}
