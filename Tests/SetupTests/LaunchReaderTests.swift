import Syntax
import Testing

@testable import Setup

/// What a launch line adds to the script, the config or TRL's command that it starts.
@Suite struct LaunchReaderTests {
  private func launched(_ files: [String: String]) -> [TrainingSetup] {
    let source = TreeSource(files.mapValues { .file($0) })
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["run.sh"])
    return Workspace(walk: walk, source: source, workingFolder: "/project").setups
  }

  private let script = """
    import argparse
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, Trainer
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="gpt2")
    parser.add_argument("--task-type", default="CAUSAL_LM")
    args = parser.parse_args()
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(args.model), LoraConfig(task_type=args.task_type))
    Trainer(model=model)
    """

  @Test func flagsTakeThePlaceOfTheParsersDefaults() throws {
    let line = "MODEL=THUDM/chatglm3-6b\naccelerate launch train.py --model $MODEL --task-type SEQ_2_SEQ_LM\n"
    let setup = try #require(launched(["run.sh": line, "train.py": script]).first { $0.trainer != nil })
    #expect(setup.dialect == .launchLine)
    #expect(setup.modelType == "chatglm")
    #expect(setup.taskType?.value == .text("SEQ_2_SEQ_LM"))
    #expect(setup.taskType?.span?.text == "SEQ_2_SEQ_LM")
    #expect(setup.taskType?.span?.file.path == "run.sh")
  }

  @Test func aVariableThatIsNotKnownMakesItsFlagUnknown() throws {
    let line = "python train.py --task-type $1\n"
    let setup = try #require(launched(["run.sh": line, "train.py": script]).first { $0.trainer != nil })
    #expect(setup.taskType?.isUnknown == true)
  }

  @Test(arguments: ["trl sft", "python -m trl.scripts.sft", "accelerate launch -m trl.scripts.sft"])
  func commandsOfTRLAreRunsOfTheirTrainer(command: String) throws {
    let line = "\(command) --model_name_or_path Qwen/Qwen2-7B --use_peft --lora_task_type SEQ_2_SEQ_LM\n"
    let setups = launched(["run.sh": line])
    let setup = try #require(setups.first)
    #expect(setups.count == 1)
    #expect(setup.arguments?.consumer.value == "trl.SFTConfig")
    #expect(setup.modelType == "qwen2")
    #expect(setup.taskType?.value == .text("SEQ_2_SEQ_LM"))
  }

  @Test func withoutUsePeftThereIsNoAdapter() {
    #expect(launched(["run.sh": "trl sft --model_name_or_path gpt2 --lora_r 8\n"]).first?.adapter == nil)
  }
}
