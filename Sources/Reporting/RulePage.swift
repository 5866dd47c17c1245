/// The page of a rule on a terminal: Markdown as it is, headings and code set apart by colour.
package struct RulePage {
  private let markdown: String
  private let style: TextStyle

  package init(_ markdown: String, _ style: TextStyle) {
    self.markdown = markdown
    self.style = style
  }

  /// Without colours exactly the page, but for a line end at its end.
  package var rendered: String {
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    var fence: String?
    var text = ""
    for line in lines {
      text += painted(line, &fence) + "\n"
    }
    return text
  }

  /// `fence` is what opened the code block that `line` stands in (CommonMark 0.31, section 4.5).
  private func painted(_ line: String, _ fence: inout String?) -> String {
    let content = line.drop { $0 == " " }
    if let open = fence {
      let run = content.prefix { $0 == open.first }
      if run.count >= open.count && content.dropFirst(run.count).allSatisfy({ $0 == " " }) {
        fence = nil
        return style.dim(line)
      }
      return line
    }
    if content.hasPrefix("```") || content.hasPrefix("~~~") {
      fence = String(content.prefix { $0 == content.first })
      return style.dim(line)
    }
    let hashes = content.prefix { $0 == "#" }.count
    let isHeading = (1...6).contains(hashes) && content.dropFirst(hashes).first == " "
    return isHeading ? style.note(line) : line
  }
}
