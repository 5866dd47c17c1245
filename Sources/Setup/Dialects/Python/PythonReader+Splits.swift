import Datasets
import Syntax

// The data sets of a trainer: which files, which columns, after which preprocessing.
extension PythonReader {
  func splits(_ given: PythonCallArguments, _ setup: TrainingSetup) -> [SplitSetup] {
    var splits: [SplitSetup] = []
    for (parameter, split) in [("train_dataset", Split.train), ("eval_dataset", .validation)] {
      guard let value = given[parameter], !value.isNone else { continue }
      let names = fileNames(value, setup)
      var rows = DatasetReading(reader: self, names: names?.names ?? .usual).read(value)
      if setup.trainer?.consumer.value == "trl.SFTTrainer" {
        rows.format = formatForSFT(rows, options: [setup.trainer, setup.arguments].compactMap { $0 })
      }
      var made = rows.split(split)
      made.fileNames = names
      splits.append(made)
    }
    return splits
  }

  /// The names that the script has for the columns of the files that `value` is loaded from, as a trainer of trl sees them.
  private func fileNames(_ value: Evaluated, _ setup: TrainingSetup) -> FileNames? {
    guard let trainer = setup.trainer?.consumer.value, trainer.hasPrefix("trl.") else { return nil }
    let options = [setup.trainer, setup.arguments].compactMap { $0 }
    if options.contains(where: { $0.nameSpan("formatting_func") != nil }) { return nil }
    let text =
      trainer == "trl.SFTTrainer"
      ? options.lazy.compactMap { $0["dataset_text_field"].value?.string }.first : nil
    guard text != nil || module.trees.contains(where: { $0.file.mentions("rename_column") }) else {
      return nil
    }
    let blind = PythonReader(
      module: module, evaluator: evaluator, dialect: dialect, versions: versions,
      context: ContextWithoutFiles())
    return DatasetReading(reader: blind).read(value).naming?.names(text: text)
  }

  /// What SFTTrainer makes of the rows where their own columns do not say it.
  ///
  /// `formatting_func` gives it one text a row, and `dataset_text_field` names the column to read where there
  /// is no prompt with a completion (trl/trainer/sft_trainer.py, 0.7 to 1.16; up to 0.12 both, and later the
  /// former, are arguments of the trainer itself).
  private func formatForSFT(_ rows: DatasetReading.Rows, options: [FactTable]) -> Fact<RowFormat> {
    switch rows.format.value {
    case .promptCompletion?, .conversationalPromptCompletion?, .tokenized?: return rows.format
    default: break
    }
    for table in options {
      let formatting = table["formatting_func"]
      if table.nameSpan("formatting_func") != nil, formatting.value != .null {
        return .known(.text, at: table.nameSpan("formatting_func"))
      }
    }
    guard rows.format.isUnknown else { return rows.format }
    for table in options {
      if let field = table["dataset_text_field"].value?.string, let span = table["dataset_text_field"].span,
        field != "prompt", field != "completion"
      {
        return .known(.text, at: span)
      }
    }
    return rows.format
  }
}

extension Evaluated {
  /// Certainly `None`.
  var isNone: Bool {
    if case .constant(.null) = value { return true }
    return false
  }
}

/// Follows a data set from the trainer back to its files, and then its columns forward through every step.
struct DatasetReading {
  let reader: PythonReader
  /// By which the files are read.
  var names = ColumnNames.usual

  /// A data set as far as it is known.
  struct Rows {
    var files: Fact<[String]>
    var columns: SplitColumns
    var format: Fact<RowFormat>
    var preprocessing: Span?
    /// Columns of the files, as long as no step has changed them.
    var fileColumns: SplitColumns?
    /// The call that loads the files.
    var load: FileLoad?
    /// What the files hold, as long as no step has left records out.
    var records: Profile?
    /// Whether no step has changed them.
    var isUnchanged = true
    /// What the steps call the files' columns; nil where the rows come from no file, or a step makes others of them.
    var naming: FileNaming?

    static func unknown(_ reason: String, at span: Span) -> Rows {
      Rows(
        files: .unknown(reason, at: span), columns: SplitColumns([], openReason: reason),
        format: .unknown(reason, at: span))
    }

    func split(_ split: Split) -> SplitSetup {
      var made = SplitSetup(
        split: split, files: files, columns: columns, format: format, preprocessing: preprocessing)
      made.fileColumns = fileColumns
      made.records = records
      made.unchangedRecords = isUnchanged ? records : nil
      made.load = load
      return made
    }
  }

  /// O(steps × columns).
  func read(_ value: Evaluated) -> Rows { read(value, depth: 0) }

  private func read(_ value: Evaluated, depth: Int) -> Rows {
    guard depth < 64 else { return .unknown("the data set is made in too many steps", at: value.span) }
    let choices = value.alternatives.filter { !$0.isNone }
    guard choices.count == 1, let choice = choices.first else {
      return .unknown("the data set depends on a branch", at: value.span)
    }
    if let method = choice.methodCall { return apply(method, to: choice, depth: depth) }
    if let (maker, site) = choice.making, maker.symbol == "datasets.load_dataset" {
      return loaded(site, split: nil)
    }
    if let (type, method, site) = choice.classMethodCall, type == "datasets.Dataset" {
      return literal(method, site, at: choice.span)
    }
    if case .derived(let whole, .item(let key)) = choice.value {
      return part(of: whole, key, at: choice.span, depth: depth)
    }
    return .unknown("the data set comes from code that is not followed", at: choice.span)
  }

  /// `whole["train"]`: of a `load_dataset` of several files, or of `train_test_split`.
  private func part(of whole: Evaluated, _ key: Evaluated, at span: Span, depth: Int) -> Rows {
    let choices = whole.alternatives.filter { !$0.isNone }
    guard let origin = choices.first, choices.count == 1 else {
      return .unknown("the data set depends on a branch", at: span)
    }
    if let (maker, site) = origin.making, maker.symbol == "datasets.load_dataset" {
      return loaded(site, split: key.text)
    }
    if let method = origin.methodCall {
      if method.name == "train_test_split" {
        var rows = read(method.receiver, depth: depth + 1)
        rows.records = nil
        return rows
      }
      let selected = Evaluated(.derived(method.receiver, .item(key)), at: span)
      return apply((selected, method.name, method.site), to: origin, depth: depth)
    }
    return .unknown("the data set comes from code that is not followed", at: span)
  }

  // MARK: Sources

  private func loaded(_ site: PythonCallSite, split: String?) -> Rows {
    let span = site.call.node.span
    let given = reader.named(
      reader.evaluator.arguments(of: site), ["path", "name", "data_dir", "data_files"])
    guard let path = given["path"]?.text else {
      return .unknown("the data set's name is not known", at: span)
    }
    let slice = given["split"]?.text
    let wanted = split ?? slice.map { String($0.prefix { $0 != "[" }) }
    guard ["json", "csv", "text", "parquet"].contains(path) else {
      return .unknown("the data set `\(path)` is not a local file", at: given["path"]?.span ?? span)
    }
    guard let value = given["data_files"], let files = files(value, split: wanted) else {
      return .unknown("the data files are not known", at: span)
    }
    if let field = given["field"], !field.isNone {
      let reason = "`field` takes the records out of an object"
      return Rows(
        files: files, columns: SplitColumns([], openReason: reason), format: .unknown(reason, at: field.span))
    }
    let names = files.possibleValues.first ?? []
    guard path == "json" || path == "csv" && isPlainTable(names, given) || path == "text" && isByLine(given),
      !names.isEmpty, let shape = shape(of: names),
      shape.files.allSatisfy({ $0.isRead(by: path) })
    else {
      let reason = "the data files were not found"
      var rows = Rows(
        files: files, columns: SplitColumns([], openReason: reason), format: .unknown(reason, at: value.span))
      rows.naming = path == "json" || path == "csv" ? FileNaming() : nil
      return rows
    }
    var rows = Rows(
      files: files, columns: shape.columns, format: shape.format, fileColumns: shape.columns,
      load: given["features"] == nil && given["field"] == nil
        ? load(of: value, by: path, from: span, isStreamed: given["streaming"] != nil) : nil,
      records: slice?.contains("[") == true ? nil : shape.profile)
    rows.naming = path == "json" || path == "csv" ? FileNaming() : nil
    return rows
  }

  /// By the usual names where the files were read elsewhere by those.
  private func shape(of files: [String]) -> DatasetShape? {
    reader.context.dataset(files, by: names, from: reader.module.path)
      ?? (names.areTold ? reader.context.dataset(files, from: reader.module.path) : nil)
  }

  /// Whether `load_dataset("text", …)` makes a record of each line, and nothing is told of how they are written.
  private func isByLine(_ given: PythonCallArguments) -> Bool {
    let harmless: Set = ["path", "data_files", "split", "cache_dir", "num_proc", "streaming", "token"]
    return given.openReason == nil && given.keywords.allSatisfy { harmless.contains($0.name) }
  }

  /// Whether `load_dataset("csv", …)` reads the files as a profile does: with commas, and nothing told of how they are
  /// written.
  private func isPlainTable(_ names: [String], _ given: PythonCallArguments) -> Bool {
    let harmless: Set = [
      "path", "data_files", "split", "cache_dir", "features", "num_proc", "streaming", "token",
    ]
    return given.openReason == nil && given.keywords.allSatisfy { harmless.contains($0.name) }
      && names.allSatisfy { FilePath.fileExtension($0) == "csv" }
  }

  /// `data_files` as a text, a list, or a dict by split (datasets/load.py).
  private func files(_ value: Evaluated, split: String?) -> Fact<[String]>? {
    switch value.value {
    case .constant(.string(let name)): return .known([name], at: value.span)
    case .sequence(let elements, _, nil):
      let names = elements.compactMap(\.text)
      return names.count == elements.count ? .known(names, at: value.span) : nil
    case .dictionary(let dictionary):
      guard let split, let entry = dictionary[split] else { return nil }
      return files(entry, split: nil)
    default: return nil
    }
  }

  /// All that a call loads; nil where a file of it is not at hand.
  private func load(
    of value: Evaluated, by builder: String, from call: Span, isStreamed: Bool
  ) -> FileLoad? {
    var values = [value]
    if case .dictionary(let dictionary) = value.value {
      guard dictionary.openReason == nil else { return nil }
      values = dictionary.entries.map(\.value)
    }
    var loaded: [Profile] = []
    for value in values {
      guard let names = files(value, split: nil)?.possibleValues.first,
        let shape = shape(of: names),
        shape.files.allSatisfy({ $0.isRead(by: builder) })
      else { return nil }
      loaded += shape.files
    }
    return FileLoad(call: call, files: loaded, isStreamed: isStreamed)
  }

  /// `Dataset.from_dict({...})` and `Dataset.from_list([{...}])` with keys that are written out.
  private func literal(_ method: String, _ site: PythonCallSite, at span: Span) -> Rows {
    let given = reader.evaluator.arguments(of: site)
    guard let value = given.positional.first ?? given["mapping"] else {
      return .unknown("the rows are not known", at: span)
    }
    var record: PythonDictionary?
    if method == "from_dict", case .dictionary(let columns) = value.value { record = columns }
    if method == "from_list", case .sequence(let rows, _, nil) = value.value,
      case .dictionary(let first)? = rows.first?.value
    {
      record = first
    }
    guard let record, record.openReason == nil else { return .unknown("the rows are not known", at: span) }
    let columns = SplitColumns(
      record.entries.map {
        .init(name: $0.key, span: $0.keySpan, isMasked: $0.value.span.text.contains("-100"))
      })
    return Rows(
      files: .absent(at: span), columns: columns, format: RowFormat.of(columns, at: span))
  }

  // MARK: Steps

  /// The steps behind which every record is still there.
  private static let keepingRecords: Set = [
    "shuffle", "sort", "with_format", "flatten_indices", "repeat", "set_format", "cast",
  ]

  private func apply(
    _ method: (receiver: Evaluated, name: String, site: PythonCallSite), to value: Evaluated, depth: Int
  ) -> Rows {
    let keeping = [
      "select", "shuffle", "filter", "sort", "shard", "take", "skip", "with_format", "flatten_indices",
      "repeat",
      "train_test_split", "set_format", "cast",
    ]
    if keeping.contains(method.name) {
      var rows = read(method.receiver, depth: depth + 1)
      if !Self.keepingRecords.contains(method.name) { rows.records = nil }
      return rows
    }
    if method.name == "get", let key = reader.evaluator.arguments(of: method.site).positional.first {
      return part(of: method.receiver, key, at: value.span, depth: depth + 1)
    }
    var rows = read(method.receiver, depth: depth + 1)
    rows.fileColumns = nil
    rows.isUnchanged = false
    let naming = rows.naming
    rows.naming = nil
    // A function that gets several records at once may give fewer.
    if method.name == "map", reader.evaluator.arguments(of: method.site)["batched"] != nil {
      rows.records = nil
    }
    let given = reader.evaluator.arguments(of: method.site)
    switch method.name {
    case "map": rows = MapStep(reader: reader, site: method.site, given: given).applied(to: rows)
    case "remove_columns":
      let gone = (given.positional.first ?? given["column_names"])?.removedColumns
      rows.columns = rows.columns.removing(gone)
      rows.naming = naming?.removing(gone)
    case "select_columns":
      rows.columns = rows.columns.selecting((given.positional.first ?? given["column_names"])?.removedColumns)
    case "rename_column":
      let old = given.positional.first ?? given["original_column_name"]
      let new = given.positional.dropFirst().first ?? given["new_column_name"]
      rows.columns = rows.columns.renaming(old, to: new)
      rows.naming = naming?.renaming(old?.text, to: new?.text)
    default: return .unknown("`.\(method.name)()` is not followed", at: value.span)
    }
    rows.format = RowFormat.of(rows.columns, at: value.span, before: rows.format)
    return rows
  }
}

extension Profile {
  /// Whether the loader `builder` reads the files as they were read here: `.txt` files are read by their content.
  fileprivate func isRead(by builder: String) -> Bool {
    files.allSatisfy { ($0.container == .plainText) == (builder == "text") || $0.container == .empty }
  }
}

extension SplitColumns {
  /// Whether the steps of the script itself write a column that a trainer reads, whatever else the rows hold.
  fileprivate var isMadeByScript: Bool {
    let read: Set<String> = ["prompt", "completion", "messages", "text", "input_ids"]
    return columns.contains { read.contains($0.name) && $0.span != nil }
  }
}

extension RowFormat {
  /// The format that TRL sees in these columns (trl/data_utils.py `is_conversational`, and sft_trainer.py: a
  /// `prompt` column with a `completion` column, else `messages`, else `text`).
  static func of(_ columns: SplitColumns, at span: Span, before: Fact<RowFormat>? = nil) -> Fact<RowFormat> {
    if !columns.isClosed, !columns.isMadeByScript {
      return .unknown(columns.openReason ?? "the columns are not known", at: span)
    }
    if columns.contains("input_ids") { return .known(.tokenized, at: columns["input_ids"]?.span ?? span) }
    if columns.contains("prompt") && columns.contains("completion") {
      if before?.value == .conversationalPromptCompletion {
        return .known(.conversationalPromptCompletion, at: span)
      }
      return .known(.promptCompletion, at: columns["prompt"]?.span ?? span)
    }
    if columns.contains("messages") { return .known(.messages, at: columns["messages"]?.span ?? span) }
    if columns.contains("conversations") {
      return .known(.shareGPT, at: columns["conversations"]?.span ?? span)
    }
    if columns.contains("text") { return .known(.text, at: columns["text"]?.span ?? span) }
    if columns.contains("instruction") && columns.contains("output") {
      return .known(.instruction, at: columns["instruction"]?.span ?? span)
    }
    return .unknown("the columns are of no known format", at: span)
  }
}
