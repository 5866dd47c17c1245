import Syntax
import Testing

@testable import Setup

/// What readers see of a run of TRL's SFTTrainer.
@Suite struct SFTReadingTests {
  private func setups(_ files: [String: String]) -> [TrainingSetup] {
    let source = TreeSource(files.mapValues { .file($0) })
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    return Workspace(walk: walk, source: source, workingFolder: "/project").setups
  }

  private func trainer(_ lines: String) throws -> TrainingSetup {
    let imports = """
      from datasets import Dataset, load_dataset
      from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

      """
    return try #require(setups(["train.py": imports + lines]).first { $0.trainer != nil })
  }

  @Test(arguments: [
    ("SFTConfig('o', dataset_text_field='content')", "", RowFormat.text),
    ("SFTConfig('o')", ", formatting_func=lambda row: row['q']", .text),
    ("SFTConfig('o')", ", dataset_text_field='text', max_seq_length=9", .text),
    ("SFTConfig(**{'output_dir': 'o', 'dataset_text_field': 'text'})", "", .text),
  ])
  func optionsSayWhatRowsOfAHubAre(_ config: String, _ more: String, _ format: RowFormat) throws {
    let setup = try trainer(
      "SFTTrainer('m', \(config), train_dataset=load_dataset('some/data', split='train')\(more))")
    #expect(setup.split(.train)?.format.value == format)
    #expect(setup.split(.train)?.columns.isClosed == false)
  }

  @Test(arguments: [
    ("{'prompt': row['q'], 'completion': row['a']}", RowFormat.promptCompletion),
    ("{'text': row['q'] + row['a']}", .text), ("{'messages': turns(row)}", .messages),
    ("{'input_ids': ids(row), 'labels': ids(row)}", .tokenized),
  ])
  func aMapOverRowsOfAHubMakesColumns(_ row: String, _ format: RowFormat) throws {
    let setup = try trainer(
      """
      rows = load_dataset('some/data', split='train').map(lambda row: \(row))
      SFTTrainer('m', SFTConfig('o'), train_dataset=rows)
      """)
    #expect(setup.split(.train)?.format.value == format)
  }

  @Test func renamedColumnsOfAHubAreKnown() throws {
    let setup = try trainer(
      """
      rows = load_dataset('some/data', split='train')
      rows = rows.rename_column('q', 'prompt').rename_column('a', new_column_name='completion')
      SFTTrainer('m', SFTConfig('o'), train_dataset=rows)
      """)
    #expect(setup.split(.train)?.format.value == .promptCompletion)
    #expect(setup.split(.train)?.columns["prompt"]?.span?.text == "'prompt'")
  }

  @Test func rowsOfAHubAloneAreUnknown() throws {
    let setup = try trainer(
      "SFTTrainer('m', SFTConfig('o'), train_dataset=load_dataset('some/data', split='train'))")
    #expect(setup.split(.train)?.format.isUnknown == true)
  }

  /// A formatter's text does not hide the columns that a later trl masks by.
  @Test func pairsStayPairsUnderAFormatter() throws {
    let setup = try trainer(
      """
      rows = Dataset.from_dict({'prompt': ['a'], 'completion': ['b']})
      SFTTrainer('m', SFTConfig('o'), train_dataset=rows, formatting_func=join)
      """)
    #expect(setup.split(.train)?.format.value == .promptCompletion)
  }

  @Test(arguments: [
    ("c = DataCollatorForCompletionOnlyLM('#', tokenizer=t)", [IdleMasking.Means.collator]),
    ("c: object = DataCollatorForCompletionOnlyLM('#', tokenizer=t)", [.collator]),
    ("response_template = '#'", [.responseTemplate]),
    (
      "response_template = '#'\nc = DataCollatorForCompletionOnlyLM(response_template, tokenizer=t)",
      [.collator]
    ),
    ("c = DataCollatorForCompletionOnlyLM('#', tokenizer=t)\nuse(c)", []),
    ("box.c = DataCollatorForCompletionOnlyLM('#', tokenizer=t)", []),
    ("use(DataCollatorForCompletionOnlyLM('#', tokenizer=t))", []),
    ("response_template = find()", []), ("response_template = '#'\nprint(f'{response_template}')", []),
  ])
  func masksThatNothingUses(_ lines: String, _ means: [IdleMasking.Means]) throws {
    let setup = try trainer(lines + "\nSFTTrainer('m', SFTConfig('o'), train_dataset=rows)")
    #expect(setup.idleMaskings.map(\.means) == means)
  }

  @Test func aTrainerWithACollatorHasNoIdleMask() throws {
    let setup = try trainer(
      "response_template = '#'\nSFTTrainer('m', SFTConfig('o'), collate, train_dataset=rows)")
    #expect(setup.idleMaskings.isEmpty)
  }

  @Test func aCollatorsTemplatesAreKnownByPlace() throws {
    let setup = try trainer(
      "SFTTrainer('m', None, DataCollatorForCompletionOnlyLM('#', '##', tokenizer=t), train_dataset=rows)")
    #expect(setup.collator?["response_template"].value == .string("#"))
    #expect(setup.collator?["instruction_template"].value == .string("##"))
  }

  @Test func anAdaptersArgumentsByPlaceAreNotGuessed() throws {
    let setup = try #require(
      setups([
        "train.py": """
        from peft import PromptTuningConfig, TaskType, get_peft_model
        model = get_peft_model(model, PromptTuningConfig(TaskType.CAUSAL_LM, num_virtual_tokens=8))
        """
      ]).first)
    #expect(setup.taskType?.isUnknown == true)
  }

  @Test func labelsKnowWhetherTheirMakerMasks() throws {
    let masked = try trainer(
      """
      def tokenize(row):
          return {'input_ids': row['ids'], 'labels': [-100] * 3 + row['ids'][3:]}
      rows = load_dataset('some/data', split='train').map(tokenize)
      SFTTrainer('m', SFTConfig('o'), train_dataset=rows)
      """)
    #expect(masked.split(.train)?.columns["labels"]?.isMasked == true)
    let copied = try trainer(
      """
      def tokenize(row):
          return {'input_ids': row['ids'], 'labels': row['ids']}
      rows = load_dataset('some/data', split='train').map(tokenize)
      SFTTrainer('m', SFTConfig('o'), train_dataset=rows)
      """)
    #expect(copied.split(.train)?.columns["labels"]?.isMasked == false)
  }

  @Test func aConfigOfTRLNamesItsRows() throws {
    let config = """
      model_name_or_path: m
      output_dir: o
      completion_only_loss: true
      datasets:
        - path: json
          data_files: [a.jsonl, b.jsonl]
      """
    let setup = try #require(
      setups([
        "sft.yaml": config, "a.jsonl": #"{"messages": [{"role": "user", "content": "a"}]}"#,
        "b.jsonl": #"{"messages": [{"role": "user", "content": "b"}]}"#,
      ]).first)
    #expect(setup.arguments?.consumer.value == "trl.SFTConfig")
    #expect(setup.split(.train)?.files.value == ["a.jsonl", "b.jsonl"])
    #expect(setup.split(.train)?.format.value == .messages)
  }

  @Test func aConfigThatMayBeAnyTrainersNamesNone() throws {
    let setup = try #require(
      setups(["x.yaml": "model_name_or_path: m\noutput_dir: o\ndataset_name: d\n"]).first)
    #expect(setup.arguments?.consumer.isUnknown == true)
    #expect(setup.splits.isEmpty)
  }
}
