// Where `*` may stand (reference manual, 6.16 and 7.2).
extension PythonCompilerChecks {
  mutating func checkStarred(_ id: Int32) {
    let parent = parents[Int(id)]
    switch records[Int(parent)].kind {
    case .list, .tuple, .set, .call, .classDef, .arg, .typeVarTuple, .subscript, .starred: return
    case _ where records[Int(id)].detail == PythonContext.store.rawValue:
      report(range(id), "starred assignment target must be in a list or tuple")
    default: report(range(id), "'*' cannot be used here")
    }
  }

  /// Reports a list or tuple of targets with more than one `*`.
  mutating func checkStarredTargets(_ id: Int32, _ record: PythonTree.Record) {
    guard record.detail == PythonContext.store.rawValue else { return }
    reportSecondStar(list(id, 0), .starred, "two '*' in one list of targets")
  }

  /// Reports the second element of `kind`.
  mutating func reportSecondStar(_ elements: Range<Int>, _ kind: PythonNodeKind, _ message: String) {
    var hasStar = false
    for index in elements where records[Int(lists[index])].kind == kind {
      if hasStar { return report(range(lists[index]), message) }
      hasStar = true
    }
  }
}
