/// What is counted in records, beside their fields and turns.
package enum RecordSign: Int, Sign {
  /// `chosen` and `rejected` are lists of turns without a `prompt` beside them, and their first turns differ.
  case promptNotShared
  /// `chosen` or `rejected` begins with the turns of `prompt`.
  case promptRepeated
  /// `labels` have another length than `input_ids`.
  case labelsOfOtherLength
  /// `attention_mask` has another length than `input_ids`.
  case maskOfOtherLength
  /// `labels` that are all -100.
  case nothingTrained
  /// A number below zero in `input_ids`.
  case negativeID
  /// Lists of `input_ids` that hold something other than whole numbers.
  case idsNotIntegers
  /// The texts of the turns have another number of `<image>` than `images` has entries.
  case imageCountDiffers
  /// `output` beside `instruction`, without a pair of answers, that is a text of nothing but white space.
  case emptyOutput
  /// The same of `completion` beside `prompt`.
  case emptyCompletion
  /// The same of `chosen` beside `rejected`.
  case emptyChosen
  /// The same of `rejected` beside `chosen`.
  case emptyRejected
}
