/// Something a parser could not accept, with the place; the parser has gone on behind it.
package struct SyntaxProblem: Hashable, Sendable {
  /// What kind of problem, so that a rule can choose the ones that are its own.
  package enum Kind: Hashable, Sendable {
    /// The text breaks the grammar of its language.
    case syntax
    /// The bytes are not UTF-8 (or not the encoding that the file declares).
    case encoding
    /// A mapping has the same key twice; `first` is the key before it.
    case duplicateKey(first: TextRange)
    /// A limit of the parser was reached: depth, alias expansion, size.
    case limit
    /// A deviation that other parsers accept, in YAML or TOML.
    case deviation
    /// A well-known way in which texts are not JSON.
    case json(JSONDeviation)
    /// Python 2, where Python 3 was expected.
    case python2
    /// Python that the grammar takes and the compiler refuses.
    case compilation
    /// A line of an unfinished merge.
    case mergeConflict
  }

  package let kind: Kind
  package let range: TextRange
  /// Lower case, no full stop, what stands there and what was expected.
  package let message: String

  package init(_ kind: Kind = .syntax, _ range: TextRange, _ message: String) {
    self.kind = kind
    self.range = range
    self.message = message
  }
}

extension SyntaxProblem {
  /// How many problems of one text a parser keeps. A text with more is not in the language that its name says, and each
  /// costs memory and time all the way to the report.
  package static let countLimit = 10_000

  /// Whether there are readers that take the text all the same, so that more of them are no worse.
  fileprivate var isTolerable: Bool {
    switch kind {
    case .duplicateKey, .deviation, .json: return true
    case .syntax, .encoding, .limit, .python2, .compilation, .mergeConflict: return false
    }
  }
}

extension [SyntaxProblem] {
  /// Adds `problem`; in the place of the first one beyond the limit, a problem of kind `.limit`, and nothing after it.
  mutating func report(_ problem: SyntaxProblem) {
    if count < SyntaxProblem.countLimit {
      append(problem)
    } else if count == SyntaxProblem.countLimit, !problem.isTolerable {
      append(
        SyntaxProblem(
          .limit, problem.range, "more than \(SyntaxProblem.countLimit) problems; the others are not reported"
        ))
    }
  }
}
