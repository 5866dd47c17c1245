import Syntax

/// One `.map(function, remove_columns=…)`: which columns come out.
///
/// datasets/arrow_dataset.py: a dict that the function returns is put over the row, after `remove_columns`
/// has been taken out of the input; columns that the function returns are kept even if they are named there.
struct MapStep {
  let reader: PythonReader
  let site: PythonCallSite
  let given: PythonCallArguments

  func applied(to rows: DatasetReading.Rows) -> DatasetReading.Rows {
    var result = rows
    guard let function = given.positional.first ?? given["function"],
      case .projectFunction(let definition, let outer, let partial) = function.value
    else {
      result.columns = SplitColumns([], openReason: "the function of `.map` is not followed")
      return result
    }
    let removed = given["remove_columns"]
    let kept = removed.map { rows.columns.removing($0.removedColumns) } ?? rows.columns
    let returned = ReturnedColumns(reader: reader).of(definition, in: outer, partial: partial)
    let isMasking = definition.speaksOfIgnoredLabels
    switch returned {
    case .columns(let columns): result.columns = kept.adding(columns.masked(isMasking))
    case .changedRow(let columns):
      // The whole row comes back, so `remove_columns` takes nothing of it away.
      result.columns = rows.columns.adding(columns.masked(isMasking))
    case .unknown(let reason): result.columns = SplitColumns([], openReason: reason)
    }
    result.preprocessing = definition.asFunctionDef?.identifier.span ?? definition.span
    return result
  }
}

/// What a preprocessing function returns, as column names.
struct ReturnedColumns {
  let reader: PythonReader

  enum Outcome {
    /// A dict of its own with these keys.
    case columns(SplitColumns)
    /// The row that it was given, with these keys set.
    case changedRow(SplitColumns)
    case unknown(String)
  }

  /// O(statements of the function).
  func of(_ definition: PythonNode, in outer: PythonFrame, partial: PythonCallSite?) -> Outcome {
    let frame = reader.evaluator.frame(around: definition.bodyStart, in: outer.module)
    let returned: [PythonNode]
    if let lambda = definition.asLambda {
      returned = [lambda.body]
    } else {
      returned = definition.descendantsInBody.filter { $0.kind == .return }.compactMap { $0.asReturn?.value }
    }
    let row = definition.parameterList?.parameters.first?.parameter.name
    let outcomes = returned.map { outcome(of: $0, row: row, in: frame) }
    guard let first = outcomes.first else { return .unknown("the function returns nothing") }
    return outcomes.dropFirst().reduce(first, merged)
  }

  private func outcome(of expression: PythonNode, row: String?, in frame: PythonFrame) -> Outcome {
    if let name = expression.asName?.name, name == row {
      return changedRow(name, before: expression, in: frame)
    }
    let value = reader.evaluator.evaluate(expression, in: frame)
    if case .dictionary(let dictionary) = value.value {
      let columns = dictionary.entries.map { SplitColumns.Column(name: $0.key, span: $0.keySpan) }
      return .columns(SplitColumns(columns, openReason: dictionary.openReason))
    }
    if let tokenized = tokenizerOutput(value) { return .columns(tokenized) }
    return .unknown("what the function returns is not known")
  }

  /// Keys that are set on the row; any other change of it is not followed.
  private func changedRow(_ name: String, before use: PythonNode, in frame: PythonFrame) -> Outcome {
    let module = frame.module
    var columns: [SplitColumns.Column] = []
    for change in reader.evaluator.changes(of: name, in: module) {
      let scope = module.bindings.scopes.scope(around: change.use)
      guard module.bindings.home(of: name, from: scope)?.node == frame.scope else { continue }
      switch change.effect {
      case .store(.item(let key), value: .some):
        guard let text = reader.evaluator.evaluate(key, in: frame).text else {
          return .unknown("a key of the row is not known")
        }
        columns.append(.init(name: text, span: key.span))
      case .handed: continue
      default: return .unknown("the row is changed in a way that is not followed")
      }
    }
    return .changedRow(SplitColumns(columns))
  }

  /// `tokenizer(…)` gives `input_ids` and `attention_mask` (transformers/tokenization_utils_base.py
  /// `__call__`; some also `token_type_ids`), `labels` only for `text_target`; keys may then be set on the
  /// result.
  private func tokenizerOutput(_ value: Evaluated) -> SplitColumns? {
    guard let (maker, site) = value.making, let (type, method, _) = maker.classMethodCall,
      type.hasPrefix("transformers."), type.contains("Tokenizer") || type.hasSuffix("AutoProcessor"),
      method == "from_pretrained"
    else { return nil }
    var columns = ["input_ids", "attention_mask"].map { SplitColumns.Column(name: $0, span: value.span) }
    let given = reader.evaluator.arguments(of: site)
    guard given.openReason == nil else { return nil }
    if let target = given["text_target"] { columns.append(.init(name: "labels", span: target.span)) }
    for store in value.stores {
      guard store.target != .whole else { return nil }
      guard case .item(let key) = store.target else { continue }
      columns.append(.init(name: key, span: store.targetSpan))
    }
    return SplitColumns(columns)
  }

  private func merged(_ first: Outcome, _ second: Outcome) -> Outcome {
    switch (first, second) {
    case (.columns(let left), .columns(let right)) where Set(left.names) == Set(right.names): return first
    case (.changedRow(let left), .changedRow(let right)) where Set(left.names) == Set(right.names):
      return first
    default: return .unknown("the function returns different columns")
    }
  }
}

extension SplitColumns {
  /// The same columns, `labels` noted as masked or not.
  fileprivate func masked(_ isMasked: Bool) -> SplitColumns {
    SplitColumns(
      columns.map { $0.name == "labels" ? Column(name: $0.name, span: $0.span, isMasked: isMasked) : $0 },
      openReason: openReason)
  }
}

extension PythonNode {
  /// Whether the text writes the label that carries no loss: -100 (torch's `ignore_index`), or a name for it.
  var speaksOfIgnoredLabels: Bool {
    let text = text.lowercased()
    return ["-100", "- 100", "ignore_index", "ignore_token", "label_pad"].contains { text.contains($0) }
  }
}

extension PythonNode {
  /// A node of the function's body, from which its frame can be found.
  fileprivate var bodyStart: PythonNode { asFunctionDef?.body.first ?? asLambda?.body ?? self }
}
