import Linting
import Setup
import Syntax

/// The two entries of one YAML mapping that have the same key.
struct RepeatedEntry {
  private let first: ConfigTree.Entry
  /// Whether both entries say the same.
  let isSameValue: Bool
  /// The lines of the first entry, the last line end included.
  private let lines: TextRange

  /// The ones of `entries` whose keys stand at `first` and `second`; nil where the first one shares its lines with
  /// something else, or spans collections or blocks.
  init?(
    _ first: TextRange, _ second: TextRange, of entries: [TextRange: ConfigTree.Entry], in tree: ConfigTree
  ) {
    guard let earlier = entries[first], let later = entries[second] else { return nil }
    let value = earlier.value
    guard value.kind == .scalar || value.kind == .alias, value.style != .literalBlock,
      value.style != .foldedBlock
    else { return nil }
    let end = value.style == .missing ? earlier.key.range.end : value.range.end
    let (file, table) = (tree.file, tree.file.lines)
    let start = table.range(ofLine: table.line(at: first.start), in: file.bytes).start
    let last = table.line(at: end)
    guard last < table.count else { return nil }
    let next = table.range(ofLine: last + 1, in: file.bytes).start
    let before = file.bytes[start..<first.start]
    let behind = file.text(in: TextRange(end, next)).drop { $0 == " " || $0 == "\t" || $0 == ":" }
    guard before.allSatisfy({ $0 == 0x20 }), behind.first.map({ $0.isNewline || $0 == "#" }) ?? true,
      value.anchor == nil
    else { return nil }
    self.first = earlier
    lines = TextRange(start, next)
    isSameValue =
      value.kind == later.value.kind && value.style == later.value.style && value.tag == later.value.tag
      && value.text == later.value.text
  }

  /// Deletes the first entry, which PyYAML does not look at. Safe where the two say the same.
  var deletion: Fix {
    Fix(
      "delete the first one", isSafe: isSameValue, edits: [TextEdit(Span(first.key.tree.file, lines), "")],
      changes: [])
  }
}
