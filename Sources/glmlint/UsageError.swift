/// What is wrong with a call.
enum UsageError: Error, Hashable, Sendable {
  case noCommand
  case unknownCommand(String, nearest: String?)
  /// `of` is nil where no command was given yet.
  case unknownFlag(String, of: CommandName?, nearest: String?)
  case unexpectedValue(String, flag: String)
  case missingValue(flag: String, placeholder: String)
  case invalidValue(String, flag: String, expected: [String], nearest: String?)
  case missingOperand(String, of: CommandName)
  case extraOperand(String, of: CommandName)
  case unknownRule(String, nearest: String?)
  /// A version that cannot be read, with the reason.
  case invalidVersion(String, reason: String)
  /// A share of the data that there is not.
  case invalidShard(String)
  /// Two things that cannot both be asked for.
  case conflict(String, String)
  /// One thing that means nothing without another.
  case needs(String, String)
  /// Two formats would go to the same place.
  case outputTwice(String)

  /// What tells more than the error itself does.
  func hint(for command: CommandName?) -> String {
    if case .unknownRule = self { return "`glmlint rules` lists them" }
    return "`glmlint\(command.map { " \($0.rawValue)" } ?? "") --help` tells more"
  }
}

extension UsageError: CustomStringConvertible {
  var description: String {
    switch self {
    case .noCommand: return "no command given"
    case .unknownCommand(let name, let nearest): return "unknown command `\(name)`" + Self.guess(nearest)
    case .unknownFlag(let name, let command, let nearest):
      let whose = command.map { " for `\($0.rawValue)`" } ?? ""
      return "unknown flag `\(name)`\(whose)" + Self.guess(nearest)
    case .unexpectedValue(let value, let flag): return "`\(flag)` takes no value, but `\(value)` was given"
    case .missingValue(let flag, let placeholder): return "`\(flag)` needs a value: \(placeholder)"
    case .invalidValue(let value, let flag, let expected, let nearest):
      return "`\(flag)` does not take `\(value)`, only \(Self.list(expected))" + Self.guess(nearest)
    case .missingOperand(let word, let command): return "`\(command.rawValue)` needs a \(word)"
    case .extraOperand(let operand, let command): return "`\(command.rawValue)` has no use for `\(operand)`"
    case .unknownRule(let name, let nearest): return "unknown rule `\(name)`" + Self.guess(nearest)
    case .invalidVersion(let text, let reason): return "`--versions` cannot read `\(text)`: \(reason)"
    case .invalidShard(let text):
      return "`--shard` does not take `\(text)`, only I/N with I from 1 to N, such as 2/8"
    case .conflict(let one, let other): return "\(one) and \(other) exclude each other"
    case .needs(let one, let other): return "\(one) needs \(other)"
    case .outputTwice(let place): return "two outputs go to \(place)"
    }
  }

  private static func guess(_ nearest: String?) -> String { nearest.map { "; did you mean `\($0)`?" } ?? "" }

  /// `a, b or c`.
  private static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.joined() }
    return words.dropLast().map { "`\($0)`" }.joined(separator: ", ") + " or `\(last)`"
  }
}
