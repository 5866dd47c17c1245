/// What is observed of a data set beside its files, its syntax and, of tables, their cells, which always are: each costs
/// time or memory that not everybody asks for.
///
/// A profile in which something was not observed holds nothing of it, as if no record had any: whoever reads that part
/// has to have asked for it.
package struct ObservationSet: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Records that are the same byte for byte: 32 bytes of memory a record.
  package static let copies = ObservationSet(rawValue: 1)
  /// Columns and fields at every depth with their types, keys that stand twice, and the formats that these tell.
  package static let fields = ObservationSet(rawValue: 16)
  // What follows is read off the fields while they come by.
  /// How long records and texts are.
  package static let lengths = ObservationSet(rawValue: 2).union(.fields)
  /// The scripts that texts are written in.
  package static let scripts = ObservationSet(rawValue: 4).union(.fields)
  /// Secrets and control tokens in texts.
  package static let search = ObservationSet(rawValue: 8).union(.fields)
  /// Turns of conversations: who speaks, in what order, and the tools that are called.
  package static let turns = ObservationSet(rawValue: 32).union(.fields)
  /// What is odd about records of token numbers, pairs of answers, and texts with images.
  package static let signs = ObservationSet(rawValue: 64).union(.fields)

  /// How many words stand before what is to be learned.
  package static let prompts = ObservationSet(rawValue: 128).union(.fields)

  /// What records are made of: enough for whoever wants to know what a data set is.
  package static let contents: ObservationSet = [.fields, .turns, .signs]
  package static let all: ObservationSet = [.contents, .copies, .lengths, .scripts, .search, .prompts]
}
