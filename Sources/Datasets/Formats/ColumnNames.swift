/// Under which names a data file has what formats know: its columns, the fields of turns, and the words for who speaks.
///
/// These are the usual names where nobody tells others; a set-up that uses the file may. A part of a record that a set-up
/// may name is then found under the told name alone: what stands under the usual one is not read.
package struct ColumnNames: Hashable, Sendable {
  let told: Told?

  /// Those by which formats are recognised.
  package static let usual = ColumnNames(told: nil)

  init(told: Told?) { self.told = told }

  /// A class, so that handing the names on costs one count: that is done for each record.
  final class Told: Hashable, Sendable {
    let columns: [String: KnownColumn]
    let fields: [String: TurnField]
    /// nil where the usual words count.
    let speakers: [String: SpeakerWord]?
    let pairsHavePrompt: Bool

    init(
      columns: [String: KnownColumn], fields: [String: TurnField], speakers: [String: SpeakerWord]?,
      pairsHavePrompt: Bool
    ) {
      (self.columns, self.fields) = (columns, fields)
      (self.speakers, self.pairsHavePrompt) = (speakers, pairsHavePrompt)
    }

    static func == (left: Told, right: Told) -> Bool {
      left === right
        || left.columns == right.columns && left.fields == right.fields && left.speakers == right.speakers
          && left.pairsHavePrompt == right.pairsHavePrompt
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(columns)
      hasher.combine(fields)
      hasher.combine(speakers)
    }
  }

  /// Who speaks under a word, and whether such turns call tools.
  package struct SpeakerWord: Hashable, Sendable {
    package let speaker: Speaker
    package let callsTools: Bool

    package init(_ speaker: Speaker, callsTools: Bool = false) {
      self.speaker = speaker
      self.callsTools = callsTools
    }
  }

  /// Names that a set-up tells.
  ///
  /// - Parameters:
  ///   - columns: what is read, by name. Of all other columns only those of token rows keep their usual names.
  ///   - fields: the fields of a turn that say who speaks and what.
  ///   - speakers: all words that are understood; nil for the usual ones.
  ///   - pairsHavePrompt: whether the prompt of a preference pair stands in another column than its answers.
  package init(
    columns: [String: KnownColumn], fields: [String: TurnField] = [:],
    speakers: [String: SpeakerWord]? = nil, pairsHavePrompt: Bool = false
  ) {
    var names = Dictionary(uniqueKeysWithValues: Self.tokenColumns.map { ($0.name, $0) })
    names.merge(columns) { $1 }
    // Everybody has these under the same names, or not at all.
    let shared = TurnField.lossSwitches + [.toolCalls]
    var all = Dictionary(uniqueKeysWithValues: shared.map { ($0.rawValue, $0) })
    all.merge(fields) { $1 }
    told = Told(columns: names, fields: all, speakers: speakers, pairsHavePrompt: pairsHavePrompt)
  }

  private static let tokenColumns: [KnownColumn] = [.inputIDs, .labels, .attentionMask, .outputIDs]

  /// Which column holds conversations whose turns name their speakers in a field: formats tell them apart by that.
  package static func conversation(with role: TurnField) -> KnownColumn {
    role == .sender ? .conversations : .messages
  }

  /// Whether a set-up tells them.
  package var areTold: Bool { told != nil }

  /// Whether the prompt of a preference pair is known to stand in another column than its answers.
  var pairsHavePrompt: Bool { told?.pairsHavePrompt ?? false }

  /// Whether the words for speakers are the usual ones.
  package var hasUsualSpeakers: Bool { told?.speakers == nil }

  func column(_ name: String) -> KnownColumn? {
    guard let told else { return KnownColumn(name: name) }
    return told.columns[name]
  }

  func turnField(_ name: String) -> TurnField? {
    guard let told else { return TurnField(rawValue: name) }
    return told.fields[name]
  }

  /// Whether a turn has what is said under this name.
  func areContent(_ name: String) -> Bool {
    let field = turnField(name)
    return field == .content || field == .value
  }

  /// Nil for a word that nobody is known by.
  package func speaker(_ word: String) -> Speaker? {
    guard let words = told?.speakers else { return Speaker(name: word) }
    return words[word]?.speaker
  }

  /// Whether turns of a speaker of this name call tools.
  func callsTools(_ word: String) -> Bool {
    guard let words = told?.speakers else { return Speaker.callsTools(word) }
    return words[word]?.callsTools ?? false
  }

  /// What a column is called; the first of several in the order of the alphabet, and nil where it is not read.
  package func name(of column: KnownColumn) -> String? {
    guard let told else { return column.name }
    return told.columns.filter { $0.value == column }.keys.min()
  }

  /// The fields of a turn that say who speaks; the first that holds a text counts.
  package var roleFields: [String] { [TurnField.role, .sender].compactMap(name) }

  /// What a field of turns is called; nil where it is not read.
  package func name(of field: TurnField) -> String? {
    guard let told else { return field.rawValue }
    return told.fields.filter { $0.value == field }.keys.min()
  }
}

extension ColumnNames {
  /// Whether `profile`, which was made by `others` and observed so much, would be the same by these names. O(names).
  package func read(_ profile: Profile, as others: ColumnNames, observed: ObservationSet) -> Bool {
    if self == others { return true }
    guard !profile.fields.isSaturated else { return false }
    for (name, field) in profile.fields.fields {
      guard column(name) == others.column(name) else { return false }
      if column(name) == .chosen, pairsHavePrompt != others.pairsHavePrompt { return false }
      guard column(name)?.holdsTurns ?? false, let turns = field.values.element?.object else { continue }
      guard !turns.isSaturated, turns.names.allSatisfy({ turnField($0) == others.turnField($0) }) else {
        return false
      }
    }
    return hearsSpeakers(of: profile, as: others, observed)
  }

  private func hearsSpeakers(
    of profile: Profile, as others: ColumnNames, _ observed: ObservationSet
  ) -> Bool {
    if told?.speakers == others.told?.speakers { return true }
    guard observed.contains(.turns) else {
      // Who speaks was not counted, and may matter wherever somebody does.
      return !profile.fields.fields.contains { name, field in
        column(name)?.holdsTurns ?? false
          && field.values.element?.object?.names.contains { others.roleFields.contains($0) } ?? false
      }
    }
    return profile.conversations.columns.allSatisfy { column in
      guard let roles = profile.conversations[column]?.roles else { return false }
      return roles.allSatisfy { role in
        speaker(role.name) == others.speaker(role.name)
          && callsTools(role.name) == others.callsTools(role.name)
      }
    }
  }
}
