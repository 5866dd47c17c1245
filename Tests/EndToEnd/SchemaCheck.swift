import Foundation
import Testing

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
