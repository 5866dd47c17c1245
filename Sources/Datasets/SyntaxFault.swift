import Syntax

/// Something in a dataset file that is not JSON, or JSON that some readers refuse, with its place.
package struct SyntaxFault: Hashable, Sendable {
  package let kind: Kind
  package let place: RecordPlace
  /// Lower case, no full stop: what stands there and what was expected.
  package let message: String

  package init(_ kind: Kind, _ place: RecordPlace, _ message: String) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  /// What went wrong, named by its usual cause. The raw value is the name in a report.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Single quotes: a Python dict printed with `repr`, not `json.dumps`.
    case singleQuotes = "single-quotes"
    /// `True`, `False` or `None`.
    case pythonLiteral = "python-literal"
    /// A comma before `}` or `]`.
    case trailingComma = "trailing-comma"
    /// A comma behind the record, as in a JSON array.
    case commaAfterRecord = "comma-after-record"
    /// The line, or the file, ends inside the record.
    case truncated
    /// Two records on one line, or one behind the end of an array. pyarrow takes the former as two rows; line
    /// readers refuse it.
    case secondRecord = "second-record"
    /// A comma between two members, elements or records is missing.
    case missingComma = "missing-comma"
    /// A `"` inside a string without a backslash.
    case unescapedQuote = "unescaped-quote"
    case missingColon = "missing-colon"
    /// A key without a value, or two commas in a row.
    case missingValue = "missing-value"
    case unquotedKey = "unquoted-key"
    /// `//`, `/*` or `#`.
    case comment
    /// `<<<<<<<`, `=======`, `>>>>>>>` or `|||||||` at the start of a line.
    case conflictMarker = "conflict-marker"
    /// U+FEFF anywhere but at the start of the file, as `cat` leaves it between two files.
    case byteOrderMark = "byte-order-mark"
    /// UTF-16 or UTF-32; the file is not read further.
    case wideEncoding = "wide-encoding"
    /// A columnar file under a name of text; it is not read further.
    case binaryFile = "binary-file"
    /// A compressed file under a name of text; it is not read further. `datasets` unpacks it.
    case compressedFile = "compressed-file"
    /// A pointer of Git LFS in place of the file; it is not read further.
    case pointerFile = "lfs-pointer"
    case invalidUTF8 = "invalid-utf8"
    /// A byte below 0x20 inside a string, such as a raw tab.
    case controlCharacter = "control-character"
    case badEscape = "bad-escape"
    case badNumber = "bad-number"
    /// A bracket that closes nothing, or the wrong thing.
    case wrongBracket = "wrong-bracket"
    /// Deeper than `RecordParser.depthLimit`.
    case tooDeep = "too-deep"
    /// Longer than `ScanLimits.recordBytes`.
    case tooLong = "too-long"
    /// So many elements of an array in a row hold no record that the rest of the file was not read.
    case noRecords = "no-records"
    /// Anything else that starts no JSON value.
    case unexpectedText = "unexpected-text"
    /// NaN, Infinity or -Infinity. Python's json and pyarrow (so `datasets`) take them; strict readers do
    /// not.
    case notANumber = "not-a-number"
    /// A `\uD800`…`\uDFFF` without its partner. Python's json takes it; pyarrow refuses the file, and
    /// tokenizers the string.
    case loneSurrogate = "lone-surrogate"
    /// A record over several lines of a file that is read by lines. pyarrow takes it; line readers refuse
    /// each line.
    case spansLines = "spans-lines"
    /// A row of a table with more fields than the header.
    case tooManyFields = "too-many-fields"
    /// A row of a table with fewer fields than the header; the missing ones are null.
    case tooFewFields = "too-few-fields"
    /// A first row with more fields than the header: pandas makes an index of the first field, and moves the others.
    case shiftedColumns = "shifted-columns"
    /// A quote that opens a field of a table and is never closed; the file is not read further.
    case unclosedQuote = "unclosed-quote"
    /// A column whose name an earlier one has.
    case repeatedColumn = "repeated-column"
    /// A NUL byte in a table.
    case nul
    /// A line, or an element of an array of records, that is null. pyarrow makes a row of nulls of it, and crashes where it is
    /// the first value.
    case nullRecord = "null-record"
    /// A record that is an array or a scalar. Python's json takes the line; `datasets` and most trainers do
    /// not.
    case notAnObject = "not-an-object"

    /// Whether the record could still be read, and was observed.
    package var keepsRecord: Bool {
      switch self {
      case .notANumber, .loneSurrogate, .spansLines, .nullRecord, .notAnObject, .tooFewFields,
        .shiftedColumns, .repeatedColumn, .nul:
        return true
      default: return false
      }
    }
  }
}

/// The faults of one kind: how many, and the first ones by place.
package struct FaultTally: Hashable, Sendable {
  package private(set) var count = 0
  /// The first ones by place, at most `Tally.limit`.
  package private(set) var first: [SyntaxFault] = []

  /// Faults come by place.
  mutating func note(_ fault: () -> SyntaxFault) {
    count += 1
    if first.count < Tally.limit { first.append(fault()) }
  }

  mutating func merge(_ other: FaultTally) {
    count += other.count
    first = Tally.earliest(first, other.first) { ($0.place, $0.message) < ($1.place, $1.message) }
  }
}

/// All faults of a dataset by kind.
package struct FaultCensus: Hashable, Sendable {
  package private(set) var byKind: [SyntaxFault.Kind: FaultTally] = [:]

  package init() {}

  /// How many faults there are in all.
  package var count: Int { byKind.values.reduce(0) { $0 + $1.count } }

  /// How many faults cost their record.
  package var hidingRecords: Int { byKind.reduce(0) { $0 + ($1.key.keepsRecord ? 0 : $1.value.count) } }

  /// The faults that were kept, of all kinds, by place.
  package var first: [SyntaxFault] {
    byKind.values.flatMap(\.first).sorted { ($0.place, $0.message) < ($1.place, $1.message) }
  }

  package subscript(_ kind: SyntaxFault.Kind) -> FaultTally { byKind[kind] ?? FaultTally() }

  mutating func note(_ kind: SyntaxFault.Kind, _ fault: () -> SyntaxFault) {
    byKind[kind, default: FaultTally()].note(fault)
  }

  mutating func merge(_ other: FaultCensus) { byKind.merge(other.byKind) { $0.merging($1) } }
}

extension FaultTally {
  fileprivate func merging(_ other: FaultTally) -> FaultTally {
    var sum = self
    sum.merge(other)
    return sum
  }
}

extension FaultTally: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    first = first.map { SyntaxFault($0.kind, move.moved($0.place), $0.message) }
  }
}

extension FaultCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for kind in byKind.keys { byKind[kind]?.movePlaces(move) }
  }
}

extension SyntaxFault: ProfilePart {
  init() { self.init(.unexpectedText, RecordPlace(), "") }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (kind, place, message) = (kind.rawValue, place, message)
    try coder.beginObject()
    try coder.member("kind", &kind)
    try coder.member("place", &place)
    try coder.member("message", &message)
    coder.endObject()
    guard let known = Kind(rawValue: kind) else { return try coder.require(false, "`\(kind)` is no fault") }
    self = SyntaxFault(known, place, message)
  }
}

extension FaultTally: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("count", &count)
    try coder.member("first", &first)
    coder.endObject()
  }
}

extension FaultCensus: ProfilePart {
  /// The faults of one kind; which one that is, the first of them says.
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var tallies = SyntaxFault.Kind.allCases.compactMap { byKind[$0] }
    try coder.list(&tallies)
    for tally in tallies {
      guard let kind = tally.first.first?.kind else { return try coder.require(false, "expected a fault") }
      byKind[kind] = tally
    }
  }
}
