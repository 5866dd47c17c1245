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
  /// How many problems of one text a parser keeps, and how many are kept of a file on disk with all the texts in it.
  /// A text with more is not in the language that its name says, and each costs memory and time all the way to the
  /// report.
  package static let countLimit = 10_000
}

extension SyntaxProblem.Kind {
  /// Whether there are readers that take the text all the same, so that more of them are no worse.
  fileprivate var isTolerable: Bool {
    switch self {
    case .duplicateKey, .deviation, .json: return true
    case .syntax, .encoding, .limit, .python2, .compilation, .mergeConflict: return false
    }
  }
}

extension [SyntaxProblem] {
  /// The first `limit` ones, and in the place of the next one a problem of kind `.limit`. O(problems).
  package func limited(to limit: Int) -> [SyntaxProblem] {
    if count <= limit { return self }
    var kept: [SyntaxProblem] = []
    for problem in self { kept.report(problem, limit: limit) }
    return kept
  }

  /// Whether a problem of kind `.limit` stands at the end: the rest of the text need not be read.
  var isFull: Bool { count > SyntaxProblem.countLimit }

  /// Whether `report` would add anything for a problem of `kind`: where a text has a million of them, most need no
  /// message.
  func takes(_ kind: SyntaxProblem.Kind, isTolerable: Bool? = nil) -> Bool {
    let limit = SyntaxProblem.countLimit
    return count < limit || count == limit && !(isTolerable ?? kind.isTolerable)
  }

  /// Adds `problem`; in the place of the first one beyond the limit, a problem of kind `.limit`, and nothing after it.
  /// `isTolerable` says whether some readers take the text all the same, where the kind alone does not tell.
  mutating func report(
    _ problem: SyntaxProblem, limit: Int = SyntaxProblem.countLimit, isTolerable: Bool? = nil
  ) {
    if count < limit {
      append(problem)
    } else if count == limit, !(isTolerable ?? problem.kind.isTolerable) {
      append(
        SyntaxProblem(
          .limit, problem.range, "more than \(SyntaxProblem.countLimit) problems; the others are not reported"
        ))
    }
  }
}
