/// A file that tells by which names a data file is read.
package struct NamesTeller: Hashable, Sendable {
  package let path: String
  package let names: ColumnNames
  /// What stands there, such as `columns.messages = dialog`.
  package let reasons: [String]

  package init(path: String, names: ColumnNames, because reasons: [String]) {
    (self.path, self.names, self.reasons) = (path, names, reasons)
  }

  /// For people.
  package var description: String {
    let told = "told by \(path)"
    return reasons.isEmpty ? told : "\(told): \(reasons.joined(separator: ", "))"
  }
}

/// A data file whose columns and turns set-ups have names for.
package struct ToldFile: Hashable, Sendable {
  package let path: String
  package let tellers: [NamesTeller]

  package init(path: String, tellers: [NamesTeller]) { (self.path, self.tellers) = (path, tellers) }

  /// The names that all of them have; nil where these differ, so that the usual ones count.
  package var names: ColumnNames? {
    let names = Set(tellers.map(\.names))
    return names.count == 1 ? names.first : nil
  }

  /// Whether `profile`, of the whole file by those names, would be another one if nobody told any. Of a part it may be the
  /// same where that of the file is not. O(names).
  package func tellsAnew(_ profile: Profile, observed: ObservationSet) -> Bool {
    let read = names ?? .usual
    let others = read.areTold ? [.usual] : tellers.map(\.names)
    return !others.allSatisfy { $0.read(profile, as: read, observed: observed) }
  }
}
