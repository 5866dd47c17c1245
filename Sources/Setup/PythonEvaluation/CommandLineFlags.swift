import Syntax

/// The flags of one launch line, for a program that reads them.
package struct CommandLineFlags: Sendable {
  package struct Flag: Sendable {
    /// nil for a flag that stands alone, and for a value that is not known.
    package let value: String?
    /// The value's place; the flag's own for one that stands alone.
    package let span: Span
    package let nameSpan: Span?
    /// Why the value is not known: a variable stands in it, or a template's braces; nil where it is.
    package let unknownReason: String?
    /// The value comes from a variable, so that its text may serve others.
    package let isShared: Bool

    package init(
      value: String?, span: Span, nameSpan: Span?, unknownReason: String? = nil, isShared: Bool = false
    ) {
      self.value = value
      self.span = span
      self.nameSpan = nameSpan
      self.unknownReason = unknownReason
      self.isShared = isShared
    }

    /// As a parser that knows the field's type would take it.
    package var fact: Fact<SetupValue> {
      if let unknownReason { return .unknown(unknownReason, at: span) }
      return .known(value.map { SetupValue.fromFlag($0) } ?? .bool(true), at: span, isShared: isShared)
    }
  }

  /// By name without the leading dashes, `-` written as `_`.
  package let flags: [String: Flag]
  /// Why there may be other flags (a variable on the line that is not known); nil when these are all.
  package let openReason: String?

  package init(flags: [String: Flag], openReason: String?) {
    self.flags = flags
    self.openReason = openReason
  }

  /// In the order of the line.
  package var ordered: [(name: String, flag: Flag)] {
    flags.sorted { $0.value.span.range < $1.value.span.range }.map { ($0.key, $0.value) }
  }
}

extension SetupValue {
  /// A flag's text as a typed parser would take it: whole numbers, decimals, the truth words of
  /// `string_to_bool` (transformers/hf_argparser.py) that are not also ordinary words, else text.
  package static func fromFlag(_ text: String) -> SetupValue {
    if let number = Int(text) { return .integer(number) }
    if let number = Double(text), text.utf8.first.map({ $0 < 0x41 }) ?? false { return .float(number) }
    switch text.lowercased() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: return .string(text)
    }
  }
}
