import Datasets
import Linting
import Setup
import Syntax

/// Data files without a record.
enum EmptyDataset: FileAndSetupRule {
  static let metadata = RuleMetadata(
    "empty-dataset", family: "data", severity: .error, since: "0.1.0", "a data file without a record")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    // Of an empty array nothing tells that it is to hold records.
    if document.holdsRecords, document.kind != .json {
      guard let profile = workspace.profile(at: document.path), profile.isEmpty else { return [] }
      return [observed(document.path, related: [], severity: .info)]
    }
    return DatasetEntry.all(document).compactMap { entry in
      guard let path = entry.path(beside: document.path), let place = entry.value["file_name"]?.span,
        workspace.profile(at: path)?.isEmpty == true
      else { return nil }
      return observed(path, related: [RelatedPlace(.span(place), "named here")], severity: .error)
    }
  }

  /// Splits in whose files there is nothing at all; a file without records among others changes nothing mostly.
  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.splits.compactMap { split in
      guard let records = split.records, records.isEmpty, let path = records.files.first?.path else {
        return nil
      }
      let named = split.files.span.map {
        RelatedPlace(.span($0), "the \(split.split.rawValue) file is named here")
      }
      return observed(path, related: [named].compactMap(\.self), severity: .error, setup.versions)
    }
  }

  private static func observed(
    _ path: String, related: [RelatedPlace], severity: Severity, _ versions: LibraryVersions? = nil
  ) -> Observed {
    Observed(
      at: .file(path), label: "no record", "the file holds no record", related: related,
      // Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/odd_files.py`.
      effects: [
        Effect(
          .always, when: .start, severity: severity,
          "`load_dataset` of it alone raises an error, or, by the release, gives no rows")
      ], versions: versions, severity: severity)
  }
}

extension Profile {
  /// Whether everything was read, and no record is there, be it a broken one.
  fileprivate var isEmpty: Bool {
    records == 0 && faults.count == 0 && !files.isEmpty
      && files.allSatisfy { $0.isReadToEnd && $0.container != .unreadable }
  }
}
