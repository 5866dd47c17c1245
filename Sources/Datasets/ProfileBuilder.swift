import Syntax

/// Takes in what a scan finds, and makes a profile of it: the side of a profile that is fast.
struct ProfileBuilder: RecordSink, ~Copyable {
  private let observed: ObservationSet
  private let names: ColumnNames
  private var trie: FieldTrie
  private var outline = RecordOutline()
  private var conversations: ConversationFold
  private var formats = FormatVotes()
  private var preferencePairs = PreferencePairs()
  private var signs = SignCensus<RecordSign>()
  private var tokens = TokenCensus()
  private var duplicateKeys = DuplicateKeys()
  private var secondPortion: RecordPlace?
  /// Whether that is known: to ask the place itself would copy it, for each record.
  private var isBehindFirstPortion = false
  private var faults = FaultCensus()
  private var emptyLines = Tally()
  private var copies = CopyFold()
  private var lengths = LengthCensus()
  private var search: SearchFold?
  private var prompts = PromptWords()
  private var table = TableFold()
  /// The path of the field of plain text; nil before the first line.
  private var lineField: Int?

  init(_ plan: ObservationPlan = ObservationPlan(.contents)) {
    observed = plan.observed
    names = plan.names
    trie = FieldTrie(plan)
    conversations = ConversationFold(plan)
    search = observed.contains(.search) ? SearchFold(plan.names) : nil
  }

  @inline(__always) var needsRecords: Bool { !isBehindFirstPortion || !observed.isEmpty }

  /// Lets what is observed see one readable record.
  @inline(__always)
  mutating func take(_ record: RecordView) {
    if !isBehindFirstPortion, record.lineStart > LoaderPortion.bytes {
      isBehindFirstPortion = true
      secondPortion = record.place
    }
    if observed.contains(.copies) { copies.observe(record) }
    if observed.contains(.fields) { observeFields(of: record) }
  }

  @inline(never)
  private mutating func observeFields(of record: RecordView) {
    trie.observe(record, into: &outline)
    if observed.contains(.lengths) { lengths.note(record.bytes.count) }
    search?.observe(record, outline)
    guard record.root.isObject else { return }
    if observed.contains(.turns) { conversations.observe(record, outline, names: &trie) }
    formats.observe(record, outline, names)
    if observed.contains(.prompts) { prompts.observe(record, outline, names) }
    if observed.contains(.signs) { observeSigns(of: record) }
    if !outline.repeatedKeys.isEmpty { duplicateKeys.note(outline.repeatedKeys, in: record) }
  }

  private mutating func observeSigns(of record: RecordView) {
    preferencePairs.observe(record, outline, into: &signs)
    tokens.observe(record, outline, into: &signs)
    EmptyAnswers.observe(record, outline, into: &signs)
    if outline.has(.images) { ImageCount.observe(record, outline, names, into: &signs) }
  }

  mutating func take(_ fault: SyntaxFault) { faults.note(fault.kind) { fault } }

  mutating func take(_ kind: SyntaxFault.Kind, _ fault: () -> SyntaxFault) { faults.note(kind, fault) }

  /// Makes ready for the rows of a table.
  mutating func begin(_ header: TableHeader) { table.begin(header, columns: trie.columns(of: header)) }

  /// Lets every observation that tables have see one row of as many cells as there are columns.
  mutating func take(row: RecordView, _ cells: UnsafeMutablePointer<RecordNode>) {
    if !isBehindFirstPortion, row.number > LoaderPortion.rows {
      isBehindFirstPortion = true
      // Before its first cell, which begins where the row does.
      secondPortion = row.locator.place(.at(row.root.bytesStart))
    }
    let isBlank = table.type(cells, of: row)
    trie.observe(row: row, table.paths, into: &outline)
    if observed.contains(.copies), !isBlank { copies.observe(row) }
    if observed.contains(.lengths) { lengths.note(row.bytes.count) }
    search?.observe(row: row, cells: table.paths.count, outline)
    formats.observe(row, outline, names)
    preferencePairs.observe(row: row, outline)
  }

  /// Lets every observation that plain texts have see one line. `text` is all of it, a byte-order mark too; `control` says where
  /// its first control character stands.
  mutating func take(line: RecordView, _ text: UnsafeBufferPointer<UInt8>, control: Int?) {
    let field = lineField ?? trie.lineField(line)
    lineField = field
    trie.observe(line: line, text, at: field, into: &outline)
    if observed.contains(.copies), !text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { copies.observe(line) }
    if observed.contains(.lengths) { lengths.note(line.bytes.count) }
    search?.observe(row: line, cells: 1, outline)
    if let control { search?.noteControl(at: control - line.root.bytesStart, of: line) }
    formats.observe(line, outline, names)
  }

  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace) { emptyLines.note(place()) }

  /// What was taken in, of `file` or a part of it. O(names and places), and O(records × log records) for copies.
  consuming func profile(of file: DatasetFile?) -> Profile {
    var contents = ProfileContents()
    contents.names = [names]
    contents.shapes = trie.kinds()
    contents.fields = trie.census()
    contents.conversations = conversations.census(trie)
    contents.formats = formats
    contents.duplicateKeys = duplicateKeys
    contents.preferencePairs = preferencePairs
    contents.signs = signs
    contents.tokens = tokens
    contents.tables = table.census
    contents.faults = faults
    contents.emptyLines = emptyLines
    contents.lengths = lengths
    contents.prompts = prompts
    contents.search = search?.census ?? SearchCensus()
    contents.scripts = trie.texts.scripts
    contents.copies = copies.copies()
    if let file { contents.add(file.with(secondPortion: secondPortion)) }
    return Profile(contents)
  }
}
