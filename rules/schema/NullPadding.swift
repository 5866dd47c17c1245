import Datasets
import Linting
import Setup

/// Keys that older releases of `datasets` add to objects that do not have them, with null.
struct NullPadding {
  /// A path whose objects differ in their keys.
  let path: ColumnPath
  /// A key that some have and some lack.
  let key: String
  /// Where the key stands first, and an object without it.
  let first: RecordPlace
  let lacking: RecordPlace

  /// The first release that keeps objects as they are written: 4.6.1 pads them, 4.7.0 does not, in lines and in arrays (both
  /// were run, and 2.14.7, 3.6.0, 4.0.0, 4.5.0, 4.8.0, 4.8.5, 5.0.0 and 5.2.0).
  private static let firstToKeep = "4.7"

  /// The first object that differs from others among the paths that `matches` takes.
  static func first(
    in data: LoadedData, where matches: (String) -> Bool
  ) -> NullPadding? {
    let paths = data.profile.columnPaths
    for path in paths where matches(path.name) {
      guard let object = path.values.object else { continue }
      for (name, field) in object.fields {
        // A key that comes late is for `late-new-column`.
        guard let first = field.firstPlace, !data.isLate(first), let lacking = field.firstLacking else {
          continue
        }
        return NullPadding(path: path, key: name, first: first, lacking: lacking)
      }
    }
    return nil
  }

  /// What comes of it: `outcome` of releases that pad.
  static func effects(_ outcome: String) -> [Effect] {
    [
      Effect(.when(.datasets, "<\(firstToKeep)"), when: .silently, severity: .warning, outcome),
      .harmless(.when(.datasets, ">=\(firstToKeep)"), "each object keeps its own keys"),
    ]
  }
}
