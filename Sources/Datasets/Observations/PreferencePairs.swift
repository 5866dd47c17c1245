#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Records with an answer that is preferred and one that is not: `chosen` and `rejected`.
package struct PreferencePairs: Hashable, Sendable {
  /// Records that have both, as texts, as turns or as lists of turns.
  package private(set) var count = 0
  /// Those whose two answers are the same, at `rejected`.
  package private(set) var equal = Tally()

  package init() {}

  /// O(bytes of the two answers).
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, into signs: inout SignCensus<RecordSign>
  ) {
    guard outline.has(.chosen), let chosen = outline[.chosen], let rejected = outline[.rejected],
      chosen.kind == rejected.kind, chosen.kind == .string || chosen.kind == .array || chosen.isObject
    else { return }
    count &+= 1
    if Self.isSame(chosen, rejected) { equal.note(record.place(of: rejected)) }
    guard chosen.kind == .array else { return }
    if let prompt = outline[.prompt] {
      if prompt.kind == .array, Self.begins(chosen, with: prompt) || Self.begins(rejected, with: prompt) {
        signs.note(.promptRepeated, at: record.place(of: prompt))
      }
    } else if let first = chosen.firstElement, let second = rejected.firstElement,
      !first.saysTheSame(as: second)
    {
      signs.note(.promptNotShared, at: record.place(of: rejected))
    }
  }

  /// Takes in a row of a table. O(bytes of the two answers).
  mutating func observe(row: RecordView, _ outline: borrowing RecordOutline) {
    guard outline.has(.chosen), let chosen = outline[.chosen], let rejected = outline[.rejected],
      chosen.kind == .string, rejected.kind == .string
    else { return }
    count &+= 1
    if CellText.decoded(chosen.bytes) == CellText.decoded(rejected.bytes) {
      equal.note(row.place(of: rejected))
    }
  }

  mutating func merge(_ other: PreferencePairs) {
    count += other.count
    equal.merge(other.equal)
  }

  /// Whether a list begins with all elements of another one that has some.
  private static func begins(_ list: RecordValue, with beginning: RecordValue) -> Bool {
    var elements = list.elements
    var found = false
    for wanted in beginning.elements {
      guard let element = elements.next(), element.saysTheSame(as: wanted) else { return false }
      found = true
    }
    return found
  }

  /// Texts are compared by what they say, lists as they are written.
  private static func isSame(_ left: RecordValue, _ right: RecordValue) -> Bool {
    if left.kind == .string, left.hasEscapes || right.hasEscapes { return left.textBytes == right.textBytes }
    let (left, right) = (left.bytes, right.bytes)
    guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
      return left.isEmpty && right.isEmpty
    }
    return memcmp(first, second, left.count) == 0
  }
}

extension RecordValue {
  fileprivate var firstElement: RecordValue? { elements.first { _ in true } }

  /// Whether both are the same to Python: texts by what they say, members in any order. O(values, and members squared).
  fileprivate func saysTheSame(as other: RecordValue) -> Bool {
    guard kind == other.kind else { return false }
    switch kind {
    case .string:
      return hasEscapes || other.hasEscapes ? textBytes == other.textBytes : bytes.elementsEqual(other.bytes)
    case .null, .boolean, .integer, .real: return bytes.elementsEqual(other.bytes)
    case .array:
      var others = other.elements
      for element in elements {
        guard let next = others.next(), element.saysTheSame(as: next) else { return false }
      }
      return others.next() == nil
    case .object:
      let others = Array(other.fields)
      return Array(fields).count == others.count
        && fields.allSatisfy { field in
          others.contains { $0.key.saysTheSame(as: field.key) && $0.value.saysTheSame(as: field.value) }
        }
    }
  }
}

extension PreferencePairs: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    equal.movePlaces(move)
  }
}

extension PreferencePairs: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("count", &count)
    try coder.member("equal", &equal)
    coder.endObject()
  }
}
