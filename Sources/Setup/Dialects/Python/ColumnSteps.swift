import Syntax

/// Which columns a call takes away.
enum RemovedColumns {
  /// Each with the place that names it.
  case named([SplitColumns.Column])
  /// `dataset.column_names`: all that there were.
  case all
}

extension Evaluated {
  /// The columns that a `remove_columns` argument names; nil where it is not known.
  var removedColumns: RemovedColumns? {
    switch value {
    case .constant(.string(let name)): return .named([.init(name: name, span: span)])
    case .constant(.null): return .named([])
    case .sequence(let elements, _, nil):
      let named = elements.compactMap { element in
        element.text.map { SplitColumns.Column(name: $0, span: element.span) }
      }
      return named.count == elements.count ? .named(named) : nil
    case .sequence:
      return converted.flatMap { Evaluated($0, at: span).allColumns }
    case .derived: return allColumns
    default: return nil
    }
  }

  /// `dataset.column_names`, `dataset.features`, their keys, those of one split; nil for anything else.
  private var allColumns: RemovedColumns? {
    switch value {
    case .derived(_, .attribute("column_names")), .derived(_, .attribute("features")): return .all
    case .derived(let base, .attribute), .derived(let base, .item): return base.allColumns
    case .derived(let maker, .call):
      guard case .derived(let receiver, .attribute("keys")) = maker.value else { return nil }
      return receiver.allColumns
    default: return nil
    }
  }
}

extension SplitColumns {
  func removing(_ gone: RemovedColumns?) -> SplitColumns {
    switch gone {
    case .all?: return SplitColumns([])
    case .named(let named)?:
      let names = Set(named.map(\.name))
      return SplitColumns(
        columns.filter { !names.contains($0.name) },
        removed: removed.filter { !names.contains($0.name) } + named,
        openReason: openReason)
    case nil: return SplitColumns([], openReason: "the removed columns are not known")
    }
  }

  func selecting(_ kept: RemovedColumns?) -> SplitColumns {
    guard case .named(let named)? = kept else {
      return SplitColumns([], openReason: "the kept columns are not known")
    }
    return SplitColumns(named.map { self[$0.name] ?? Column(name: $0.name, span: nil) })
  }

  /// `old` and `new` are the arguments, where they are texts.
  func renaming(_ old: Evaluated?, to new: Evaluated?) -> SplitColumns {
    guard let old, let new, let oldName = old.text, let newName = new.text else {
      return SplitColumns([], openReason: "the renamed column is not known")
    }
    let renamed = columns.map { column in
      guard column.name == oldName else { return column }
      return Column(
        name: newName, span: column.span ?? new.span, place: column.place, isMasked: column.isMasked)
    }
    let isThere = isClosed || contains(oldName)
    return SplitColumns(
      isThere ? renamed : renamed + [Column(name: newName, span: new.span)],
      removed: removed.filter { $0.name != newName } + [Column(name: oldName, span: old.span)],
      openReason: openReason)
  }

  /// These columns with `added` put over them.
  func adding(_ added: SplitColumns) -> SplitColumns {
    let names = Set(added.names)
    let mayAdd = added.openReason != nil
    return SplitColumns(
      columns.filter { !names.contains($0.name) } + added.columns,
      removed: mayAdd ? [] : removed.filter { !names.contains($0.name) },
      openReason: openReason ?? added.openReason)
  }
}
