import Syntax

/// What a profile holds, while it is put together.
struct ProfileContents: Hashable, Sendable {
  /// The files that were read, by path.
  var files: [DatasetFile] = []
  /// By which names columns and turns were known; several where parts were read by different ones.
  var names: Set<ColumnNames> = []
  /// The JSON types of the readable records; objects, where all is well.
  var shapes = KindTallies()
  /// The columns: keys of the records that are objects.
  var fields = ObjectCensus()
  var conversations = ConversationCensus()
  var formats = FormatVotes()
  var duplicateKeys = DuplicateKeys()
  var preferencePairs = PreferencePairs()
  var signs = SignCensus<RecordSign>()
  var tokens = TokenCensus()
  var faults = FaultCensus()
  /// What only tables have; of nothing where no file is one.
  var tables = TableCensus()
  /// Lines without a record in files that are read by lines.
  var emptyLines = Tally()
  /// Every record by its bytes; of nothing where copies were not looked for.
  var copies = RecordCopies()
  /// The bytes that records take; of nothing where lengths were not measured.
  var lengths = LengthCensus()
  /// The scripts that texts are written in; of nothing where these were not looked at.
  var scripts = ScriptCensus()
  /// Words in prompts; of nothing where they were not counted.
  var prompts = PromptWords()
  /// Secrets and control tokens; of nothing where they were not searched for.
  var search = SearchCensus()

  /// Those of nothing; merging them changes nothing.
  init() {}

  /// Adds what another part holds.
  mutating func merge(_ other: ProfileContents) {
    if names != other.names { names.formUnion(other.names) }
    shapes.merge(other.shapes)
    fields.merge(other.fields)
    conversations.merge(other.conversations)
    formats.merge(other.formats)
    duplicateKeys.merge(other.duplicateKeys)
    preferencePairs.merge(other.preferencePairs)
    signs.merge(other.signs)
    tokens.merge(other.tokens)
    tables.merge(other.tables)
    faults.merge(other.faults)
    emptyLines.merge(other.emptyLines)
    copies.merge(other.copies)
    lengths.merge(other.lengths)
    scripts.merge(other.scripts)
    search.merge(other.search)
    prompts.merge(other.prompts)
    // Last, since joining parts moves all places.
    for path in mergeFiles(other.files) { join(path) }
  }

  /// Adds the first file, or parts of it. Where parts adjoin, lines and records are counted on from one to the other, in
  /// all places that are kept.
  mutating func add(_ file: DatasetFile) {
    _ = mergeFiles([file])
    join(file.path)
  }

  /// Adds files that are in order, as the own ones are; gives those that both know. O(files).
  private mutating func mergeFiles(_ others: [DatasetFile]) -> [String] {
    var (merged, shared): ([DatasetFile], [String]) = ([], [])
    var mine = files[...]
    for other in others {
      while let first = mine.first, first.path < other.path { merged.append(mine.removeFirst()) }
      guard var same = mine.first, same.path == other.path else {
        merged.append(other)
        continue
      }
      mine.removeFirst()
      same.merge(other)
      merged.append(same)
      shared.append(other.path)
    }
    files = merged + mine
    return shared
  }

  private mutating func join(_ path: String) {
    guard let index = files.firstIndex(where: { $0.path == path }) else { return }
    let shifts = files[index].joinParts()
    guard shifts.contains(where: \.isShift) else { return }
    movePlaces(PlaceMove(path: path, shifts: shifts))
  }
}

extension ProfileContents: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    shapes.movePlaces(move)
    fields.movePlaces(move)
    conversations.movePlaces(move)
    formats.movePlaces(move)
    duplicateKeys.movePlaces(move)
    preferencePairs.movePlaces(move)
    for index in files.indices { files[index].movePlaces(move) }
    signs.movePlaces(move)
    tokens.movePlaces(move)
    tables.movePlaces(move)
    faults.movePlaces(move)
    emptyLines.movePlaces(move)
    copies.movePlaces(move)
    scripts.movePlaces(move)
    search.movePlaces(move)
    prompts.movePlaces(move)
  }
}
