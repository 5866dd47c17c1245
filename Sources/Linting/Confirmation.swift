/// An answer to the question that a finding asks.
package struct Confirmation: Hashable, Sendable {
  /// Who ran the experiment.
  package enum Backend: String, Hashable, Sendable {
    /// glmlint's own trainer.
    case reference
    /// The libraries of a Python installation.
    case python
  }

  package enum Verdict: String, Hashable, Sendable {
    /// It went wrong as written, and not as mended.
    case confirmed
    /// Both runs went the same way.
    case refuted
    /// One of the runs could not be made, or both failed.
    case inconclusive
  }

  /// How the answer was got.
  package enum Kind: String, Hashable, Sendable {
    /// The trainer ran, and this came out.
    case computed
    /// The installed libraries ran, and this came out.
    case observed
    /// A table of what the libraries say, which never confirms.
    case modelled
  }

  package let backend: Backend
  package let verdict: Verdict
  /// Nil where nothing was run.
  package let kind: Kind?
  /// What came out of both runs, or why there was none; lower case, no full stop.
  package let evidence: String

  package init(_ verdict: Verdict, by backend: Backend, kind: Kind?, _ evidence: String) {
    (self.verdict, self.backend, self.kind, self.evidence) = (verdict, backend, kind, evidence)
  }
}
