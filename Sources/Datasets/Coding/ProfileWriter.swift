import Syntax

/// Writes a profile down as JSON: the same profile gives the same bytes.
struct ProfileWriter: ProfileCoder {
  typealias Failure = Never

  private(set) var json: [UInt8] = []
  /// Whether a member of the object that is open stands before.
  private var hasMember = false

  mutating func beginObject() {
    hasMember = false
    json.append(UInt8(ascii: "{"))
  }

  mutating func endObject() { json.append(UInt8(ascii: "}")) }

  mutating func member<Part: ProfilePart>(_ name: String, _ part: inout Part) {
    guard part != Part() else { return }
    if hasMember { json.append(UInt8(ascii: ",")) }
    write(name)
    json.append(UInt8(ascii: ":"))
    part.code(with: &self)
    hasMember = true
  }

  mutating func list<Part: ProfilePart>(_ parts: inout [Part]) {
    json.append(UInt8(ascii: "["))
    for index in parts.indices {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      parts[index].code(with: &self)
    }
    json.append(UInt8(ascii: "]"))
  }

  mutating func optional<Part: ProfilePart>(_ part: inout Part?) {
    guard var some = part else { return json += "null".utf8 }
    some.code(with: &self)
  }

  mutating func integer(_ number: inout Int) { json += String(number).utf8 }

  mutating func truth(_ truth: inout Bool) { json += (truth ? "true" : "false").utf8 }

  mutating func text(_ text: inout String) { write(text) }

  mutating func bytes(_ bytes: inout [UInt8]) {
    json.append(UInt8(ascii: "\""))
    Base64.encode(bytes, to: &json)
    json.append(UInt8(ascii: "\""))
  }

  func require(_ condition: Bool, _ message: String) {
    assert(condition, "a profile that cannot be read again: \(message)")
  }

  private mutating func write(_ text: String) {
    json.append(UInt8(ascii: "\""))
    json += EmbeddedMap.jsonEscaped(text).utf8
    json.append(UInt8(ascii: "\""))
  }
}
