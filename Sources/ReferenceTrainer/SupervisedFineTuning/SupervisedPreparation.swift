/// What `SFTTrainer` makes of its records before it trains: `_prepare_dataset` of trl/trainer/sft_trainer.py, step by step
/// as each release has it (0.8.6 to 1.16.0).
struct SupervisedPreparation {
  let tuning: SupervisedFineTuning
  let trl: LibraryRelease
  let transformers: LibraryRelease

  /// - Throws: `ModuleNotFoundError` without trl.
  init(tuning: SupervisedFineTuning, _ stack: Stack) throws(PythonError) {
    guard let trl = stack.trl else { throw PythonError("ModuleNotFoundError", "No module named 'trl'") }
    (self.tuning, self.trl, transformers) = (tuning, trl, stack.transformers)
  }

  /// The records in tokens, and how the trainer goes on with them.
  struct Prepared {
    let rows: TokenizedSplit
    let collator: any BatchMaking
    /// The columns that reach the collator; nil where the model's own decide.
    let signatureColumns: [String]?
  }

  var options: SupervisedFineTuning.Options { tuning.options }
  var tokenizer: ByteTokenizer { tuning.tokenizer }

  /// Whether a release is at least this one.
  func isAtLeast(_ numbers: Int...) -> Bool {
    let wanted = LibraryRelease(numbers)
    return !(trl < wanted)
  }

  /// - Throws: what the release's constructor raises.
  func prepare() throws(PythonError) -> Prepared {
    try refuseCombinations()
    let rows = isAtLeast(0, 15) ? try steps() : try formattedTexts()
    return Prepared(
      rows: TokenizedSplit(records: rows), collator: collator, signatureColumns: signatureColumns)
  }

  // MARK: What the constructor decides

  var packs: Bool { options.packing == true }
  var longest: Int { options.longest ?? ByteTokenizer.longestInput }

  /// Whole sequences in a row, and all rows of a batch in one: the strategy is `ffd` or `bfd` unless somebody says
  /// otherwise.
  var isPaddingFree: Bool { packs && isAtLeast(0, 19) }

  /// Whether the mask of completions counts. Left open, it does where the first record has a prompt; from 0.24 on a
  /// completion, too.
  var countsCompletionsOnly: Bool {
    guard isAtLeast(0, 17) else { return false }
    let first = tuning.records.first
    return options.completionOnlyLoss
      ?? (first?["prompt"] != nil && (!isAtLeast(0, 24) || first?["completion"] != nil))
  }

  var masksTurns: Bool { options.assistantOnlyLoss == true }

  /// In the order of the constructors.
  private func refuseCombinations() throws(PythonError) {
    if packs, tuning.collator == .completionOnly, !isAtLeast(0, 15) {
      throw SupervisedErrors.packedCollator
    }
    if tuning.collator == .completionOnly, isAtLeast(0, 20) { throw SupervisedErrors.noCompletionCollator }
    if isPaddingFree, tuning.collator != nil { throw SupervisedErrors.paddingFreeCollator }
    if masksTurns {
      guard tuning.records.first?.isConversational == true else { throw SupervisedErrors.notConversational }
      if isAtLeast(1, 1) {
        guard let template = tuning.template else {
          throw SupervisedErrors.markersInNothing(isSearch: isAtLeast(1, 6))
        }
        if !template.marksGeneration {
          throw SupervisedErrors.untrainableTemplate(isTokenizers: !isAtLeast(1, 4))
        }
      }
    }
    if isAtLeast(0, 18), countsCompletionsOnly, tuning.joinsColumns {
      throw SupervisedErrors.formatterBesideCompletions
    }
  }

  private var signatureColumns: [String]? {
    if !isAtLeast(0, 17) { return nil }
    if !isAtLeast(0, 19) { return ["input_ids", "attention_mask", "completion_mask"] }
    let columns = ["input_ids", "labels", "seq_lengths"]
    return isAtLeast(1, 7) ? columns : columns + ["completion_mask", "assistant_masks"]
  }

  private var collator: any BatchMaking {
    let stack = Stack(transformers: transformers, peft: LibraryRelease(0))
    func given(_ kind: Collator.Kind) -> Collator {
      Collator(kind: kind, padsOutputIDs: false, stack: stack, paddingToken: tokenizer.paddingToken)
    }
    if tuning.collator == .completionOnly {
      return CompletionCollator(
        base: given(.languageModeling), response: tokenizer.encode(tuning.responseTemplate),
        instruction: tuning.instructionTemplate.map(tokenizer.encode))
    }
    if let kind = tuning.collator { return given(kind) }
    // Before 0.15 packed rows had labels of their own, and none made others.
    if !isAtLeast(0, 15), packs { return given(.padding) }
    // 0.16.0 and 0.16.1, `SFTTrainer.__init__`.
    if !isAtLeast(0, 16, 1) { return given(.languageModeling) }
    return SupervisedCollator(
      paddingToken: tokenizer.paddingToken ?? ByteTokenizer.endOfText,
      countsCompletionsOnly: countsCompletionsOnly, keepsLabels: isAtLeast(0, 19),
      labelsOverrule: isAtLeast(1, 7), isPaddingFree: isPaddingFree,
      tellsPositions: isAtLeast(0, 24), masksFirstTokens: isAtLeast(0, 24))
  }
}

extension TokenizedSplit {
  /// The columns of integers that the first record has.
  init(records: [TextRecord]) {
    let first = ["input_ids", "attention_mask", "labels"]
    let all = records.first?.cells.keys.sorted() ?? []
    let names = (first + all.filter { !first.contains($0) }).filter { records.first?.integers($0) != nil }
    self.init(names.map { name in Column(name: name, rows: records.map { $0.integers(name) ?? [] }) })
  }
}
