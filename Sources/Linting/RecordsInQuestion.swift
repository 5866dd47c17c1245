import Datasets

/// Some records of a data set of which a finding says that training on them learns nothing, or nothing but how to end.
package struct RecordsInQuestion: Hashable, Sendable {
  /// What the records lack, so that the same records with it show the difference.
  package enum Lack: Hashable, Sendable {
    /// Rows of tokens: a label that is not -100.
    case labels
    /// Pairs: a rejected answer other than the chosen one.
    case otherAnswer
    /// Conversations, and answers in a column of their own: words in an answer.
    case words
    /// Prompts with answers: a limit that leaves room for the answer.
    case room
  }

  package let lack: Lack
  /// A place in each record, at least one.
  package let places: [RecordPlace]
  /// By which their columns and turns are known.
  package let names: ColumnNames

  package init(lacking lack: Lack, at places: [RecordPlace], readBy names: ColumnNames = .usual) {
    (self.lack, self.places, self.names) = (lack, places, names)
  }
}

extension Experiment {
  /// A question about records, whatever run they are for; nil without any.
  package static func records(
    lacking lack: RecordsInQuestion.Lack, at places: [RecordPlace], readBy names: ColumnNames = .usual
  ) -> Experiment? {
    places.first.map { first in
      let asked = RecordsInQuestion(lacking: lack, at: places, readBy: names)
      return Experiment(.records(asked), of: first.path, mended: [])
    }
  }
}
