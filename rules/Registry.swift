import Linting

/// Every rule, one line each, by family and name.
package enum Registry {
  package static let rules: [any Rule.Type] = [
    InvalidTaskType.self,
    MissingTaskType.self,
    EvalSplitWithoutLabels.self,
    CausalTaskOnEncoderDecoder.self,
    Seq2SeqOnDecoderOnly.self,
  ]
}

extension Registry {
  /// The Markdown page of a rule; nil where there is none of that name.
  package static func page(of rule: String) -> String? {
    EmbeddedPages.all.first { "\($0.name)" == rule || "\($0.name)".hasSuffix("/\(rule)") }.map { "\($0.text)" }
  }
}
