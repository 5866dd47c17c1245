import Foundation
import Testing

@testable import Syntax

@Suite(.enabled(if: ConformanceSuites.root != nil, "skipped: GLMLINT_CONFORMANCE names no folder"))
struct TOMLConformanceTests {
  @Test(arguments: [("files-toml-1.0.0", TOMLVersion.v1_0), ("files-toml-1.1.0", .v1_1)])
  func everyTextOfTheSuiteIsReadOrRefused(list: String, version: TOMLVersion) throws {
    let folder = "toml-test/tests"
    let names = String(decoding: try ConformanceSuites.bytes("\(folder)/\(list)"), as: UTF8.self)
      .split(separator: "\n").map(String.init).filter { $0.hasSuffix(".toml") }
    var counts = (valid: 0, invalid: 0)
    for name in names {
      let file = SourceFile(path: name, bytes: try ConformanceSuites.bytes("\(folder)/\(name)"))
      let tree = TOMLParser.parse(file, version: version)
      guard name.hasPrefix("valid/") else {
        counts.invalid += 1
        #expect(!tree.problems.isEmpty, "\(name) is refused")
        #expect(tree.problems.count <= 5, "\(name): \(tree.problemTexts)")
        continue
      }
      counts.valid += 1
      #expect(tree.problems.isEmpty, "\(name): \(tree.problemTexts)")
      let expected = try JSONSerialization.jsonObject(
        with: Data(try ConformanceSuites.bytes("\(folder)/\(name.dropLast(5)).json")))
      let read = Self.typed(tree.roots[0], version)
      #expect(read.isEqual(Self.canonical(expected)), "\(name): \(read)")
    }
    #expect(
      counts.valid == (version == .v1_0 ? 210 : 220) && counts.invalid == (version == .v1_0 ? 499 : 492))
    print("toml-test \(list): \(counts.valid) valid, \(counts.invalid) invalid")
  }

  /// The node in the suite's form: a scalar is a dictionary of its type and its value as text.
  private static func typed(_ node: ConfigNode, _ version: TOMLVersion) -> NSObject {
    switch node.kind {
    case .mapping:
      return Dictionary(node.entries.map { ($0.key.text as NSString, typed($0.value, version)) }) { $1 }
        as NSDictionary
    case .sequence: return node.elements.map { typed($0, version) } as NSArray
    default: break
    }
    let (type, value): (String, String)
    switch TOMLScalar.value(of: node, version: version) {
    case .string(let text): (type, value) = ("string", text)
    case .integer(let number): (type, value) = ("integer", String(number))
    case .float(let number): (type, value) = ("float", String(number))
    case .bool(let flag): (type, value) = ("bool", String(flag))
    case .offsetDateTime(let text): (type, value) = ("datetime", text)
    case .localDateTime(let text): (type, value) = ("datetime-local", text)
    case .localDate(let text): (type, value) = ("date-local", text)
    case .localTime(let text): (type, value) = ("time-local", text)
    case nil: (type, value) = ("none", "")
    }
    return canonical(["type": type, "value": value])
  }

  /// Numbers and fractions of seconds have more than one text; `tree` with one of them for each.
  private static func canonical(_ tree: Any) -> NSObject {
    if let list = tree as? [Any] { return list.map(canonical) as NSArray }
    guard let table = tree as? [String: Any] else { return "\(tree)" as NSString }
    guard let type = table["type"] as? String, let value = table["value"] as? String, table.count == 2 else {
      return table.mapValues(canonical) as NSDictionary
    }
    var text = value
    if type == "float" {
      text = Double(value.replacingOccurrences(of: "+", with: "")).map { "\($0)" } ?? value
    }
    if type.contains("time"), let point = value.firstIndex(of: ".") {
      let fraction = value[point...].prefix { $0 == "." || $0.isNumber }
      let digits = String(fraction.reversed().drop { $0 == "0" || $0 == "." }.reversed())
      text = value[..<point] + digits + value[fraction.endIndex...]
    }
    return ["type": type, "value": text] as NSDictionary
  }
}
