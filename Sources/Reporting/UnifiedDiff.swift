import Linting
import Syntax

/// A change of a file in the unified format that `patch` and `git apply` read (POSIX diff -u; git's `a/`,
/// `b/`).
package struct UnifiedDiff {
  private let path: String
  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]

  /// Unchanged lines around a change.
  private static let context = 3

  package init(path: String, old: [UInt8], new: [UInt8]) {
    self.path = path
    self.old = Self.lines(old)
    self.new = Self.lines(new)
  }

  /// The name that a patch has for `path`, which may lead anywhere: from the absolute `folder` for a file in it, where
  /// the patch is then applied; else from the root, as `git diff --no-index` has it.
  package static func name(of path: String, seenFrom folder: String) -> String {
    let whole = FilePath.join(folder, path)
    let isInside = folder != "/" && FilePath.isInside(whole, folder)
    return String(whole.dropFirst(isInside ? folder.count + 1 : 1))
  }

  /// Empty for equal texts. Bytes that are not UTF-8 come out as U+FFFD, and such a patch does not apply.
  package func rendered(_ style: TextStyle) -> String {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func number(_ line: ArraySlice<UInt8>) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let changes = LineDifference(old.map(number), new.map(number)).changes
    if changes.isEmpty { return "" }
    var text =
      style.bold("--- " + Self.quoted("a/" + path)) + "\n" + style.bold("+++ " + Self.quoted("b/" + path))
      + "\n"
    for hunk in Self.hunks(changes) { text += rendered(hunk, style) }
    return text
  }

  /// Changes whose contexts touch stand in one hunk.
  private static func hunks(_ changes: [LineDifference.Change]) -> [[LineDifference.Change]] {
    var hunks: [[LineDifference.Change]] = []
    for change in changes {
      if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
        hunks[hunks.count - 1].append(change)
      } else {
        hunks.append([change])
      }
    }
    return hunks
  }

  private func rendered(_ hunk: [LineDifference.Change], _ style: TextStyle) -> String {
    guard let first = hunk.first, let last = hunk.last else { return "" }
    let lead = min(Self.context, first.old.lowerBound)
    let tail = min(Self.context, old.count - last.old.upperBound)
    let oldRange = (first.old.lowerBound - lead)..<(last.old.upperBound + tail)
    let newRange = (first.new.lowerBound - lead)..<(last.new.upperBound + tail)
    var text = style.note("@@ -\(Self.numbers(oldRange)) +\(Self.numbers(newRange)) @@") + "\n"
    var position = oldRange.lowerBound
    for change in hunk {
      for line in old[position..<change.old.lowerBound] { text += Self.row(" ", line) { $0 } }
      for line in old[change.old] { text += Self.row("-", line) { style.severity($0, .error) } }
      for line in new[change.new] { text += Self.row("+", line, style.good) }
      position = change.old.upperBound
    }
    for line in old[position..<oldRange.upperBound] { text += Self.row(" ", line) { $0 } }
    return text
  }

  /// One line with its sign; the line's own end stays as it is, a CR included.
  private static func row(_ sign: String, _ line: ArraySlice<UInt8>, _ paint: (String) -> String) -> String {
    let hasEnd = line.last == UInt8(ascii: "\n")
    let content = String(decoding: hasEnd ? line.dropLast() : line, as: UTF8.self)
    return paint(sign + content) + "\n" + (hasEnd ? "" : "\\ No newline at end of file\n")
  }

  /// `start,count`, 1-based; an empty range is named by the line before it.
  private static func numbers(_ range: Range<Int>) -> String {
    let start = range.isEmpty ? range.lowerBound : range.lowerBound + 1
    return range.count == 1 ? "\(start)" : "\(start),\(range.count)"
  }

  /// Lines with their LF; a CR belongs to the line, as git has it.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  /// A name as git writes it: one with control characters, quotes or backslashes in C quotes, one with blanks
  /// with a tab behind it, so that readers know where it ends.
  private static func quoted(_ name: String) -> String {
    let isSpecial = name.utf8.contains {
      $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
    }
    guard isSpecial else { return name.utf8.contains(UInt8(ascii: " ")) ? name + "\t" : name }
    var quoted = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 8)
        quoted += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
