import Foundation
import Datasets
import Linting
import Setup
import Syntax
import Testing

@testable import Reporting

@Suite struct MachineReportTests {
  @Test func conciseIsOneLineAFindingAndNothingElse() {
    let report = Sample.report([Sample.invalidTaskType, Sample.finding(at: .file("b"), "x")])
    #expect(
      OutputFormat.concise.render(report, .plain) == """
        configs/lora.yaml:4:14: warning[invalid-task-type] `CASUAL_LM` is not a task type of PEFT
        b: error[invalid-task-type] x

        """)
    #expect(OutputFormat.concise.render(Sample.report([]), .plain) == "")
  }

  @Test func jsonSaysEverythingInAFixedOrder() {
    #expect(
      OutputFormat.json.render(Sample.report([Sample.invalidTaskType]), .plain) == #"""
        {"version":1,"tool":{"name":"glmlint","version":"0.1.0"},
        "findings":[
         {"rule":"invalid-task-type","severity":"warning","certainty":"possible","status":"active",\#
        "message":"`CASUAL_LM` is not a task type of PEFT",\#
        "helpUri":"https://example.org/rules/invalid-task-type","path":"configs/lora.yaml",\#
        "range":{"start":{"line":4,"column":14,"byte":62},"end":{"line":4,"column":23,"byte":71}},\#
        "cell":null,"record":null,"occurrences":null,\#
        "effects":[{"versions":{"peft":">=0.14"},"when":"start",\#
        "effect":"ValueError: Invalid task type: 'CASUAL_LM'"},\#
        {"versions":{"peft":"<0.14"},"when":"silently",\#
        "effect":"a bare PeftModel takes the place of PeftModelForCausalLM"}],\#
        "related":[{"path":"configs/lora.yaml",\#
        "range":{"start":{"line":3,"column":14,"byte":44},"end":{"line":3,"column":18,"byte":48}},\#
        "message":"this adapter type takes a task type"},\#
        {"path":"train.py",\#
        "range":{"start":{"line":7,"column":17,"byte":135},"end":{"line":7,"column":42,"byte":160}},\#
        "message":"the run starts here"},\#
        {"path":"requirements.txt","range":null,"message":"nothing here pins peft"}],\#
        "fixes":[{"title":"replace by CAUSAL_LM","safe":true,"edits":[{"path":"configs/lora.yaml",\#
        "range":{"start":{"line":4,"column":14,"byte":62},"end":{"line":4,"column":23,"byte":71}},\#
        "text":"CAUSAL_LM"}]}],"confirmations":[],"fingerprint":"0123456789abcdef"}
        ],
        "summary":{"files":3,"records":0,"bytes":0,"findings":{"error":0,"warning":1,"info":0},"skipped":[]}}

        """#)
  }

  @Test func jsonKeepsToItsSchema() throws {
    let schema = try SchemaCheck(named: "findings-v1.schema.json")
    let record = RecordPlace(
      path: "d", record: 3, range: TextRange(0, 1), start: .init(line: 1, column: 1),
      end: .init(line: 1, column: 2))
    let findings = [
      Sample.invalidTaskType, Sample.finding(status: .ignored, at: .file("a\"\n\u{7}"), "x"),
      Sample.finding("bad-role", .info, at: .record(record), "x"),
    ]
    for some in [[], findings] {
      let summary = CheckSummary(
        files: 2, records: 5, bytes: 9, skipped: [SkippedPath(path: "l", reason: "r")])
      let report = CheckReport(
        findings: some, summary: summary, tool: Tool(name: "glmlint", version: "0.1.0"))
      #expect(try schema.problems(in: OutputFormat.json.render(report, .plain)) == [])
    }
    let wrong = #"{"version":2,"findings":[{"rule":"A b"}],"summary":{},"tool":{"name":"x"}}"#
    #expect(try schema.problems(in: wrong).count > 10)
  }
}

/// The part of JSON Schema (2020-12) that our schemas use.
struct SchemaCheck {
  private let root: [String: Any]

  init(named name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Reporting/Schemas/\(name)")
    root = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  }

  func problems(in text: String) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    return check(value, root, "$")
  }

  private func check(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var schema = schema
    if let reference = schema["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      schema = (root["$defs"] as? [String: [String: Any]])?[name] ?? ["type": "undefined \(name)"]
    }
    var problems: [String] = []
    if let choices = schema["oneOf"] as? [[String: Any]],
      choices.count(where: { check(value, $0, path).isEmpty }) != 1
    {
      problems.append("\(path): \(value) is not just one of \(choices.count) forms")
    }
    let types = (schema["type"] as? String).map { [$0] } ?? schema["type"] as? [String]
    if let types, !types.contains(where: { Self.isOf($0, value) }) {
      return ["\(path): \(value) is not of \(types)"]
    }
    if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
      problems.append("\(path): \(value) is not one of \(choices)")
    }
    if let constant = schema["const"], !(constant as? NSObject == value as? NSObject) {
      problems.append("\(path): \(value) is not \(constant)")
    }
    if let least = schema["minimum"] as? Double, let number = value as? Double, number < least {
      problems.append("\(path): \(number) is less than \(least)")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      problems.append("\(path): \(text) does not match \(pattern)")
    }
    if let object = value as? [String: Any] { problems += checkMembers(object, schema, path) }
    if let elements = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, element) in elements.enumerated() { problems += check(element, items, "\(path)[\(index)]") }
    }
    return problems
  }

  private func checkMembers(_ object: [String: Any], _ schema: [String: Any], _ path: String) -> [String] {
    var problems: [String] = []
    for name in schema["required"] as? [String] ?? [] where object[name] == nil {
      problems.append("\(path): \(name) is missing")
    }
    let properties = schema["properties"] as? [String: Any] ?? [:]
    for (name, member) in object {
      if let inner = properties[name] as? [String: Any] {
        problems += check(member, inner, "\(path).\(name)")
      } else if let inner = schema["additionalProperties"] as? [String: Any] {
        problems += check(member, inner, "\(path).\(name)")
      } else if properties[name] == nil && schema["additionalProperties"] as? Bool == false {
        problems.append("\(path): \(name) is not known")
      }
    }
    return problems
  }

  private static func isOf(_ type: String, _ value: Any) -> Bool {
    switch type {
    case "null": return value is NSNull
    case "string": return value is String
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "integer": return value is Int && !(value is Bool && "\(value)" == "true")
    case "number": return value is Double
    case "boolean": return value is Bool
    default: return false
    }
  }
}
