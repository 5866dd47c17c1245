#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Counts the fields of records at every depth while they come by: what `ObjectCensus` is made of.
///
/// A path is a field of the objects under another path, or the elements of its arrays. Fields mostly stand in the order
/// in which they stood in the object before, so the path of the next one is guessed from that of the last one, and one
/// comparison of eight bytes tells that the guess is right.
struct FieldTrie: ~Copyable {
  /// Levels that are looked into: values nest as deep when they are merged.
  static let depthLimit = 64
  /// Paths in all, where data is made to hurt: the names of the record are given up then.
  private static let pathLimit = 1 << 20

  private(set) var paths: UnsafeMutablePointer<Path>
  private(set) var count = 0
  private var capacity = 64
  /// The names of all paths, one behind the other.
  private var names: UnsafeMutablePointer<UInt8>
  private var nameBytes = 0
  private var nameCapacity = 1024
  /// How many values of each kind stand at a path: eight numbers for each.
  private(set) var kindCounts: UnsafeMutablePointer<Int>
  /// The first places of what was counted.
  var places: [PathPlaces] = []
  /// From a parent and a name to a path.
  private var known: [PathKey: Int] = [:]
  private var frames: UnsafeMutablePointer<Frame>
  /// How many objects were seen in all.
  var serial = 0
  var texts: TextFold
  let readsTexts: Bool
  /// Looked up once for each path.
  let columnNames: ColumnNames

  private struct PathKey: Hashable {
    let parent: Int
    let name: [UInt8]
  }

  /// A container that is open.
  private struct Frame {
    let path: Int
    let node: Int
    /// The node behind it.
    let end: Int
    let isObject: Bool
    let serial: Int
    var previous: Int
    var steady: Int
    /// Whether it has a field that is not kept.
    var hasOthers = false
  }

  init(_ plan: ObservationPlan) {
    texts = TextFold(plan.observed)
    columnNames = plan.names
    readsTexts = texts.isOn
    paths = .allocate(capacity: capacity)
    kindCounts = .allocate(capacity: capacity * 8)
    frames = .allocate(capacity: RecordParser.depthLimit + 1)
    names = .allocate(capacity: nameCapacity)
    _ = addPath(NameDigest([]), name: [], parent: -1, meaning: .record, depth: 0)
  }

  deinit {
    paths.deallocate()
    kindCounts.deallocate()
    frames.deallocate()
    names.deallocate()
  }

  func count(of kind: JSONKind, at path: Int) -> Int { kindCounts[path * 8 + Int(kind.rawValue)] }
  func name(of path: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: names + paths[path].name.lowerBound, count: paths[path].name.count))
  }
}

/// Looking at records.
extension FieldTrie {
  /// Takes in one record, and notes in `outline` what formats know of it. O(values).
  mutating func observe(_ record: RecordView, into outline: inout RecordOutline) {
    outline.begin(record.root)
    let root = record.root
    note(root, at: 0, in: record)
    guard root.isContainer else { return }
    var top = 0
    frames[0] = enter(root, at: 0, in: record)
    var index = 1
    while true {
      while index == frames[top].end {
        leave(frames[top], in: record)
        if frames[top].hasOthers { noteRepeatedOthers(root.at(frames[top].node), frames[top].path, &outline) }
        if top == 0 { return end(record, &outline) }
        top &-= 1
      }
      let value: RecordValue
      let path: Int
      if frames[top].isObject {
        value = root.at(index &+ 1)
        path = field(root.at(index), of: &frames[top], in: record, &outline)
      } else {
        value = root.at(index)
        path = element(of: frames[top].path)
      }
      index = value.index &+ 1
      guard path >= 0 else {
        index = skip(value, &outline)
        continue
      }
      note(value, at: path, in: record)
      let isText = value.rawKind == JSONKind.string.rawValue
      if isText, paths[path].asksOfTexts { noteText(value, at: path, in: record) }
      if value.isUnsafeNumber(paths[path].asksOfReals) { noteNumber(value, at: path, in: record) }
      if isText, readsTexts {
        texts.observe(value, at: path, isProse: !paths[path].meaning.namesSomething)
      }
      if paths[path].hasMeaning { outline.note(value, as: paths[path].meaning) }
      guard value.isContainer else { continue }
      guard paths[path].depth < Self.depthLimit else {
        index = skip(value, &outline)
        continue
      }
      top &+= 1
      frames[top] = enter(value, at: path, in: record)
    }
  }

  private mutating func end(_ record: RecordView, _ outline: inout RecordOutline) {
    outline.orderRepeatedKeys()
    if readsTexts { texts.end(record) }
  }

  @inline(__always)
  mutating func note(_ value: RecordValue, at path: Int, in record: RecordView) {
    let slot = path &* 8 &+ Int(value.rawKind)
    kindCounts[slot] &+= 1
    if kindCounts[slot] <= Tally.limit { keepPlace(of: value, at: path, in: record) }
  }

  @inline(never)
  private mutating func keepPlace(of value: RecordValue, at path: Int, in record: RecordView) {
    places[path].kinds[Int(value.rawKind)].append(record.place(of: value))
  }

  @inline(never)
  private mutating func noteText(_ text: RecordValue, at path: Int, in record: RecordView) {
    places[path].times.note(text, in: record)
    paths[path].asksOfTexts = !places[path].times.isSettled
  }

  @inline(never)
  private mutating func noteNumber(_ number: RecordValue, at path: Int, in record: RecordView) {
    places[path].numbers.note(number, in: record)
    paths[path].asksOfReals = !places[path].numbers.isSettledOnFractions
  }

  @inline(__always)
  private mutating func enter(_ value: RecordValue, at path: Int, in record: RecordView) -> Frame {
    let isObject = value.isObject
    if isObject {
      serial &+= 1
      paths[path].objects &+= 1
      if paths[path].objects == 1 { places[path].firstObject = record.place(of: value) }
    }
    return Frame(
      path: path, node: value.index, end: value.next, isObject: isObject, serial: serial, previous: -1,
      steady: 0)
  }

  @inline(__always)
  private mutating func leave(_ frame: Frame, in record: RecordView) {
    if frame.isObject, frame.steady != paths[frame.path].steadyFields { noteLacking(frame, in: record) }
  }

  /// Marks the fields that an object is the first one to lack. Each field is marked once at most, so O(fields) for all
  /// objects together and each field.
  @inline(never)
  private mutating func noteLacking(_ frame: Frame, in record: RecordView) {
    let place = record.place(of: record.root.at(frame.node))
    var field = paths[frame.path].newestField
    while field >= 0 {
      if paths[field].isSteady, paths[field].lastObject != frame.serial { markLacking(field, from: place) }
      field = paths[field].olderSibling
    }
  }

  private mutating func markLacking(_ field: Int, from place: RecordPlace?) {
    paths[field].isSteady = false
    paths[paths[field].parent].steadyFields -= 1
    places[field].firstLacking = place
  }

  /// The path of the elements of the arrays at `path`.
  @inline(__always)
  private mutating func element(of path: Int) -> Int {
    if paths[path].element < 0 {
      // Not in one step: adding a path may move all of them.
      let element = addPath(
        NameDigest([]), name: [], parent: path, meaning: paths[path].meaning.element,
        depth: paths[path].depth + 1)
      paths[path].element = element
    }
    return paths[path].element
  }

  /// The path of a field, counted; -1 where it is not kept.
  @inline(__always)
  private mutating func field(
    _ key: RecordValue, of frame: inout Frame, in record: RecordView, _ outline: inout RecordOutline
  ) -> Int {
    let guess = frame.previous < 0 ? paths[frame.path].opener : paths[frame.previous].follower
    let field =
      guess >= 0 && isName(guess, key) ? guess : find(key, in: frame.path, behind: frame.previous, record)
    guard field >= 0 else {
      frame.hasOthers = true
      return field
    }
    frame.previous = field
    if paths[field].lastObject == frame.serial {
      outline.repeatedKeys.append(key)
    } else {
      paths[field].lastObject = frame.serial
      paths[field].count &+= 1
      if paths[field].isSteady { frame.steady &+= 1 }
    }
    return field
  }

  @inline(__always)
  func isName(_ path: Int, _ key: RecordValue) -> Bool {
    guard !key.hasEscapes, paths[path].digest == NameDigest(key) else { return false }
    let length = paths[path].digest.length
    return length <= 8 || memcmp(names + paths[path].name.lowerBound, key.innerStart, length) == 0
  }

  /// The path of a name that was not guessed, and what to guess next time; -1 where it is not kept.
  @inline(never)
  mutating func find(_ name: RecordValue, in parent: Int, behind previous: Int, _ record: RecordView) -> Int {
    let found = lookUp(name, in: parent, record)
    guard found >= 0 else { return found }
    if previous < 0 { paths[parent].opener = found } else { paths[previous].follower = found }
    return found
  }

  private mutating func lookUp(_ key: RecordValue, in parent: Int, _ record: RecordView) -> Int {
    if paths[parent].fields <= 16, !key.hasEscapes {
      var field = paths[parent].newestField
      while field >= 0 {
        if isName(field, key) { return field }
        field = paths[field].olderSibling
      }
    }
    let name = key.textBytes
    if let path = known[PathKey(parent: parent, name: name)] { return path }
    let meaning = paths[parent].meaning.field(name, by: columnNames)
    // The formats know a record by its columns even where there are too many others.
    if isFull(parent, adding: name.count), meaning == .none { return -1 }
    return addField(name, at: record.place(of: key), meaning, in: parent)
  }

  /// Whether no field more can be kept of the objects at `path`.
  mutating func isFull(_ path: Int, adding bytes: Int) -> Bool {
    if count >= Self.pathLimit { paths[0].isSaturated = true }
    if paths[path].fields >= NameTable<Tally>.nameLimit
      || paths[path].nameBytes + bytes > NameTable<Tally>.byteLimit
    {
      paths[path].isSaturated = true
    }
    return paths[path].isSaturated || count >= Self.pathLimit
  }

  mutating func addField(
    _ name: [UInt8], at place: RecordPlace, _ meaning: PathMeaning, in parent: Int
  ) -> Int {
    let path = addPath(
      NameDigest(name), name: name, parent: parent, meaning: meaning, depth: paths[parent].depth + 1)
    known[PathKey(parent: parent, name: name)] = path
    paths[path].olderSibling = paths[parent].newestField
    paths[parent].newestField = path
    paths[parent].fields += 1
    paths[parent].nameBytes += name.count
    paths[parent].steadyFields += 1
    places[path].firstKey = place
    if paths[parent].objects > 1 { markLacking(path, from: places[parent].firstObject) }
    return path
  }

  mutating func addPath(
    _ digest: NameDigest, name: [UInt8], parent: Int, meaning: PathMeaning, depth: Int
  ) -> Int {
    if count == capacity { grow() }
    let start = nameBytes
    keep(name)
    (paths + count).initialize(
      to: Path(
        digest: digest, name: start..<nameBytes, parent: parent, meaning: meaning,
        hasMeaning: meaning != .none, depth: depth))
    (kindCounts + count * 8).initialize(repeating: 0, count: 8)
    places.append(PathPlaces())
    count += 1
    return count - 1
  }

  private mutating func keep(_ name: [UInt8]) {
    if nameBytes + name.count > nameCapacity {
      nameCapacity = max(nameCapacity * 2, nameBytes + name.count)
      let more = UnsafeMutablePointer<UInt8>.allocate(capacity: nameCapacity)
      more.moveInitialize(from: names, count: nameBytes)
      names.deallocate()
      names = more
    }
    (names + nameBytes).initialize(from: name, count: name.count)
    nameBytes += name.count
  }

  private mutating func grow() {
    let morePaths = UnsafeMutablePointer<Path>.allocate(capacity: capacity * 2)
    morePaths.moveInitialize(from: paths, count: count)
    paths.deallocate()
    paths = morePaths
    let moreCounts = UnsafeMutablePointer<Int>.allocate(capacity: capacity * 16)
    moreCounts.moveInitialize(from: kindCounts, count: count * 8)
    kindCounts.deallocate()
    kindCounts = moreCounts
    capacity *= 2
  }

  /// Passes a value over whose fields are not kept; gives the node behind it. Keys that stand twice are found all the
  /// same.
  private mutating func skip(_ value: RecordValue, _ outline: inout RecordOutline) -> Int {
    var objects: [RecordValue] = []
    value.forEachObject { objects.append($0) }
    for object in objects { noteRepeatedOthers(object, nil, &outline) }
    if readsTexts { value.forEachText { texts.readLetters(of: $0) } }
    return value.next
  }

  /// The keys of an object that stand twice, of those that are not kept at `path`; of all where there is none. O(keys).
  @inline(never)
  private func noteRepeatedOthers(_ object: RecordValue, _ path: Int?, _ outline: inout RecordOutline) {
    var seen: Set<[UInt8]> = []
    for field in object.fields {
      let name = field.key.textBytes
      if let path, known[PathKey(parent: path, name: name)] != nil { continue }
      if !seen.insert(name).inserted { outline.repeatedKeys.append(field.key) }
    }
  }
}
