import Datasets
import Linting
import Setup
import Syntax

/// JSON files whose records stand in one object: around them, or turned into columns.
enum SingleObjectWrapper: FileAndSetupRule {
  static let metadata = RuleMetadata(
    "single-object-wrapper", family: "schema", severity: .error, since: "0.1.0",
    "a JSON file whose records all stand in one object")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.loads.flatMap { load in
      load.files.compactMap { observed($0, RelatedPlace(.span(load.call), "loaded here"), setup.versions) }
    }
  }

  /// Entries of LLaMA-Factory's `dataset_info.json`, which loads files by `load_dataset` without `field`.
  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry in
      guard let profile = entry.profile(beside: document, in: workspace),
        let place = entry.value["file_name"]?.span
      else { return nil }
      return observed(profile, RelatedPlace(.span(place), "loaded as named here"), nil)
    }
  }

  private static func observed(
    _ profile: Profile, _ related: RelatedPlace, _ versions: LibraryVersions?
  ) -> Observed? {
    guard profile.isJSON, profile.isComplete, profile.records == 1, profile.files.count == 1,
      profile.files[0].container != .jsonArray, let place = profile.fields.firstObject,
      let (what, advice) = wrapper(profile) ?? columns(profile)
    else { return nil }
    return Observed(
      at: place.asPlace, label: "one row", what, advice: advice, related: [related],
      effects: [
        // Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/odd_files.py`.
        Effect(.always, when: .silently, severity: .error, "`load_dataset` makes one row of the whole file")
      ], versions: versions)
  }

  /// One list of objects, in a record of no format.
  private static func wrapper(_ profile: Profile) -> (what: String, advice: String)? {
    let lists = profile.fields.fields.filter { $0.field.kinds[.array].count > 0 }
    guard profile.format?.format == .unknown, lists.count == 1, let (name, field) = lists.first,
      KnownColumn(name: name) == nil, let element = field.values.element, element.kinds.seen == [.object],
      element.kinds[.object].count > 1, element.object.map(isOfTraining) == true
    else { return nil }
    return (
      "the \(element.kinds[.object].count) records stand in the list `\(name)` of one object",
      "load it with `field=\"\(name)\"`, or write the list alone into the file"
    )
  }

  /// Whether objects are records of a format of training; turns, which a single conversation has too, are not.
  private static func isOfTraining(_ records: ObjectCensus) -> Bool {
    DatasetFormat.isNamed(by: records.names)
      || records.names.contains { $0 == "messages" || $0 == "conversations" }
  }

  /// Lists of texts, of one length, under the names of columns.
  private static func columns(_ profile: Profile) -> (what: String, advice: String)? {
    let fields = profile.fields.fields
    let lengths = fields.map { name, field in
      let kinds = field.values.element?.kinds
      return kinds?.seen == [.string] ? kinds?[.string].count ?? 0 : 0
    }
    guard fields.count > 1, fields.allSatisfy({ $0.field.kinds.seen == [.array] }),
      DatasetFormat.isNamed(by: profile.fields.names), let length = lengths.first, length > 1,
      Set(lengths).count == 1
    else { return nil }
    return (
      "each column is a list of \(length) texts, in one object",
      "write an array of records, such as by `pandas.DataFrame(…).to_json(orient=\"records\")`"
    )
  }
}
