#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular expression of Python's, as far as it says the same in POSIX's extended ones (`regcomp`): what people write to
/// name layers.
struct PythonPattern {
  private let extended: String

  /// Nil for what POSIX has no words for, such as `\b`, a look-ahead or a named group.
  init?(_ pattern: String) {
    var extended = ""
    var rest = Substring(pattern)
    var isInClass = false
    while let letter = rest.popFirst() {
      switch letter {
      case "\\":
        guard let escaped = rest.popFirst(), let said = Self.posix(escaped, isInClass: isInClass) else {
          return nil
        }
        extended += said
      case "(" where !isInClass && rest.hasPrefix("?"):
        guard rest.hasPrefix("?:") else { return nil }
        rest = rest.dropFirst(2)
        extended += "("
      case "*" where !isInClass, "+" where !isInClass, "?" where !isInClass, "}" where !isInClass:
        extended.append(letter)
        // Whether as much or as little as possible is the same where the whole has to match.
        if rest.first == "?" { rest.removeFirst() }
      default:
        if letter == "[" { isInClass = true }
        if letter == "]" { isInClass = false }
        extended.append(letter)
      }
    }
    self.extended = "^(\(extended))$"
  }

  private static func posix(_ escaped: Character, isInClass: Bool) -> String? {
    switch escaped {
    case "d": isInClass ? "0-9" : "[0-9]"
    case "w": isInClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]"
    case _ where escaped.isLetter || escaped.isNumber: nil
    default: isInClass ? String(escaped) : "\\\(escaped)"
    }
  }

  /// Whether all of `text` matches: `re.fullmatch`; nil where the system refuses the expression.
  func matchesAll(of text: String) -> Bool? {
    var compiled = regex_t()
    guard regcomp(&compiled, extended, REG_EXTENDED | REG_NOSUB) == 0 else { return nil }
    defer { regfree(&compiled) }
    return regexec(&compiled, text, 0, nil, 0) == 0
  }
}
