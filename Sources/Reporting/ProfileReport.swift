import Datasets
import Setup

/// What data sets hold, for people at a terminal and for programs.
package struct ProfileReport {
  let profile: Profile
  /// Files of which set-ups tell names of columns.
  let told: [ToldFile]

  package init(_ profile: Profile, told: [ToldFile] = []) { (self.profile, self.told) = (profile, told) }

  /// Columns that the longest bar takes.
  private static let barWidth = 32

  /// For people: blocks with their titles, bars drawn with characters. O(fields), and O(records × log records).
  package func text(_ style: TextStyle) -> String {
    let blocks = ProfileBlocks(profile, told: told)
    var text = style.bold(blocks.headline) + "\n"
    for block in blocks.all {
      text += "\n" + style.note(block.title) + "\n"
      switch block.content {
      case .table(let table): text += lines(of: table, style)
      case .bars(let bars): text += lines(of: bars, style)
      case .lines(let lines): text += lines.map { "  \($0)\n" }.joined()
      }
      if let remark = block.remark { text += "  " + style.dim("(\(remark))") + "\n" }
    }
    return text
  }

  private func lines(of table: ProfileBlock.Table, _ style: TextStyle) -> String {
    let rows = (table.heading.map { [$0] } ?? []) + table.rows
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
    }
    var text = ""
    for (index, row) in rows.enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() where widths[column] > 0 {
        let blanks = blanks(widths[column] - Self.width(cell))
        line += "  " + (table.numeric.contains(column) ? blanks + cell : cell + blanks)
      }
      while line.last == " " { line.removeLast() }
      text += (index == 0 && table.heading != nil ? style.dim(line) : line) + "\n"
    }
    if table.more > 0 { text += "  " + style.dim("and \(Quantity.grouped(table.more)) more") + "\n" }
    return text
  }

  private func lines(of bars: [ProfileBlock.Bar], _ style: TextStyle) -> String {
    let longest = bars.map(\.count).max() ?? 0
    let counts = bars.map { Quantity.grouped($0.count) }
    let (labels, numbers) = (bars.map { Self.width($0.label) }.max() ?? 0, counts.map(\.count).max() ?? 0)
    return zip(bars, counts).map { bar, count in
      let drawn = Self.bar(bar.count, of: longest)
      let note = bar.note.isEmpty ? "" : blanks(Self.barWidth - drawn.count + 2) + style.dim(bar.note)
      let line =
        blanks(labels + 2 - Self.width(bar.label)) + bar.label + blanks(numbers + 2 - count.count) + count
      return line + (drawn.isEmpty ? "" : "  " + style.frame(drawn)) + note + "\n"
    }.joined()
  }

  /// In eighths of a column; what is there at all shows.
  private static func bar(_ count: Int, of longest: Int) -> String {
    guard count > 0, longest > 0 else { return "" }
    let eighths = max(1, Int((Double(count) / Double(longest) * Double(barWidth * 8)).rounded()))
    let rest = eighths % 8
    let end = rest == 0 ? "" : String(["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][rest])
    return String(repeating: "█", count: eighths / 8) + end
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
  }
}
