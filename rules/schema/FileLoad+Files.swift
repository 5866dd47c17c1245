import Datasets
import Linting
import Setup
import Syntax

extension TrainingSetup {
  /// The calls that load files, each once.
  var loads: [FileLoad] {
    var calls: Set<Span> = []
    return splits.compactMap(\.load).filter { calls.insert($0.call).inserted }
  }
}

extension FileLoad {
  /// Whether all files are JSON lines; of others the types are not looked at.
  var isOfLines: Bool { layouts.allSatisfy { $0 == .jsonLines } }

  /// Whether it was run what becomes of files of this layout together: arrays were not.
  var wasRun: Bool { isOfLines || layouts.allSatisfy { $0 == .commaSeparated } }

  private var layouts: [DatasetFile.Container] { files.flatMap(\.files).map(\.container) }

  /// Where the first file begins, and where all are loaded.
  var related: [RelatedPlace] {
    let start = files.first?.fields.firstObject.map {
      RelatedPlace($0.asPlace, "the columns of this file hold for all")
    }
    return [start, RelatedPlace(.span(call), "both are loaded here")].compactMap { $0 }
  }
}
