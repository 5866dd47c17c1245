import Syntax

/// Fills a profile in from JSON that `ProfileWriter` wrote. Whatever the text holds, it ends in a profile that can be
/// used, or in an error with a place.
struct ProfileReader: ProfileCoder {
  typealias Failure = ProfileFormatError

  /// More bytes than a file of records has; sums of what half a million profiles count are below their limit.
  static let largestNumber = 1 << 44

  private var node: ConfigNode

  init(_ node: ConfigNode) { self.node = node }

  func beginObject() throws(ProfileFormatError) {
    guard node.kind == .mapping else { throw error("expected an object") }
  }

  func endObject() {}

  mutating func member<Part: ProfilePart>(_ name: String, _ part: inout Part) throws(ProfileFormatError) {
    guard let value = node[name] else { return }
    try fill(&part, from: value)
  }

  mutating func list<Part: ProfilePart>(_ parts: inout [Part]) throws(ProfileFormatError) {
    guard node.kind == .sequence else { throw error("expected a list") }
    let outer = node
    parts = []
    parts.reserveCapacity(node.count)
    for element in node.children {
      var part = Part()
      node = element
      try part.code(with: &self)
      parts.append(part)
    }
    node = outer
  }

  mutating func optional<Part: ProfilePart>(_ part: inout Part?) throws(ProfileFormatError) {
    if case .null = node.value(.json) {
      part = nil
      return
    }
    var some = Part()
    try some.code(with: &self)
    part = some
  }

  mutating func integer(_ number: inout Int) throws(ProfileFormatError) {
    guard case .integer(let value) = node.value(.json), (0...Self.largestNumber).contains(value) else {
      throw error("expected a whole number from 0 to 2^44")
    }
    number = value
  }

  mutating func truth(_ truth: inout Bool) throws(ProfileFormatError) {
    guard case .bool(let value) = node.value(.json) else { throw error("expected true or false") }
    truth = value
  }

  mutating func text(_ text: inout String) throws(ProfileFormatError) {
    guard node.kind == .scalar, node.isQuoted else { throw error("expected a text") }
    text = node.text
  }

  mutating func bytes(_ bytes: inout [UInt8]) throws(ProfileFormatError) {
    guard node.kind == .scalar, node.isQuoted else { throw error("expected bytes in base64") }
    let text = Array(node.text.utf8)
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    // Whatever else stands in it is passed over, and would be missing here.
    guard let decoded = Base64.decode(text), decoded.count == text.count / 4 * 3 - padding,
      text.count.isMultiple(of: 4)
    else { throw error("expected bytes in base64") }
    bytes = decoded
  }

  func require(_ condition: Bool, _ message: String) throws(ProfileFormatError) {
    if !condition { throw error(message) }
  }

  private mutating func fill<Part: ProfilePart>(
    _ part: inout Part, from value: ConfigNode
  ) throws(ProfileFormatError) {
    let outer = node
    node = value
    try part.code(with: &self)
    node = outer
  }

  private func error(_ message: String) -> ProfileFormatError {
    let file = node.tree.file
    let position = file.lines.position(at: node.range.start, in: file.bytes)
    return ProfileFormatError(message: message, place: (position.line, position.column))
  }
}
