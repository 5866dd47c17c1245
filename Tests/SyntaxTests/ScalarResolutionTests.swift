import Testing

@testable import Syntax

@Suite struct ScalarResolutionTests {
  @Test func jsonLiterals() {
    #expect(JSONLiteral.value("null") == .null)
    #expect(JSONLiteral.value("true") == .bool(true))
    #expect(JSONLiteral.value("-0") == .integer(0))
    #expect(JSONLiteral.value("1e3") == .float(1000))
    #expect(JSONLiteral.value("-1.5E-2") == .float(-0.015))
    #expect(JSONLiteral.value("-Infinity") == .float(-.infinity))
    #expect(JSONLiteral.value("9223372036854775808") == .bigInteger("9223372036854775808"))
    #expect(JSONLiteral.value("-9223372036854775808") == .integer(.min))
    for text in ["01", "1.", ".5", "+1", "1e", "True", "", "-", "0x1"] {
      #expect(JSONLiteral.value(text) == .refused(text))
    }
  }

  @Test func tomlLiterals() {
    #expect(TOMLLiteral.value("1_000") == .integer(1000))
    #expect(TOMLLiteral.value("+17") == .integer(17))
    #expect(TOMLLiteral.value("0xDEAD_beef") == .integer(0xDEAD_BEEF))
    #expect(TOMLLiteral.value("0o755") == .integer(0o755))
    #expect(TOMLLiteral.value("0b101") == .integer(5))
    #expect(TOMLLiteral.value("6.626e-34") == .float(6.626e-34))
    #expect(TOMLLiteral.value("5e+22") == .float(5e22))
    #expect(TOMLLiteral.value("-inf") == .float(-.infinity))
    #expect(TOMLLiteral.value("1979-05-27T07:32:00Z") == .timestamp("1979-05-27T07:32:00Z"))
    #expect(TOMLLiteral.value("07:32:00") == .timestamp("07:32:00"))
    #expect(TOMLLiteral.value("yes") == .refused("yes"))
  }

  @Test func theExponentWithoutDotIsTextForPyYAMLAlone() throws {
    let tree = YAMLParser.parse(SourceFile(path: "a", text: "lr: 5e-5\n"))
    let rate = try #require(tree.roots.first?["lr"])
    #expect(rate.value(.pyYAML) == .string("5e-5"))
    #expect(rate.value(.ruamel) == .float(5e-5))
    #expect(rate.value(.omegaConf) == .float(5e-5))
  }
}
