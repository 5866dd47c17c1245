import Linting
import Syntax

/// The lines of a source with an underline below the span and a phrase behind it.
struct Snippet {
  /// How the underline looks.
  enum Mark {
    case primary(Severity)
    case related

    var ruler: String {
      switch self {
      case .primary: return "^"
      case .related: return "-"
      }
    }

    func paint(_ text: String, _ style: TextStyle) -> String {
      switch self {
      case .primary(let severity): return style.severity(text, severity)
      case .related: return style.frame(text)
      }
    }
  }

  let span: Span
  let label: String
  let mark: Mark

  /// Lines of a longer span that are shown from its start; its last line is always shown.
  private static let openingLines = 4
  /// Columns that the bracket of a longer span takes before the text.
  static let bracketWidth = 2

  var firstLine: Int { span.file.lines.line(at: span.range.start) }
  /// The line that holds the last byte of the span.
  var lastLine: Int { span.file.lines.line(at: max(span.range.start, span.range.end - 1)) }

  var isOneLine: Bool { firstLine == lastLine }

  /// The lines to print, each with its margin of `width` columns for the number; `indent` leaves room for the
  /// bracket of a longer snippet in the same block.
  func lines(margin width: Int, indent: Int, _ style: TextStyle) -> [String] {
    isOneLine ? oneLine(width, indent, style) : manyLines(width, style)
  }

  /// A line without an underline, such as the one between two that have some.
  func plainLine(_ line: Int, _ width: Int, _ indent: Int, _ style: TextStyle) -> String {
    margin(line, width, style) + blanks(indent) + separated(display(line).text)
  }

  private func oneLine(_ width: Int, _ indent: Int, _ style: TextStyle) -> [String] {
    let line = display(firstLine)
    let ruler = String(repeating: mark.ruler, count: max(1, line.end - line.start))
    return [
      plainLine(firstLine, width, indent, style),
      margin(nil, width, style) + " " + blanks(indent + line.start) + painted(ruler, style),
    ]
  }

  /// A bracket along the left side, from the first byte to the last.
  private func manyLines(_ width: Int, _ style: TextStyle) -> [String] {
    let first = display(firstLine)
    let opensLine = first.text.prefix(first.start).allSatisfy { $0 == " " }
    var rows: [String] = []
    if opensLine {
      rows.append(margin(firstLine, width, style) + " " + mark.paint("/", style) + separated(first.text))
    } else {
      rows.append(plainLine(firstLine, width, Self.bracketWidth, style))
      let corner = String(repeating: "_", count: first.start + 1) + mark.ruler
      rows.append(margin(nil, width, style) + "  " + mark.paint(corner, style))
    }
    var previous = firstLine
    for line in bodyLines {
      if line > previous + 1 { rows.append(style.frame("...")) }
      rows.append(margin(line, width, style) + " " + mark.paint("|", style) + separated(display(line).text))
      previous = line
    }
    let last = display(lastLine)
    let corner = "|" + String(repeating: "_", count: max(0, last.end)) + mark.ruler
    rows.append(margin(nil, width, style) + " " + painted(corner, style))
    return rows
  }

  private var bodyLines: [Int] {
    let opening = (firstLine + 1)..<min(firstLine + Self.openingLines, lastLine)
    let gap = opening.upperBound..<lastLine
    return Array(opening) + (gap.count == 1 ? Array(gap) : []) + [lastLine]
  }

  private func display(_ line: Int) -> DisplayLine {
    let range = span.file.lines.range(ofLine: line, in: span.file.bytes)
    return DisplayLine(span.file, line: range, wanted: span.range)
  }

  private func painted(_ ruler: String, _ style: TextStyle) -> String {
    let text = SafeText.escaped(label)
    return mark.paint(text.isEmpty ? ruler : ruler + " " + text, style)
  }

  private func margin(_ line: Int?, _ width: Int, _ style: TextStyle) -> String {
    let number = line.map(String.init) ?? ""
    return style.frame(blanks(width - number.utf8.count) + number + " |")
  }

  private func separated(_ text: String) -> String { text.isEmpty ? "" : " " + text }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
