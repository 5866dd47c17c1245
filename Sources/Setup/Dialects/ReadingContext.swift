import Datasets
import Syntax

/// What readers may ask of the files around the one they read.
package protocol ReadingContext {
  /// The `model_type` of a model folder on disk, with the place in its `config.json`; `name` as it is given to
  /// `from_pretrained`, `path` the file that gives it.
  func localModelType(_ name: String, from path: String) -> Fact<String>?
  /// How many rows the embedding of a model folder on disk has, by its `config.json`; nil where that does not say.
  func localVocabularySize(_ name: String, from path: String) -> Fact<Int>?
  /// The mapping in the `tokenizer_config.json` of a model folder on disk; nil where none is there.
  func localTokenizer(_ name: String, from path: String) -> ConfigNode?
  /// The `model_type` of a well-known model by its name on the hub.
  func knownModelType(_ name: String) -> String?
  /// Columns and format of local data files, named as in the file at `path`, and read by these names of columns.
  func dataset(_ files: [String], by names: ColumnNames, from path: String) -> DatasetShape?
  /// LLaMA-Factory's lists of data sets in the folder that the file at `path` names, from wherever its run may be started.
  func dataRegistries(in folder: String, from path: String) -> [DataRegistry]
}

extension ReadingContext {
  /// The same by the usual names.
  func dataset(_ files: [String], from path: String) -> DatasetShape? {
    dataset(files, by: .usual, from: path)
  }
}

/// What the records of some data files have in common.
package struct DatasetShape: Sendable {
  package let columns: SplitColumns
  package let format: Fact<RowFormat>
  /// What each file holds, in the order in which they are named.
  package let files: [Profile]
  /// What they hold together; nil where nobody has read them.
  package let profile: Profile?

  package init(columns: SplitColumns, format: Fact<RowFormat>, files: [Profile] = [], profile: Profile? = nil)
  {
    self.columns = columns
    self.format = format
    self.files = files
    self.profile = profile
  }
}
