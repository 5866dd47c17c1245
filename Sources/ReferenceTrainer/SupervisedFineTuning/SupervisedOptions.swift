extension SupervisedFineTuning.Options {
  /// Whether the release has the options that are written, as Python's call of the config's constructor.
  ///
  /// `packing` and the rest are older than what is compared: trl 0.17.0 has `completion_only_loss` first, 0.19.0
  /// `assistant_only_loss` (trl/trainer/sft_config.py).
  ///
  /// - Throws: `TypeError` for an option of a later release.
  func validate(_ stack: Stack) throws(PythonError) {
    guard let trl = stack.trl else { return }
    let type = trl < LibraryRelease(0, 9, 2) ? "TrainingArguments" : "SFTConfig"
    func refuse(_ name: String, before first: LibraryRelease) throws(PythonError) {
      guard trl < first else { return }
      throw PythonError("TypeError", "\(type).__init__() got an unexpected keyword argument '\(name)'")
    }
    if completionOnlyLoss != nil { try refuse("completion_only_loss", before: LibraryRelease(0, 17)) }
    if assistantOnlyLoss != nil { try refuse("assistant_only_loss", before: LibraryRelease(0, 19)) }
  }
}
