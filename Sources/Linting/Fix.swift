import Datasets
import Setup
import Syntax

/// A change of the files that mends a finding.
package struct Fix: Sendable {
  /// Who vouches for it.
  package enum Safety: Hashable, Sendable {
    /// The rule. It is applied by `--fix` only if the files, read again, also show exactly the declared changes and
    /// nothing else.
    case safe
    /// Nobody: people have to look at it.
    case unsafe
    /// The rule did, but the files, read again, showed something else, and it was not applied.
    case refused
  }

  /// What it does, for people: `replace by CAUSAL_LM`.
  package let title: String
  package private(set) var safety: Safety
  package let edits: [TextEdit]
  /// What the mended set-up says differently; empty for a fix that leaves every fact as it is.
  package let changes: [FactChange]
  /// The launch lines that give their program other arguments; whatever follows from these in the runs that they start
  /// may change as well.
  package let launches: [LaunchChange]
  /// What is to be mended in a data set, which is rewritten as a stream; nil for edits of text.
  package let repair: DatasetRepair?
  /// The first places of such a repair that can be told as edits.
  package let recordEdits: [RecordEdit]

  /// A safe fix of a data set: its records say the same as before to whoever could read them.
  package init(_ title: String, repair: DatasetRepair, first recordEdits: [RecordEdit] = []) {
    self.title = title
    safety = .safe
    self.repair = repair
    self.recordEdits = recordEdits
    (edits, changes, launches) = ([], [], [])
  }

  package init(
    _ title: String, isSafe: Bool, edits: [TextEdit], changes: [FactChange] = [],
    launches: [LaunchChange] = []
  ) {
    self.title = title
    safety = isSafe ? .safe : .unsafe
    self.edits = edits
    self.changes = changes
    self.launches = launches
    (repair, recordEdits) = (nil, [])
  }

  package var isSafe: Bool { safety == .safe }

  /// The same fix after the files have spoken against it; one that nobody vouched for stays as it is.
  var refused: Fix {
    var fix = self
    if isSafe { fix.safety = .refused }
    return fix
  }
}

/// A change at one place of a data set.
package struct RecordEdit: Hashable, Sendable {
  package let place: RecordPlace
  /// What takes its place; empty where it goes.
  package let replacement: String

  package init(_ place: RecordPlace, _ replacement: String) {
    self.place = place
    self.replacement = replacement
  }
}

/// A fact that differs between two readings of a set-up.
package struct FactChange: Hashable, Sendable {
  /// The key as in `TrainingSetup.facts`, such as `adapter.task_type`.
  package let key: String
  /// The new value; nil where the fact is gone.
  package let value: SetupValue?

  package init(_ key: String, to value: SetupValue?) {
    self.key = key
    self.value = value
  }
}

/// What a launch line says differently.
package struct LaunchChange: Sendable {
  package enum Change: Sendable {
    /// The words from `kept` on give way to others; a text that is not known is nil.
    case rejoined(kept: Int, gained: [String?])
    /// The word at `index` is spelled so.
    case respelled(index: Int, String)
  }

  /// The line as it stands.
  package let line: LaunchLine
  package let change: Change

  package init(_ line: LaunchLine, _ change: Change) {
    self.line = line
    self.change = change
  }

  /// The words with the change made.
  func applied(to words: [String?]) -> [String?] {
    switch change {
    case .rejoined(let kept, let gained): return words.prefix(kept) + gained
    case .respelled(let index, let text):
      var words = words
      if words.indices.contains(index) { words[index] = text }
      return words
    }
  }
}
