import Linting
import Setup
import Syntax

/// A data set that a run names and that `dataset_info.json` does not have.
enum LFMissingDatasetInfoEntry: SetupRule {
  static let metadata = RuleMetadata(
    "lf-missing-dataset-info-entry", family: "llamafactory", severity: .error, since: "0.1.0", observing: [],
    "a data set that `dataset_info.json` does not have")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.registeredData.filter(\.isUndefined).map { data in
      let lists = data.registries.map { "`\($0.path)`" }.joined(separator: " and ")
      let verb = data.registries.count == 1 ? "does not have it" : "do not have it"
      return Observed(
        at: .span(data.span), label: "not in the list",
        "the run takes the data set `\(data.name)`, and \(lists) \(verb)", advice: advice(data),
        effects: [
          // `data/parser.py`; run with 0.9.0 to 0.9.5 and ff6d4d1: `fixtures/goldens/dataset_info_cases.py`.
          Effect(
            .always, when: .start, severity: .error,
            "ValueError: Undefined dataset \(data.name) in dataset_info.json.")
        ], versions: setup.versions)
    }
  }

  private static func advice(_ data: RegisteredDataSet) -> String {
    let names = data.registries.flatMap(\.names).sorted()
    let near = EditDistance.nearest(to: data.name, among: names, limit: data.name.count > 5 ? 2 : 1)
    if let near { return "did you mean `\(near)`?" }
    return "add an entry of this name, or name one that is there"
  }
}
