/// A value of a set-up as its consumer sees it, after the dialect's own resolution.
package enum SetupValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case list([SetupValue])
  /// Keys in the order of the text.
  case mapping([Entry])
  /// A name of a library that stands for itself, such as `peft.TaskType.CAUSAL_LM` or `torch.bfloat16`.
  case symbol(String)
  /// An object that calling `type` has made; its arguments are facts of their own where somebody needs them.
  case object(type: String)

  /// One pair of a mapping.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: SetupValue

    package init(key: String, value: SetupValue) {
      self.key = key
      self.value = value
    }
  }

  /// The text of a string; nil for others.
  package var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The truth of a boolean; nil for others (a consumer's truthiness is the rule's business).
  package var bool: Bool? {
    if case .bool(let truth) = self { return truth }
    return nil
  }

  /// The texts of a list of strings; nil where any element is something else.
  package var strings: [String]? {
    guard case .list(let elements) = self else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts : nil
  }
}

extension SetupValue: CustomStringConvertible {
  /// For people: as Python would write it, symbols by their name.
  package var description: String {
    switch self {
    case .null: return "None"
    case .bool(let truth): return truth ? "True" : "False"
    case .integer(let number): return String(number)
    case .float(let number): return String(number)
    case .string(let text): return "\"\(text)\""
    case .list(let elements): return "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .mapping(let entries):
      return "{" + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    case .symbol(let name): return name
    case .object(let type): return "\(type)(…)"
    }
  }
}
