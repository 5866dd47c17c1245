/// Answers in columns of their own that are texts without a word.
enum EmptyAnswers {
  /// Counts those of a record that is no row of a table, where an empty cell is null. O(white space at their beginnings).
  static func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, into signs: inout SignCensus<RecordSign>
  ) {
    if outline.has(.chosen) {
      guard outline.has(.rejected) else { return }
      note(.emptyChosen, outline[.chosen], in: record, &signs)
      note(.emptyRejected, outline[.rejected], in: record, &signs)
      return
    }
    // Beside a pair the answer stands in the pair.
    if outline.has(.output), outline.has(.instruction) {
      note(.emptyOutput, outline[.output], in: record, &signs)
    }
    if outline.has(.completion), outline.has(.prompt) {
      note(.emptyCompletion, outline[.completion], in: record, &signs)
    }
  }

  private static func note(
    _ sign: RecordSign, _ answer: RecordValue?, in record: RecordView,
    _ signs: inout SignCensus<RecordSign>
  ) {
    guard let answer, answer.isBlankText else { return }
    signs.note(sign, at: record.place(of: answer))
  }
}
