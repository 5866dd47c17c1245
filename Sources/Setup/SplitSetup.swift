import Datasets
import Syntax

/// What a part of the data is for.
package enum Split: String, Hashable, Sendable, CaseIterable {
  case train, validation, test
}

/// The data of one split as the set-up uses it.
package struct SplitSetup: Sendable {
  package let split: Split
  /// Files as written, and where; unknown for data sets that a hub serves.
  package let files: Fact<[String]>
  /// Columns as the trainer receives them, after the preprocessing that we could read.
  package var columns: SplitColumns
  /// How the rows are laid out when they reach the trainer, where the columns or the files show it.
  package var format: Fact<RowFormat>
  /// Columns of the files themselves, which both splits' rows are made of alike; nil where they were not read, or where
  /// a step of this split's own has changed them.
  package var fileColumns: SplitColumns?
  /// What the files hold, where they were read and each of their records reaches the trainer; nil otherwise.
  package var records: Profile?
  /// The same, where the records also reach the trainer, or the framework's own preprocessing, as they stand in the files.
  package var unchangedRecords: Profile?
  /// The names that a script tells of the files' columns; nil where they are the usual ones, or not known.
  package var fileNames: FileNames?
  /// The call that loads it from files, perhaps along with other splits.
  package var load: FileLoad?
  /// The function that `.map` applies, where it is one of the project's own.
  package var preprocessing: Span?

  package init(
    split: Split, files: Fact<[String]>, columns: SplitColumns, format: Fact<RowFormat>,
    preprocessing: Span? = nil
  ) {
    self.split = split
    self.files = files
    self.columns = columns
    self.format = format
    self.preprocessing = preprocessing
  }

  /// As facts for the run card and for comparing set-ups.
  package var facts: [(key: String, fact: Fact<SetupValue>)] {
    let key = "data.\(split.rawValue)"
    var all: [(key: String, fact: Fact<SetupValue>)] = [
      ("\(key).files", files.map(orUnknown: "") { .list($0.map { .string($0) }) })
    ]
    if columns.isClosed || !columns.names.isEmpty {
      all.append(("\(key).columns", columns.fact))
    }
    if !format.isUnknown {
      all.append(("\(key).format", format.map(orUnknown: "") { .string($0.rawValue) }))
    }
    return all
  }
}

/// The layout of the rows that an SFT trainer is given (TRL's dataset formats, and what comes before them).
package enum RowFormat: String, Hashable, Sendable {
  case text = "text"
  case promptCompletion = "prompt and completion"
  case conversationalPromptCompletion = "conversational prompt and completion"
  case messages = "messages"
  case shareGPT = "ShareGPT conversations"
  case instruction = "instruction columns"
  case tokenized = "tokenized"
}

/// Column names of a split, each with the place that shows it.
package struct SplitColumns: Sendable {
  package struct Column: Hashable, Sendable {
    package let name: String
    /// Where the name is written: the key of the returned dict, the first record of a file.
    package let span: Span?
    /// The first record of a data file that has it.
    package let place: RecordPlace?
    /// What makes the column speaks of -100, the label that carries no loss; true for columns of a file,
    /// since somebody prepared them.
    package let isMasked: Bool

    package init(name: String, span: Span?, place: RecordPlace? = nil, isMasked: Bool = false) {
      self.name = name
      self.span = span
      self.place = place
      self.isMasked = isMasked || place != nil
    }
  }

  package private(set) var columns: [Column]
  /// Why there may be more columns than these; nil when these are all.
  package let openReason: String?
  /// Columns that a step certainly took away, each with the place that names it.
  package let removed: [Column]

  package init(_ columns: [Column], removed: [Column] = [], openReason: String? = nil) {
    self.columns = columns
    self.removed = removed
    self.openReason = openReason
  }

  package var isClosed: Bool { openReason == nil }
  /// Each name once: several places may give a column.
  package var names: [String] {
    var seen: Set<String> = []
    return columns.map(\.name).filter { seen.insert($0).inserted }
  }
  package func contains(_ name: String) -> Bool { columns.contains { $0.name == name } }
  /// Whether the column is certainly not there. O(columns).
  package func lacks(_ name: String) -> Bool {
    !contains(name) && (isClosed || removed.contains { $0.name == name })
  }
  package subscript(name: String) -> Column? { columns.first { $0.name == name } }

  package var fact: Fact<SetupValue> {
    .known(.list(names.map { .string($0) }), at: columns.first?.span)
  }
}
