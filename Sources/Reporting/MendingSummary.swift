import Datasets

/// What `--fix` would do to a data set that is too large for a patch, in a few lines.
package struct MendingSummary {
  private let path: String
  private let mending: DatasetMending

  package init(_ path: String, _ mending: DatasetMending) {
    self.path = path
    self.mending = mending
  }

  /// The counts, then the first changes with their byte offsets.
  package var rendered: String {
    let name = SafeText.path(path)
    var text = "\(name): too large for a patch; --fix would mend \(counts.joined(separator: ", "))\n"
    for change in mending.firstChanges {
      text += "\(name): byte \(change.offset)\n"
      text += "- " + SafeText.escaped(change.old) + "\n+ " + SafeText.escaped(change.new) + "\n"
    }
    return text
  }

  private var counts: [String] {
    var counts = mending.mended.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      "\(Quantity.grouped($0.value)) × `\($0.key.rawValue)`"
    }
    if mending.droppedMark { counts.append("the byte-order mark at the start") }
    if let records = mending.recordsFromArray {
      counts.append("the array: \(Quantity.grouped(records)) lines")
    }
    return counts
  }
}
