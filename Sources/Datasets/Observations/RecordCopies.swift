import ByteScan
import Syntax

/// Which records are the same byte for byte, from their first brace to their last: every record by a hash of its bytes.
package struct RecordCopies: Sendable {
  /// The prints of a file, in stretches that were read each by itself.
  private var runs: [String: [PlacedRun]] = [:]

  /// A run of prints, and what lines and records have to be added to those that they were counted with.
  fileprivate struct PlacedRun: Sendable {
    let prints: PrintRun
    /// From the first record's offset to behind the last one's.
    let range: TextRange
    var shifts: [PlaceMove.Shift] = []

    init(_ prints: PrintRun) {
      self.prints = prints
      var (first, last) = (Int.max, 0)
      for index in 0..<prints.count {
        first = min(first, prints[index].offset)
        last = max(last, prints[index].offset)
      }
      range = TextRange(min(first, last), last + 1)
    }

    /// Takes the part of a move that concerns these records: mostly there is none. O(parts).
    mutating func move(_ move: PlaceMove) {
      let own = move.shifts.filter { $0.range.start < range.end && range.start < $0.range.end }
      guard own.contains(where: \.isShift) else { return }
      shifts = PlaceMove(path: move.path, shifts: own).following(shifts)
    }

    func place(_ print: RecordPrint, in path: String) -> RecordPlace {
      let record = Int(print.record)
      let place = RecordPlace(
        path: path, record: record, range: TextRange(print.offset, print.offset + 1),
        start: .init(line: Int(print.line), column: Int(print.column)),
        end: .init(line: Int(print.line), column: Int(print.column) + 1))
      return PlaceMove(path: path, shifts: shifts).moved(place)
    }
  }

  package init() {}

  init(_ prints: PrintRun, of path: String) {
    if prints.count > 0 { runs[path] = [PlacedRun(prints)] }
  }

  /// How many records were looked at.
  package var records: Int { runs.values.joined().reduce(0) { $0 + $1.prints.count } }

  /// Adds what another part of the dataset holds. O(runs): nothing is copied.
  mutating func merge(_ other: RecordCopies) {
    runs.merge(other.runs) { $0 + $1 }
  }

  /// One record that an earlier one equals.
  package struct Copy: Hashable, Sendable {
    /// The first byte of the record.
    package let place: RecordPlace
    /// That of the first one that is the same.
    package let original: RecordPlace
  }

  /// Records that an earlier one equals, in the order of paths and offsets: how many, and the first ones.
  package struct Repeats: Hashable, Sendable {
    package fileprivate(set) var count = 0
    /// At most `Tally.limit`.
    package fileprivate(set) var first: [Copy] = []
  }

  /// The copies. O(records × log records), and memory for a sixty-fourth of the records.
  package var repeats: Repeats {
    var walk = PrintWalk(runs)
    var repeats = Repeats()
    while let slice = walk.next() {
      var original = 0
      for index in slice.indices.dropFirst() {
        guard slice[index].print.isCopy(of: slice[original].print) else {
          original = index
          continue
        }
        repeats.count += 1
        walk.keep(slice[index], of: walk.place(slice[original]), in: &repeats.first)
      }
    }
    return repeats
  }
}

extension RecordCopies {
  /// The records of `other` that are among these as well, such as those of a validation split: how many, and the first
  /// ones, each with the first one here that is the same. O(records × log records).
  package func shared(with other: RecordCopies) -> Repeats {
    var (mine, theirs) = (PrintWalk(runs), PrintWalk(other.runs))
    var repeats = Repeats()
    while let known = mine.next(), let looked = theirs.next() {
      var place = 0
      for item in looked {
        while place < known.count, known[place].print.hashPrecedes(item.print) { place += 1 }
        guard place < known.count, known[place].print.isCopy(of: item.print) else { continue }
        repeats.count += 1
        theirs.keep(item, of: mine.place(known[place]), in: &repeats.first)
      }
    }
    return repeats
  }
}

/// Goes over all prints in the order of their hashes, a sixty-fourth at a time.
private struct PrintWalk {
  struct Item {
    let print: RecordPrint
    /// Which run it is in; runs are in the order of their paths.
    let run: Int
    let path: Int
  }

  private let paths: [String]
  private let runs: [(path: Int, run: RecordCopies.PlacedRun)]
  /// Where each run goes on.
  private var upcoming: [Int]
  private var slice: UInt64 = 0

  init(_ byPath: [String: [RecordCopies.PlacedRun]]) {
    paths = byPath.keys.sorted()
    runs = paths.enumerated().flatMap { path, name in (byPath[name] ?? []).map { (path, $0) } }
    upcoming = runs.map { _ in 0 }
  }

  /// The prints whose hashes begin with the next six bits, those of copies together and in the order of paths and
  /// offsets; nil behind the last ones.
  mutating func next() -> [Item]? {
    guard slice < 64 else { return nil }
    var items: [Item] = []
    for (run, (path, placed)) in runs.enumerated() {
      while upcoming[run] < placed.prints.count, placed.prints[upcoming[run]].hash >> 58 == slice {
        items.append(Item(print: placed.prints[upcoming[run]], run: run, path: path))
        upcoming[run] += 1
      }
    }
    slice += 1
    items.sort { left, right in
      guard left.print.isCopy(of: right.print) else { return RecordPrint.precedes(left.print, right.print) }
      return (left.path, left.print.offset) < (right.path, right.print.offset)
    }
    return items
  }

  /// Takes a copy among the first ones, if it is one of those.
  func keep(
    _ copy: Item, of original: @autoclosure () -> RecordPlace, in first: inout [RecordCopies.Copy]
  ) {
    let path = paths[copy.path]
    if first.count == Tally.limit, let last = first.last,
      (last.place.path, last.place.range.start) < (path, copy.print.offset)
    {
      return
    }
    first.append(RecordCopies.Copy(place: place(copy), original: original()))
    first.sort { $0.place < $1.place }
    if first.count > Tally.limit { first.removeLast() }
  }

  func place(_ item: Item) -> RecordPlace { runs[item.run].run.place(item.print, in: paths[item.path]) }
}

extension RecordCopies {
  /// The prints of each file in the order of their hashes, counted from the file's start as far as it is known.
  /// O(records × log records).
  var ordered: [(path: String, prints: [RecordPrint])] {
    runs.keys.sorted().map { path in
      let prints = (runs[path] ?? []).flatMap { run in
        (0..<run.prints.count).map { run.prints[$0].moved(by: PlaceMove(path: path, shifts: run.shifts)) }
      }
      return (path, prints.sorted(by: RecordPrint.precedes))
    }
  }

  /// The prints of files as `ordered` gives them.
  init(ordered: [(path: String, prints: [RecordPrint])]) {
    for (path, prints) in ordered { runs[path] = [PlacedRun(PrintRun(ordered: prints))] }
  }
}

extension RecordPrint {
  fileprivate func moved(by move: PlaceMove) -> RecordPrint {
    guard let shift = move.shift(at: offset) else { return self }
    return RecordPrint(
      hash: hash, moreHash: moreHash, record: UInt32(clamping: Int(record) + shift.records),
      line: UInt32(clamping: Int(line) + shift.lines), column: column, offset: offset)
  }
}

extension RecordCopies: Hashable {
  /// O(records × log records): for tests.
  package static func == (left: RecordCopies, right: RecordCopies) -> Bool {
    left.records == right.records
      && left.ordered.elementsEqual(right.ordered) { $0.path == $1.path && $0.prints == $1.prints }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(records) }
}

extension RecordCopies: PlaceKeeper {
  /// O(runs × parts): the prints stay as they are.
  mutating func movePlaces(_ move: PlaceMove) {
    guard var moved = runs[move.path] else { return }
    for index in moved.indices { moved[index].move(move) }
    runs[move.path] = moved
  }
}

/// Prints the records of one file while they come by.
struct CopyFold: ~Copyable {
  /// Longer records, in bytes, hold something.
  private static let shortRecord = 128

  private let prints = PrintRun()
  private var path: String?

  /// O(bytes of the record).
  mutating func observe(_ record: RecordView) {
    if path == nil { path = record.locator.file.path }
    let bytes = record.bytes
    guard let text = bytes.baseAddress else { return }
    // Empty texts between others, as of blank lines, are not copies of one another.
    if bytes.count < Self.shortRecord, record.root.isObject, record.root.fields.allSatisfy(\.value.isBlank) {
      return
    }
    let hash = bytescan_hash_of(text, bytes.count)
    let (offset, position) = record.start
    prints.append(
      RecordPrint(
        hash: hash.first, moreHash: UInt32(truncatingIfNeeded: hash.second),
        record: UInt32(clamping: record.number), line: UInt32(clamping: position.line),
        column: UInt32(clamping: position.column), offset: offset))
  }

  /// All that was seen.
  consuming func copies() -> RecordCopies {
    guard let path else { return RecordCopies() }
    prints.sort()
    return RecordCopies(prints, of: path)
  }
}
