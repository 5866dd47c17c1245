import Linting

/// Every rule, one line each, by family and name.
package enum Registry {
  package static let rules: [any Rule.Type] = [
    InvalidTaskType.self,
    MissingTaskType.self,
    QuotedBoolOrNumber.self,
    SecretInDataset.self,
    SpecialTokenStringInContent.self,
    EmptyAssistantContent.self,
    EmptyMessages.self,
    IgnoredWeightOrLossField.self,
    LastTurnNotAssistant.self,
    MessageMissingRoleOrContent.self,
    NoAssistantMessage.self,
    RolesDoNotAlternate.self,
    SystemNotFirst.self,
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
    ChatGLM3ToolsNotImplemented.self,
    GLMDemoFileEnding.self,
    GLMDemoRecordKey.self,
    JSONSyntax.self,
    JSONLSyntax.self,
    KTOLabelNotBool.self,
    LFColumnsUnset.self,
    LFMissingColumn.self,
    LFMissingDatasetInfoEntry.self,
    LFMissingFile.self,
    LFStageMismatch.self,
    LFTagsUnset.self,
    LFUnknownFormatting.self,
    LFUnknownKey.self,
    LFWrongRoleContentKeys.self,
    IgnoredCompletionOnlyLoss.self,
    PromptTokensInLoss.self,
    TruncationDropsCompletion.self,
    CausalTaskOnEncoderDecoder.self,
    Seq2SeqOnDecoderOnly.self,
    ImageFileMissing.self,
    ImagePlaceholderCount.self,
    NotebookSyntax.self,
    MutableDataclassDefault.self,
    ChosenEqualsRejected.self,
    PreferencePromptNotShared.self,
    PromptRepeatedInChosen.self,
    PythonSyntax.self,
    ColumnTypeChanges.self,
    DuplicateJSONKeys.self,
    FilesWithDifferentColumns.self,
    InconsistentRecordKeys.self,
    LateNewColumn.self,
    LateNonNull.self,
    NonStringTextField.self,
    TimestampCoercion.self,
    LaunchLineBroken.self,
    NoTrainableTokens.self,
    PretokenizedLengthMismatch.self,
    TokenIDOutOfRange.self,
    TokenIDOutsideVocabulary.self,
    TOMLSyntax.self,
    ToolArgumentsAgainstSchema.self,
    ToolArgumentsDoubleEncoded.self,
    ToolArgumentsNotJSON.self,
    ToolArgumentsNullPadding.self,
    ToolArgumentsString.self,
    ToolCallOfUnknownFunction.self,
    ToolCallWithoutResult.self,
    ToolResultWithoutCall.self,
    ToolSchemaNullPadding.self,
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
