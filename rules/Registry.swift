import Linting

/// Every rule, one line each, by family and name.
package enum Registry {
  package static let rules: [any Rule.Type] = [
    InvalidTaskType.self,
    MissingTaskType.self,
    QuotedBoolOrNumber.self,
    EmptyAssistantContent.self,
    LastTurnNotAssistant.self,
    NoAssistantMessage.self,
    UnknownRole.self,
    CSVDuplicateHeader.self,
    CSVNAWordsBecomeNull.self,
    CSVNumericTextColumn.self,
    CSVRaggedRows.self,
    CSVSyntax.self,
    CSVWrongDelimiter.self,
    EvalSplitWithoutLabels.self,
    ExactDuplicates.self,
    TrainEvalOverlap.self,
    UnreadableFile.self,
    JSONSyntax.self,
    JSONLSyntax.self,
    IgnoredCompletionOnlyLoss.self,
    PromptTokensInLoss.self,
    CausalTaskOnEncoderDecoder.self,
    Seq2SeqOnDecoderOnly.self,
    NotebookSyntax.self,
    MutableDataclassDefault.self,
    ChosenEqualsRejected.self,
    PythonSyntax.self,
    ColumnTypeChanges.self,
    DuplicateJSONKeys.self,
    FilesWithDifferentColumns.self,
    LateNewColumn.self,
    LateNonNull.self,
    LaunchLineBroken.self,
    TOMLSyntax.self,
    YAMLBoolWordInEnumField.self,
    YAMLDuplicateKey.self,
    YAMLExponentIsString.self,
    YAMLRefusedByLoader.self,
    YAMLSyntax.self,
  ]
}

extension Registry {
  /// What is known of every rule, the engine's own one included, in the order of the registry.
  package static var metadata: [RuleMetadata] { rules.map { $0.metadata } + [LintEngine.unusedIgnore] }

  /// The Markdown page of a rule; nil where there is none of that name.
  package static func page(of rule: String) -> String? {
    EmbeddedPages.all.first { "\($0.name)" == rule || "\($0.name)".hasSuffix("/\(rule)") }.map {
      "\($0.text)"
    }
  }
}
