import Syntax

/// A checked file as it was read: the document, and the training runs that it describes.
package struct ReadFile {
  package let document: Document
  package let setups: [TrainingSetup]
}

// Going through all checked files.
extension Workspace {
  /// What `body` makes of the checked files that are there, in their order; of most it makes nothing.
  ///
  /// The files are shared out among the processors. Each is read, shown to `body` and let go, so that memory does not
  /// grow with their number: only programs stay, which others ask for, and what `body` or a set-up holds on to.
  /// Where `readsSetups` is false, the documents come without their training runs.
  package func readFiles<Result: Sendable>(
    withSetups readsSetups: Bool, _ body: @escaping @Sendable (Workspace, ReadFile) -> Result?
  ) -> [Result] {
    let reading = readAll(withSetups: readsSetups, body)
    guard readsSetups else { return reading.results }
    _ = shared.yamlConsumers.value { reading.consumers }
    if shared.keepsFiles { _ = shared.setups.value { reading.setups } }
    return reading.results
  }

  /// Every training run that a checked file takes part in, in the order of the files.
  package var setups: [TrainingSetup] {
    shared.setups.value { readAll { _, file in file.setups }.results.flatMap(\.self) }
  }

  /// Which scripts load which YAML files, by the path of the file; known when all files have been read.
  var scriptsLoadingYAML: [String: [YAMLConsumer]] {
    shared.yamlConsumers.value { readAll { _, _ -> Never? in nil }.consumers }
  }

  /// What going through all files tells.
  private struct Reading<Result> {
    var results: [Result] = []
    /// Empty where no file is kept.
    var setups: [TrainingSetup] = []
    var consumers: [String: [YAMLConsumer]] = [:]
  }

  /// What one file gave.
  private struct Outcome<Result: Sendable>: Sendable {
    let index: Int
    let result: Result?
    let setups: [TrainingSetup]
  }

  private func readAll<Result: Sendable>(
    withSetups readsSetups: Bool = true, _ body: @escaping @Sendable (Workspace, ReadFile) -> Result?
  ) -> Reading<Result> {
    let (order, keepsFiles) = (readingOrder, shared.keepsFiles)
    let parts = concurrently(over: files.count) { workspace, part in
      let outcomes = order[part].compactMap { index -> Outcome<Result>? in
        guard let file = workspace.read(workspace.files[index], withSetups: readsSetups) else { return nil }
        let result = body(workspace, file)
        if !keepsFiles, file.document.isForgettable {
          workspace.store.forget(file.document, of: workspace.files[index])
        }
        if !keepsFiles, case .records = file.document.content {
          workspace.forgetSmallDataSet(at: workspace.files[index].path)
          // Lines are only opened, so that to do so again costs little.
          if result == nil, file.document.kind == .jsonLines {
            workspace.store.forgetRecords(of: workspace.files[index])
          }
        }
        let setups = keepsFiles ? file.setups : []
        return result == nil && setups.isEmpty ? nil : Outcome(index: index, result: result, setups: setups)
      }
      return (outcomes: outcomes, consumers: workspace.modules.takeYAMLConsumers())
    }
    let outcomes = parts.flatMap(\.outcomes).sorted { $0.index < $1.index }
    var reading = Reading(results: outcomes.compactMap(\.result), setups: outcomes.flatMap(\.setups))
    var consumers: [String: Set<YAMLConsumer>] = [:]
    for part in parts {
      for (path, found) in part.consumers { consumers[path, default: []].formUnion(found) }
    }
    // Which thread met a script first is chance; the order of the consumers is not.
    reading.consumers = consumers.mapValues { $0.sorted() }
    return reading
  }

  private func read(_ file: WalkedFile, withSetups readsSetups: Bool) -> ReadFile? {
    store.document(of: file).map { document in
      let setups = readsSetups ? SetupReading(workspace: self).setups(of: file) : []
      return ReadFile(document: document, setups: setups)
    }
  }

  /// Programs first: many configs wait for one, and two threads should not wait for the same. Then what launches them,
  /// with configs, which are let go after their own turn.
  private var readingOrder: [Int] {
    let isProgram = { (index: Int) in self.files[index].kind == .python }
    let isConfig = { (index: Int) in
      switch self.files[index].kind {
      case .yaml, .json, .toml: return true
      default: return false
      }
    }
    let others = files.indices.filter { !isProgram($0) }
    return files.indices.filter(isProgram) + others.filter { !isConfig($0) } + others.filter(isConfig)
  }
}

extension Document {
  /// Whether hardly anybody asks for it again: programs are imported and launched, and a text that holds others may be
  /// the place where they are known.
  fileprivate var isForgettable: Bool {
    switch content {
    case .config, .shell: return embedded.isEmpty
    case .records: return kind == .json
    case .python, .notebook, .text, .unreadable: return false
    }
  }
}
