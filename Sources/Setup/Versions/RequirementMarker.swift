/// Whether a marker holds.
package enum MarkerVerdict: Hashable, Sendable {
  case yes, no
  /// It depends on what the files do not say: the platform, an extra, the Python in use.
  case unsure
}

/// Evaluates environment markers (PEP 508) as far as that is sure.
///
/// `python_version` and `python_full_version` are decided where all admitted Pythons agree; everything else
/// is unsure, and `and` and `or` make the most of what is known. A marker that cannot be read is unsure.
package enum RequirementMarker {
  /// `python`: the versions of Python that the project admits; nil where that is not known. O(bytes).
  package static func evaluate(_ text: String, python: VersionSet?) -> MarkerVerdict {
    var reader = MarkerReader(text, python: python)
    let verdict = reader.readDisjunction(depth: 0)
    return reader.isAtEnd ? verdict : .unsure
  }
}

private struct MarkerReader {
  private enum Token: Equatable {
    case word(String)
    case text(String)
    case sign(String)
    case opening, closing
  }

  private var tokens: [Token] = []
  private var position = 0
  private let python: VersionSet?

  init(_ text: String, python: VersionSet?) {
    self.python = python
    tokens = Self.tokens(of: Array(text.utf8))
  }

  var isAtEnd: Bool { position == tokens.count }

  private static func tokens(of bytes: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }
    while index < bytes.count {
      let start = index
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "("): tokens.append(.opening)
      case UInt8(ascii: ")"): tokens.append(.closing)
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        while index < bytes.count && bytes[index] != byte { index += 1 }
        tokens.append(.text(text(start + 1, index)))
        index += 1
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "~"):
        while index < bytes.count && "<>=!~".utf8.contains(bytes[index]) { index += 1 }
        tokens.append(.sign(text(start, index)))
      case 0x20, 0x09...0x0D: break
      default:
        while index < bytes.count, bytes[index] > 0x20, !"()'\"<>=!~".utf8.contains(bytes[index]) {
          index += 1
        }
        tokens.append(.word(text(start, index)))
      }
    }
    return tokens
  }

  private mutating func take(_ token: Token) -> Bool {
    guard position < tokens.count, tokens[position] == token else { return false }
    position += 1
    return true
  }

  mutating func readDisjunction(depth: Int) -> MarkerVerdict {
    var verdict = readConjunction(depth: depth)
    while take(.word("or")) {
      let other = readConjunction(depth: depth)
      if verdict == .yes || other == .yes {
        verdict = .yes
      } else if verdict == .unsure || other == .unsure {
        verdict = .unsure
      }
    }
    return verdict
  }

  private mutating func readConjunction(depth: Int) -> MarkerVerdict {
    var verdict = readTerm(depth: depth)
    while take(.word("and")) {
      let other = readTerm(depth: depth)
      if verdict == .no || other == .no {
        verdict = .no
      } else if verdict == .unsure || other == .unsure {
        verdict = .unsure
      }
    }
    return verdict
  }

  /// A comparison, or an expression in parentheses, at most 32 deep.
  private mutating func readTerm(depth: Int) -> MarkerVerdict {
    if take(.opening) {
      guard depth < 32 else {
        position = tokens.count
        return .unsure
      }
      let verdict = readDisjunction(depth: depth + 1)
      return take(.closing) ? verdict : .unsure
    }
    guard position + 2 < tokens.count else {
      position = tokens.count
      return .unsure
    }
    let (left, sign, right) = (tokens[position], tokens[position + 1], tokens[position + 2])
    if sign == .word("not") {
      // `not in`
      position = min(position + 4, tokens.count)
      return .unsure
    }
    position += 3
    return compare(left, sign, right)
  }

  private func compare(_ left: Token, _ sign: Token, _ right: Token) -> MarkerVerdict {
    guard let python, case .sign(let operation) = sign else { return .unsure }
    let specifier: String
    let variable: String
    switch (left, right) {
    case (.word(let name), .text(let version)):
      (variable, specifier) = (name, operation + version)
    case (.text(let version), .word(let name)):
      let mirrored = ["<": ">", "<=": ">=", ">": "<", ">=": "<="][operation] ?? operation
      (variable, specifier) = (name, mirrored + version)
    default: return .unsure
    }
    guard let admitted = Self.pythons(variable, specifier) else { return .unsure }
    if python.isSubset(of: admitted) { return .yes }
    return python.isDisjoint(with: admitted) ? .no : .unsure
  }

  /// The Pythons that fulfil a comparison. `python_version` has two components only, so that `> "3.9"` begins
  /// with 3.10, and `<= "3.9"` ends behind all of 3.9.
  private static func pythons(_ variable: String, _ specifier: String) -> VersionSet? {
    if variable == "python_full_version" { return VersionSpecifier.parse(specifier) }
    guard variable == "python_version" else { return nil }
    let operation = specifier.utf8.prefix { "<>=!~".utf8.contains($0) }
    let text = String(decoding: specifier.utf8.dropFirst(operation.count), as: UTF8.self)
    guard let version = Version(text), version.release.count == 2 else {
      return VersionSpecifier.parse(specifier)
    }
    switch String(decoding: Array(operation), as: UTF8.self) {
    case "==": return VersionSpecifier.parse("==\(version).*")
    case "!=": return VersionSpecifier.parse("!=\(version).*")
    case ">": return VersionSpecifier.parse(">=\(version.nextSeries)")
    case "<=": return VersionSpecifier.parse("<\(version.nextSeries)")
    default: return VersionSpecifier.parse(specifier)
    }
  }
}
