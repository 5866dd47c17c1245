import Setup
import Syntax
import Testing

/// Configs that scripts load by a path that is written in them.
@Suite struct LoadedConfigTests {
  /// The facts of the arguments of the one run that `script` describes.
  private func arguments(_ script: String, _ files: [String: String], checking path: String = "train.py")
    -> FactTable?
  {
    let nodes = files.merging(["train.py": script]) { first, _ in first }.mapValues {
      TreeSource.Node.file($0)
    }
    let source = TreeSource(nodes)
    let walk = FileWalker(source: source, workingFolder: "/home").walk([path])
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/home")
    return workspace.setups.count == 1 ? workspace.setups[0].arguments : nil
  }

  @Test func aModelFolderSaysWhichTokenizerItHas() throws {
    let config = """
      {"tokenizer_class": "LlamaTokenizer", "model_max_length": 4096, "chat_template": "{{ x }}",
       "pad_token": {"__type": "AddedToken", "content": "</s>"}, "eos_token": "</s>"}
      """
    let source = TreeSource([
      "train.py": .file(
        "from transformers import AutoModelForCausalLM\nAutoModelForCausalLM.from_pretrained('model')\n"),
      "model/config.json": .file("{\"model_type\": \"llama\"}"),
      "model/tokenizer_config.json": .file(config),
    ])
    let walk = FileWalker(source: source, workingFolder: "/home").walk(["train.py"])
    let setup = try #require(Workspace(walk: walk, source: source, workingFolder: "/home").setups.first)
    let model = try #require(setup.model)
    #expect(model["type"].value == .string("llama"))
    #expect(model["tokenizer.tokenizer_class"].value == .string("LlamaTokenizer"))
    #expect(model["tokenizer.model_max_length"].value == .integer(4096))
    #expect(model["tokenizer.pad_token"].value == .string("</s>"))
    #expect(model["tokenizer.eos_token"].value == .string("</s>"))
    #expect(model["tokenizer.chat_template"].value == .bool(true))
    #expect(model["tokenizer.pad_token"].span?.file.path == "model/tokenizer_config.json")
  }

  private func script(loading expression: String) -> String {
    """
    import json, tomllib, yaml
    from pathlib import Path
    from omegaconf import OmegaConf
    from ruamel.yaml import YAML
    from transformers import Trainer, TrainingArguments
    Trainer(args=TrainingArguments(**\(expression)))
    """
  }

  @Test(arguments: [
    ("yaml.safe_load(open('c.yaml'))", SetupValue.string("1e-4")),
    ("yaml.load(open('c.yaml', encoding='utf-8'), Loader=yaml.FullLoader)", .string("1e-4")),
    ("yaml.safe_load(open('c.yaml').read())", .string("1e-4")),
    ("yaml.safe_load(Path('c.yaml').read_text())", .string("1e-4")),
    ("OmegaConf.load('c.yaml')", .float(0.0001)),
    ("YAML(typ='safe', pure=True).load(Path('c.yaml'))", .float(0.0001)),
    ("YAML().load(open('c.yaml'))", .float(0.0001)),
  ])
  func everyLoaderResolvesInItsOwnWay(_ expression: String, _ value: SetupValue) throws {
    let table = try #require(arguments(script(loading: expression), ["c.yaml": "learning_rate: 1e-4\n"]))
    let fact = table["learning_rate"]
    #expect(fact.value == value)
    #expect(fact.span?.file.path == "c.yaml")
    #expect(fact.span?.range == TextRange(15, 19))
    #expect(table.nameSpan("learning_rate")?.range == TextRange(0, 13))
    #expect(table.isClosed)
  }

  @Test func jsonAndTOMLAreRead() throws {
    let json = try #require(
      arguments(script(loading: "json.load(open('c.json'))"), ["c.json": #"{"seed": 7}"#]))
    #expect(json["seed"].value == .integer(7))
    let toml = try #require(
      arguments(script(loading: "tomllib.load(open('c.toml', 'rb'))['run']"), ["c.toml": "[run]\nseed = 7\n"])
    )
    #expect(toml["seed"].value == .integer(7))
  }

  @Test func anAnchorIsShared() throws {
    let table = try #require(
      arguments(script(loading: "yaml.safe_load(open('c.yaml'))"), ["c.yaml": "seed: &s 7\ndata_seed: *s\n"]))
    #expect(table["seed"].isShared && table["data_seed"].isShared)
    #expect(table["data_seed"].span?.range == TextRange(9, 10))
  }

  @Test(arguments: [
    ["c.yaml": "seed: 7\n---\nseed: 8\n"], ["c.yaml": "seed: [7\n"], ["d.yaml": "seed: 7\n"],
    ["c.yaml": "- 7\n"],
  ])
  func whatCannotBeLoadedIsNotKnown(_ files: [String: String]) throws {
    let table = try #require(arguments(script(loading: "yaml.safe_load(open('c.yaml'))"), files))
    #expect(table["seed"].isUnknown)
    #expect(!table.isClosed)
  }

  @Test func twoFilesOfTheNameLeaveItOpen() throws {
    let table = try #require(
      arguments(
        "",
        [
          "pyproject.toml": "", "c.yaml": "seed: 7\n", "src/c.yaml": "seed: 8\n",
          "src/train.py": script(loading: "yaml.safe_load(open('c.yaml'))"),
        ], checking: "src/train.py"))
    #expect(table["seed"].isUnknown)
  }

  @Test func aNamedConfigLeadsToTheScriptThatLoadsIt() throws {
    let table = try #require(
      arguments(
        script(loading: "yaml.safe_load(open('c.yaml'))"), ["c.yaml": "seed: 7\n"], checking: "c.yaml"))
    #expect(table["seed"].value == .integer(7))
    #expect(
      arguments(script(loading: "{'seed': 7}  # c.yaml"), ["c.yaml": "seed: 7\n"], checking: "c.yaml") == nil)
  }

  @Test func aParsedFileFillsTheArguments() throws {
    let parser = """
      from dataclasses import dataclass
      from transformers import HfArgumentParser, Trainer, TrainingArguments

      @dataclass
      class ModelArguments:
        model_path: str = "x"

      model, arguments = HfArgumentParser((ModelArguments, TrainingArguments)).parse_yaml_file("c.yaml")
      Trainer(args=arguments)
      """
    let table = try #require(arguments(parser, ["c.yaml": "seed: 7\nmodel_path: y\n"]))
    #expect(table["seed"].value == .integer(7))
    #expect(table.names == ["seed"])
  }
}
