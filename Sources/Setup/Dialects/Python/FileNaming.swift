import Datasets
import Syntax

/// Under which names a trainer of trl gets the columns of the files that a script loads, by the steps in between.
struct FileNaming {
  /// By the name that the trainer sees, what the column is called in the files: of `answer`, renamed to `completion`,
  /// `["completion": "answer"]`, and `answer` is gone.
  private var original: [String: String] = [:]
  /// Columns of the files that do not reach the trainer under their own names.
  private var gone: Set<String> = []
  private var reasons: [String] = []

  /// `rename_column`: nil where a name is not known.
  func renaming(_ old: String?, to new: String?) -> FileNaming? {
    guard let old, let new else { return nil }
    var renamed = self
    let file = original[old] ?? old
    renamed.original[old] = nil
    renamed.original[new] = file
    renamed.gone.insert(file)
    renamed.gone.remove(new)
    renamed.reasons.append("`\(file)` renamed to `\(new)`")
    return renamed
  }

  /// `remove_columns`; nil where not each column is named.
  func removing(_ columns: RemovedColumns?) -> FileNaming? {
    guard case .named(let named)? = columns else { return nil }
    var left = self
    for column in named {
      left.gone.insert(original[column.name] ?? column.name)
      left.original[column.name] = nil
    }
    return left
  }

  /// The names that this tells of the files, together with the column that SFTTrainer takes for the text; nil where they are
  /// the usual ones.
  func names(text: String?) -> FileNames? {
    let text = text.flatMap { Self.mayBeText($0) ? $0 : nil }
    var columns: [String: KnownColumn] = [:]
    for known in KnownColumn.allCases {
      let seen = known == .text ? text ?? known.name : known.name
      // A column that is the text is nothing else.
      if seen == text, known != .text { continue }
      let file = original[seen] ?? seen
      if original[seen] != nil || !gone.contains(file) { columns[file] = known }
    }
    var reasons = reasons
    if let text { reasons.insert("dataset_text_field = \(text)", at: 0) }
    guard !reasons.isEmpty else { return nil }
    let fields = [TurnField.role, .sender, .content, .value].map { ($0.rawValue, $0) }
    let names = ColumnNames(columns: columns, fields: Dictionary(uniqueKeysWithValues: fields))
    return FileNames(names: names, reasons: reasons)
  }

  /// Columns by which trl knows other formats are not read as text (trl/trainer/sft_trainer.py); `text` is the usual name.
  private static func mayBeText(_ name: String) -> Bool {
    guard let known = KnownColumn(name: name) else { return true }
    return [.instruction, .input, .output, .history, .system].contains(known)
  }
}

/// The names that a script has for the columns of the files that it loads.
package struct FileNames: Sendable {
  package let names: ColumnNames
  /// What of the script says so.
  package let reasons: [String]
}
