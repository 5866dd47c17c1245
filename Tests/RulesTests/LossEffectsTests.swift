import Linting
import Rules
import Setup
import Testing

@testable import glmlint

/// What the rules on the loss say for which release of trl: pages show where a finding stands, not what it
/// says.
@Suite struct LossEffectsTests {
  /// The findings of one script under a range of trl.
  private func findings(_ body: String, trl: String? = nil, rule: String) throws -> [Finding] {
    let head = """
      from datasets import Dataset, load_dataset
      from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

      """
    return try FilesInMemory(["train.py": head + body], versions: trl.map { [.trl: $0] } ?? [:])
      .findings(by: Registry.rules, RuleSelection(select: [rule]))
  }

  private let pairs = """
    rows = Dataset.from_list([{"prompt": "a", "completion": "b"}])
    SFTTrainer(model="m", args=SFTConfig("out"), train_dataset=rows)
    """

  @Test(arguments: [
    ("==0.14.0", true), ("==0.15.0", true), ("==0.16.1", true), ("==0.17.0", false), ("==1.16.0", false),
    (">=0.15", false), (">=0.15,<0.17", true),
  ])
  func pairsAreMaskedFrom017(_ trl: String, _ isFound: Bool) throws {
    let found = try findings(pairs, trl: trl, rule: "prompt-tokens-in-loss")
    #expect(found.map(\.severity) == (isFound ? [.warning] : []))
  }

  @Test func aRangeThatIsAllBadIsCertain() throws {
    let found = try findings(pairs, trl: ">=0.15,<0.17", rule: "prompt-tokens-in-loss")
    #expect(found.map(\.certainty) == [.certain])
    #expect(found.map { $0.effect?.text } == ["every token carries loss, the prompt's too"])
    #expect(found.map { $0.effect?.when } == [.silently])
    #expect(
      found.map(\.experiment?.mended) == [
        [FactChange("collator", to: .symbol("trl.DataCollatorForCompletionOnlyLM"))]
      ])
  }

  @Test(arguments: [
    ("==0.14.0", "ValueError: You passed"), ("==0.18.2", "only the last answer"),
    ("==0.19.1", "ValueError: Passing"),
  ])
  func packingWithACollator(_ trl: String, _ start: String) throws {
    let body = """
      collator = DataCollatorForCompletionOnlyLM("###", tokenizer=tokenizer)
      SFTTrainer("m", SFTConfig("out", packing=True), collator, train_dataset=rows)
      """
    let found = try findings(body, trl: trl, rule: "prompt-tokens-in-loss")
    #expect(found.count == 1)
    #expect(found.first?.effect?.text.hasPrefix(start) == true)
    #expect(found.first?.severity == (trl == "==0.18.2" ? .warning : .error))
  }

  @Test func aCollatorOfBothTurnsMasksInPacks() throws {
    let body = """
      collator = DataCollatorForCompletionOnlyLM("###", instruction_template="##", tokenizer=tokenizer)
      SFTTrainer("m", SFTConfig("out", packing=True), collator, train_dataset=rows)
      """
    #expect(try findings(body, trl: "==0.17.0", rule: "prompt-tokens-in-loss").isEmpty)
  }

  /// The class is gone from 0.20.0 on, so what uses it is not written for later releases.
  @Test func anIdleCollatorSpeaksToReleasesThatHaveIt() throws {
    let body = """
      collator = DataCollatorForCompletionOnlyLM("###", tokenizer=tokenizer)
      rows = Dataset.from_dict({"text": ["a ### b"]})
      SFTTrainer("m", SFTConfig("out"), train_dataset=rows)
      """
    let found = try findings(body, rule: "prompt-tokens-in-loss")
    #expect(found.map(\.certainty) == [.certain])
    #expect(found.map(\.severity) == [.warning])
    #expect(try findings(body, trl: "==0.24.0", rule: "prompt-tokens-in-loss").isEmpty)
  }

  @Test func aNameThatIsReadIsNotIdle() throws {
    let body = """
      collator = DataCollatorForCompletionOnlyLM("###", tokenizer=tokenizer)
      rows = Dataset.from_dict({"text": ["a ### b"]})
      loader = make_loader(rows, collator)
      SFTTrainer("m", SFTConfig("out"), train_dataset=rows)
      """
    #expect(try findings(body, rule: "prompt-tokens-in-loss").isEmpty)
  }

  /// Rows of a hub's data set may hold a `prompt`, by which trl 0.17 and later mask.
  @Test(arguments: [("==0.16.1", 1), ("==0.17.0", 0), ("==0.19.1", 0)])
  func anIdleCollatorBesideUnknownRows(_ trl: String, _ count: Int) throws {
    let body = """
      collator = DataCollatorForCompletionOnlyLM("###", tokenizer=tokenizer)
      SFTTrainer("m", SFTConfig("out"), train_dataset=load_dataset("some/data", split="train"))
      """
    #expect(try findings(body, trl: trl, rule: "prompt-tokens-in-loss").count == count)
  }

  @Test(arguments: [
    ("==0.16.1", Severity.warning, 1), ("==0.17.0", .info, 0), ("==0.18.0", .error, 1),
    ("==1.16.0", .error, 1),
  ])
  func aFormatterOfPairs(_ trl: String, _ severity: Severity, _ count: Int) throws {
    let body = """
      rows = Dataset.from_list([{"prompt": "a", "completion": "b"}])
      SFTTrainer("m", SFTConfig("out"), train_dataset=rows, formatting_func=lambda row: row["prompt"])
      """
    let found = try findings(body, trl: trl, rule: "prompt-tokens-in-loss")
    #expect(found.map(\.severity) == Array(repeating: severity, count: count))
  }

  @Test(arguments: [("==0.15.0", "KeyError: 'text'"), ("==0.18.2", "every token"), ("==0.19.0", nil)])
  func labelsOfOnesOwn(_ trl: String, _ start: String?) throws {
    let body = """
      rows = Dataset.from_dict({"input_ids": [[1, 2]], "attention_mask": [[1, 1]], "labels": [[-100, 2]]})
      SFTTrainer("m", SFTConfig("out"), train_dataset=rows)
      """
    let texts = try findings(body, trl: trl, rule: "prompt-tokens-in-loss").map { $0.effect?.text ?? "" }
    #expect(texts.count == (start == nil ? 0 : 1))
    if let start { #expect(texts.first?.hasPrefix(start) == true) }
  }

  @Test(arguments: [
    "completion_only_loss=flag", "assistant_only_loss=flag",
    "dataset_kwargs={\"skip_prepare_dataset\": True}",
  ])
  func whatCannotBeKnownIsNotJudged(_ option: String) throws {
    let body = """
      import os
      flag = bool(os.environ["MASK"])
      rows = Dataset.from_dict({"input_ids": [[1, 2]], "completion_mask": [[0, 1]]})
      SFTTrainer("m", SFTConfig("out", \(option)), train_dataset=rows)
      """
    #expect(try findings(body, rule: "prompt-tokens-in-loss").isEmpty)
  }

  @Test func openArgumentsAreNotJudged() throws {
    let body = """
      rows = Dataset.from_list([{"prompt": "a", "completion": "b"}])
      SFTTrainer("m", SFTConfig("out", **extra), train_dataset=rows)
      SFTTrainer("m", SFTConfig("out"), train_dataset=rows, **extra)
      """
    #expect(try findings(body, trl: "==0.16.1", rule: "prompt-tokens-in-loss").isEmpty)
  }

  /// What a subclass does with the loss is not followed.
  @Test(arguments: [("compute_loss", 0), ("__init__", 0), ("log", 1)])
  func aSubclassOfTheTrainer(_ method: String, _ count: Int) throws {
    let body = """
      class Trainer(SFTTrainer):
          def \(method)(self, *args, **kwargs):
              return super().\(method)(*args, **kwargs)

      rows = Dataset.from_list([{"prompt": "a", "completion": "b"}])
      Trainer("m", SFTConfig("out"), train_dataset=rows)
      """
    #expect(try findings(body, trl: "==0.16.1", rule: "prompt-tokens-in-loss").count == count)
  }

  @Test func aTextBesideThePairIsMeant() throws {
    let body = """
      rows = Dataset.from_list([{"prompt": "a", "completion": "b", "text": "a b"}])
      SFTTrainer("m", SFTConfig("out"), train_dataset=rows)
      """
    #expect(try findings(body, trl: "==0.16.1", rule: "prompt-tokens-in-loss").isEmpty)
  }

  @Test func theOptionSpeaksToReleasesThatHaveIt() throws {
    let body = """
      rows = Dataset.from_dict({"messages": [[{"role": "user", "content": "a"}]]})
      SFTTrainer("m", SFTConfig("out", completion_only_loss=True), train_dataset=rows)
      """
    let found = try findings(body, rule: "ignored-completion-only-loss")
    #expect(found.map(\.certainty) == [.certain])
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.effect?.text.hasPrefix("every token carries loss") == true)
  }

  @Test(arguments: [("==0.17.0", Severity.warning), ("==0.18.0", .error), ("==1.16.0", .error)])
  func theOptionBesideAFormatter(_ trl: String, _ severity: Severity) throws {
    let body = """
      rows = Dataset.from_dict({"text": ["a"]})
      config = SFTConfig("out", completion_only_loss=True)
      SFTTrainer("m", config, train_dataset=rows, formatting_func=lambda row: row["text"])
      """
    #expect(try findings(body, trl: trl, rule: "ignored-completion-only-loss").map(\.severity) == [severity])
  }

  @Test func aCollatorOfOnesOwnMasksInstead() throws {
    let body = """
      rows = Dataset.from_dict({"text": ["a"]})
      SFTTrainer("m", SFTConfig("out", completion_only_loss=True), make_collator(), train_dataset=rows)
      """
    #expect(try findings(body, rule: "ignored-completion-only-loss").isEmpty)
  }
}
