import Datasets
import Knowledge
import Syntax

/// What readers ask of the files around them.
struct WorkspaceContext: ReadingContext {
  let workspace: Workspace

  func localModelType(_ name: String, from path: String) -> Fact<String>? {
    for config in modelFiles("config.json", name, from: path) {
      if let type = config["model_type"] { return .known(type.text, at: type.span) }
    }
    return nil
  }

  /// GLM's own configs call it `padded_vocab_size` (configuration_chatglm.py).
  func localVocabularySize(_ name: String, from path: String) -> Fact<Int>? {
    for config in modelFiles("config.json", name, from: path) {
      guard config["text_config"] == nil, let node = config["padded_vocab_size"] ?? config["vocab_size"]
      else {
        continue
      }
      guard case .integer(let size) = ConfigFacts(of: config.tree, .json).value(node) else { return nil }
      return .known(size, at: node.span)
    }
    return nil
  }

  func localTokenizer(_ name: String, from path: String) -> ConfigNode? {
    modelFiles("tokenizer_config.json", name, from: path).first { $0.kind == .mapping }
  }

  /// What the file says in the folder that `name` leads to, from the file that names it or from where the user stands.
  private func modelFiles(_ file: String, _ name: String, from path: String) -> [ConfigNode] {
    [FilePath.parent(path), "."].compactMap { folder in
      let place = FilePath.join(FilePath.join(folder, name), file)
      return workspace.store.document(at: place)?.config?.root
    }
  }

  func knownModelType(_ name: String) -> String? {
    ModelNames.modelType(hubName: name) ?? ModelNames.modelType(folderName: FilePath.name(name))
  }

  func dataRegistries(in folder: String, from path: String) -> [DataRegistry] {
    workspace.dataRegistries(in: folder, from: path)
  }

  /// A file that is not found, or cannot be read, leaves the shape unknown.
  func dataset(_ files: [String], by names: ColumnNames, from path: String) -> DatasetShape? {
    var profiles: [Profile] = []
    for file in files {
      guard let profile = workspace.dataFile(file, by: names, namedIn: path) else { return nil }
      profiles.append(profile)
    }
    return profiles.isEmpty ? nil : DatasetShape(profiles)
  }
}

extension DatasetShape {
  /// Columns and format of a data set of profiled files.
  init(_ files: [Profile]) {
    let profile = Profile.merge(files)
    let columns = profile.columns
    let reason = columns.isClosed ? nil : "the data file could not be read in full"
    let named = columns.names.map { name in
      SplitColumns.Column(name: name, span: nil, place: profile.fields[name]?.firstPlace)
    }
    let format: Fact<RowFormat>
    if let verdict = profile.format, let known = RowFormat(verdict.format) {
      format = .known(known, at: nil)
    } else {
      format = .unknown("the records are of no known format")
    }
    self.init(
      columns: SplitColumns(named, openReason: reason), format: format, files: files, profile: profile)
  }
}

extension RowFormat {
  /// nil for formats that an SFT trainer does not take.
  init?(_ format: DatasetFormat) {
    switch format {
    case .text: self = .text
    case .promptCompletion(let conversational):
      self = conversational ? .conversationalPromptCompletion : .promptCompletion
    case .alpaca: self = .instruction
    case .shareGPT, .chatGLM3: self = .shareGPT
    case .messages: self = .messages
    case .tokenized: self = .tokenized
    case .preference, .unpairedPreference, .unknown: return nil
    }
  }
}
