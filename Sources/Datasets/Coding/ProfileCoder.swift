/// Why a text is no profile that was written down, and where.
package struct ProfileFormatError: Error, Hashable, Sendable {
  /// Lower case, no full stop.
  package let message: String
  /// Where in the text; nil where all of it is meant.
  package let place: (line: Int, column: Int)?

  package static func == (left: Self, right: Self) -> Bool {
    left.message == right.message && left.place?.line == right.place?.line
      && left.place?.column == right.place?.column
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(message) }
}

/// A part of a profile that can be written down and read again.
protocol ProfilePart: Equatable {
  /// The part as it is without anything seen; members that are so are not written.
  init()

  /// Names the members, to be written or to be filled in: one description for both, so that they cannot disagree.
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure)
}

/// Goes over the parts of a profile, and writes them down or fills them in from what was written.
protocol ProfileCoder {
  associatedtype Failure: Error

  /// Begins a part that has members.
  mutating func beginObject() throws(Failure)
  /// Ends what began last.
  mutating func endObject()
  /// One member of what began last; a part that is as `init()` makes it is left out.
  mutating func member<Part: ProfilePart>(_ name: String, _ part: inout Part) throws(Failure)
  mutating func list<Part: ProfilePart>(_ parts: inout [Part]) throws(Failure)
  mutating func optional<Part: ProfilePart>(_ part: inout Part?) throws(Failure)
  mutating func integer(_ number: inout Int) throws(Failure)
  mutating func truth(_ truth: inout Bool) throws(Failure)
  mutating func text(_ text: inout String) throws(Failure)
  /// Bytes that are no text.
  mutating func bytes(_ bytes: inout [UInt8]) throws(Failure)
  /// Refuses what was read where `condition` does not hold; of what is written it always does.
  func require(_ condition: Bool, _ message: String) throws(Failure)
}

extension ProfileCoder {
  /// A list of parts whose number is fixed.
  mutating func list<Part: ProfilePart>(_ parts: inout [Part], count: Int) throws(Failure) {
    try list(&parts)
    try require(parts.count == count, "expected \(count) elements, found \(parts.count)")
  }

  /// One of the words of an enumeration.
  mutating func word<Word: RawRepresentable>(_ word: inout Word) throws(Failure)
  where Word.RawValue == String {
    var raw = word.rawValue
    try text(&raw)
    guard let read = Word(rawValue: raw) else { return try require(false, "`\(raw)` is not known") }
    word = read
  }
}

extension Int: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.integer(&self)
  }
}

extension Bool: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.truth(&self)
  }
}

extension String: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.text(&self)
  }
}

extension Array: ProfilePart where Element: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.list(&self)
  }
}

extension Optional: ProfilePart where Wrapped: ProfilePart {
  init() { self = nil }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.optional(&self)
  }
}
