import Linting
import Setup
import Syntax
import Testing

@testable import Reporting

@Suite struct SetupReportTests {
  static let requirements = SourceFile(path: "requirements.txt", text: "torch\npeft==0.13.2\n")
  static let base = SourceFile(path: "base.yaml", text: "r: 16\n")

  static let setup: TrainingSetup = {
    let config = Sample.config
    func at(_ text: String) -> Span { Sample.span(config, text) }
    let pin = LibraryVersions.Pin(
      versions: VersionSpecifier.parse("==0.13.2") ?? .none, span: Sample.span(requirements, "peft==0.13.2"))
    var setup = TrainingSetup(
      name: "configs/lora.yaml", dialect: .glmDemo, anchor: at("data"),
      versions: LibraryVersions(pins: [.peft: pin]))
    var adapter = FactTable(consumer: .known("peft.LoraConfig", at: at("LORA")), span: at("peft_config"))
    adapter.set("task_type", .known(.string("CASUAL_LM"), at: at("CASUAL_LM")))
    adapter.set("r", .known(.integer(16), at: Sample.span(base, "16")))
    adapter.set("r", .known(.integer(8), at: at("8")))
    adapter.set("target_modules", Fact(.oneOf([.null, .list([.string("q_proj")])]), span: at("peft_type")))
    setup.adapter = adapter
    var arguments = FactTable(consumer: .unknown("the class is chosen at run time"), span: at("data"))
    arguments.set("learning_rate", .unknown("the value comes from the command line", at: at("data")))
    arguments.open(because: "more flags may follow")
    setup.arguments = arguments
    setup.splits = [
      SplitSetup(
        split: .train, files: .known(["train.jsonl"], at: at("train.jsonl")),
        columns: SplitColumns([.init(name: "messages", span: nil)]), format: .known(.messages, at: nil))
    ]
    return setup
  }()

  @Test func theCardShowsEachFactWithItsPlace() {
    #expect(
      SetupReport([Self.setup], .plain).text == """
        configs/lora.yaml (GLM demo config)

          versions
            peft  ==0.13.2  requirements.txt:2

          adapter: peft.LoraConfig  configs/lora.yaml:3
            task_type       "CASUAL_LM"         configs/lora.yaml:4
            r               8                   configs/lora.yaml:5, overrode 16 (base.yaml:1)
            target_modules  None or ["q_proj"]  configs/lora.yaml:3

          arguments, unknown: the class is chosen at run time
            learning_rate  unknown: the value comes from the command line  configs/lora.yaml:1
            perhaps more: more flags may follow

          data.train
            files    ["train.jsonl"]  configs/lora.yaml:1
            columns  ["messages"]
            format   "messages"

        """)
    #expect(SetupReport([], .plain).text == "no training run found here\n")
  }

  @Test func jsonTellsTheStatesApart() {
    let text = SetupReport([Self.setup], .plain).json
    #expect(
      text.contains(
        #"{"name":"r","state":"known","values":[8],"reason":null,"#
          + #""place":{"path":"configs/lora.yaml","line":5,"column":6,"cell":null},"#
          + #""overrode":[{"value":16,"place":{"path":"base.yaml","line":1,"column":4,"cell":null}}]}"#))
    #expect(text.contains(#""state":"one of","values":[null,["q_proj"]],"reason":null"#))
    #expect(
      text.contains(#""state":"unknown","values":[],"reason":"the class is chosen at run time","place":null"#)
    )
    #expect(
      text.contains(#""consumer":{"name":"consumer","state":"known","values":[{"symbol":"peft.LoraConfig"}]"#)
    )
    #expect(SetupReport([], .plain).json == "{\"version\":1,\"setups\":[]}\n")
  }

  @Test func rulePagesPassThroughAndHeadingsAreColoured() {
    let page = "# name\n\ntext\n\n```yaml\n# no heading\n```\n## Two\n#none\n"
    #expect(RulePage(page, .plain).rendered == page)
    #expect(RulePage("no end", .plain).rendered == "no end\n")
    let dim = "\u{1B}[2m", blue = "\u{1B}[1;36m", off = "\u{1B}[0m"
    #expect(
      RulePage(page, TextStyle(isColored: true)).rendered
        == "\(blue)# name\(off)\n\ntext\n\n\(dim)```yaml\(off)\n# no heading\n\(dim)```\(off)\n\(blue)## Two\(off)\n#none\n"
    )
  }

  @Test func rulesAreListedByFamily() {
    let rules = [
      RuleMetadata(
        "yaml-syntax", family: "file", severity: .error, since: "0.1.0", "a YAML file that cannot be read"),
      RuleMetadata(
        "unused-ignore", family: "file", severity: .warning, since: "0.1.0", "an ignore without use"),
      RuleMetadata("x", family: "adapter", severity: .info, since: "0.1.0", "a note"),
    ]
    #expect(
      RulesTable(rules, .plain).rendered == """
        adapter
          x              info     a note

        file
          unused-ignore  warning  an ignore without use
          yaml-syntax    error    a YAML file that cannot be read

        """)
  }
}
