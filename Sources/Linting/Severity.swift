/// How bad it is.
package enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
  /// A note: taste, hygiene, heuristics.
  case info
  /// It trains something else than intended.
  case warning
  /// The run fails, or learns nothing.
  case error

  private var rank: Int {
    switch self {
    case .info: return 0
    case .warning: return 1
    case .error: return 2
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  /// One step down, for an effect that only some of the possible versions have.
  package var lowered: Severity { self == .error ? .warning : .info }
}

/// Whether the effect holds for every version that the files allow.
package enum Certainty: String, Hashable, Sendable { case certain, possible }
