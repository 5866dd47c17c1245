extension ConfigTree {
  /// One pair of a mapping.
  package typealias Entry = (key: ConfigNode, value: ConfigNode)

  /// The entries whose keys stand at `ranges`, by that range; with `style`, those of mappings written so alone.
  ///
  /// O(nodes), in one pass over the arena that makes cursors only for what is found: a file with many problems may
  /// have a million entries.
  package func entries(
    withKeysAt ranges: Set<TextRange>, inMappings style: ConfigNode.Style? = nil
  ) -> [TextRange: Entry] {
    var found: [TextRange: Entry] = [:]
    guard !ranges.isEmpty else { return found }
    for mapping in records where mapping.kind == .mapping && (style == nil || mapping.style == style) {
      var id = mapping.firstChild
      while id != Record.none {
        let key = records[Int(id)]
        guard key.nextSibling != Record.none else { break }
        let range = TextRange(Int(key.start), Int(key.end))
        if ranges.contains(range) {
          found[range] = (ConfigNode(tree: self, id: id), ConfigNode(tree: self, id: key.nextSibling))
        }
        id = records[Int(key.nextSibling)].nextSibling
      }
    }
    return found
  }

  /// Where quoted strings, block scalars and comments lie, in the order of the text. O(nodes), without cursors.
  package var quotedRanges: [TextRange] {
    var ranges = comments.map(\.range)
    for record in records {
      switch record.style {
      case .singleQuoted, .doubleQuoted, .literalBlock, .foldedBlock, .multilineBasic, .multilineLiteral:
        ranges.append(TextRange(Int(record.start), Int(record.end)))
      default: break
      }
    }
    return ranges.sorted()
  }
}
