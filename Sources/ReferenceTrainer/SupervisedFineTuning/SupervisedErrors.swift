/// The errors of trl's `SFTTrainer`, in its words.
enum SupervisedErrors {
  /// trl 0.8.6 to 0.14.0, `SFTTrainer.__init__`.
  static let packedCollator = PythonError(
    "ValueError",
    "You passed a `DataCollatorForCompletionOnlyLM` to the SFTTrainer. This is not compatible with the `packing` "
      + "argument.")

  /// trl 0.20.0 to 1.16.0, `trl.DataCollatorForCompletionOnlyLM`.
  static let noCompletionCollator = PythonError(
    "AttributeError", "module trl has no attribute DataCollatorForCompletionOnlyLM")

  /// trl 0.16.1 to 1.16.0, `SFTTrainer.__init__`.
  static let paddingFreeCollator = PythonError(
    "ValueError", "Passing a custom data collator is not supported when using padding-free.")

  /// trl 0.19.0 to 1.16.0, `SFTTrainer.__init__`.
  static let notConversational = PythonError(
    "ValueError",
    "You set `assistant_only_loss=True`, but the dataset is not conversational. This option is only supported for "
      + "conversational datasets.")

  /// trl 1.1.0 to 1.16.0, `get_training_chat_template`.
  static func untrainableTemplate(isTokenizers: Bool) -> PythonError {
    PythonError(
      "ValueError",
      "The \(isTokenizers ? "tokenizer's " : "")chat template is not training-compatible (missing prefix-preservation or "
        + "`{% generation %}` markers) and patching is not supported for this template. Please manually modify the "
        + "\(isTokenizers ? "tokenizer's " : "")chat template for training.")
  }

  /// Where there is no template at all: `in` up to trl 1.5.0, `re.search` from 1.6.0 on, in Python's words.
  static func markersInNothing(isSearch: Bool) -> PythonError {
    PythonError(
      "TypeError",
      isSearch
        ? "expected string or bytes-like object, got 'NoneType'"
        : "argument of type 'NoneType' is not iterable")
  }

  /// trl 0.19.0 to 1.0.0, `_prepare_dataset`.
  static let noAssistantTokens = PythonError(
    "RuntimeError",
    "You're using `assistant_only_loss=True`, but at least one example has no assistant tokens. This usually means the "
      + "tokenizer's chat template doesn't generate assistant masks — it may be missing the `{% generation %}` keyword. "
      + "Please check the template and ensure it's correctly configured to support assistant masking.")

  /// trl 0.18.0 to 1.16.0, `SFTTrainer.__init__`.
  static let formatterBesideCompletions = PythonError(
    "ValueError",
    "A formatting function was provided while `completion_only_loss=True`, which is incompatible. Using a formatter "
      + "converts the dataset to a language modeling type, conflicting with completion-only loss. To resolve this, "
      + "apply your formatting function before passing the dataset, or disable `completion_only_loss` in `SFTConfig`."
  )

  /// transformers 4.44.0 to 5.23.0, `get_chat_template`.
  static let noTemplate = PythonError(
    "ValueError",
    "Cannot use chat template functions because tokenizer.chat_template is not set and no template argument was passed! "
      + "For information about writing templates and setting the tokenizer.chat_template attribute, please see the "
      + "documentation at https://huggingface.co/docs/transformers/main/en/chat_templating")

  /// trl 0.8.6, `SFTTrainer.__init__`.
  static let noTextColumn = PythonError(
    "ValueError",
    "You passed `packing=False` to the SFTTrainer, but you didn't pass a `dataset_text_field` or `formatting_func` "
      + "argument.")

  /// trl 0.8.6 to 0.10.1, `_prepare_packed_dataloader`.
  static let nothingToPackBy = PythonError(
    "ValueError",
    "You need to pass a `dataset_text_field` or `formatting_func` argument to the SFTTrainer if you want to use the "
      + "`ConstantLengthDataset`.")

  /// The markers around what an assistant says came with transformers 4.43.0; Jinja's words.
  static let unknownMarkers = PythonError(
    "TemplateSyntaxError",
    "Encountered unknown tag 'generation'. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The "
      + "innermost block that needs to be closed is 'if'.")

  /// trl 0.11.4, `_prepare_dataset`.
  static let nothingToRead = PythonError(
    "ValueError",
    "You need to provide either `dataset_text_field` or `formatting_func` argument. Alternatively, you can skip the "
      + "dataset preparation by using `SFTConfig(dataset_kwargs={'skip_prepare_dataset': True})`.")

  /// trl 0.8.6 to 0.14.0, `_prepare_packed_dataloader`.
  static let nothingToPack = PythonError(
    "ValueError",
    "Error occurred while packing the dataset. Make sure that your dataset has enough samples to at least yield one "
      + "packed sequence.")
}
