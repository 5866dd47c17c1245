import Datasets
import Linting
import Setup
import Syntax

/// What a page says a check finds in one place.
struct Expectation: Hashable, Sendable, CustomStringConvertible {
  let path: String
  /// 1-based; nil for a finding on the file as a whole.
  var line: Int?
  /// 1-based, in code points; nil where a marker says the text instead.
  let column: Int?
  let rule: String
  /// The part of the primary span that lies on its first line; nil where an `expect` fence says the column.
  let text: String?
  /// 1-based line of the page that says so.
  let pageLine: Int

  var description: String {
    let place = [path, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(
      separator: ":")
    return "\(place) \(rule)" + (text.map { " `\($0)`" } ?? "")
  }

  /// One line of an `expect` fence: `file:line:column rule`, or `file rule`.
  init?(line text: Substring, pageLine: Int) {
    let words = text.split(separator: " ")
    guard words.count == 2 else { return nil }
    let parts = words[0].split(separator: ":")
    guard parts.count == 1 || parts.count == 3 else { return nil }
    path = String(parts[0])
    line = parts.count == 3 ? Int(parts[1]) : nil
    column = parts.count == 3 ? Int(parts[2]) : nil
    if parts.count == 3, line == nil || column == nil { return nil }
    rule = String(words[1])
    self.text = nil
    self.pageLine = pageLine
  }

  init(path: String, line: Int, rule: String, text: String, pageLine: Int) {
    (self.path, self.line, self.rule, self.text, self.pageLine) = (path, line, rule, text, pageLine)
    column = nil
  }

  /// Renames the file and moves the line down.
  func moved(to path: String, by lines: Int) -> Expectation {
    Expectation(
      path: path, line: line.map { $0 + lines }, column: column, rule: rule, text: text, pageLine: pageLine)
  }

  private init(path: String, line: Int?, column: Int?, rule: String, text: String?, pageLine: Int) {
    (self.path, self.line, self.column, self.rule) = (path, line, column, rule)
    (self.text, self.pageLine) = (text, pageLine)
  }

  func matches(_ found: FoundPlace) -> Bool {
    path == found.path && rule == found.rule && line == found.line
      && (column == nil || column == found.column)
      && (text == nil || text == found.text)
  }
}

/// Where a finding stands, in the words of expectations.
struct FoundPlace: Hashable, Sendable, CustomStringConvertible {
  let path: String
  let line: Int?
  let column: Int?
  let rule: String
  let text: String
  let message: String

  var description: String {
    let place = [path, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(
      separator: ":")
    return "\(place) \(rule) `\(text)` (\(message))"
  }

  /// `insideCells` counts lines from the start of a notebook's cell, not of its file.
  init(_ finding: Finding, insideCells: Bool) {
    path = finding.primary.path
    rule = finding.rule
    message = finding.message
    switch finding.primary {
    case .file: (line, column, text) = (nil, nil, "")
    case .record(let place): (line, column, text) = (place.start.line, place.start.column, "")
    case .span(let span):
      let shown = insideCells ? span : span.onDisk
      let position = shown.file.position(at: shown.range.start)
      (line, column) = (position.line, position.column)
      text = String(shown.text.prefix { !$0.isNewline })
    }
  }
}

/// The comments in an example that say what is found on their line: `# ^ rule exact text`.
enum Markers {
  /// The text without its markers, and what they expect. Several markers may follow each other on a line.
  static func strip(
    _ text: String, path: String, fenceLine: Int
  ) -> (text: String, expected: [Expectation]) {
    var expected: [Expectation] = []
    var lines: [Substring] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var parts = line.parts(separatedBy: "# ^ ")
      var kept = parts.removeFirst()[...]
      if !parts.isEmpty { while kept.last == " " { kept.removeLast() } }
      lines.append(kept)
      for part in parts {
        let marker = part.trimmingSpaces
        let name = marker.prefix { $0 != " " }
        let rest = marker.dropFirst(name.count + 1)
        expected.append(
          Expectation(
            path: path, line: index + 1, rule: String(name), text: String(rest),
            pageLine: fenceLine + index + 1))
      }
    }
    return (lines.joined(separator: "\n"), expected)
  }
}

extension Substring {
  fileprivate func parts(separatedBy separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}

extension Substring {
  var trimmingSpaces: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
