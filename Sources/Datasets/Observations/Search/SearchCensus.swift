/// What was searched for in texts and found.
package struct SearchCensus: Hashable, Sendable {
  /// How many records were searched.
  package internal(set) var records = 0
  /// Secrets, each at its first byte.
  package internal(set) var secrets = SignCensus<SecretKind>()
  /// Records with control tokens in texts that chat templates are applied to, each at the first of them.
  package internal(set) var withControlTokens = Tally()
  /// Records with odd characters in their texts, each at the first one of a kind.
  package internal(set) var oddities = SignCensus<TextOddity>()
  /// How many such texts have a token, by the token's number in `ControlToken.all`; empty where none does.
  private var counts: [Int] = []

  package init() {}

  /// The control tokens that were found and the number of texts that each stands in, the most frequent first.
  package var controlTokens: [(token: String, texts: Int)] {
    zip(ControlToken.all, counts).filter { $0.1 > 0 }.map { (token: $0, texts: $1) }
      .sorted { ($1.texts, $0.token) < ($0.texts, $1.token) }
  }

  mutating func note(_ token: Int) {
    if counts.isEmpty { counts = .init(repeating: 0, count: ControlToken.all.count) }
    counts[token] += 1
  }

  mutating func merge(_ other: SearchCensus) {
    records += other.records
    secrets.merge(other.secrets)
    withControlTokens.merge(other.withControlTokens)
    oddities.merge(other.oddities)
    if counts.isEmpty {
      counts = other.counts
    } else {
      for (token, more) in other.counts.enumerated() { counts[token] += more }
    }
  }
}

extension SearchCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    secrets.movePlaces(move)
    withControlTokens.movePlaces(move)
    oddities.movePlaces(move)
  }
}

extension SearchCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("records", &records)
    try coder.member("secrets", &secrets)
    try coder.member("withControlTokens", &withControlTokens)
    try coder.member("controlTokens", &counts)
    try coder.member("oddities", &oddities)
    try coder.require(
      counts.isEmpty || counts.count == ControlToken.all.count, "expected a number for each token")
    coder.endObject()
  }
}
