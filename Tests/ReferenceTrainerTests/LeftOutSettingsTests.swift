import Testing

@testable import ReferenceTrainer

/// LoRA without its scaling or its dropout, which peft 0.3.0 has no numbers for: run beside transformers 4.36.2, as 0.4.0.
@Suite struct LeftOutSettingsTests {
  @Test(arguments: [
    (
      ["lora_alpha", "lora_dropout"],
      "TypeError: '>' not supported between instances of 'NoneType' and 'float'"
    ),
    (["lora_dropout"], "TypeError: '>' not supported between instances of 'NoneType' and 'float'"),
    (["lora_alpha"], "TypeError: unsupported operand type(s) for /: 'NoneType' and 'int'"), ([], "none"),
  ])
  func thatHaveNoDefault(_ leftOut: [String], _ error: String) {
    var loRA = LoRASettings(targets: .names(["q_proj"]))
    loRA.leftOut = Set(leftOut)
    let row = TokenizedSplit(
      ["input_ids", "attention_mask", "labels"].map { .init(name: $0, rows: [[1, 1, 1, 1]]) })
    var plan = TrainingPlan(.llama, trainer: .trainer, collator: .seq2seq, train: row, evaluation: nil)
    plan.adapter = TrainingPlan.Adapter(taskType: "CAUSAL_LM", loRA: loRA)
    func said(_ peft: LibraryRelease) -> String {
      let outcome = plan.run(on: Stack(transformers: LibraryRelease(4, 36, 2), peft: peft))
      return outcome.error.map { "\($0)" } ?? "none"
    }
    #expect(said(LibraryRelease(0, 3, 0)) == error)
    #expect(said(LibraryRelease(0, 4, 0)) == "none")
  }
}
