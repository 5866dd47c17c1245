import Testing

@testable import Syntax

private func launch(_ text: String) throws -> LaunchLine { try #require(shell(text).launchLines.last) }

@Suite struct LaunchLineTests {
  @Test func accelerateOptionsEndWhereTheScriptStands() throws {
    let line = try launch(
      """
      #!/bin/bash
      # two GPUs
      export WANDB_PROJECT=glm
      MODEL=THUDM/glm-4-9b-chat
      ARGS=(
        --model_name_or_path "$MODEL"
        --learning_rate 1e-4  # tuned
        --target_modules q_proj v_proj
        --bf16
      )
      CUDA_VISIBLE_DEVICES=0,1 nohup accelerate launch --multi_gpu --num-processes 2 \\
        --config_file=acc.yaml -m trainer.main "${ARGS[@]}" --output_dir out > log 2>&1 &
      """)
    #expect(line.launcher == .accelerate)
    #expect(line.environment.map(\.name) == ["CUDA_VISIBLE_DEVICES"])
    #expect(line.environment[0].value?.text == "0,1")
    #expect(line.wrappers.map(\.text) == ["nohup"])
    #expect(line.command.map(\.text) == ["accelerate", "launch"])
    #expect(line.launcherOptions.map(\.name) == ["multi_gpu", "num_processes", "config_file", "m"])
    #expect(line.launcherOption("num_processes")?.value?.text == "2")
    #expect(line.launcherOption("config_file")?.value?.text == "acc.yaml")
    #expect(line.module?.text == "trainer.main" && line.script == nil)
    #expect(
      line.options.map(\.name) == [
        "model_name_or_path", "learning_rate", "target_modules", "bf16", "output_dir",
      ])
    let options = Array(line.options)
    #expect(options[0].value?.text == "THUDM/glm-4-9b-chat")
    #expect(options[2].values.map(\.text) == ["q_proj", "v_proj"])
    #expect(options[3].values.isEmpty && line.isClosed)
    let rate = try #require(options[1].value)
    #expect(line.file.text(in: rate.origin) == "1e-4")
  }

  @Test func torchrunTakesAbbreviationsAndTunesRecipesFollow() throws {
    let line = try launch(
      "torchrun --nproc_per 8 --standalone --master-port 29500 train.py cfg.yaml --lr=-1e-4 -x")
    #expect(line.launcher == .torchrun && line.script?.text == "train.py")
    #expect(line.launcherArguments.count == 5)
    let options = Array(line.options)
    #expect(options.map(\.flag) == [nil, "--lr", "-x"])
    #expect(options[1].value?.text == "-1e-4" && options[1].isJoined)
    #expect(options[1].flagRange.map(line.file.text) == "--lr")
    #expect(options[1].value.map { line.file.text(in: $0.origin) } == "-1e-4")
    let tune = try launch(
      "tune run --nproc_per_node 2 lora_finetune_distributed --config a.yaml lr=1 batch_size=2")
    #expect(tune.launcher == .tune && tune.script?.text == "lora_finetune_distributed")
    #expect(tune.options.first?.values.map(\.text) == ["a.yaml", "lr=1", "batch_size=2"])
  }

  @Test(arguments: [
    ("python3 -u train.py --a", LaunchLine.Launcher.python, "train.py"),
    ("python -W ignore -X dev a.py", .python, "a.py"),
    ("python -m torch.distributed.run --nnodes=1 a.py", .torchrun, "a.py"),
    ("python -m torch.distributed.launch --use_env --nproc_per_node 2 a.py", .torchDistributedLaunch, "a.py"),
    ("deepspeed --include localhost:0,1 --master_port 1 a.py --deepspeed ds.json", .deepspeed, "a.py"),
    ("uv run --with peft torchrun -r 3 a.py", .torchrun, "a.py"),
    ("poetry run python a.py", .python, "a.py"),
    ("srun -N 2 --gpus-per-node 8 env A=1 python a.py", .python, "a.py"),
    ("sudo -E timeout -k 5 10h python a.py", .python, "a.py"),
    (
      "conda run -n glm --no-capture-output accelerate-launch --mixed_precision bf16 a.py", .accelerate,
      "a.py"
    ),
    ("./a.py --x", .script, "./a.py"),
    ("python -m accelerate.commands.launch --debug a.py", .accelerate, "a.py"),
  ])
  func scriptsAreFound(text: String, launcher: LaunchLine.Launcher, script: String) throws {
    let line = try launch(text)
    #expect(line.launcher == launcher && line.script?.text == script)
    #expect(line.module == nil)
  }

  @Test func frameworksHaveSubcommands() throws {
    let factory = try launch("FORCE_TORCHRUN=1 llamafactory-cli train a.yaml learning_rate=1e-5")
    #expect(factory.launcher == .llamaFactory && factory.subcommand?.text == "train")
    #expect(factory.arguments.map(\.text) == ["a.yaml", "learning_rate=1e-5"])
    #expect(try launch("swift sft --model x").subcommand?.text == "sft")
    #expect(try launch("trl dpo --config a.yaml").arguments.count == 2)
    #expect(try launch("axolotl train a.yml").launcher == .axolotl)
    let module = try launch("python -um axolotl.cli.train a.yml")
    #expect(module.module?.text == "axolotl.cli.train" && module.arguments.map(\.text) == ["a.yml"])
  }

  @Test func otherCommandsAreNoLaunches() {
    for text in [
      "ls", "python -c 'x'", "python", "accelerate config", "uv pip install x", "export A=1", "tune ls",
    ] {
      #expect(shell(text).launchLines.isEmpty, "\(text)")
    }
  }

  @Test func optionsAreFoundByName() throws {
    let line = try launch("python a.py x.yaml -1 --lr-decay=2 -bf16 --seed 3 --config")
    #expect(line.operands.map(\.text) == ["x.yaml", "-1"])
    for name in ["lr_decay", "bf16", "seed", "config"] { #expect(line.hasOption(name), "\(name)") }
    for name in ["lr", "lr_decay=2", "lr-decay", "x.yaml", "1", "see", ""] {
      #expect(!line.hasOption(name), "\(name)")
    }
    #expect(line.options.first?.value?.text == "x.yaml")
  }

  @Test func namesAreMadeOfTheBytesBehindTheDashes() throws {
    let line = try launch("python a.py --max-längd 1 -- ---a--b")
    #expect(line.options.map(\.name) == ["max_längd", "", "a__b"])
  }

  @Test func openArgumentsOpenTheLine() throws {
    #expect(try launch("python a.py $EXTRA").isClosed == false)
    #expect(try launch("python a.py \"$LR\" $(x)").isClosed == false)
    #expect(try launch("python a.py \"$LR\"").isClosed)
  }

  @Test func anArgumentVectorIsALaunch() throws {
    let line = try #require(LaunchLine.read(argv: ["accelerate", "launch", "a b.py", "--x", "it's", ""]))
    #expect(line.script?.text == "a b.py")
    #expect(line.arguments.map(\.text) == ["--x", "it's", ""])
    #expect(line.file.bytes == Array(#"accelerate launch 'a b.py' --x 'it'\''s' ''"#.utf8))
    #expect(LaunchLine.read(argv: []) == nil)
  }
}

@Suite struct PipInstallTests {
  @Test func requirementsKeepTheirPlaces() throws {
    let script = shell(
      "pip install -U 'transformers>=4.41,<4.46' peft==0.13.2 -r req.txt --index-url http://x -qq\n")
    let install = try #require(script.pipInstalls.first)
    #expect(install.requirements.map(\.text) == ["transformers>=4.41,<4.46", "peft==0.13.2"])
    #expect(install.requirements[0].origin == TextRange(16, 40))
    #expect(install.requirementFiles.map(\.text) == ["req.txt"] && install.upgrades)
  }

  @Test func anUnquotedComparisonIsARedirection() throws {
    let script = shell("pip install torch>=2.0 -rreq.txt")
    let install = try #require(script.pipInstalls.first)
    #expect(
      install.requirements.map(\.text) == ["torch"] && install.requirementFiles.map(\.text) == ["req.txt"])
    #expect(script.commands[0].redirections[0].target.literal == "=2.0")
  }

  @Test(arguments: [
    "pip3 install a", "python -m pip install a", "uv pip install a", "uv add a",
    "sudo -H pip3.11 --quiet install a",
    "conda install -y -c conda-forge a", "python3 -m uv pip install a", "conda create -n x a",
  ])
  func formsAreRecognised(text: String) throws {
    let install = try #require(shell(text).pipInstalls.first)
    #expect(install.requirements.map(\.text) == ["a"])
  }

  @Test func othersAreNot() {
    for text in ["pip list", "uv run a", "conda env create -f x.yml", "python -m pipx install a", "pip"] {
      #expect(shell(text).pipInstalls.isEmpty, "\(text)")
    }
  }
}
