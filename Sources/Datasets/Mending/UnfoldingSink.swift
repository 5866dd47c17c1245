import Syntax

/// Writes each element of an array as a line.
struct UnfoldingSink: RecordSink, ~Copyable {
  static var mends: Bool { true }

  let repair: DatasetRepair
  let copy: PatchedCopy
  let lineBreak: [UInt8]
  let recordBytes: Int
  private(set) var mending = DatasetMending()
  /// Whether everything so far could be taken: each element an object that is read without doubt.
  private(set) var isPossible = true
  private var map = RecordMap()

  init(_ repair: DatasetRepair, _ copy: PatchedCopy, lineBreak: [UInt8], recordBytes: Int) {
    self.repair = repair
    self.copy = copy
    self.lineBreak = lineBreak
    self.recordBytes = recordBytes
    mending.recordsFromArray = 0
  }

  mutating func take(_ record: RecordView) {
    guard isPossible else { return }
    let bytes = record.bytes
    guard bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return write(bytes) }
    guard let outcome = rewritten(bytes) else { return isPossible = false }
    write(outcome.bytes)
  }

  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace) {}

  mutating func take(_ fault: SyntaxFault) {
    switch fault.kind {
    case .notANumber, .loneSurrogate: mending.note(fault.kind, in: \.left)
    default: isPossible = false
    }
  }

  mutating func mend(_ broken: BrokenRecord) -> Int? {
    guard isPossible, repair.kinds.contains(broken.kind), let outcome = rewritten(broken.bytes) else {
      return nil
    }
    write(outcome.bytes)
    mending.note(broken.kind, in: \.mended)
    for oddity in outcome.oddities { mending.note(oddity, in: \.left) }
    return 1
  }

  mutating func drop(_ range: TextRange, _ kind: SyntaxFault.Kind) -> Bool {
    guard repair.kinds.contains(kind) else { return false }
    mending.note(kind, in: \.mended)
    return true
  }

  private mutating func rewritten(_ bytes: UnsafeBufferPointer<UInt8>) -> RecordRewriting.Outcome? {
    let outcome = RecordRewriting.outcome(of: bytes, joinsLines: true, lineBreak: lineBreak, into: &map)
    return outcome.flatMap { $0.records == 1 && $0.bytes.count < recordBytes ? $0 : nil }
  }

  private mutating func write(_ bytes: some Collection<UInt8>) {
    copy.append(bytes)
    copy.append(lineBreak)
    mending.recordsFromArray = (mending.recordsFromArray ?? 0) + 1
  }
}
