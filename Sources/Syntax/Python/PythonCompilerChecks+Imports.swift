// `import *` and `from __future__` (`Python/future.c`; reference manual, 7.11).
extension PythonCompilerChecks {
  /// The names of `Lib/__future__.py`; `barry_as_FLUFL` is the one without effect on scripts.
  private static let features: Set<String> = [
    "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
    "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations",
  ]

  mutating func checkImport(_ id: Int32, _ context: Int32) {
    let isFrom = records[Int(id)].kind == .importFrom
    if isFrom && isFuture(id) { futureImports.append(id) }
    for index in list(id, isFrom ? 2 : 0) {
      let alias = lists[index]
      guard let name = slots(alias, 0) else { continue }
      checkName(slots(alias, 2) ?? (isFrom ? name : nil), range: range(alias))
      if isFrom, name.count == 1, bytes[name.start] == UInt8(ascii: "*"),
        scopes[Int(scope(context))].kind != .module
      {
        report(range(alias), "'import *' is allowed at module level only")
      }
    }
  }

  /// Reports future imports behind other statements, and unknown features. A docstring and lines of IPython may
  /// stand before them.
  mutating func checkFutureImports() {
    if futureImports.isEmpty { return }
    var isAtTop = true
    var isFirst = true
    var isTop: Set<Int32> = []
    for index in list(root, 0) where isAtTop {
      let id = lists[index]
      switch records[Int(id)].kind {
      case .shellLine, .magicLine: continue
      case .importFrom where isFuture(id): isTop.insert(id)
      case .expression where isFirst && isString(field(id, 0)): break
      default: isAtTop = false
      }
      isFirst = false
    }
    for id in futureImports {
      if !isTop.contains(id) {
        report(range(id), "'from __future__' must stand at the beginning of the file")
      }
      for index in list(id, 2) {
        guard let name = slots(lists[index], 0) else { continue }
        let feature = text(name)
        if !PythonCompilerChecks.features.contains(feature) {
          report(name, "'\(feature)' is not a future feature")
        }
      }
    }
  }

  private func isFuture(_ id: Int32) -> Bool {
    guard field(id, 3) == 0, let module = slots(id, 0), module.count == 10 else { return false }
    return text(module) == "__future__"
  }

  private func isString(_ id: Int32) -> Bool {
    records[Int(id)].kind == .constant
      && records[Int(id)].detail == PythonConstant.Kind.string.rawValue
  }
}
