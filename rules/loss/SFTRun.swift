import Knowledge
import Linting
import Setup
import Syntax

/// A run of TRL's SFTTrainer, as far as its files show which tokens are to carry loss.
struct SFTRun {
  let setup: TrainingSetup
  /// The versions at hand, without the releases of trl that refuse what is written: a file that says
  /// `completion_only_loss` speaks to trl 0.17 or later, whatever may be installed.
  let versions: LibraryVersions

  /// nil for other runs, and where no release of trl that may be installed takes what is written; that is
  /// then another rule's finding.
  init?(_ setup: borrowing TrainingSetup) {
    let arguments = setup.arguments.flatMap { $0.consumer.value == "trl.SFTConfig" ? $0 : nil }
    let trainer = setup.trainer.flatMap { $0.consumer.value == "trl.SFTTrainer" ? $0 : nil }
    guard trainer != nil || (setup.trainer == nil && arguments != nil),
      setup.trainerOverrides.isDisjoint(with: Self.methodsThatDecide)
    else { return nil }
    var range = setup.versions.range(of: .trl)
    if let trainer { range = range.intersection(Self.releases(taking: trainer, "trl.SFTTrainer")) }
    if let arguments {
      // trl 0.9.2: the first release with the class (0.9.0 and 0.9.1 were never published).
      range = range.intersection(Self.releases(">=0.9.2"))
      range = range.intersection(Self.releases(taking: arguments, "trl.SFTConfig"))
    }
    let collators = setup.collator?.consumer.value == Self.completionCollator
    if collators || setup.idleMaskings.contains(where: { $0.means == .collator }) {
      // trl 0.20.0 removed the class; 0.19.1 has it.
      range = range.intersection(Self.releases("<0.20"))
    }
    guard !range.isEmpty else { return nil }
    var versions = setup.versions
    versions.override(.trl, LibraryVersions.Pin(versions: range, span: setup.versions.pins[.trl]?.span))
    self.setup = copy setup
    self.versions = versions
  }

  /// What a subclass of the trainer may do about the loss that we do not follow.
  private static let methodsThatDecide: Set<String> = [
    "__init__", "compute_loss", "training_step", "get_train_dataloader", "get_batch_samples",
    "_prepare_dataset",
    "_prepare_inputs", "_prepare_non_packed_dataloader",
  ]

  static let completionCollator = "trl.DataCollatorForCompletionOnlyLM"

  private static func releases(_ specifiers: String) -> VersionSet {
    VersionSpecifier.parse(specifiers) ?? .all
  }

  /// The releases that have every parameter that is written; parameters that come from transformers do not
  /// count.
  private static func releases(taking table: FactTable, _ type: String) -> VersionSet {
    var range = VersionSet.all
    for name in table.names where table.nameSpan(name) != nil && !table.isAssigned(name) {
      let intervals = Parameters.of(type, named: name).map(\.interval)
      guard !intervals.isEmpty else { continue }
      let having = intervals.map { $0.specifier.isEmpty ? .all : releases($0.specifier) }
      range = range.intersection(having.reduce(VersionSet.none) { $0.union($1) })
    }
    return range
  }

  /// Whether one of these releases of trl may be the one at hand.
  func mayHave(trl specifiers: String) -> Bool {
    !versions.range(of: .trl).intersection(Self.releases(specifiers)).isEmpty
  }

  // MARK: What is written

  func option(_ name: String) -> Fact<SetupValue> { setup.option(name) }

  /// The name of an option where it is written.
  func optionName(_ name: String) -> Span? {
    setup.trainer?.nameSpan(name) ?? setup.arguments?.nameSpan(name)
  }

  /// Whether an option is off: absent where all options are seen, or false, or None.
  func isOff(_ name: String) -> Bool { isDefault(name) || option(name).value == .bool(false) }

  /// Whether an option is left to its default. A config file is taken at its word: what a command line may
  /// add to it is not there until somebody writes it.
  func isDefault(_ name: String) -> Bool {
    let fact = option(name)
    return fact.isAbsent || fact.value == .null || (setup.dialect == .trl && optionName(name) == nil)
  }

  /// Whether the trainer is certainly left to its own collator.
  var usesOwnCollator: Bool {
    guard setup.collator == nil else { return false }
    guard let trainer = setup.trainer else { return true }
    return trainer["data_collator"].isAbsent || trainer["data_collator"].value == .null
  }

  /// Whether the trainer certainly prepares the rows itself (`dataset_kwargs={"skip_prepare_dataset": True}`
  /// says no).
  var preparesRows: Bool {
    if case .mapping(let entries)? = option("dataset_kwargs").value {
      return !entries.contains { $0.key == "skip_prepare_dataset" }
    }
    return isDefault("dataset_kwargs")
  }

  /// The name of the formatting function's argument; nil where there is none.
  var formatter: Span? {
    guard let trainer = setup.trainer, trainer["formatting_func"].value != .null else { return nil }
    return trainer.nameSpan("formatting_func")
  }

  /// Where the training data are handed over.
  var dataPlace: Span? {
    setup.trainer?.nameSpan("train_dataset") ?? setup.split(.train)?.files.span ?? setup.trainer?.span
  }

  // MARK: The rows

  var format: RowFormat? { setup.split(.train)?.format.value }

  var hasPromptAndCompletion: Bool {
    format == .promptCompletion || format == .conversationalPromptCompletion
  }

  /// Where the rows' column is made, or the first record that has it.
  func columnPlace(_ name: String, _ message: String) -> [RelatedPlace] {
    guard let column = setup.split(.train)?.columns[name] else { return [] }
    if let span = column.span { return [RelatedPlace(.span(span), message)] }
    return column.place.map { [RelatedPlace($0.asPlace, message)] } ?? []
  }

  /// The format by the name under which Knowledge has runs of it; nil for formats that were not run.
  var knownFormat: SupervisedLoss.Format? {
    switch format {
    case .text?: return .text
    case .messages?: return .messages
    case .promptCompletion?: return .promptCompletion
    case .conversationalPromptCompletion?: return .promptCompletionMessages
    case .tokenized?:
      guard let columns = setup.split(.train)?.columns else { return nil }
      if columns.contains("completion_mask") { return .pretokenizedCompletionMask }
      return columns.contains("labels") ? .pretokenizedLabels : .pretokenized
    case .shareGPT?, .instruction?, nil: return nil
    }
  }
}

extension SFTRun {
  static let everyToken = "every token carries loss, the prompt's too"

  /// What becomes of the loss under each release of trl, from Knowledge.
  func effects(_ format: SupervisedLoss.Format, _ option: SupervisedLoss.Option) -> [Effect] {
    SupervisedLoss.outcomes(format, option).map { dated in
      let specifier = dated.interval.specifier
      let condition = specifier.isEmpty ? VersionCondition.always : .when(.trl, specifier)
      let note = dated.value.note.isEmpty ? "" : " (\(dated.value.note))"
      switch dated.value.tokens {
      case .all: return Effect(condition, when: .silently, severity: .warning, Self.everyToken + note)
      case .error: return Effect(condition, when: .start, severity: .error, dated.value.note)
      case .completion, .completionAndHeader, .assistant, .response, .labels:
        return .harmless(condition, "only the \(dated.value.tokens.rawValue) carries loss")
      }
    }
  }
}
