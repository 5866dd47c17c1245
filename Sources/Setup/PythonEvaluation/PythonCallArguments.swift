import Syntax

/// The arguments that a call hands over, `*` and `**` expanded as far as they are known.
package struct PythonCallArguments: Sendable {
  package struct Keyword: Sendable {
    package let name: String
    package let nameSpan: Span
    package let value: Evaluated
  }

  package var positional: [Evaluated] = []
  /// In the order in which they are written; names from a `**dict` have the place of the dict's key.
  package var keywords: [Keyword] = []
  /// Why there may be more arguments; nil when these are all. Positional ones behind a `*` that is not known are
  /// left out, as their places are not known.
  package var openReason: String?

  package subscript(name: String) -> Evaluated? { keywords.last { $0.name == name }?.value }
}

extension PythonEvaluator {
  /// What the call hands over. O(arguments).
  package func arguments(of site: PythonCallSite) -> PythonCallArguments {
    var made = PythonCallArguments()
    for argument in site.call.arguments {
      guard let starred = argument.asStarred else {
        if made.openReason == nil { made.positional.append(evaluate(argument, in: site.frame)) }
        continue
      }
      if made.openReason == nil,
        case .sequence(let elements, _, nil) = evaluate(starred.value, in: site.frame).value
      {
        made.positional += elements
      } else {
        made.openReason = made.openReason ?? "`\(argument.text)` is not known"
      }
    }
    for keyword in site.call.keywords {
      let value = evaluate(keyword.value, in: site.frame)
      if let identifier = keyword.identifier {
        made.keywords.append(.init(name: identifier.text, nameSpan: identifier.span, value: value))
      } else {
        made.expand(value, named: keyword.value.text)
      }
    }
    return made
  }
}

extension PythonCallArguments {
  fileprivate mutating func expand(_ value: Evaluated, named text: String) {
    guard case .dictionary(let dictionary) = value.value else {
      openReason = openReason ?? "`**\(text)` is not known"
      return
    }
    openReason = openReason ?? dictionary.openReason
    for entry in dictionary.entries {
      var handed = entry.value
      handed.uses += value.uses
      handed.isShared = handed.isShared || value.isShared
      keywords.append(.init(name: entry.key, nameSpan: entry.keySpan, value: handed))
    }
  }
}
