import Testing

/// The harness itself: that it reads pages as written, and that it notices when they are wrong.
@Suite struct HarnessTests {
  private func page(_ examples: String) -> RulePage {
    RulePage(
      path: "rules/adapter/invalid-task-type.md", text: "# invalid-task-type\n\n## Examples\n\n" + examples)
  }

  private func mismatches(_ examples: String) -> [String] {
    PageExample.all(in: page(examples)).flatMap { example in
      example.mistakes + ExampleCheck(example: example, form: "as written").mismatches()
    }
  }

  @Test func markersAreTakenOut() {
    let (text, expected) = Markers.strip(
      "a\nb: 1  # kept  # ^ one b: 1  # ^ two 1\nc\n", path: "x.yaml", fenceLine: 10)
    #expect(text == "a\nb: 1  # kept\nc\n")
    #expect(
      expected == [
        Expectation(path: "x.yaml", line: 2, rule: "one", text: "b: 1", pageLine: 12),
        Expectation(path: "x.yaml", line: 2, rule: "two", text: "1", pageLine: 12),
      ])
  }

  @Test func anUnexpectedFindingIsNoticed() {
    let found = mismatches(
      "```python right file=a.py\nfrom peft import LoraConfig\nLoraConfig(task_type=\"X_Y\")\n```\n")
    #expect(found.count == 1)
    #expect(found.first?.contains("not expected: a.py:2:22 invalid-task-type `\"X_Y\"`") == true)
  }

  @Test func aMissingFindingIsNoticed() {
    let found = mismatches("```python wrong file=a.py\nx = 1  # ^ invalid-task-type 1\n```\n")
    #expect(
      found == [
        "rules/adapter/invalid-task-type.md:6 [as written]: expected a.py:1 invalid-task-type `1`, not found"
      ])
  }

  @Test func aWrongFixIsNoticed() {
    let source = "from peft import LoraConfig\nLoraConfig(task_type=\"CASUAL_LM\")"
    let found = mismatches(
      "```python wrong file=a.py\n\(source)  # ^ invalid-task-type \"CASUAL_LM\"\n```\n\n"
        + "```python fixed file=a.py\n\(source)\n```\n")
    #expect(found.contains { $0.contains("fixing `a.py` gave") })
  }

  @Test func aMistypedAttributeIsNoticed() {
    let found = mismatches(
      "```python right file=a.py version=peft==1\n```\n\n```json rigth file=b.json\n1\n```\n")
    #expect(found.contains("rules/adapter/invalid-task-type.md:5: no attribute is called `version`"))
    #expect(found.contains("rules/adapter/invalid-task-type.md:8: `rigth` is none of wrong, right, fixed"))
  }

  @Test func bytesCanBeEscaped() throws {
    let made = PageExample.all(in: page("```yaml right file=a.yaml escapes\na\\xFFb\\n\n```\n"))
    #expect(try #require(made.first).files["a.yaml"] == [0x61, 0xFF, 0x62, 0x5C, 0x6E, 0x0A])
  }

  @Test func everyVariationTakesPartSomewhere() {
    let examples = RulePage.all.flatMap(PageExample.all)
    for variation in Variation.all {
      #expect(examples.contains { variation.apply($0) != nil }, "\(variation.name)")
    }
  }
}
