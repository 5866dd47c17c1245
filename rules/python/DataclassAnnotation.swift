import Setup
import Syntax

/// What `dataclasses` makes of an annotation: a field, or a name that it leaves alone.
///
/// As `_get_field` and `_is_type` decide (dataclasses.py, CPython 3.8 to 3.13): an annotation that is a text,
/// by quotes or by `from __future__ import annotations`, is not evaluated. Its first word, or the second
/// where the first is a module, is looked up among the module's names.
struct DataclassAnnotation {
  let evaluator: PythonEvaluator
  let module: PythonModule

  /// Whether a name with this annotation is a field that `__init__` keeps.
  func isField(_ annotation: PythonNode) -> Bool {
    if module.hasTextAnnotations { return isField(text: annotation.text) }
    if let text = annotation.asString { return isField(text: text) }
    return isField(evaluator.evaluate(annotation, in: module))
  }

  /// For an annotation that is handed over as a value, as in `make_dataclass`.
  func isField(_ value: Evaluated) -> Bool {
    var origin = value
    switch value.value {
    case .constant(.string(let text)): return isField(text: text)
    case .derived(let inner, .item), .derived(let inner, .call): origin = inner
    default: break
    }
    return origin.symbol.map { !Self.pseudoFields.contains($0) } ?? true
  }

  private func isField(text: String) -> Bool {
    guard let words = Self.leadingWords(of: text) else { return true }
    guard let prefix = words.module else {
      guard let value = evaluator.global(words.name, of: module) else { return true }
      return isField(value)
    }
    guard let value = evaluator.global(prefix, of: module), let found = value.symbol,
      found == "typing" || found == "dataclasses"
    else { return true }
    return !Self.pseudoFields.contains("\(found).\(words.name)")
  }

  /// `typing_extensions` hands on the very object of `typing`.
  private static let pseudoFields: Set<String> = [
    "typing.ClassVar", "typing_extensions.ClassVar", "dataclasses.InitVar", "dataclasses.KW_ONLY",
  ]

  /// What `^(?:\s*(\w+)\s*\.)?\s*(\w+)` finds at the start of a text.
  static func leadingWords(of text: String) -> (module: String?, name: String)? {
    let bytes = Array(text.utf8)
    var position = 0
    func skipBlanks() {
      while position < bytes.count, bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) {
        position += 1
      }
    }
    func word() -> String? {
      skipBlanks()
      let start = position
      while position < bytes.count, bytes[position].isWordByte { position += 1 }
      return start == position ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
    }
    guard let first = word() else { return nil }
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return (nil, first) }
    position += 1
    guard let second = word() else { return (nil, first) }
    return (first, second)
  }
}

extension UInt8 {
  /// A letter, digit or underscore; every byte of a character beyond ASCII is taken for one.
  fileprivate var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: return true
    default: return false
    }
  }
}

extension PythonModule {
  /// Whether `from __future__ import annotations` makes a text of every annotation. In a notebook it counts
  /// from its cell on; it is taken to stand in the first.
  fileprivate var hasTextAnnotations: Bool {
    body.contains { statement in
      guard let source = statement.asImportFrom, source.module == "__future__" else { return false }
      return source.names.contains { $0.name == "annotations" }
    }
  }
}
