import Foundation
import Testing

@testable import Syntax

/// What the real loaders made of the scalars in fixtures/goldens/yaml_scalars.tsv; the script beside it made
/// it.
@Suite struct YAMLScalarGoldenTests {
  private static let table: [[String]] = {
    let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = home.appendingPathComponent("fixtures/goldens/yaml_scalars.tsv")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map {
        $0.replacingOccurrences(of: "\\t", with: "\t").replacingOccurrences(of: "\\\\", with: "\\")
      }
    }
  }()

  /// The value of the scalar, which has to be its text value too where it is a text.
  private func value(_ scalar: String, _ prefix: String, _ resolution: ScalarResolution) -> ScalarValue? {
    let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: "\(prefix)- \(scalar)\n"))
    let node = tree.roots.first?.elements.first
    let value = node?.value(resolution)
    if node?.kind == .scalar {
      var text: String?
      if case .string(let known)? = value { text = known }
      #expect(node?.textValue(resolution) == text, "'\(scalar)' with \(resolution)")
    }
    return value
  }

  /// The word of the table for `value`.
  private func word(_ value: ScalarValue?) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return "bool:\(flag)"
    case .integer(let number): return "int:\(number)"
    case .bigInteger(let digits): return "int:\(digits)"
    case .float(let number): return "float:\(number)"
    case .timestamp: return "time"
    case .binary(let bytes): return "bytes:" + bytes.map { String(format: "%02x", $0) }.joined()
    case .string(let text): return "str:" + text
    case .refused, .collection, nil: return "refused"
    }
  }

  /// Floats are compared as numbers: Python writes 1e-05 where Swift writes 1e-5 as well as 1e-05.
  private func normalized(_ word: String) -> String {
    guard word.hasPrefix("float:"), let number = Double(word.dropFirst(6)) else { return word }
    return "float:\(number)"
  }

  private func check(_ column: Int, _ prefix: String, _ resolution: ScalarResolution) {
    #expect(Self.table.count > 800)
    print("scalars as \(resolution)\(prefix.isEmpty ? "" : " under %YAML 1.1") has them: \(Self.table.count)")
    for row in Self.table {
      #expect(
        word(value(row[0], prefix, resolution)) == normalized(row[column]), "'\(row[0])' with \(resolution)")
    }
  }

  @Test func pyYAML() { check(1, "", .pyYAML) }
  @Test func ruamel() { check(2, "", .ruamel) }
  @Test func ruamelUnderVersion11() { check(3, "%YAML 1.1\n---\n", .ruamel) }
  @Test func omegaConf() { check(4, "", .omegaConf) }
}
