import Datasets
import Setup

/// What data sets hold, as a page for a browser: tables, and bars as SVG.
package struct ProfilePage {
  private let blocks: ProfileBlocks
  private let tool: Tool

  package init(_ profile: Profile, told: [ToldFile] = [], tool: Tool) {
    (blocks, self.tool) = (ProfileBlocks(profile, told: told), tool)
  }

  /// O(fields), and O(records × log records) for copies.
  package var rendered: String {
    let body = "<h1>\(HTML.escaped(blocks.headline))</h1>\n" + blocks.all.map(section).joined()
    return HTMLPage(title: "profile", style: Self.style, body: body).rendered(tool)
  }

  private func section(_ block: ProfileBlock) -> String {
    let content: String
    switch block.content {
    case .table(let table): content = html(table)
    case .bars(let bars): content = svg(bars, title: block.title)
    case .lines(let lines): content = lines.map { "<p>\(HTML.marked($0))</p>\n" }.joined()
    }
    let remark = block.remark.map { "<p class=\"remark\">\(HTML.escaped($0))</p>\n" } ?? ""
    return "<section>\n<h2>\(HTML.marked(block.title))</h2>\n\(content)\(remark)</section>\n"
  }

  private func html(_ table: ProfileBlock.Table) -> String {
    let columns = ([table.heading ?? []] + table.rows).map(\.count).max() ?? 0
    let shown = (0..<columns).filter { column in
      table.rows.contains { column < $0.count && !$0[column].isEmpty }
    }
    func row(_ cells: [String], _ tag: String) -> String {
      let cells = shown.map { column in
        let text = column < cells.count ? HTML.marked(cells[column]) : ""
        return "<\(tag)\(table.numeric.contains(column) ? " class=\"n\"" : "")>\(text)</\(tag)>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let heading = table.heading.map { "<thead>\n\(row($0, "th"))</thead>\n" } ?? ""
    let more = table.more > 0 ? "<p class=\"remark\">and \(Quantity.grouped(table.more)) more</p>\n" : ""
    let rows = table.rows.map { row($0, "td") }.joined()
    return "<div class=\"wide\"><table>\n\(heading)<tbody>\n\(rows)</tbody>\n</table></div>\n\(more)"
  }

  // MARK: Bars

  private static let (width, left, right, step, thickness) = (720.0, 170.0, 260.0, 24.0, 16.0)

  private func svg(_ bars: [ProfileBlock.Bar], title: String) -> String {
    let longest = max(bars.map(\.count).max() ?? 0, 1)
    let height = Self.step * Double(bars.count) + 4
    let drawn = bars.enumerated().map { index, bar in
      let y = Self.step * Double(index) + 4
      // What is there at all shows.
      let share = Double(bar.count) / Double(longest) * (Self.width - Self.left - Self.right)
      let length = bar.count > 0 ? max(share, 1.5) : 0
      let note = bar.note.isEmpty ? "" : " · \(bar.note)"
      let (middle, end) = (Self.rounded(y + 12.5), Self.rounded(Self.left + length + 8))
      return """
        <text class="label" x="\(Self.left - 8)" y="\(middle)" text-anchor="end">\(HTML.escaped(bar.label))</text>
        <rect x="\(Self.left)" y="\(y)" width="\(Self.rounded(length))" height="\(Self.thickness)" rx="2"/>
        <text x="\(end)" y="\(middle)">\(HTML.escaped(Quantity.grouped(bar.count) + note))</text>

        """
    }.joined()
    return """
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(height))" role="img" aria-label="\(HTML.escaped(title))">
      \(drawn)</svg>

      """
  }

  private static func rounded(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

  private static let style = """
    :root { --bar: #1f6feb; } @media (prefers-color-scheme: dark) { :root { --bar: #58a6ff; } }
    main { max-width: 68rem; } h1 { overflow-wrap: anywhere; } .wide { overflow-x: auto; } td:not(:last-child) { white-space: nowrap; }
    td:first-child { font-family: ui-monospace, monospace; font-size: .9rem; }
    th { font-weight: normal; color: var(--faint); } .n { text-align: right; white-space: nowrap; }
    svg rect { fill: var(--bar); } svg text.label { fill: var(--ink); }

    """
}
