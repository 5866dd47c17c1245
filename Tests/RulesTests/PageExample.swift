import Setup
import Syntax
import Testing

/// The fences under one heading of a page, as one project with what is expected of it.
struct PageExample: Sendable, CustomTestStringConvertible {
  let page: String
  let heading: String
  /// 1-based line of the page at which the heading stands.
  let line: Int
  /// By path.
  var files: [String: [UInt8]] = [:]
  /// Paths that cannot be read, and why.
  var failures: [String: FileError] = [:]
  /// Paths that are named to the check beside the folder.
  var named: [String] = []
  var expected: [Expectation] = []
  /// What the safe fixes make of the files that have a `fixed` fence, and what is still found in them.
  var fixed: [String: [UInt8]] = [:]
  var remaining: [Expectation] = []
  var versions = LibraryVersions()
  /// The rules to run; nil for all of them.
  var only: [String]?
  /// Variations that would change what this example is about.
  var exceptions: Set<String> = []
  /// Lines count from the start of a notebook's cell.
  var insideCells = false
  /// What is wrong with the page itself.
  var mistakes: [String] = []

  var testDescription: String { "\(page): \(heading)" }

  /// The examples of a page in order: one for each heading with `wrong` or `right` fences below it.
  static func all(in page: RulePage) -> [PageExample] {
    page.headings.indices.compactMap { index in
      let fences = page.fences.filter { $0.heading == index && ($0.role != "" || $0.language == "expect") }
      guard !fences.isEmpty else { return nil }
      return PageExample(page, page.headings[index], fences)
    }
  }

  private init(_ page: RulePage, _ heading: RulePage.Heading, _ fences: [RulePage.Fence]) {
    self.page = page.path
    self.heading = heading.text
    line = heading.line
    for fence in fences { add(fence) }
    for path in fixed.keys where files[path] == nil { complain(line, "`\(path)` is fixed but never wrong") }
    remaining += expected.filter { fixed[$0.path] == nil }
  }

  private mutating func complain(_ line: Int, _ text: String) { mistakes.append("\(page):\(line): \(text)") }

  private mutating func add(_ fence: RulePage.Fence) {
    if fence.language == "expect" { return addExpectations(fence) }
    guard let path = fence.attributes["file"] else { return complain(fence.line, "the fence names no file") }
    readAttributes(fence)
    if fence.attributes["named"] != nil { named.append(path) }
    let (text, markers) = Markers.strip(fence.text, path: path, fenceLine: fence.line)
    var bytes = fence.attributes["escapes"] == nil ? Array(text.utf8) : Self.unescaped(text)
    if let count = fence.attributes["repeat"].flatMap(Int.init) {
      bytes = Self.repeatingFirstLine(of: bytes, count)
    }
    switch fence.role {
    case "wrong", "right":
      if files[path] != nil { complain(fence.line, "`\(path)` is there twice under this heading") }
      if fence.role == "right", !markers.isEmpty { complain(fence.line, "a right example has markers") }
      if let failure = fence.attributes["unreadable"] {
        guard let error = Self.failures[failure] else {
          return complain(fence.line, "no failure is called `\(failure)`")
        }
        failures[path] = error
      } else {
        files[path] = bytes
      }
      expected += markers
    case "fixed":
      fixed[path] = bytes
      remaining += markers
    default: complain(fence.line, "`\(fence.role)` is none of wrong, right, fixed")
    }
  }

  private mutating func addExpectations(_ fence: RulePage.Fence) {
    for (index, line) in fence.text.split(separator: "\n").enumerated() {
      let pageLine = fence.line + 1 + index
      guard let expectation = Expectation(line: line, pageLine: pageLine) else {
        complain(pageLine, "expected `file:line:column rule` or `file rule`")
        continue
      }
      expected.append(expectation)
    }
  }

  private mutating func readAttributes(_ fence: RulePage.Fence) {
    let known: Set<String> = [
      "file", "versions", "only", "except", "escapes", "unreadable", "repeat", "named",
    ]
    for name in fence.attributes.keys where !known.contains(name) {
      complain(fence.line, "no attribute is called `\(name)`")
    }
    if let names = fence.attributes["only"] {
      only = (only ?? []) + names.split(separator: ",").map(String.init)
    }
    if let names = fence.attributes["except"] {
      exceptions.formUnion(names.split(separator: ",").map(String.init))
    }
    for pin in (fence.attributes["versions"] ?? "").split(separator: ",") {
      let name = pin.prefix { $0.isLetter }
      guard let library = Library(rawValue: String(name)),
        let versions = VersionSpecifier.parse(String(pin.dropFirst(name.count)))
      else {
        complain(fence.line, "`\(pin)` is no version of a library")
        continue
      }
      self.versions.override(library, LibraryVersions.Pin(versions: versions, span: nil))
    }
  }

  private static let failures: [String: FileError] = [
    "permission": .permissionDenied, "pipe": .notARegularFile, "dangling-link": .danglingLink,
    "looping-link": .tooManyLinks, "too-large": .tooLarge(size: 20_000_000, limit: FileKind.yaml.sizeLimit),
    "changing": .changedWhileReading,
  ]

  /// The text with its first line so many times.
  private static func repeatingFirstLine(of text: [UInt8], _ count: Int) -> [UInt8] {
    let line = text.prefix(1 + (text.firstIndex(of: 0x0A) ?? text.count - 1))
    var repeated: [UInt8] = []
    repeated.reserveCapacity(line.count * count + text.count)
    for _ in 1..<count { repeated += line }
    return repeated + text
  }

  /// `\xFF` becomes one byte; everything else stays.
  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.popFirst() {
      let digits = rest.dropFirst().prefix(2)
      if first == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"),
        let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), digits.count == 2
      {
        bytes.append(byte)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(first)
      }
    }
    return bytes
  }
}
