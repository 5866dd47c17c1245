import Foundation

/// One page of `rules/`, taken apart: its headings and its code fences.
struct RulePage: Sendable {
  /// Path inside the package, such as `rules/adapter/invalid-task-type.md`.
  let path: String
  let text: String
  let headings: [Heading]
  let fences: [Fence]

  struct Heading: Hashable, Sendable {
    let level: Int
    let text: String
    /// 1-based.
    let line: Int
  }

  /// A code fence whose info string is ``` language role name=value… ```.
  struct Fence: Sendable {
    let language: String
    /// `wrong`, `right`, `fixed`, or nothing for a fence that only illustrates.
    let role: String
    let attributes: [String: String]
    /// Index into `headings` of the heading that it stands under.
    let heading: Int
    /// 1-based line of the fence itself; its text starts on the next one.
    let line: Int
    /// Without the line of the closing fence.
    let text: String
  }

  /// The rule's name by the file's.
  var name: String { String(path.split(separator: "/").last?.dropLast(3) ?? "") }
  /// The folder under `rules/`.
  var family: String { path.split(separator: "/").dropLast().last.map(String.init) ?? "" }

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var headings: [Heading] = []
    var fences: [Fence] = []
    var open: (ticks: Int, info: [String], line: Int, body: String)?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      let ticks = line.prefix { $0 == "`" }.count
      if let fence = open {
        if ticks >= fence.ticks, line.allSatisfy({ $0 == "`" }) {
          fences.append(
            Fence(info: fence.info, heading: headings.count - 1, line: fence.line, text: fence.body))
          open = nil
        } else {
          open?.body += line + "\n"
        }
      } else if ticks >= 3 {
        let info = line.dropFirst(ticks).split(separator: " ").map(String.init)
        open = (ticks, info, index + 1, "")
      } else if line.hasPrefix("#") {
        let level = line.prefix { $0 == "#" }.count
        let title = line.dropFirst(level).trimmingCharacters(in: .whitespaces)
        headings.append(Heading(level: level, text: title, line: index + 1))
      }
    }
    self.headings = headings
    self.fences = fences
  }

  /// Every page under `rules/`, in the order of their paths.
  static let all: [RulePage] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let names = FileManager.default.enumerator(atPath: root.appendingPathComponent("rules").path)
    let paths = (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.sorted()
    return paths.compactMap { path in
      let path = "rules/" + path
      guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8) else {
        return nil
      }
      return RulePage(path: path, text: text)
    }
  }()
}

extension RulePage.Fence {
  fileprivate init(info: [String], heading: Int, line: Int, text: String) {
    language = info.first ?? ""
    let words = info.dropFirst().filter { !$0.contains("=") }
    role = words.first ?? ""
    var attributes: [String: String] = [:]
    for word in info.dropFirst() where word.contains("=") {
      guard let equals = word.firstIndex(of: "=") else { continue }
      attributes[String(word[..<equals])] = String(word[word.index(after: equals)...])
    }
    for word in words.dropFirst() { attributes[word] = "" }
    (self.attributes, self.heading, self.line, self.text) = (attributes, heading, line, text)
  }
}
