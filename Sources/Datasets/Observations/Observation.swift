/// A fold over the records of a dataset.
///
/// The records of a file come by in their order, or a part of them does. `merge` is associative and
/// commutative in effect: whatever parts a dataset was read in, and whatever order they are merged in, the
/// value is the same.
package protocol Observation: Hashable, Sendable {
  init()

  /// Takes in one readable record that is an object, of which `outline` is what formats know by `names`; nothing of the two may
  /// be kept but what was copied out.
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, _ names: ColumnNames)

  /// Adds what another part of the dataset holds.
  mutating func merge(_ other: Self)
}
