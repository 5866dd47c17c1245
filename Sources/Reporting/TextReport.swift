import Linting
import Setup
import Syntax

/// Findings for people: the place, the lines with what is wrong underlined, when it strikes, what to do.
struct TextReport {
  private let report: CheckReport
  private let style: TextStyle

  init(_ report: CheckReport, _ style: TextStyle) {
    self.report = report
    self.style = style
  }

  /// Every active or refuted finding, an empty line behind each, what was left out, and one line that sums up.
  var rendered: String {
    var text = ""
    for finding in report.shown {
      for line in lines(of: finding) { text += line + "\n" }
      text += "\n"
    }
    for skipped in report.summary.skipped {
      text += SafeText.escaped("\(skipped.path): skipped, \(skipped.reason)") + "\n"
    }
    return text + report.summaryLine(style)
  }

  func lines(of finding: Finding) -> [String] {
    let primary = ShownPlace(finding.primary)
    let related = finding.otherPlaces.map { (place: ShownPlace($0.place), message: $0.message) }
    var snippets = primary.snippet.map {
      [Snippet(span: $0, label: finding.label, mark: .primary(finding.severity))]
    }
    var elsewhere: [(place: ShownPlace, message: String)] = []
    for (place, message) in related {
      if let span = place.snippet, span.file == primary.snippet?.file {
        snippets?.append(Snippet(span: span, label: message, mark: .related))
      } else {
        elsewhere.append((place, message))
      }
    }
    let numbers =
      (snippets ?? []).map(\.lastLine)
      + elsewhere.compactMap { other in
        other.place.snippet.map { Snippet(span: $0, label: "", mark: .related).lastLine }
      }
    let margin = String(numbers.max() ?? 0).utf8.count

    var lines = [heading(of: finding, at: primary)]
    let ruler = blanks(margin) + style.frame(" |")
    if let snippets { lines += SnippetBlock(snippets).lines(margin: margin, style) }
    for (place, message) in elsewhere {
      if lines.count > 1 { lines.append(ruler) }
      lines += relatedLines(place, message, margin)
    }
    let notes = FindingNotes(finding).lines(style)
    if !notes.isEmpty && lines.count > 1 { lines.append(ruler) }
    for note in notes { lines.append(blanks(margin) + style.frame(" = ") + note) }
    return lines
  }

  private func heading(of finding: Finding, at place: ShownPlace) -> String {
    let word = finding.status == .refuted ? "refuted" : finding.severity.rawValue
    let kind = style.severity(
      "\(word)[\(finding.rule)]", finding.status == .refuted ? .info : finding.severity)
    return "\(place.heading(style)): \(kind) \(style.bold(SafeText.escaped(finding.message)))"
  }

  private func relatedLines(_ place: ShownPlace, _ message: String, _ margin: Int) -> [String] {
    let arrow = blanks(margin) + style.frame("--> ") + place.heading(.plain)
    guard let span = place.snippet else { return [arrow + ": " + SafeText.escaped(message)] }
    return [arrow]
      + SnippetBlock([Snippet(span: span, label: message, mark: .related)]).lines(margin: margin, style)
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// Snippets of one source, in the order of its lines.
struct SnippetBlock {
  private let snippets: [Snippet]

  init(_ snippets: [Snippet]) {
    self.snippets = snippets.enumerated().sorted { left, right in
      (left.element.span.range, left.offset) < (right.element.span.range, right.offset)
    }.map(\.element)
  }

  func lines(margin width: Int, _ style: TextStyle) -> [String] {
    let ruler = String(repeating: " ", count: width) + style.frame(" |")
    let indent = snippets.allSatisfy(\.isOneLine) ? 0 : Snippet.bracketWidth
    var lines = [ruler]
    var lastLine: Int?
    var lastSource: String?
    for snippet in snippets {
      var rows = snippet.lines(margin: width, indent: indent, style)
      if let lastLine, snippet.firstLine > lastLine + 1 {
        lines.append(
          snippet.firstLine == lastLine + 2
            ? snippet.plainLine(lastLine + 1, width, indent, style) : style.frame("..."))
      } else if let lastLine, snippet.firstLine < lastLine {
        lines.append(style.frame("..."))
      }
      // Two underlines below one line need the line once.
      if rows.first == lastSource { rows.removeFirst() } else { lastSource = rows.first }
      lines += rows
      lastLine = max(lastLine ?? 0, snippet.lastLine)
    }
    return lines
  }
}
