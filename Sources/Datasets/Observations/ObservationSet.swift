/// What is observed beside fields, formats and faults, which always are: each costs time or memory that few ask for.
package struct ObservationSet: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Records that are the same byte for byte: 32 bytes of memory a record.
  package static let copies = ObservationSet(rawValue: 1)
  /// How long records and texts are.
  package static let lengths = ObservationSet(rawValue: 2)
  /// The scripts that texts are written in.
  package static let scripts = ObservationSet(rawValue: 4)
  /// Secrets and control tokens in texts.
  package static let search = ObservationSet(rawValue: 8)

  /// How many words stand before what is to be learned.
  package static let prompts = ObservationSet(rawValue: 128)

  package static let all: ObservationSet = [.copies, .lengths, .scripts, .search, .prompts]
}
