import Setup
import Syntax
import Testing

/// Tables of facts whose values are read from a config when they are asked for.
@Suite struct ConfigTableTests {
  private func table(_ text: String, path: String = "c.yaml", _ resolution: ScalarResolution = .pyYAML) throws
    -> FactTable
  {
    let file = SourceFile(path: path, text: text)
    let tree = path == "c.json" ? JSONParser.parse(file) : YAMLParser.parse(file)
    return ConfigFacts(of: tree, resolution).table(try #require(tree.roots.first), consumer: .absent())
  }

  @Test func aValueAndItsNameAreWhereTheyAreWritten() throws {
    let table = try table("lr: 1.0e-4\nepochs: 3\n")
    #expect(table["epochs"].value == .integer(3))
    #expect(table["epochs"].span?.text == "3")
    #expect(table.nameSpan("epochs")?.text == "epochs")
    #expect(table.value(of: "lr") == .float(1e-4))
    #expect(table.value(of: "seed") == nil)
    #expect(table["seed"].isAbsent)
    #expect(!table.isAssigned("lr"))
  }

  @Test func whatIsSetLaterTakesThePlaceOfWhatIsWritten() throws {
    var table = try table("lr: 1.0e-4\nepochs: 3\n")
    table.set("lr", .known(.float(0.5), at: nil), assigned: true)
    table.set("seed", .known(.string("0"), at: nil))
    #expect(table["lr"].value == .float(0.5))
    #expect(table["lr"].overrode.map(\.value) == [.float(1e-4)])
    #expect(table.nameSpan("lr")?.text == "lr")
    #expect(table.isAssigned("lr"))
    #expect(table.names == ["lr", "epochs", "seed"])
    #expect(table.texts(quoted: true).map(\.name) == ["seed"])
    #expect(table.texts(quoted: false).map(\.name) == ["seed"])
  }

  @Test func onlyTextsThatAreWantedAreTexts() throws {
    let table = try table("a: word\nb: '1'\nc: 1\nd: \"{{ e }}\"\nf: 1e-4\ng: yes\nh: [x]\n")
    #expect(table.texts(quoted: false).map(\.text) == ["word", "1e-4"])
    #expect(table.texts(quoted: true).map(\.text) == ["1"])
    #expect(table.texts(quoted: false) { $0.first == 0x31 }.map(\.name) == ["f"])
    #expect(table.truth(of: "g") == true)
    #expect(table.truth(of: "a") == nil)
    var replaced = table
    replaced.set("a", .known(.integer(1), at: nil))
    #expect(replaced.texts(quoted: false).map(\.name) == ["f"])
  }

  @Test func mergeKeysAndRepeatedKeysAreExpanded() throws {
    let merged = try table("base: &b {lr: 1, seed: 2}\n<<: *b\nseed: 3\n")
    #expect(merged["lr"].value == .integer(1))
    #expect(merged["lr"].isShared)
    #expect(merged["seed"].value == .integer(3))
    #expect(merged.names == ["lr", "seed", "base"])
    let repeated = try table("lr: 1\nlr: 2\n")
    #expect(repeated["lr"].value == .integer(2))
    #expect(repeated.names == ["lr"])
  }

  @Test func anAnchorOrAnAliasIsShared() throws {
    let table = try table("a: &x 1\nb: *x\nc: 1\n")
    #expect(["a", "b", "c"].map { table[$0].isShared } == [true, true, false])
    #expect(table["b"].value == .integer(1))
  }

  @Test func theKeysOfJSONAreTexts() throws {
    let table = try table("{\"1\": true, \"lr\": \"1e-4\"}", path: "c.json", .json)
    #expect(table["1"].value == .bool(true))
    #expect(table.truth(of: "1") == true)
    #expect(table.texts(quoted: true).map(\.text) == ["1e-4"])
  }
}
