/// A Python value that is written down.
package enum PythonLiteral: Hashable, Sendable, CustomStringConvertible {
  case none
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case text(String)
  case texts([String])

  /// As `str` shows it.
  package var description: String {
    switch self {
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .float(let value): String(value)
    case .text(let value): value
    case .texts(let values): "[\(values.map { "'\($0)'" }.joined(separator: ", "))]"
    }
  }

  /// What `if` makes of it.
  package var isTrue: Bool {
    switch self {
    case .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .float(let value): value != 0
    case .text(let value): !value.isEmpty
    case .texts(let values): !values.isEmpty
    }
  }

  /// Whether arithmetic takes it.
  var isNumber: Bool {
    switch self {
    case .bool, .integer, .float: true
    case .none, .text, .texts: false
    }
  }

  /// The name of its type.
  var type: String {
    switch self {
    case .none: "NoneType"
    case .bool: "bool"
    case .integer: "int"
    case .float: "float"
    case .text: "str"
    case .texts: "list"
    }
  }
}

/// A keyword whose value is of another type than it is for, or outside of what is allowed; such as the text `"1e-4"`,
/// which YAML 1.1 makes of the number, or `False`, which it makes of `no`.
package struct UnusualArgument: Hashable, Sendable {
  package let name: String
  package let value: PythonLiteral

  package init(_ name: String, _ value: PythonLiteral) { (self.name, self.value) = (name, value) }
}
