import Setup
import Syntax
import Testing

/// Values of configs that something else fills in: they are unknown, with the reason, and never wrong.
@Suite struct UnknownValueTests {
  private func table(_ text: String, _ resolution: ScalarResolution = .omegaConf) throws -> FactTable {
    let tree = YAMLParser.parse(SourceFile(path: "c.yaml", text: text))
    return ConfigFacts(of: tree, resolution).table(try #require(tree.roots.first), consumer: .absent())
  }

  @Test(arguments: [
    ("${lr}", "it is an interpolation"), ("${oc.env:HOME}/x", "it is an interpolation"),
    ("'${a}'", "it is an interpolation"), ("a${b}c", "it is an interpolation"),
    ("\"{{ lr }}\"", "it is filled in by a template"),
    ("'{% if a %}1{% endif %}'", "it is filled in by a template"),
    ("x-{{lr}}", "it is filled in by a template"), ("[q_proj, \"${target}\"]", "it is an interpolation"),
    ("{a: 1, b: \"{{ c }}\"}", "it is filled in by a template"),
  ])
  func aTemplateIsUnknown(_ value: String, _ reason: String) throws {
    let table = try table("k: \(value)\n")
    #expect(table["k"].value == nil)
    #expect(table["k"].state == .unknown(reason))
    #expect(table.isClosed)
  }

  @Test(arguments: [
    ("$5", "$5"), ("'{a}'", "{a}"), ("'$ {a}'", "$ {a}"), ("'{ {a} }'", "{ {a} }"), ("100%", "100%"),
  ])
  func otherBracesAreText(_ value: String, _ text: String) throws {
    #expect(try table("k: \(value)\n")["k"].value == .string(text))
  }

  @Test func hydraComposesAFileWithADefaultsList() throws {
    let table = try table("defaults:\n  - model: glm\n  - _self_\nlr: 1.0e-4\nlist: [1]\n")
    let reason = "Hydra composes it with the files of its `defaults` list"
    #expect(table["lr"].state == .unknown(reason))
    #expect(table["list"].state == .unknown(reason))
    #expect(!table.isClosed)
    #expect(try self.table("defaults: {a: 1}\nlr: 1\n")["lr"].value == .integer(1))
    #expect(try self.table("defaults: [[a]]\nlr: 1\n")["lr"].value == .integer(1))
  }
}
