extension Profile: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var contents = contents
    try contents.code(with: &coder)
    self = Profile(contents)
  }
}

extension ProfileContents: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("files", &files)
    try coder.member("shapes", &shapes)
    try coder.member("fields", &fields)
    try coder.member("conversations", &conversations)
    try coder.member("formats", &formats)
    try coder.member("duplicateKeys", &duplicateKeys)
    try coder.member("preferencePairs", &preferencePairs)
    try coder.member("signs", &signs)
    try coder.member("tokens", &tokens)
    try coder.member("tables", &tables)
    try coder.member("faults", &faults)
    try coder.member("emptyLines", &emptyLines)
    try coder.member("lengths", &lengths)
    try coder.member("scripts", &scripts)
    try coder.member("search", &search)
    try coder.member("prompts", &prompts)
    var prints = copies.ordered.map(FilePrints.init)
    try coder.member("copies", &prints)
    copies = RecordCopies(ordered: prints.map { ($0.path, $0.prints) })
    // Of others the set that it is in knows.
    if !files.isEmpty { names = [.usual] }
    coder.endObject()
  }
}

/// The prints of one file: 32 bytes each, numbers little-endian, in the order of their hashes.
private struct FilePrints: ProfilePart {
  var path = ""
  var prints: [RecordPrint] = []

  init() {}

  init(path: String, prints: [RecordPrint]) { (self.path, self.prints) = (path, prints) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("path", &path)
    var packed = PackedPrints(prints)
    try coder.member("prints", &packed)
    prints = packed.prints
    try coder.require(
      prints.allSatisfy { $0.offset <= ProfileReader.largestNumber }, "expected offsets from 0 to 2^44")
    let isOrdered = zip(prints, prints.dropFirst()).allSatisfy { RecordPrint.precedes($0, $1) }
    try coder.require(isOrdered, "expected prints in order")
    coder.endObject()
  }
}

private struct PackedPrints: ProfilePart {
  private(set) var prints: [RecordPrint] = []

  init() {}

  init(_ prints: [RecordPrint]) { self.prints = prints }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32 * prints.count)
    for print in prints { print.write(to: &bytes) }
    try coder.bytes(&bytes)
    try coder.require(bytes.count.isMultiple(of: 32), "expected 32 bytes a record")
    prints = stride(from: 0, to: bytes.count, by: 32).map { RecordPrint(bytes, at: $0) }
  }
}

extension RecordPrint {
  fileprivate func write(to bytes: inout [UInt8]) {
    for word in [
      hash, UInt64(moreHash) | UInt64(record) << 32, UInt64(line) | UInt64(column) << 32,
      UInt64(offset),
    ] {
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
  }

  fileprivate init(_ bytes: [UInt8], at start: Int) {
    func word(_ number: Int) -> UInt64 {
      (0..<8).reduce(0) { $0 | UInt64(bytes[start + 8 * number + $1]) << UInt64(8 * $1) }
    }
    self.init(
      hash: word(0), moreHash: UInt32(truncatingIfNeeded: word(1)), record: UInt32(word(1) >> 32),
      line: UInt32(truncatingIfNeeded: word(2)), column: UInt32(word(2) >> 32),
      offset: Int(truncatingIfNeeded: word(3) & UInt64(Int.max)))
  }
}
